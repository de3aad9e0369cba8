import zoneinfo
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.kernel.clock import from_wire, time_zones, to_wire, utc_now
from comity.kernel.errors import KernelError


@given(st.datetimes(min_value=datetime(1000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (hypothesis adds the zone)
def test_times_come_back_to_the_millisecond(moment):
    cut = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert from_wire(to_wire(cut)) == cut


def test_now_is_in_the_form_of_the_wire():
    assert from_wire(to_wire(utc_now())).tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01T09:14:00Z",
        "2026-03-01T09:14:00.000+00:00",
        "2026-13-01T09:14:00.000Z",
        "",
        None,
        1,
        "2026-02-30T00:00:00.000Z",
        "٢٠٢٦-03-01T09:14:00.000Z",
    ],
)
def test_other_forms_are_refused(text):
    with pytest.raises(KernelError):
        from_wire(text)


def test_a_time_without_zone_is_a_programming_error():
    with pytest.raises(ValueError, match="zone"):
        to_wire(datetime(2026, 1, 1))  # noqa: DTZ001 (that is the point)


def test_time_zones_are_those_of_this_machine_in_order():
    assert set(time_zones()) == zoneinfo.available_timezones()
    assert list(time_zones()) == sorted(time_zones())
