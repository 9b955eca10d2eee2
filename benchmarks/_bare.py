"""The yardsticks: settings and addresses of the least that Django does. See benchmarks.reader.

/floor/     an HttpResponse of a few bytes.
/page/<pk>/ one query by primary key, and a template that renders to as many bytes as BARE_BYTES
            says, with twelve claims in a loop.
No middleware: nothing but the view is measured.
"""

import os
from functools import cache

from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from newsroom.settings import *  # noqa: F403

MIDDLEWARE = []
ROOT_URLCONF = __name__
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DEBUG = False
BYTES = int(os.environ.get("BARE_BYTES", "0"))
OWN = 3000  # What the template has itself, more or less.
PAGE = """<!doctype html><html lang="en"><title>{{ revision.headline }}</title>
<h1>{{ revision.headline }}</h1><p>{{ revision.author_name }}, {{ revision.created }}</p>
<div>{{ revision.html|safe }}</div>{% for claim in claims %}<details id="claim-{{ claim }}">
<summary>{{ revision.headline }}</summary><p>{{ revision.author_name }}: {{ claim }}</p></details>
{% endfor %}<p>{{ rest }}</p>"""


def floor(request):
    return _answer("A few bytes.")


def page(request, pk):
    from articles.models import Revision  # noqa: PLC0415  Once the applications are there.

    revision = Revision.objects.get(pk=pk)
    rest = "x" * (BYTES - len(revision.html) - OWN)
    told = {"revision": revision, "claims": range(12), "rest": rest}
    return _answer(_template().render(Context(told)))


def _answer(words):
    """With its length, which a middleware would tell: else the connection is not kept."""
    content = words.encode()
    return HttpResponse(content, headers={"Content-Length": len(content)})


@cache
def _template():
    return Engine().from_string(PAGE)


urlpatterns = [path("floor/", floor), path("page/<int:pk>/", page)]
