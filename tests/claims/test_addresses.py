"""Addresses that are none, as the standard of the web judges them: each is refused in words."""

import json
import os
import socket
from pathlib import Path

import pytest
from django.conf import settings

from articles.errors import Invalid
from claims.fetching import FetchRefused, fetch
from tests import factories as make

CORPORA = Path(os.environ.get("NEWSROOM_CORPORA", settings.BASE_DIR.parent / "shared" / "corpora"))


@pytest.fixture
def no_name_server(monkeypatch):
    """Numbers are read as ever; no name is known to anybody, and nobody is asked."""
    ask = socket.getaddrinfo

    def numbers_alone(host, port, family=0, type=0, proto=0, flags=0):
        return ask(host, port, family, type, proto, flags | socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", numbers_alone)


def refusal(claim, reviewer, url):
    """What is said to whoever gives this address as evidence, or when it is fetched."""
    try:
        make.make_evidence(claim, reviewer, kind="web", url=url)
    except Invalid as refused:
        return " ".join(refused.errors["url"].split())
    with pytest.raises(FetchRefused) as refused:
        fetch(url)
    return str(refused.value)


@pytest.mark.corpus
@pytest.mark.django_db
def test_what_the_standard_calls_no_address_is_refused_in_words(no_name_server):
    cases = json.loads((CORPORA / "urls" / "urltestdata.shared.json").read_text())
    failing = [
        case["input"]
        for case in cases
        if isinstance(case, dict) and case.get("failure") and case.get("base") is None
    ]
    claim, reviewer = make.make_claim(), make.make_reviewer()

    said = {url: refusal(claim, reviewer, url) for url in failing}

    assert len(said) > 50
    assert [url for url in said if not said[url].endswith(".")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["10.0.0.xN--pokxncvks", "xn--zn7c.com.xn--0"])
def test_a_name_that_is_no_punycode_is_refused(host):
    with pytest.raises(Invalid) as refused:
        make.make_evidence(
            make.make_claim(), make.make_reviewer(), kind="web", url=f"https://{host}/"
        )
    sentence = "Its host is no name that can be looked up. Copy the address again."
    assert refused.value.errors == {"url": sentence}


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["xn--bcher-kva.example", "xn--strae-oqa.example"])
def test_a_name_in_punycode_is_taken(host):
    url = f"https://{host}/"
    evidence = make.make_evidence(make.make_claim(), make.make_reviewer(), kind="web", url=url)
    assert evidence.url == url
