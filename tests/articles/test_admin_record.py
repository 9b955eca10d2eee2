"""A ledger entry's payload as lines that a person reads."""

from articles.ledger import canonical
from articles.record import readable


def test_a_payload_is_read_line_by_line():
    payload = {"revision": 2, "change": "", "note": None, "is_new": True, "by": {"name": "Desk"}}

    assert readable(canonical(payload)) == [
        ("by name", "Desk"),
        ("is new", "yes"),
        ("revision", "2"),
    ]


def test_a_list_is_numbered():
    assert readable(canonical({"evidence": [7, 9]})) == [("evidence 1", "7"), ("evidence 2", "9")]


def test_a_digest_is_cut():
    assert readable(canonical({"text_sha256": "a" * 64})) == [("text", "aaaaaaaaaaaa…")]


def test_of_something_confidential_only_its_number_is_told():
    payload = {"claim": 1, "evidence": 2, "excerpt_sha256": "a" * 64, "is_confidential": True}

    assert readable(canonical(payload)) == [
        ("claim", "1"),
        ("evidence", "2"),
        ("is confidential", "yes"),
    ]
