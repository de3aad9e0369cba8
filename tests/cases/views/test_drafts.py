"""Earlier texts of a draft beside each other on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in
from tests.builders.scans import a_scan

from comity.cases.actions import drafting
from comity.core.roles import Role

if TYPE_CHECKING:
    from comity.cases.models import Case

pytestmark = pytest.mark.django_db


def two_texts(cast: Cast) -> tuple[Case, int, int]:
    case = a_draft(cast)
    first = case.revisions.filter(key="facts").latest("pk")
    text = "On 3 May 2021 it paid 400,000.\nIt was <not> a loan."
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key="facts", data={"facts.summary": text}, shown=["facts.summary"],
        version=first.version, now=NOW,
    )  # fmt: skip
    later = case.revisions.filter(key="facts").latest("pk")
    return case, first.pk, later.pk


@pytest.mark.parametrize("view", ["", "?view=side"])
def test_two_texts_are_shown_with_what_weighs_first(cast: Cast, view: str) -> None:
    case, first, later = two_texts(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    url = reverse("cases:draft-compare", args=[case.pk, first, later])
    body = client.get(url + view).content.decode()
    assert body.index("Look at these first") < body.index("Summary of the relevant facts")
    assert "3 May 2021</ins>" in body
    assert "&lt;not&gt;" in body
    assert "<not>" not in body
    backwards = client.get(reverse("cases:draft-compare", args=[case.pk, later, first])).content.decode()
    assert "3 May 2021</ins>" in backwards
    assert url in client.get(reverse("cases:draft-history", args=[case.pk])).content.decode()


def test_rows_of_a_list_are_added_and_removed_whole(cast: Cast) -> None:
    case = a_draft(cast)
    measure = case.measures.get()
    for questions in (["Who paid?", "When?"], ["When?", "To whom?"]):
        drafting.save_measure(
            actor=cast.drafter, case_id=case.pk, measure_id=measure.measure_id, data={"questions": questions},
            shown=["questions"], version=case.measures.get().version, now=NOW,
        )  # fmt: skip
    later, first = case.revisions.filter(key=f"measures:{measure.measure_id}")[:2]
    client = signed_in(cast.officer(Role.DRAFTER))
    body = client.get(reverse("cases:draft-compare", args=[case.pk, first.pk, later.pk])).content.decode()
    assert "Who paid?</del>" in body
    assert "<span>When?</span>" in body
    assert "To whom?</ins>" in body


def test_texts_of_another_draft_or_part_are_not_compared(cast: Cast) -> None:
    case, first, later = two_texts(cast)
    other = a_draft(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    foreign = other.revisions.filter(key="facts").latest("pk").pk
    assert client.get(reverse("cases:draft-compare", args=[case.pk, first, foreign])).status_code == 404
    apart = case.revisions.exclude(key="facts").latest("pk").pk
    answer = client.get(reverse("cases:draft-compare", args=[case.pk, apart, later]))
    assert answer["location"] == reverse("cases:draft-history", args=[case.pk])
    chosen = reverse("cases:draft-compare-chosen", args=[case.pk])
    for bad in ("", "?before=x&after=1", "?before=٣&after=1", "?before=1&after=" + "9" * 40):
        assert client.get(chosen + bad)["location"] == reverse("cases:draft-history", args=[case.pk])


@pytest.mark.parametrize(("reader", "named"), [("en", "Chinese (Simplified)"), ("zh-hans", "中文（简体）")])
def test_the_language_of_an_annex_has_its_name(cast: Cast, reader: str, named: str) -> None:
    case = a_draft(cast)
    officer = cast.officer(Role.DRAFTER)
    officer.language = reader
    officer.save(update_fields=["language"])
    client = signed_in(officer)
    for tag in ("zh-hans", "<b>", ""):
        given = {"file": a_scan("law.pdf"), "name": f"A law {tag}", "language": tag}
        client.post(reverse("cases:annex-add", args=[case.pk]), given)
    body = client.get(reverse("cases:draft-section", args=[case.pk, "annexes"])).content.decode()
    assert f"<td>{named}</td>" in body
    assert "<td>&lt;b&gt;</td>" in body
    assert "<td>–</td>" in body
