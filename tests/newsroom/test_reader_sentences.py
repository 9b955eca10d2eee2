"""What readers are told, word for word."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from claims import verification
from newsroom.reader import paging, sentences


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({}, "No claims checked"),
        ({"verified": 1}, "1 claim verified"),
        ({"refuted": 1}, "1 claim refuted"),
        ({"unverifiable": 1}, "1 claim could not be established"),
        ({"undecided": 1}, "1 claim is being checked"),
        ({"verified": 9}, "All 9 claims verified"),
        (
            {"verified": 9, "unverifiable": 2},
            "9 of 11 claims verified, 2 could not be established",
        ),
        ({"undecided": 3}, "None of 3 claims verified, 3 being checked"),
        (
            {"verified": 1, "refuted": 2, "unverifiable": 3, "undecided": 4},
            "1 of 10 claims verified, 2 refuted, 3 could not be established, 4 being checked",
        ),
    ],
)
def test_verification_is_told_in_one_line(counts, sentence):
    assert sentences.verification(verification.count(**counts)) == sentence


@pytest.mark.parametrize(
    ("status", "rating", "words"),
    [
        ("verified", "", "Verified"),
        ("refuted", "missing context", "Refuted: missing context"),
        ("unverifiable", "", "Could not be established"),
    ],
)
def test_a_verdict_is_told_in_words(status, rating, words):
    assert sentences.verdict(status, rating) == words


def test_a_place_in_the_list_survives_its_way_through_an_address():
    time = datetime(2024, 3, 12, 8, 30, 0, 123456, tzinfo=timezone(timedelta(hours=4)))

    assert paging.cursor(time, 17) == "2024-03-12T04:30:00.123456Z_17"
    assert paging.place(paging.cursor(time, 17)) == (time.astimezone(UTC), 17)
