"""When a message is due, and which address can stand in one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.mail.rules import BODY, GAP, SUBJECT, TEST_BODY, TEST_SUBJECT, MailError, check_address, is_due

TIMES = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
ZONES = st.sampled_from(["UTC", "Asia/Shanghai", "America/Lima", "Pacific/Apia"]).map(ZoneInfo)


@given(TIMES, st.timedeltas(timedelta(0), timedelta(days=3)), ZONES)
def test_at_once_never_twice_within_the_gap(last, later, zone):
    assert is_due(daily=False, hour=7, now=last + later, last=last, zone=zone) == (later >= GAP)


@given(TIMES, st.integers(0, 23), ZONES)
def test_daily_goes_once_a_day_and_not_before_its_hour(start, hour, zone):
    sent = []
    for step in range(4 * 24 * 4):
        now = start + timedelta(minutes=15 * step)
        if is_due(daily=True, hour=hour, now=now, last=sent[-1] if sent else None, zone=zone):
            sent.append(now)
    days = [one.astimezone(zone).date() for one in sent]
    assert len(days) == len(set(days))
    assert 3 <= len(days) <= 5
    assert all(one.astimezone(zone).hour >= hour for one in sent)


@given(TIMES, st.booleans(), ZONES)
def test_a_clock_that_was_ahead_stops_nothing(now, daily, zone):
    assert is_due(daily=daily, hour=0, now=now, last=now + timedelta(days=400), zone=zone)


@given(
    st.text(max_size=60),
    st.sampled_from(["\r\n", "\n", "\r", "\0", " ", "\t", "<", ",", ";", "\u2028", "é", '"']),
    st.text(),
)
def test_what_breaks_a_header_is_no_address(before, breaker, after):
    with pytest.raises(MailError, match="E_MAIL_ADDRESS"):
        check_address(f"a{before}{breaker}{after}@authority.example")


@pytest.mark.parametrize("good", ["office@authority.example", "a.b+c@x.y.example", "o'neill@a.example"])
def test_plain_addresses_pass(good):
    check_address(good)


@pytest.mark.parametrize(
    "bad", ["", "@", "a@", "@b.example", "a@b", "a@b@c.example", "a b@c.example", "a@.", "a@[127.0.0.1]"]
)
def test_what_is_plainly_no_address_does_not(bad):
    with pytest.raises(MailError):
        check_address(bad)


def test_the_texts_have_two_places_and_no_other():
    for text in (BODY.en, BODY.zh):
        assert "n.example" in text.format(node="https://n.example", settings="https://n.example/account/mail/")
    for text in (SUBJECT, TEST_SUBJECT, TEST_BODY):
        text.en.format(settings="x")
        text.zh.format(settings="x")
