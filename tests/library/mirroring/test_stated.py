"""A node takes over laws and digests of a hub: marked as the hub's, its own untouched; every lie is told."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.builders import documents
from tests.builders.hub_libraries import (
    AHubLibrary,
    a_digest_said,
    a_law_said,
    a_version,
)
from tests.builders.keys import NOW
from tests.builders.meanwhile import meanwhile
from tests.builders.people import an_actor, an_officer, signed_in
from tests.library.mirroring.test_taking import Carrier, hub

from comity.core.access import AccessDenied
from comity.core.roles import Role
from comity.library.digests.models import Digest
from comity.library.finding.filling import refresh
from comity.library.legislation import actions
from comity.library.legislation.models import Law
from comity.library.mirroring import queries, statements, taking
from comity.library.mirroring.catalogue import MirrorError
from comity.library.mirroring.models import Mirror, MirrorStatement
from comity.library.mirroring.saying import law_said
from comity.library.mirroring.statements import INDEX
from comity.library.models import Expression, Manifestation

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["hub"]  # fixtures
FIRST = b"Invented Assistance Act\n\nArticle 1. First.\n\nArticle 2. Banks open their books.\n\nArticle 3. Last.\n"
SECOND = FIRST.replace(b"Banks open", b"Banks and registries open")


@pytest.fixture
def told(hub: Carrier) -> AHubLibrary:
    """A hub that passes on a law and a digest, and no documents of meetings."""
    hub.library.show()
    return hub.library.state(a_law_said(FIRST), a_digest_said(), texts=(FIRST,))


def look(hub: Carrier, after: timedelta = timedelta(0)) -> str:
    return taking.look(hub, now=NOW + after).trouble


def states() -> dict[str, str]:
    return {one.kind: one.state for one in MirrorStatement.objects.all()}


def test_a_law_and_a_digest_are_taken_over_with_all_that_is_known_of_them(hub: Carrier, told: AHubLibrary):
    assert taking.look(hub, now=NOW) == taking.Looked(taken=2)
    law = Law.objects.get()
    assert (law.place, law.kind, law.number, law.title) == ("XB", "statute", "7/2020", "Invented Assistance Act")
    assert (law.hub, law.entered_at, law.work.kind) == (hub.name, NOW, "law")
    [version] = law.versions.all()
    assert (version.in_force_from, version.reported_on) == (date(2020, 1, 1), date(2025, 3, 1))
    assert (version.source, version.verified, version.entered_by) == ("Note of XB, no. 7", True, None)
    assert [(one.article, one.place) for one in version.provisions.all()] == [("uncac:46(9)", "section 2")]
    digest = Digest.objects.get()
    assert (digest.state, digest.hub, digest.written_by, digest.states) == ("published", hub.name, None, ["XA", "XB"])
    assert digest.work is not None
    assert all(one.is_from_hub for one in Manifestation.objects.all())
    hub.fetched.clear()
    assert taking.look(hub, now=NOW) == taking.Looked()
    assert hub.fetched == ["head.json", "statements.json"]
    assert queries.size_of_taken() == len(FIRST)


def test_what_the_hub_says_later_is_taken_over(hub: Carrier, told: AHubLibrary):
    look(hub)
    said = a_law_said(
        FIRST, SECOND, confirmed_on="2025-09-01", confirmed_by="Note no. 8", repealed_on="2026-01-01",
        repealed_by="Gazette 1",
    )  # fmt: skip
    told.state(said, a_digest_said(), texts=(SECOND,))
    assert taking.look(hub, now=NOW) == taking.Looked(taken=1)
    law = Law.objects.get()
    assert (law.confirmed_on, law.confirmed_by) == (date(2025, 9, 1), "Note no. 8")
    assert (law.repealed_on, law.repealed_by) == (date(2026, 1, 1), "Gazette 1")
    assert sorted(one.version for one in law.work.expressions.all()) == [1, 2]
    told.state(replace(said, confirmed_on="2025-01-01"), a_digest_said())
    look(hub)
    law.refresh_from_db()
    assert law.confirmed_on == date(2025, 9, 1), "an earlier day takes nothing back"


def test_a_digest_that_the_hub_took_back_or_wrote_anew_leaves_this_library(hub: Carrier, told: AHubLibrary):
    look(hub)
    told.state(a_law_said(FIRST), a_digest_said(lessons="Ask earlier."))
    assert look(hub) == ""
    assert sorted(Digest.objects.values_list("state", "lessons")) == [
        ("published", "Ask earlier."), ("withdrawn", "Ask early."),
    ]  # fmt: skip
    told.state(a_law_said(FIRST))
    assert look(hub) == ""
    assert set(Digest.objects.values_list("state", "work")) == {("withdrawn", None)}
    assert Law.objects.count() == 1, "a law stays: acts are judged by the law of their time"
    told.state(a_law_said(FIRST), a_digest_said())
    look(hub)
    assert Digest.objects.filter(state="published").count() == 1


def test_what_the_hub_wrote_anew_replaces_the_one_before_or_nothing_changes(hub: Carrier, told: AHubLibrary):
    look(hub)
    told.state(a_law_said(FIRST), a_digest_said(lessons="Ask earlier."))
    between = '"done_at" = '  # the new digest is in, whence it came is not
    with meanwhile(failing, before=between), pytest.raises(OSError, match="full"):
        taking.look(hub, now=NOW)
    assert list(Digest.objects.values_list("state", "lessons")) == [("published", "Ask early.")]
    assert Manifestation.objects.filter(expression__work__digest__isnull=False).count() == 1
    assert look(hub) == ""
    assert sorted(Digest.objects.values_list("state", "lessons")) == [
        ("published", "Ask earlier."), ("withdrawn", "Ask early."),
    ]  # fmt: skip
    assert MirrorStatement.objects.get(kind="digest").digest == Digest.objects.get(state="published")


def failing() -> None:
    raise OSError("the disk is full")


def test_what_the_hub_says_no_more_goes_where_the_new_words_are_here_already(hub: Carrier, told: AHubLibrary):
    look(hub)
    told.state(a_law_said(FIRST), a_digest_said(lessons="Ask earlier."))
    look(hub)
    Digest.objects.filter(lessons="Ask earlier.").update(hub="", written_by=an_officer("wanda"))
    MirrorStatement.objects.filter(kind="digest").update(digest=None)
    told.state(a_law_said(FIRST), a_digest_said())
    look(hub)
    assert Digest.objects.get(state="published", hub=hub.name).lessons == "Ask early."
    told.state(a_law_said(FIRST), a_digest_said(lessons="Ask earlier."))
    assert look(hub) == ""
    assert states()["digest"] == "known"
    kept = Digest.objects.get(state="published")
    assert (kept.lessons, kept.hub) == ("Ask earlier.", "")
    assert MirrorStatement.objects.get(kind="digest").digest is None


@pytest.mark.parametrize("changes", [{"subject": "of a later version"}, {"outcome": "of a later version"}])
def test_what_the_hub_says_no_more_goes_where_the_new_words_cannot_be_read(
    hub: Carrier, told: AHubLibrary, changes: dict[str, Any]
):
    look(hub)
    told.state(a_law_said(FIRST), a_digest_said(**changes))
    assert look(hub) == ""
    assert states() == {"law": "taken", "digest": "unreadable"}
    assert Digest.objects.get().state == "withdrawn"


def test_what_was_entered_here_is_never_overwritten(hub: Carrier, told: AHubLibrary):
    keeper = an_actor(Role.HEAD)
    reported = actions.Reported(
        raw=FIRST, name="own.txt", media_type="text/plain", in_force_from=None, reported_on=NOW.date(),
        source="Our gazette",
    )  # fmt: skip
    given: dict[str, Any] = {"actor": keeper, "place": "XB", "kind": "code", "number": "1", "now": NOW}
    own = actions.report_law(title="Ours", reported=reported, **given)
    assert look(hub) == ""
    assert states() == {"law": "known", "digest": "taken"}
    [law] = Law.objects.all()
    assert (law.pk, law.title, law.kind, law.hub, law.confirmed_on) == (own.pk, "Ours", "code", "", None)
    told.state(a_law_said(FIRST, SECOND, confirmed_on="2025-09-01"), a_digest_said(), texts=(SECOND,))
    assert look(hub) == ""
    own.refresh_from_db()
    assert (own.confirmed_on, own.versions.count()) == (None, 1)
    assert [one.versions.count() for one in Law.objects.exclude(hub="")] == [1], "the hub's stands beside it"


def test_only_the_hub_changes_what_came_from_it(hub: Carrier, told: AHubLibrary):
    look(hub)
    law = Law.objects.get()
    with pytest.raises(AccessDenied) as refused:
        actions.repeal_law(actor=an_actor(Role.HEAD), law_id=law.pk, on=NOW.date(), source="x", now=NOW)
    assert "came from the hub" in str(refused.value.denied.reason)
    client = signed_in(an_officer("kay", [Role.HEAD]))
    page = client.get(f"/library/laws/{law.pk}/").content.decode()
    assert "Taken over from the hub on" in page
    assert "yes, says the hub" in page
    assert "Enter a new version" not in page
    assert client.get(f"/library/laws/{law.pk}/new/").status_code == 403
    assert "from the hub" in client.get("/library/laws/").content.decode()
    digest = Digest.objects.get()
    assert "where two people published it" in client.get(f"/library/digests/{digest.pk}/").content.decode()
    assert "from the hub, " in client.get(f"/library/documents/{law.work_id}/", follow=True).content.decode()
    told.state()
    look(hub)
    page = client.get("/library/from-the-hub/").content.decode()
    assert "Invented Assistance Act" in page
    assert "taken back at the hub" in page


LIES: list[tuple[str, Callable[[AHubLibrary], Any]]] = [
    ("E_MIRROR_FROZEN", lambda one: one.state(a_digest_said(), ends=NOW)),
    ("E_MIRROR_BACK", lambda one: one.state(a_digest_said(), issue=1)),
    ("E_MIRROR_TWO_HEADS", lambda one: one.state(a_digest_said(), issue=2)),
    ("E_MIRROR_SYNTAX", lambda one: one.state(a_digest_said(), issue=2**31)),
    ("E_MIRROR_SYNTAX", lambda one: one.put(INDEX, b"{}")),
    ("E_MIRROR_SYNTAX", lambda one: one.put(INDEX, b" " * (2 * statements.MAX_INDEX + 1))),
    ("E_MIRROR_SIGNATURE", lambda one: one.put(INDEX, AHubLibrary(one.folder / "x").state().read(INDEX))),
    ("E_MIRROR_MISSING", lambda one: one.state(a_law_said(SECOND))),
    ("E_MIRROR_DIGEST", lambda one: one.state(a_law_said(SECOND)).put(f"files/{a_version(SECOND).sha256}", FIRST)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "lie"), LIES, ids=range(len(LIES)))
def test_a_hub_that_lies_or_is_silent_changes_nothing(
    hub: Carrier, told: AHubLibrary, code: str, lie: Callable[[AHubLibrary], Any]
):
    look(hub)
    told.state(a_law_said(FIRST), a_digest_said())
    look(hub)
    lie(told)
    assert look(hub) == code
    assert Mirror.objects.get().trouble == code
    assert Law.objects.get().versions.count() == 1


WRONG: list[dict[str, Any]] = [
    {"kind": "novel"}, {"place": "Nowhere"}, {"place": "QQ"}, {"title": ""}, {"versions": ()},
    {"confirmed_on": "soon"}, {"versions": (a_version(FIRST, reported_on=""),)},
    {"versions": (a_version(FIRST, source=""),)}, {"versions": (a_version(FIRST, verified=1),)},
    {"versions": (a_version(FIRST, provisions=(("46", ""),)),)}, {"versions": (a_version(FIRST, size=1 << 30),)},
    {"versions": (a_version(FIRST, provisions=(("uncac:46", "a", "b"),)),)},
    {"versions": (a_version(FIRST, reported_on="2999-01-01"),)}, {"versions": (a_version(FIRST, title=7),)},
]  # fmt: skip


@pytest.mark.parametrize("changes", WRONG, ids=range(len(WRONG)))
def test_a_statement_that_cannot_be_read_keeps_the_others_from_nothing(hub: Carrier, changes: dict[str, Any]):
    hub.library.show().state(a_law_said(FIRST, **changes) if "versions" not in changes else a_law_said(**changes),
                             a_digest_said(), texts=(FIRST,))  # fmt: skip
    assert look(hub) == ""
    assert states() == {"law": "unreadable", "digest": "taken"}
    assert not Law.objects.exists()
    page = signed_in(an_officer("kay", [Role.HEAD])).get("/library/from-the-hub/").content.decode()
    assert "cannot be read here" in page


@pytest.mark.parametrize("changes", [
    {"subject": "war"}, {"facts": ""}, {"year": -1}, {"states": ("xa",)}, {"articles": ("uncac:0",)}, {"ref": "1"},
    {"language": "<b>"},
])  # fmt: skip
def test_a_digest_of_another_form_is_refused(changes: dict[str, Any]):
    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        statements.digest_of(a_digest_said(**changes).to_bytes())


def test_a_statement_is_read_as_it_was_written():
    law, digest = a_law_said(versions=(a_version(FIRST), a_version(SECOND, title="虚构协助法"))), a_digest_said()
    assert statements.law_of(law.to_bytes()) == law
    assert statements.digest_of(digest.to_bytes()) == digest
    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        statements.law_of(digest.to_bytes())


def test_a_version_with_the_title_of_the_law_says_no_title():
    law = a_law_said(FIRST).to_bytes()
    assert b'"title":"Invented Assistance Act"' in law
    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        statements.law_of(law.replace(b'"verified":true', b'"title":"","verified":true'))


def test_a_version_in_another_language_keeps_its_title(hub: Carrier):
    text = "虚构协助法\n\n第一条 本法规定协助事项。\n\n第二条 银行应提供账册。\n".encode()
    versions = (a_version(FIRST), a_version(text, language="zh", title="虚构协助法"))
    hub.library.show().state(a_law_said(versions=versions), texts=(FIRST, text))
    assert look(hub) == ""
    law = Law.objects.get()
    assert law.title == "Invented Assistance Act"
    assert {one.expression.title for one in law.versions.all()} == {"Invented Assistance Act", "虚构协助法"}
    assert statements.law_of(law_said(list(law.versions.order_by("pk"))).to_bytes()).versions[1].title == "虚构协助法"


def test_a_text_that_failed_is_tried_again_and_the_law_is_entered_once(hub: Carrier):
    hub.library.show().state(a_law_said(FIRST, SECOND), texts=(FIRST,))
    assert look(hub) == "E_MIRROR_MISSING"
    assert Law.objects.get().versions.count() == 1
    hub.library.put(f"files/{a_version(SECOND).sha256}", SECOND)
    assert look(hub) == ""
    assert Law.objects.get().versions.count() == 2
    assert Expression.objects.count() == 2


def test_a_law_is_not_kept_back_by_a_document_that_fails(hub: Carrier, told: AHubLibrary):
    told.pass_on(b"1. A paper.\n")
    paper = next((told.folder / "library" / "files").iterdir())
    for one in (told.folder / "library" / "files").iterdir():
        paper = one if one.read_bytes() != FIRST else paper
    paper.write_bytes(b"other")
    assert look(hub) == "E_MIRROR_DIGEST"
    assert Law.objects.count() == 1


def test_a_node_that_is_full_takes_no_text(hub: Carrier, told: AHubLibrary, settings: Any):
    settings.NODE = settings.NODE.model_copy(update={"library_mirror_megabytes": 0})
    assert look(hub) == "E_MIRROR_FULL"
    assert states() == {"law": "waiting", "digest": "taken"}


def test_a_digest_that_is_here_already_stays_the_writers(hub: Carrier, told: AHubLibrary):
    look(hub)
    MirrorStatement.objects.all().delete()
    Mirror.objects.update(statements_issue=0)
    Digest.objects.update(hub="", written_by=an_officer("wanda"))
    assert look(hub) == ""
    assert states() == {"law": "known", "digest": "known"}
    assert Digest.objects.get().hub == ""


def test_what_is_found_says_that_it_came_from_the_hub(hub: Carrier, told: AHubLibrary):
    documents.a_law(an_actor(Role.HEAD), now=NOW)
    look(hub)
    refresh()
    client = signed_in(an_officer("ria"))
    assert "from the hub, " in client.get("/library/search/?q=books").content.decode()
    own = client.get("/library/search/?q=%22invented+rule%22").content.decode()
    assert "An invented Act" in own
    assert "from the hub, " not in own
