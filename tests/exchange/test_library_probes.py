"""The doctor says how old what was taken over from the hub's library is, what went wrong, and what to do."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.core.doctor.lights import Colour
from comity.exchange import library_source
from comity.exchange.library_probes import library
from comity.library.mirroring.catalogue import CODES
from comity.library.mirroring.hubs import SILENCE
from comity.library.mirroring.models import Mirror
from tests.builders.hub_libraries import AHubLibrary, a_paper
from tests.builders.keys import NOW
from tests.exchange.directory_fixtures import ada, directory, hana, hub, url

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from comity.exchange.models import Directory
    from tests.builders.directories import ADirectory

__all__ = ["ada", "directory", "hana", "hub", "url"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")


def test_it_is_green_where_nothing_is_taken_over(settings: SettingsWrapper) -> None:
    assert library(NOW).state is Colour.GREEN


def test_it_ages_and_says_when_it_last_went_well(
    directory: Directory, hub: ADirectory, settings: SettingsWrapper
) -> None:
    assert library(NOW).state is Colour.AMBER
    AHubLibrary(hub.folder, hub.online).pass_on(a_paper(1))
    assert library_source.take(directory, now=NOW).trouble == ""
    fresh = library(NOW + timedelta(hours=1))
    assert (fresh.state, f"{NOW:%Y-%m-%d}" in fresh.what.en, f"{NOW:%Y-%m-%d}" in fresh.what.zh) == (
        Colour.GREEN,
        True,
        True,
    )
    late = library(NOW + timedelta(days=2))
    assert (late.state, "worker" in late.do.en) == (Colour.AMBER, True)
    assert library(NOW + timedelta(days=8)).state is Colour.RED
    settings.NODE = settings.NODE.model_copy(update={"library_mirror": False})
    assert library(NOW + timedelta(days=8)).state is Colour.GREEN


def test_what_went_wrong_is_said_in_both_languages_and_a_lie_is_red_at_once(directory: Directory) -> None:
    Mirror.objects.create(hub=directory.fingerprint, looked_at=NOW, good_at=NOW, trouble_at=NOW)
    for code in CODES:
        Mirror.objects.update(trouble=code)
        light = library(NOW)
        expected = Colour.AMBER if code in SILENCE else Colour.RED
        assert light.state is (Colour.GREEN if code == "E_MIRROR_NONE" else expected), code
        assert light.what.zh, code
        assert light.do.zh, code
    Mirror.objects.update(trouble="E_MIRROR_AWAY")
    assert library(NOW + timedelta(days=8)).state is Colour.RED
