"""A node takes over the library of the hub whose directory it follows, over HTTP; a lie raises an alarm in words."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from comity.exchange import directories, jobs, library_source
from comity.exchange.directory_words import words_for
from comity.exchange.models import Directory, DirectoryAlarm
from comity.exchange.read_directories import alarm_rows
from comity.library.mirroring.catalogue import CODES
from comity.library.mirroring.models import Mirror
from comity.library.mirroring.words import WORDS
from comity.library.models import Manifestation
from tests.builders.hub_libraries import AHubLibrary, a_paper
from tests.builders.keys import NOW
from tests.exchange.directory_fixtures import ada, directory, hana, hub, url

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from tests.builders.directories import ADirectory

__all__ = ["ada", "directory", "hana", "hub", "url"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")  # the node under test is XB
HOUR = timedelta(hours=1)


@pytest.fixture
def library(hub: ADirectory) -> AHubLibrary:
    """What the hub of the directory passes on, signed by the key that signs its time stamp."""
    return AHubLibrary(hub.folder, hub.online)


def trouble(directory: Directory) -> str:
    return library_source.take(directory, now=NOW).trouble


def test_documents_come_over_http_when_it_is_time(
    directory: Directory, library: AHubLibrary, settings: SettingsWrapper
):
    library.pass_on(a_paper(1), a_paper(2))
    settings.NODE = settings.NODE.model_copy(update={"library_mirror": False})
    assert library_source.take_when_due(NOW) is None
    settings.NODE = settings.NODE.model_copy(update={"library_mirror": True})
    jobs.look_at_library()
    assert Manifestation.objects.count() == 2
    assert library_source.take_when_due(NOW) is None
    library.pass_on(a_paper(3))
    looked = library_source.take_when_due(NOW + HOUR)
    assert looked is not None
    assert (looked.trouble, looked.taken, Manifestation.objects.count()) == ("", 1, 3)
    assert not DirectoryAlarm.objects.exists()


def test_a_directory_from_a_stick_and_none_at_all_have_no_library(hub: ADirectory, ada: object, hana: object):
    assert library_source.take_when_due(NOW) is None
    found = directories.propose_directory(actor=ada, root=hub.root, url="", now=NOW)  # type: ignore[arg-type]
    directories.confirm_directory(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)  # type: ignore[arg-type]
    assert library_source.take_when_due(NOW) is None


def test_who_signs_says_the_newest_root_that_was_verified(directory: Directory, hub: ADirectory, library: AHubLibrary):
    library.pass_on(a_paper(1))
    assert list(library_source.keys_of(directory)) == [hub.online.public_key.keyid]  # before the first look
    assert directories.look(directory, now=NOW).trouble == ""
    assert list(library_source.keys_of(directory)) == [hub.online.public_key.keyid]
    library.signer = hub.holders[0]  # a key of the directory, but not the one that signs for the hub
    library.show()
    assert trouble(directory) == "E_MIRROR_SIGNATURE"
    [alarm] = DirectoryAlarm.objects.all()
    assert (alarm.code, alarm.about) == ("E_MIRROR_SIGNATURE", "library")
    for language in ("en", "zh-hans"):
        [row] = alarm_rows(directory, language=language)
        assert WORDS["E_MIRROR_SIGNATURE"][0].get(language) in str(row)
    assert not Manifestation.objects.exists()


def test_silence_raises_no_alarm_and_what_was_taken_stays(directory: Directory, library: AHubLibrary):
    assert trouble(directory) == "E_MIRROR_NONE"
    library.pass_on(a_paper(1))
    assert trouble(directory) == ""
    Directory.objects.update(url="http://127.0.0.1:9")
    directory.refresh_from_db()
    assert trouble(directory) == "E_MIRROR_AWAY"
    Directory.objects.update(url="http://no-such-host.invalid")
    directory.refresh_from_db()
    assert trouble(directory) == "E_MIRROR_AWAY"
    assert (Manifestation.objects.count(), Mirror.objects.get().count) == (1, 1)
    assert not DirectoryAlarm.objects.exists()


def test_everything_that_can_be_wrong_has_words():
    assert set(WORDS) == set(CODES)
    for code in CODES:
        assert words_for(code) == WORDS[code]
    assert words_for("E_UNHEARD_OF") == words_for("E_DIRECTORY_SYNTAX")
