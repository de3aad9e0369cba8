"""How often somebody may knock: counted whatever happens meanwhile, and not forgotten because of others."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import RequestFactory

from comity.core.rates import is_too_often, is_too_often_by


@pytest.fixture(autouse=True)
def _nobody_was_here():
    cache.clear()


class RunsOut(LocMemCache):
    """A cache in which the time of a count runs out just before it is raised for the first time."""

    late = False

    def incr(self, key, delta=1, version=None):
        if not self.late:
            self.late = True
            self.delete(key, version)
        return super().incr(key, delta, version)


def knock(address, most=1):
    return is_too_often(RequestFactory().get("/", REMOTE_ADDR=address), "door", most=most, seconds=60)


def test_the_visit_after_the_last_allowed_is_too_often():
    assert [is_too_often_by("ada", "door", most=3, seconds=60) for _ in range(5)] == [False] * 3 + [True] * 2
    assert not is_too_often_by("bo", "door", most=3, seconds=60)
    assert not is_too_often_by("ada", "gate", most=3, seconds=60)
    assert is_too_often_by("cy", "door", most=0, seconds=60)


def test_a_visit_while_the_time_runs_out_is_counted_as_the_first_of_the_next(settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.RunsOut", "LOCATION": "runs-out"}}
    assert [is_too_often_by("ada", "door", most=1, seconds=60) for _ in range(3)] == [False, False, True]


def test_others_however_many_do_not_make_it_forget():
    """As a caller with a thousand addresses would want it."""
    assert [is_too_often_by("ada", "door", most=1, seconds=60) for _ in range(2)] == [False, True]
    for number in range(1000):
        is_too_often_by(f"other {number}", "door", most=1, seconds=60)
    assert is_too_often_by("ada", "door", most=1, seconds=60)


@pytest.mark.parametrize(("first", "second", "same"), [
    ("192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False),
    ("2001:db8::1", "2001:db8::ffff:2", True), ("2001:db8::1", "2001:db8:0:1::1", False),
])  # fmt: skip
def test_the_addresses_of_one_network_of_ipv6_are_one_visitor(first, second, same):
    assert not knock(first)
    assert knock(second) is same
