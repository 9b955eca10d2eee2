"""What tests of one fact in many articles share: a page as somebody of the desk reads it."""

from tests.factories import make_editor

from .admin_pages import url


def read(client, name, claim, *args, reader=None, **asked):
    client.force_login(reader or make_editor())
    response = client.get(url(name, claim, *args), asked)
    return response.status_code, response.content.decode()
