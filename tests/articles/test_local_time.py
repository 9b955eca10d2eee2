"""A time of day and its zone become one moment, or a sentence says why they cannot."""

from datetime import UTC, datetime

import pytest

from articles.local_time import moment, zones

wall = datetime.fromisoformat  # What a clock on the wall shows: without an offset.


def test_a_time_in_a_zone_is_a_moment():
    assert moment(wall("2030-07-01T09:00"), "Asia/Baku") == datetime(2030, 7, 1, 5, tzinfo=UTC)


def test_summer_and_winter_have_offsets_of_their_own():
    july, january = wall("2026-07-01T09:00"), wall("2026-01-01T09:00")

    assert [moment(day, "Europe/Berlin").hour for day in (july, january)] == [7, 8]


@pytest.mark.parametrize(
    ("local", "zone", "sentence"),
    [
        (
            wall("2026-03-29T02:30"),
            "Europe/Berlin",
            "There is no 02:30 on 29 March 2026 in Europe/Berlin: clocks go forward over it. Give "
            "another time.",
        ),
        (
            wall("2026-10-25T02:30"),
            "Europe/Berlin",
            "There are two of 02:30 on 25 October 2026 in Europe/Berlin: clocks go back. Give it "
            "in UTC: 00:30 or 01:30.",
        ),
        (
            wall("2026-01-01T00:00"),
            "Europe/Nowhere",
            "Choose one of the time zones: a continent and a city, or UTC.",
        ),
        (
            wall("2026-01-01T00:00"),
            "../../etc/localtime",
            "Choose one of the time zones: a continent and a city, or UTC.",
        ),
        (
            wall("0001-01-01T00:00"),
            "Asia/Tokyo",
            "No calendar goes that far. Give another time.",
        ),
    ],
)
def test_a_time_that_is_none_or_two_is_refused_with_a_sentence(local, zone, sentence):
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (its sentence is compared)
        moment(local, zone)

    assert str(refused.value) == sentence


@pytest.mark.parametrize("local", ["2026-03-29T03:00", "2026-03-29T01:59"])
def test_the_minutes_beside_a_gap_are_there(local):
    assert moment(wall(local), "Europe/Berlin").day == 29


def test_utc_can_be_chosen_and_nothing_that_only_machines_call_so():
    assert ("UTC" in zones(), [name for name in zones() if name.startswith("Etc/")]) == (True, [])
