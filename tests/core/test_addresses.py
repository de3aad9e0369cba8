"""Addresses put together once: those of this program, below whatever prefix and for whatever table of addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.urls import path, reverse, set_script_prefix, set_urlconf

from comity.core.addresses import address

if TYPE_CHECKING:
    from collections.abc import Iterator

urlpatterns = [path("elsewhere/", lambda _request: HttpResponse(), name="home")]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    set_script_prefix("/")
    set_urlconf(None)


def test_it_is_the_address_that_the_table_gives_each_time() -> None:
    for _time in range(2):
        assert address("home") == reverse("home") == "/"
        assert address("article", "46(15)(c)") == reverse("article", args=["46(15)(c)"])


def test_a_page_that_there_is_not_has_none() -> None:
    assert address("none") == address("article") == ""


def test_another_prefix_or_table_has_addresses_of_its_own() -> None:
    assert address("home") == "/"
    set_script_prefix("/below/")
    assert address("home") == "/below/"
    set_urlconf(__name__)
    assert address("home") == "/below/elsewhere/"
    assert address("article", "46") == ""
