"""The calendar's arithmetic and its file: any month, any title, and nothing in the file but days and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from comity.cases.dates import SAYS_THE_STEP, Dated, Kind, as_ics, last_of, month_beside, month_of, once, weeks

days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
dated = st.lists(
    st.builds(
        Dated,
        day=st.dates(date(2026, 3, 1), date(2026, 3, 4)),
        kind=st.sampled_from(Kind),
        case=st.integers(1, 3).map(lambda number: UUID(int=number)),
    ),
    max_size=20,
)


@given(days)
def test_month_in_an_address_is_that_month(day):
    first = day.replace(day=1)
    assert month_of(f"{day:%Y-%m}", date(2026, 1, 1)) == first


@given(st.text(max_size=12), days)
def test_whatever_stands_in_the_address_is_a_month(text, today):
    first = month_of(text, today)
    assert first.day == 1
    assert first <= last_of(first)


@given(days, st.integers(0, 6))
def test_weeks_are_whole_and_hold_every_day_of_the_month_once(day, begins):
    first = day.replace(day=1)
    found = [one for week in weeks(first, begins) for one in week]
    assert all(len(week) == 7 and week[0].weekday() == begins for week in weeks(first, begins))
    inside = [one for one in found if one.month == first.month and one.year == first.year]
    assert inside == [first + timedelta(days=number) for number in range((last_of(first) - first).days + 1)]


@given(days)
def test_months_follow_each_other(day):
    first = day.replace(day=1)
    after = month_beside(first, 1)
    assert after in {first, last_of(first) + timedelta(days=1)}
    assert after == first or month_beside(after, -1) == first


@given(dated)
def test_each_date_stands_once_and_a_step_only_where_nothing_says_it(found):
    shown = once(found)
    assert shown == sorted(set(shown))
    assert set(found) - set(shown) <= {one for one in found if one.kind is Kind.STEP}
    told = {(one.day, one.case) for one in found if one.kind in SAYS_THE_STEP}
    assert not [one for one in shown if one.kind is Kind.STEP and (one.day, one.case) in told]


@given(st.lists(days, max_size=20), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_file_holds_days_and_numbers_and_cannot_be_broken_into(found, hostile):
    """Whatever a name or a sentence holds, it adds no line, no property and no event of its own."""
    written = as_ics(
        found, node=hostile, address="https://node.example/calendar/", says=lambda count: f"{count} {hostile}",
        uid=lambda day: f"{day}", now=NOW,
    )  # fmt: skip
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    read = Calendar.from_ical(written)
    events = [one for one in read.walk() if one.name == "VEVENT"]
    assert [one.name for one in read.walk()] == ["VCALENDAR", *["VEVENT"] * len(set(found))]
    for one in events:
        assert set(one) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "TRANSP", "CLASS"}
    assert sorted(one["DTSTART"].dt for one in events) == sorted(set(found))
