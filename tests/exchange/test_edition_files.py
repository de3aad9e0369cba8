"""An edition of the hub as a file: verified as one that is fetched; a bad file says nothing against the hub."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comity.core.access import AccessDenied
from comity.core.roles import Role
from comity.directory.models import Entry
from comity.directory.signed import SignedDirectory, sign_directory
from comity.exchange import editions
from comity.exchange.edition_files import bring_edition, is_edition, read_edition
from comity.exchange.errors import ExchangeError
from comity.exchange.forms import EditionFileForm
from comity.exchange.models import EditionSource
from tests.builders.directories import key_file
from tests.builders.keys import NOW, node_keys
from tests.builders.people import an_actor, an_officer, signed_in
from tests.exchange.test_editions import HOUR, ROW, AHub, ada, hana, hub

if TYPE_CHECKING:
    from datetime import datetime

    from comity.core.actors import Actor

__all__ = ["ada", "hana", "hub"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
WHERE = "/peers/directory/authorities/"


def signed(at: datetime = NOW, phone: str = "+00 123", by: str = "stranger", name: str = "stranger") -> bytes:
    keys = node_keys(by)
    said = SignedDirectory(name, node_keys(name).state, at, ({**ROW, "phone": phone},), ())
    return sign_directory(said, keys.signing_pair(at))


@pytest.fixture
def source(hub: AHub, ada: Actor, hana: Actor) -> EditionSource:
    """A hub that is believed and that this node does not reach."""
    found = editions.propose_source(actor=ada, raw=key_file("stranger"), url="", now=NOW)
    return editions.confirm_source(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)


def test_a_file_signed_or_sealed_is_kept_and_its_rows_wait_for_a_second_officer(
    source: EditionSource, hub: AHub, ada: Actor
):
    assert bring_edition(actor=ada, raw=signed(), now=NOW).created == NOW
    hub.seal(signed(NOW + HOUR))
    assert bring_edition(actor=ada, raw=hub.file.read_bytes(), now=NOW + HOUR).created == NOW + HOUR
    kept = EditionSource.objects.get()
    assert editions.take_in(actor=ada, source_id=kept.pk, seen=kept.sha256, rows=["a1"], now=NOW) == 1
    assert Entry.objects.get().state == "proposed"
    with pytest.raises(AccessDenied):
        bring_edition(actor=an_actor(Role.DRAFTER), raw=signed(), now=NOW)


@pytest.mark.parametrize(("raw", "code"), [
    (signed(NOW - HOUR), "E_EDITION_BACK"),
    (signed(NOW + 3 * HOUR), "E_EDITION_CLOCK"),
    (signed(by="xa", name="xa"), "E_EDITION_FOREIGN"),
    (signed(by="xa"), "E_EDITION_SIGNATURE"),
    (b"age-encryption.org/v1\n", "E_EDITION_SEALED"),
    (b"{}", "E_EDITION_FORM"),
])  # fmt: skip
def test_a_bad_file_is_refused_and_the_hub_stays_believed(source: EditionSource, ada: Actor, raw: bytes, code: str):
    bring_edition(actor=ada, raw=signed(), now=NOW)
    with pytest.raises(ExchangeError, match=code):
        bring_edition(actor=ada, raw=raw, now=NOW)
    found = EditionSource.objects.get()
    assert (found.state, found.created, found.trouble) == ("believed", NOW, "")


def test_a_file_is_known_by_who_says_to_have_signed_it_or_by_its_seal(source: EditionSource):
    assert is_edition(signed())
    assert is_edition(b"age-encryption.org/v1\n")
    assert not is_edition(signed(by="xa", name="xa"))
    assert not is_edition(b"state,function\nXA,mla\n")
    EditionSource.objects.all().delete()
    assert not is_edition(signed())


def test_what_is_only_read_is_verified_and_not_written_down(source: EditionSource):
    assert read_edition(signed(), now=NOW).created == NOW
    assert EditionSource.objects.get().created is None
    with pytest.raises(ExchangeError, match="E_EDITION_SIGNATURE"):
        read_edition(signed(by="xa"), now=NOW)
    EditionSource.objects.all().delete()
    with pytest.raises(ExchangeError, match="E_EDITION_NOBODY"):
        read_edition(signed(), now=NOW)


def test_the_hub_is_locked_before_anything_of_it_is_read(source: EditionSource, ada: Actor):
    """Verified before the lock, an older file could take the place of an edition that a look wrote meanwhile."""
    with CaptureQueriesContext(connection) as asked:
        bring_edition(actor=ada, raw=signed(), now=NOW)
    read = [one["sql"] for one in asked if one["sql"].startswith("SELECT") and "exchange_editionsource" in one["sql"]]
    assert len(read) == 2, "the hub, and what is known of its editions"
    assert ("FOR UPDATE" in read[0]) == connection.features.has_select_for_update


def test_two_editions_of_one_time_are_the_lie_of_the_hub(source: EditionSource, ada: Actor):
    bring_edition(actor=ada, raw=signed(), now=NOW)
    with pytest.raises(ExchangeError, match="E_EDITION_TWO"):
        bring_edition(actor=ada, raw=signed(phone="+00 666"), now=NOW)
    assert EditionSource.objects.get().state == "distrusted"
    with pytest.raises(ExchangeError, match="E_EDITION_NOBODY"):
        bring_edition(actor=ada, raw=signed(), now=NOW)


def test_the_page_verifies_a_file_and_says_in_words_what_is_wrong_with_one(source: EditionSource):
    client = signed_in(an_officer("olga", [Role.ADMINISTRATOR], language="zh-hans"))
    assert "名录的版本" in client.get(WHERE + "file/").content.decode()
    assert "移动存储介质" in client.get(WHERE).content.decode()
    bad = client.post(WHERE + "file/", {"file": SimpleUploadedFile("d", signed(by="xa", name="xa"))})
    assert "不是由经两名工作人员确认的中心节点签署" in bad.content.decode()
    large = SimpleUploadedFile("d", b" " * (editions.SEALED_LIMIT + 1))
    assert "16 megabytes" in str(EditionFileForm({}, {"file": large}).errors)
    page = client.post(WHERE + "file/", {"file": SimpleUploadedFile("d", signed())}, follow=True).content.decode()
    assert "文件已通过核验" in page
    assert "文书局" in page
    assert signed_in(an_officer("dora", [Role.DRAFTER])).get(WHERE + "file/").status_code == 403
