"""Requests that speak of the same are found and explained to whoever sees both, and to nobody else; words are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft, an_arrived
from tests.builders.people import signed_in

from comity.cases.actions import linking
from comity.cases.actions.indexing import read_stale
from comity.cases.actions.keeping import join
from comity.cases.likeness import Verdict
from comity.cases.models import Case, CaseLink, CaseMark, Exclusion, SearchText
from comity.cases.queries import likeness
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db


def seen(case: Case, cast: Cast) -> Case:
    """Let the case officer work on a case."""
    join(case, cast.officer(Role.CASE_OFFICER).pk, Role.CASE_OFFICER, at=NOW)
    return case


def two(cast: Cast, **changes: Any) -> tuple[Case, Case]:
    """Return two requests of one proceeding that arrived, both worked on by the case officer, and read."""
    pair = seen(an_arrived(**changes), cast), seen(an_arrived(**changes), cast)
    while read_stale():
        pass
    return pair


def say(actor: Actor, pair: tuple[Case, Case], verdict: Verdict = Verdict.RELATED, reason: str = "One money") -> None:
    one, other = pair
    linking.link_cases(actor=actor, case_id=one.pk, other_id=other.pk, verdict=verdict, reason=reason, now=NOW)


def test_second_copy_of_a_request_is_found_with_its_reasons(cast: Cast) -> None:
    one, other = two(cast)
    [like] = likeness.likes(other, cast.case_officer, "en").found
    assert like.case_id == one.pk
    assert like.suggested == "This may be the same request as"
    assert any("the same reference of theirs: XB-77/2026" in reason for reason in like.reasons)
    assert any("the same proceedings" in reason for reason in like.reasons)
    assert like.reasons[0].startswith("the same reference")


def test_request_of_ours_about_the_same_people_belongs_together(cast: Cast) -> None:
    theirs = seen(an_arrived(), cast)
    ours = seen(a_draft(cast), cast)
    while read_stale():
        pass
    [like] = likeness.likes(ours, cast.case_officer, "en").found
    assert (like.case_id, like.suggested) == (theirs.pk, "This may belong together with")


@pytest.mark.parametrize("closed", ["no member", "excluded", "sealed"])
def test_nothing_is_said_of_a_case_out_of_reach(cast: Cast, closed: str) -> None:
    one, other = two(cast)
    casey = cast.officer(Role.CASE_OFFICER)
    say(cast.case_officer, (one, other))
    if closed == "excluded":
        Exclusion.objects.create(case=other, officer=casey, reason="x", by=cast.officer(Role.HEAD), at=NOW)
    else:
        Case.objects.filter(pk=other.pk).update(sealed=closed == "sealed")
        other.members.filter(officer=casey).update(until=NOW)
    assert not likeness.likes(one, cast.case_officer, "en").any
    html = signed_in(casey).get(reverse("cases:case", args=[one.pk])).content.decode()
    assert "Requests like this one" not in html
    assert str(other.pk) not in html
    address = reverse("cases:case-link", args=[one.pk, other.pk])
    assert signed_in(casey).get(address).status_code == 404
    with pytest.raises(Case.DoesNotExist):
        say(cast.case_officer, (one, other))


def test_it_is_said_at_registration_and_on_the_case(cast: Cast) -> None:
    one, other = two(cast)
    for role, name in ((Role.REGISTRY, "request-register"), (Role.CASE_OFFICER, "case")):
        html = signed_in(cast.officer(role)).get(reverse(f"cases:{name}", args=[other.pk])).content.decode()
        assert "This may be the same request as" in html
        assert reverse("cases:case", args=[one.pk]) in html


def test_likest_stand_open_and_the_others_are_folded_away(cast: Cast) -> None:
    cases = [seen(an_arrived(), cast) for _ in range(6)]
    while read_stale():
        pass
    assert len(likeness.likes(cases[0], cast.case_officer, "en").found) == 5
    address = reverse("cases:case", args=[cases[0].pk])
    html = signed_in(cast.officer(Role.CASE_OFFICER)).get(address).content.decode()
    folded = html[html.index("Further ones") :]
    assert html.count("This may be the same request as") == 5
    assert folded.count("This may be the same request as") == 3


def test_what_is_said_is_kept_for_both_and_can_be_said_otherwise(cast: Cast) -> None:
    pair = one, other = two(cast)
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    address = reverse("cases:case-link", args=[other.pk, one.pk])
    assert client.post(address, {"verdict": "same"}).status_code == 200
    assert not CaseLink.objects.exists()
    assert client.post(address, {"verdict": "same", "reason": "A second copy by post"}).status_code == 302
    for case in pair:
        [like] = likeness.likes(case, cast.case_officer, "en").linked
        assert (like.said, like.reason) == ("the same request", "A second copy by post")
    say(cast.case_officer, pair, Verdict.UNRELATED, "Another man of that name")
    for case in pair:
        likes = likeness.likes(case, cast.case_officer, "en")
        assert (likes.linked, likes.found) == ([], [])
        assert [like.reason for like in likes.set_aside] == ["Another man of that name"]
    assert CaseLink.objects.count() == 1
    entries = AuditEntry.objects.filter(code="cases.case.linked")
    assert {entry.subject for entry in entries} == {f"cases.case:{case.pk}" for case in pair}
    assert entries.count() == 4
    assert not any("second copy" in entry.data for entry in entries)


def test_who_may_not_say_it_and_what_is_no_word(cast: Cast) -> None:
    pair = two(cast)
    for case in pair:
        join(case, cast.officer(Role.TRANSLATOR).pk, Role.TRANSLATOR, at=NOW)
    with pytest.raises(AccessDenied):
        say(cast.translator, pair)
    for wrong in ((pair[0], pair[0]), pair):
        with pytest.raises(CaseworkError, match="E_LIKE"):
            say(cast.case_officer, wrong, reason=" ")


def test_marks_follow_what_the_request_says(cast: Cast) -> None:
    draft = a_draft(cast)
    read_stale()
    before = set(draft.traces.values_list("sort", "key"))
    assert ("company", "meridian quarry") in before or ("person", "meridian quarry") in before
    draft.parties.all().delete()
    SearchText.objects.filter(case=draft).update(stale=True)
    read_stale()
    after = set(draft.traces.values_list("sort", "key"))
    assert after < before
    read_stale()
    assert set(draft.traces.values_list("sort", "key")) == after


def test_cost_does_not_grow_with_the_archive(cast: Cast) -> None:
    one, other = two(cast)

    def cost() -> tuple[int, list[str]]:
        with CaptureQueriesContext(connection) as captured:
            likeness.likes(other, cast.case_officer, "en")
        return len(captured), [row["sql"] for row in captured if "cases_casemark" in row["sql"]]

    few, _sql = cost()
    made = Case.objects.bulk_create(
        Case(direction="incoming", our_reference=f"XA/2025/{number:04d}", step="legal_review", turn_since=NOW,
             created_at=NOW, changed_at=NOW) for number in range(700)
    )  # fmt: skip
    CaseMark.objects.bulk_create(CaseMark(case=case, sort="proceedings", key="xb 202677") for case in made)
    many, [sql] = cost()
    assert many == few <= 6
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
        assert not [line for line in plan if line.startswith("SCAN cases_casemark")], plan
    assert [like.case_id for like in likeness.likes(other, cast.case_officer, "en").found] == [one.pk]
