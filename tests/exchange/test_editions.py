"""A hub's directory of authorities: its keys by two officers; away, frozen, rolled back or lying is noticed."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from comity.core.access import AccessDenied
from comity.core.doctor.lights import Colour
from comity.core.keys import node_keys as own_keys
from comity.core.roles import Role
from comity.directory import actions as entries
from comity.directory import queries as held
from comity.directory.editions import differences
from comity.directory.models import Entry
from comity.directory.signed import PAYLOAD_TYPE, SignedDirectory, sign_directory
from comity.exchange import editions, jobs, probes
from comity.exchange.errors import ExchangeError
from comity.exchange.models import EditionSource
from comity.kernel.ids import new_id
from comity.seal import dsse
from comity.seal.age import seal_bytes
from comity.seal.errors import SealError
from tests.builders.directories import key_file, shown
from tests.builders.keys import NOW, node_keys
from tests.builders.people import an_actor
from tests.exchange.directory_fixtures import ada, hana

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    import time_machine
    from pytest_django.fixtures import SettingsWrapper

    from comity.core.actors import Actor

__all__ = ["ada", "hana"]  # fixtures
pytestmark = pytest.mark.usefixtures("node")
HOUR = timedelta(hours=1)
ID = str(new_id())
ROW = {
    "place": "XA", "authority": ID, "functions": "mla", "name_en": "Bureau of Letters", "name_zh": "文书局",
    "phone": "+00 123", "languages": "en", "electronic": "no", "source": "Note of XA, no. 1",
    "source_date": "2026-01-05", "verified": "yes", "none_designated": "no", "ended": "no", "disputed": "no",
}  # fmt: skip
FACT = {
    "sort": "notification", "instrument": "UNCAC", "place": "XA", "article": "46(14)", "value": "en",
    "source": "Note of XA, no. 2", "source_date": "2026-01-05", "text_en": "English.", "text_zh": "英文。",
}  # fmt: skip


class AHub:
    """A hub on this machine: what it signs and to whom it is sealed is up to the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "authorities").mkdir(parents=True)

    @property
    def file(self) -> Path:
        return self.folder / "authorities" / "directory.age"

    def publish(self, at: datetime = NOW, *rows: dict[str, str], by: str = "stranger", facts: Any = ()) -> None:
        keys = node_keys(by)
        said = SignedDirectory(keys.node_id, keys.state, at, rows or (ROW,), facts)
        self.seal(sign_directory(said, keys.signing_pair(at)))

    def seal(self, raw: bytes) -> None:
        self.file.write_bytes(seal_bytes(raw, [own_keys().age_identities[0].recipient()]))


@pytest.fixture
def hub(tmp_path: Path, node: Path, settings: SettingsWrapper) -> AHub:
    settings.NODE = settings.NODE.model_copy(update={"private_peers": True})
    return AHub(tmp_path / "web")


@pytest.fixture
def url(hub: AHub, socket_enabled: None) -> Iterator[str]:
    with shown(hub.folder) as address:
        yield address


@pytest.fixture
def source(hub: AHub, url: str, ada: Actor, hana: Actor) -> EditionSource:
    found = editions.propose_source(actor=ada, raw=key_file("stranger"), url=url + "/", now=NOW)
    return editions.confirm_source(actor=hana, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)


def look(at: datetime = NOW) -> str:
    found = editions.believed()
    assert found is not None
    return editions.look(found, now=at)


def light(at: datetime = NOW) -> Colour:
    return probes.authorities(at).state


def test_a_hub_is_believed_by_two_officers_who_compared_its_digits(ada: Actor, hana: Actor, hub: AHub):
    assert editions.shown() is None
    assert light() == Colour.GREEN
    made = editions.propose_source(actor=ada, raw=key_file("stranger"), url="https://hub.example", now=NOW)
    with pytest.raises(AccessDenied):
        editions.confirm_source(actor=ada, anchor_id=made.pk, fingerprint=made.fingerprint, now=NOW)
    with pytest.raises(ExchangeError, match="E_FINGERPRINT"):
        editions.confirm_source(actor=hana, anchor_id=made.pk, fingerprint="1" * 40, now=NOW)
    assert editions.believed() is None
    editions.decline_source(actor=hana, anchor_id=made.pk, now=NOW)
    again = editions.propose_source(actor=ada, raw=key_file("stranger"), url="https://hub.example", now=NOW)
    editions.confirm_source(actor=hana, anchor_id=again.pk, fingerprint=again.fingerprint, now=NOW)
    assert editions.believed() == again
    assert str(editions.believed()) == "stranger believed"
    with pytest.raises(AccessDenied):
        editions.propose_source(
            actor=an_actor(Role.DRAFTER), raw=key_file("stranger"), url="https://hub.example", now=NOW
        )
    with pytest.raises(ExchangeError, match="E_ADDRESS"):
        editions.propose_source(actor=ada, raw=key_file("stranger"), url="ftp://hub.example", now=NOW)
    with pytest.raises(SealError):
        editions.propose_source(actor=ada, raw=b"{}", url="https://hub.example", now=NOW)


def test_an_edition_is_verified_and_kept_and_holds_only_after_two_officers(
    source: EditionSource, hub: AHub, ada: Actor, hana: Actor
):
    hub.publish(NOW, facts=(FACT,))
    assert look() == ""
    assert light() == Colour.GREEN
    kept = EditionSource.objects.get()
    said = editions.newest(kept)
    assert said is not None
    found = differences(said, "en")
    assert [(row.key, row.result) for row in found.rows] == [("a1", "new"), ("f1", "new")], found
    first = differences(said, "zh-hans").rows[0].cells
    assert not Entry.objects.exists()
    with pytest.raises(ExchangeError, match="E_EDITION_SEEN"):
        editions.take_in(actor=ada, source_id=kept.pk, seen="ab" * 32, rows=["a1"], now=NOW)
    drafter = an_actor(Role.DRAFTER)
    with pytest.raises(AccessDenied):
        editions.take_in(actor=drafter, source_id=kept.pk, seen=kept.sha256, rows=["a1"], now=NOW)
    assert editions.take_in(actor=ada, source_id=kept.pk, seen=kept.sha256, rows=["a1", "f1"], now=NOW) == 2
    assert not held.current_entries()
    [entry] = Entry.objects.all()
    assert str(entry.authority_id) == ID
    entries.publish_entry(actor=hana, authority_id=entry.authority_id, now=NOW)
    hub.publish(NOW + HOUR, {**ROW, "phone": "+00 456"})
    assert look(NOW + HOUR) == ""
    [row] = differences(editions.newest(EditionSource.objects.get()), "zh-hans").rows  # type: ignore[arg-type]
    assert (row.result, [(before, after) for _label, before, after in row.cells]) == (
        "changed", [("+00 123", "+00 456")],
    )  # fmt: skip
    assert "文书局" in row.about
    assert "负责司法协助事宜的中央机关" in [after for _label, _before, after in first]
    assert not {"unknown", "mla"} & {after for _label, _before, after in first}


def test_what_holds_here_already_is_counted_alone(source: EditionSource, hub: AHub, ada: Actor, hana: Actor):
    hub.publish(NOW, ROW, {**ROW, "authority": "", "place": "ZZ"})
    look()
    kept = EditionSource.objects.get()
    editions.take_in(actor=ada, source_id=kept.pk, seen=kept.sha256, rows=["a1"], now=NOW)
    entries.publish_entry(actor=hana, authority_id=Entry.objects.get().authority_id, now=NOW)
    found = differences(editions.newest(kept), "en")  # type: ignore[arg-type]
    assert (found.same, [(row.key, row.result) for row in found.rows]) == (1, [("a2", "refused")])
    assert found.rows[0].reasons


def test_a_hub_that_is_away_or_renews_nothing_is_told_of_and_changes_nothing(source: EditionSource, hub: AHub):
    assert look() == "E_EDITION_NONE"
    hub.publish(NOW)
    assert look() == ""
    kept = EditionSource.objects.get().sha256
    assert look(NOW + 49 * HOUR) == "E_EDITION_FROZEN"
    assert light(NOW + 49 * HOUR) == Colour.AMBER
    EditionSource.objects.update(url="http://127.0.0.1:1")
    assert look(NOW + 50 * HOUR) == "E_EDITION_AWAY"
    EditionSource.objects.update(url="ftp://x")
    assert look(NOW + 51 * HOUR) == "E_EDITION_AWAY"
    found = EditionSource.objects.get()
    assert (found.state, found.sha256, found.good_at) == ("believed", kept, NOW)
    assert found.trouble_at == NOW + 49 * HOUR


@pytest.mark.parametrize(("raw", "code"), [
    (b"not sealed", "E_EDITION_SEALED"),
    (None, "E_EDITION_FORM"),
])  # fmt: skip
def test_what_cannot_be_read_is_no_lie(source: EditionSource, hub: AHub, raw: bytes | None, code: str):
    if raw is None:
        hub.seal(dsse.sign(b"{}", PAYLOAD_TYPE, node_keys("stranger").signing_pair(NOW)))
    else:
        hub.file.write_bytes(raw)
    assert look() == code
    assert EditionSource.objects.get().state == "believed"


def test_an_edition_from_the_future_is_not_taken(source: EditionSource, hub: AHub):
    hub.publish(NOW + 2 * HOUR)
    assert look() == "E_EDITION_CLOCK"
    assert editions.newest(EditionSource.objects.get()) is None


@pytest.mark.parametrize("lie", ["E_EDITION_BACK", "E_EDITION_TWO", "E_EDITION_FOREIGN"])
def test_a_hub_that_lies_is_believed_no_more_until_two_officers_confirm_it_anew(
    source: EditionSource, hub: AHub, ada: Actor, hana: Actor, lie: str
):
    hub.publish(NOW)
    look()
    kept = EditionSource.objects.get()
    other = {**ROW, "phone": "+00 666"}
    match lie:
        case "E_EDITION_BACK":
            hub.publish(NOW - HOUR, other)
        case "E_EDITION_TWO":
            hub.publish(NOW, other)
        case _:
            hub.publish(NOW, other, by="xa")
    assert look() == lie
    found = editions.shown()
    assert found is not None
    assert (found.state, found.trouble, found.sha256) == ("distrusted", lie, kept.sha256)
    assert editions.believed() is None
    assert light() == Colour.RED
    with pytest.raises(ExchangeError, match="E_EDITION_SEEN"):
        editions.take_in(actor=ada, source_id=kept.pk, seen=kept.sha256, rows=["a1"], now=NOW)
    anew = editions.propose_source(actor=ada, raw=key_file("stranger"), url=source.url, now=NOW + HOUR)
    editions.confirm_source(actor=hana, anchor_id=anew.pk, fingerprint=anew.fingerprint, now=NOW + HOUR)
    assert light(NOW + HOUR) == Colour.GREEN
    hub.publish(NOW - HOUR, other)
    assert look(NOW + HOUR) == "E_EDITION_BACK", "what was seen before its keys were confirmed anew counts"


def test_the_worker_looks_when_it_is_due(source: EditionSource, hub: AHub, clock: time_machine.Coordinates):
    hub.publish(NOW)
    jobs.look_at_editions()
    assert EditionSource.objects.get().good_at == NOW
    clock.shift(timedelta(minutes=5))
    jobs.look_at_editions()
    assert EditionSource.objects.get().looked_at == NOW
    clock.shift(HOUR)
    jobs.look_at_editions()
    assert EditionSource.objects.get().looked_at == NOW + HOUR + timedelta(minutes=5)
    EditionSource.objects.update(state="left")
    jobs.look_at_editions()


def test_another_hub_takes_the_place_of_the_one_before(source: EditionSource, url: str, ada: Actor, hana: Actor):
    other = editions.propose_source(actor=ada, raw=key_file("xa"), url=url, now=NOW)
    editions.confirm_source(actor=hana, anchor_id=other.pk, fingerprint=other.fingerprint, now=NOW)
    source.refresh_from_db()
    assert (source.state, editions.believed()) == ("left", other)


def test_a_look_that_was_begun_before_another_does_not_put_an_older_edition_back(source: EditionSource, hub: AHub):
    begun = editions.believed()
    assert begun is not None
    hub.publish(NOW)
    assert look() == ""
    kept = EditionSource.objects.get()
    hub.publish(NOW - HOUR)
    assert editions.look(begun, now=NOW) == "E_EDITION_BACK"
    found = EditionSource.objects.get()
    assert (found.created, found.sha256, bytes(found.raw)) == (kept.created, kept.sha256, bytes(kept.raw))
    assert found.state == "distrusted"


def test_a_lie_told_while_officers_leave_the_hub_is_written_down_and_decides_nothing(
    source: EditionSource, hub: AHub, url: str, ada: Actor, hana: Actor
):
    hub.publish(NOW)
    begun = editions.believed()
    assert begun is not None
    assert look() == ""
    other = editions.propose_source(actor=ada, raw=key_file("xa"), url=url, now=NOW)
    editions.confirm_source(actor=hana, anchor_id=other.pk, fingerprint=other.fingerprint, now=NOW)
    hub.publish(NOW - HOUR)
    assert editions.look(begun, now=NOW) == "E_EDITION_BACK"
    source.refresh_from_db()
    assert (source.state, source.trouble) == ("left", "E_EDITION_BACK")
    assert editions.believed() == other
