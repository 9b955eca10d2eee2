"""Every page that readers get is valid HTML, as the standard's own validator judges it."""

import pytest
from django.test import Client, override_settings

from newsroom import error_pages
from tests.conftest import IN_MEMORY

from . import nu
from .public_pages import NOBODY, pages
from .public_world import make_public_world

pytestmark = [pytest.mark.java, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def pictures_in_memory():
    with override_settings(STORAGES=IN_MEMORY):
        yield


MISTAKES = ("400", "500", "503")
WRONG = b'<!doctype html><html lang="en"><title>x</title><p popover>a<p onwrong="">b'


@pytest.fixture(scope="module")
def judged(made_once, pictures_in_memory, tmp_path_factory):
    """Return {address: what is wrong with it} of every page; one run, as Java is slow to start."""
    make_public_world()
    found = {address: response.content for _, address, response in pages(Client())}
    found |= {name: error_pages.page(f"{name}.html").encode() for name in MISTAKES}
    found["wrong"] = WRONG
    return nu.faults(found, tmp_path_factory.mktemp("pages"))


def test_every_page_is_valid(judged):
    assert {address: faults for address, faults in judged.items() if faults} == {
        "wrong": [(1, "Attribute “onwrong” not allowed on element “p” at this point.")]
    }


def test_pages_of_every_kind_are_judged(judged):
    assert {"/", "/articles/gone/", f"/articles/{NOBODY}/", *MISTAKES} < judged.keys()
