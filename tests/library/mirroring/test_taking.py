"""A node takes a hub's library over: what is new, verified; what is here stays; every lie is told, none is taken."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.builders.hub_libraries import AHubLibrary, a_paper, an_entry
from tests.builders.keys import NOW

from comity.core.files.reader import read_file
from comity.library.mirroring import catalogue, queries, taking
from comity.library.mirroring.catalogue import MirrorError
from comity.library.mirroring.models import Mirror, MirrorEntry, Took
from comity.library.models import Manifestation
from comity.library.reading import READER
from comity.seal.keydirectory import holding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

    from comity.library.actions import Loaded

PAPERS = [a_paper(at) for at in range(1, 4)]


class Carrier:
    """The network between the hub's folder and the node; it can lose a file, and counts what is fetched."""

    def __init__(self, library: AHubLibrary) -> None:
        self.library = library
        self.name = "12345 67890"
        self.keys = {library.signer.public_key.keyid: library.signer.public_key}
        self.fetched: list[str] = []
        self.away: set[str] = set()

    def blocks(self, path: str) -> Iterator[bytes]:
        self.fetched.append(path)
        if path in self.away or "all" in self.away:
            raise MirrorError("E_MIRROR_AWAY", "no answer")
        target = self.library.folder / "library" / path
        if not target.exists():
            raise MirrorError("E_MIRROR_NONE", "an answer with status 404")
        raw = target.read_bytes()
        yield from (raw[at : at + 100] for at in range(0, len(raw), 100))


@pytest.fixture
def hub(tmp_path: Path, node_folder: None) -> Carrier:
    return Carrier(AHubLibrary(tmp_path / "hub"))


def look(hub: Carrier, after: timedelta = timedelta(0)) -> str:
    return taking.look(hub, now=NOW + after).trouble


def held() -> list[bytes]:
    files = Manifestation.objects.select_related("file").order_by("loaded_at", "pk")
    return sorted(read_file(one.file, limit=1 << 20) for one in files)


def test_what_is_new_is_taken_byte_for_byte_and_only_once(hub: Carrier):
    hub.library.pass_on(*PAPERS[:2])
    assert taking.look(hub, now=NOW) == taking.Looked(taken=2)
    assert held() == sorted(PAPERS[:2])
    assert set(Manifestation.objects.values_list("loaded_by", flat=True)) == {"system:library.mirror"}
    hub.fetched.clear()
    hub.library.pass_on(PAPERS[2])
    assert taking.look(hub, now=NOW) == taking.Looked(taken=1)
    assert hub.fetched == ["head.json", "entries/2.jsonl", f"files/{an_entry(PAPERS[2]).sha256}", "statements.json"]
    hub.fetched.clear()
    assert taking.look(hub, now=NOW) == taking.Looked()
    assert hub.fetched == ["head.json", "statements.json"]


def test_what_the_node_loaded_itself_stays_and_is_not_fetched(hub: Carrier, load: Callable[..., Loaded]):
    own = load(PAPERS[0], "mine.txt").manifestation
    hub.library.pass_on(*PAPERS)
    looked = taking.look(hub, now=NOW)
    assert (looked.trouble, looked.taken) == ("", 2)
    own.refresh_from_db()
    assert (own.loaded_by, own.file.name, Manifestation.objects.count()) == ("system:tests", "mine.txt", 3)
    assert f"files/{own.sha256}" not in hub.fetched
    found = MirrorEntry.objects.get(sha256=own.sha256)
    assert (found.state, found.manifestation) == (Took.KNOWN, own)


def test_a_hub_that_goes_away_in_the_middle_is_gone_on_with(hub: Carrier):
    hub.library.pass_on(*PAPERS)
    hub.away.add(f"files/{an_entry(PAPERS[1]).sha256}")
    looked = taking.look(hub, now=NOW)
    assert (looked.trouble, looked.waiting) == ("E_MIRROR_AWAY", 2)
    assert held() == [PAPERS[0]]
    hub.away = {"all"}
    assert look(hub) == "E_MIRROR_AWAY"
    assert held() == [PAPERS[0]]
    hub.away.clear()
    assert look(hub) == ""
    assert held() == sorted(PAPERS)
    assert Mirror.objects.get().trouble_at is None


def test_more_than_a_page_is_taken_over_in_its_order(hub: Carrier):
    count = catalogue.PAGE + 3
    for number in range(1, count + 1):
        hub.library.lines.append(an_entry(b"%d" % number, number, size=taking.LIMIT + 1).line())
    hub.library.show()
    assert look(hub) == ""
    assert MirrorEntry.objects.count() == count
    assert [path for path in hub.fetched if path.startswith("entries")] == ["entries/0.jsonl", "entries/200.jsonl"]
    assert queries.counts(Mirror.objects.get())["unreadable"] == taking.AT_ONCE  # larger than any document: not fetched


def test_a_file_that_cannot_be_read_is_said_and_keeps_none_back(hub: Carrier):
    hub.library.pass_on(b"\x00\x01binary\xff" * 50, *PAPERS[:1])
    assert look(hub) == ""
    one = MirrorEntry.objects.get(number=1)
    assert (one.state, one.code[:10]) == (Took.UNREADABLE, "E_LIBRARY_")
    assert held() == PAPERS[:1]


def test_no_more_is_taken_than_the_setting_allows(hub: Carrier, settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"library_mirror_megabytes": 0})
    hub.library.pass_on(*PAPERS[:1])
    assert look(hub) == "E_MIRROR_FULL"
    assert held() == []


def test_reading_a_file_otherwise_than_the_hub_is_seen(hub: Carrier, load: Callable[..., Loaded]):
    hub.library.pass_on(PAPERS[0], source="read", reading="ab" * 32)
    hub.library.pass_on(PAPERS[1], source="read", reading="ab" * 32, reader="older than ours")
    assert look(hub) == ""
    expression = Manifestation.objects.get(sha256=an_entry(PAPERS[0]).sha256).expression
    assert list(MirrorEntry.objects.values_list("differs", flat=True)) == [True, False]
    other = AHubLibrary(hub.library.folder.parent / "other")
    other.pass_on(PAPERS[0], source="read", reading=taking.reading_of_expression(expression), reader=READER)
    Manifestation.objects.all().delete()
    expression.delete()
    honest = Carrier(other)
    honest.name = "another hub"
    assert look(honest) == ""
    assert [one.differs for one in Mirror.objects.get(hub="another hub").entries.all()] == [False]


# Lies --------------------------------------------------------------------------------------------------------------


def back(hub: Carrier) -> None:
    old = hub.library.read(catalogue.HEAD)
    hub.library.pass_on(PAPERS[2])
    look(hub)
    hub.library.put(catalogue.HEAD, old)


def shorter(hub: Carrier) -> None:
    hub.library.lines.pop()
    hub.library.show()


def two_heads(hub: Carrier) -> None:
    hub.library.issue -= 1
    hub.library.pass_on(PAPERS[2])


def rewritten(hub: Carrier) -> None:
    hub.library.lines[0] = an_entry(b"other", 1).line()
    hub.library.pass_on(PAPERS[2])


def a_line_left_out(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    hub.library.put("entries/2.jsonl", b"")


def another_line(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    hub.library.put("entries/2.jsonl", an_entry(b"forged", 3).line() + b"\n")


def a_wrong_number(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    hub.library.put("entries/2.jsonl", an_entry(PAPERS[2], 4).line() + b"\n")


def a_strangers_signature(hub: Carrier) -> None:
    hub.library.signer = holding.new_key()
    hub.library.show()


def other_bytes(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    hub.library.put(f"files/{an_entry(PAPERS[2]).sha256}", PAPERS[2].replace(b"Paper 3", b"Paper 4"))


def endless_bytes(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    hub.library.put(f"files/{an_entry(PAPERS[2]).sha256}", PAPERS[2] * 1000)


def nothing_given(hub: Carrier) -> None:
    hub.library.pass_on(PAPERS[2])
    (hub.library.folder / "library" / "files" / an_entry(PAPERS[2]).sha256).unlink()


def rubbish(hub: Carrier) -> None:
    hub.library.put(catalogue.HEAD, b"<html>sign in</html>")


def a_huge_head(hub: Carrier) -> None:
    hub.library.put(catalogue.HEAD, b"{" * 100_000)


LIES = {
    back: "E_MIRROR_BACK",
    shorter: "E_MIRROR_BACK",
    two_heads: "E_MIRROR_TWO_HEADS",
    rewritten: "E_MIRROR_CHAIN",
    a_line_left_out: "E_MIRROR_CHAIN",
    another_line: "E_MIRROR_CHAIN",
    a_wrong_number: "E_MIRROR_SYNTAX",
    a_strangers_signature: "E_MIRROR_SIGNATURE",
    other_bytes: "E_MIRROR_DIGEST",
    endless_bytes: "E_MIRROR_DIGEST",
    nothing_given: "E_MIRROR_MISSING",
    rubbish: "E_MIRROR_SYNTAX",
    a_huge_head: "E_MIRROR_SYNTAX",
}


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_lie_is_told_and_changes_nothing(hub: Carrier, lie: Callable[[Carrier], None]):
    hub.library.pass_on(*PAPERS[:2])
    assert look(hub) == ""
    lie(hub)
    before = held()
    assert look(hub) == LIES[lie]
    assert held() == before
    assert Mirror.objects.get().trouble == LIES[lie]
    assert LIES[lie] in catalogue.CODES


def test_a_frozen_hub_is_seen_when_its_head_ends(hub: Carrier):
    hub.library.pass_on(*PAPERS[:2])
    assert look(hub) == ""
    assert look(hub, timedelta(hours=47)) == ""
    assert look(hub, timedelta(hours=48)) == "E_MIRROR_FROZEN"
    assert Mirror.objects.get().good_at == NOW + timedelta(hours=47)


def test_a_hub_that_passes_nothing_on_is_no_trouble_to_what_was_taken(hub: Carrier):
    assert look(hub) == "E_MIRROR_NONE"
    assert held() == []


def test_files_that_wait_are_fetched_soon_and_else_it_is_looked_as_often_as_is_set(hub: Carrier):
    hour, minute = timedelta(hours=1), timedelta(minutes=1)
    assert taking.is_due(hub.name, hour, NOW)
    hub.library.pass_on(*PAPERS)
    look(hub)
    assert not taking.is_due(hub.name, hour, NOW + minute)
    assert taking.is_due(hub.name, hour, NOW + hour)
    MirrorEntry.objects.filter(number=1).update(state=Took.WAITING)
    assert taking.is_due(hub.name, hour, NOW + minute)
    Mirror.objects.update(trouble="E_MIRROR_AWAY")
    assert not taking.is_due(hub.name, hour, NOW + minute)
