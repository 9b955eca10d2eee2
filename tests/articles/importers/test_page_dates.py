import pytest

from articles.importers.page_dates import read_date_line


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("date 2024-03-12 12 March 2024 08:30 (UTC+04:00)", "2024-03-12T08:30:00+04:00"),
        ("Published 3 May 2023, 14:05 GMT+3", "2023-05-03T14:05:00+03:00"),
        ("2024-03-12T08:30+04:00", "2024-03-12T08:30:00+04:00"),
        ("2024-03-12T08:30:15.250Z", "2024-03-12T08:30:15+00:00"),
        ("2024-03-12 08:30:00 +0400", "2024-03-12T08:30:00+04:00"),
        ("March 12, 2024 8:30 AM EST", "2024-03-12T08:30:00-05:00"),
        ("March 12, 2024 12:05 a.m. UTC", "2024-03-12T00:05:00+00:00"),
        ("Tuesday, March 12th, 2024 at 8:30 p.m. ET", "2024-03-12T20:30:00-04:00"),
        ("March 12, 2024, 8:30 AM UTC+5:30", "2024-03-12T08:30:00+05:30"),
        ("12.03.2024 08:30 UTC−3", "2024-03-12T08:30:00-03:00"),
        ("03/25/2024 10:00 UTC", "2024-03-25T10:00:00+00:00"),
        ("March 8, 2025 10:30 AM +03:00", "2025-03-08T10:30:00+03:00"),
        ("March 8, 2025 10:30 p.m. (+03:00)", "2025-03-08T22:30:00+03:00"),
        ("8 March 2025, 10.30am GMT", "2025-03-08T10:30:00+00:00"),
        ("March 8, 2025 10 a.m. ET", "2025-03-08T10:00:00-05:00"),
        ("March 8, 2025 at 10:30 a.m. Eastern Time", "2025-03-08T10:30:00-05:00"),
        ("8 Mar 2025 at 5pm (GMT+1)", "2025-03-08T17:00:00+01:00"),
        ("8 March 2025 0830 GMT", "2025-03-08T08:30:00+00:00"),
        ("8 March 2025 0830 GMT · Updated 2 hours ago", "2025-03-08T08:30:00+00:00"),
        ("Sat, 08 Mar 2025 10:30:00 +0300", "2025-03-08T10:30:00+03:00"),
        ("10:30 AM GMT+3 March 8, 2025", "2025-03-08T10:30:00+03:00"),
        ("8-Mar-2025 10:30 GMT +3", "2025-03-08T10:30:00+03:00"),
        ("March 8, 2025 10:30 AM +03", "2025-03-08T10:30:00+03:00"),
        ("8 марта 2025 года, 10:30 (МСК)", "2025-03-08T10:30:00+03:00"),
        ("8 İyun 2025, saat 10:30 (UTC+4)", "2025-06-08T10:30:00+04:00"),
        (
            "Published 3 May 2023 14:05 GMT | Updated 4 May 2023 10:00 GMT",
            "2023-05-03T14:05:00+00:00",
        ),
    ],
)
def test_line_with_an_offset_or_zone_is_a_moment(line, moment):
    assert read_date_line(line).moment.isoformat() == moment


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("12 March 2024", "states no time of day"),
        ("Mar 12, 2024 · 5 min read", "states no time of day"),
        ("14:05, 3 May 2023", "states no offset from UTC"),
        ("12 March 2024 08:30 IST", "states no offset from UTC"),
        ("Published 3 hours ago", "counts from the day it was saved"),
        ("March 8, 2025 13:30 PM GMT", "states a time that no clock shows"),
        ("12 March 2024 25:30 UTC", "states a time that no clock shows"),
        ("03/05/2024 10:00 UTC", "can mean more than one day"),
        ("Updated: 3 May 2023 14:05 GMT", "names an update only"),
    ],
)
def test_line_without_a_single_moment_says_why(line, why):
    date = read_date_line(line)

    assert (date.moment, date.why) == (None, why)


@pytest.mark.parametrize(
    "line",
    [
        "The talks of 12 March 2024 ended",
        "2024 was a year",
        "1984",
        "31 February 2024 10:00 UTC",
        "May Day",
        "At 14:05",
        "10 may change in 2025",
        "Three days ago nothing happened",
    ],
)
def test_other_lines_are_no_date_lines(line):
    assert read_date_line(line) is None
