"""Earlier texts of a draft beside each other on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.authorities import VALUES
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in
from tests.builders.scans import a_scan

from comity.cases.actions import drafting
from comity.cases.models import Annex
from comity.cases.queries import content
from comity.core.roles import Role
from comity.directory import actions

if TYPE_CHECKING:
    from django.test import Client

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


def reader_of(cast: Cast, language: str) -> Client:
    officer = cast.officer(Role.DRAFTER)
    officer.language = language
    officer.save(update_fields=["language"])
    return signed_in(officer)


@pytest.mark.parametrize(("reader", "named"), [("en", "Chinese (Simplified)"), ("zh-hans", "中文（简体）")])
def test_the_language_of_an_annex_has_its_name(cast: Cast, reader: str, named: str) -> None:
    case = a_draft(cast)
    client = reader_of(cast, reader)
    for tag in ("zh-hans", ""):
        given = {"file": a_scan("law.pdf"), "name": f"A law {tag}", "language": tag}
        client.post(reverse("cases:annex-add", args=[case.pk]), given)
    Annex.objects.filter(case=case, language="").update(language="<b>")  # as it could be typed before
    client.post(reverse("cases:annex-add", args=[case.pk]), {"file": a_scan("more.pdf"), "language": ""})
    body = client.get(reverse("cases:draft-section", args=[case.pk, "annexes"])).content.decode()
    assert f"<td>{named}</td>" in body
    assert "<td>&lt;b&gt;</td>" in body
    assert "<td>–</td>" in body


@pytest.mark.parametrize(("reader", "told"), [("en", "“xx” is no language"), ("zh-hans", "“xx”不是本系统已知的语文")])
def test_an_annex_in_no_language_is_refused_and_its_title_stays(cast: Cast, reader: str, told: str) -> None:
    case = a_draft(cast)
    client, before = reader_of(cast, reader), case.annexes.count()
    given = {"file": a_scan("law.pdf"), "name": "A law of 1979", "language": "xx", "certified": "on"}
    body = client.post(reverse("cases:annex-add", args=[case.pk]), given).content.decode()
    assert case.annexes.count() == before
    assert told in body
    assert 'value="A law of 1979"' in body
    assert '<option value="xx" selected>' in body
    assert b"1979" not in client.get(reverse("cases:draft-section", args=[case.pk, "annexes"])).content


NAMED = {
    "en": ["French", "Arabic", "Georgian", "No language chosen"],
    "zh-hans": ["法语", "阿拉伯语", "格鲁吉亚语", "未选择语文"],
}

LISTS = {"addressee": (0, True), "annexes": (2, False)}


@pytest.mark.parametrize("reader", sorted(NAMED))
def test_languages_are_shown_and_chosen_by_name(cast: Cast, reader: str) -> None:
    case = a_draft(cast)
    values = VALUES | {"languages": ["fr", "ar", "ka"]}
    entry = actions.propose_entry(actor=cast.administrator, place="XB", values=values, now=NOW)
    actions.publish_entry(actor=cast.head, authority_id=entry.authority_id, now=NOW)
    client = reader_of(cast, reader)
    french, arabic, georgian, none = NAMED[reader]
    joined = {"en": ", ", "zh-hans": "、"}[reader].join([french, arabic, georgian])
    for key in ("addressee", "annexes"):
        page = client.get(reverse("cases:draft-section", args=[case.pk, key])).content.decode()
        assert f"<dd>{joined}</dd>" in page
        lists = page.count(f'<option value="ka">{georgian}</option>')  # of the translation, of an annex; else boxes
        assert (lists, 'type="checkbox" name="requested_languages" value="ka"' in page) == LISTS[key]
    assert none in page
    assert "zh-hans</" not in page


@pytest.mark.parametrize("reader", sorted(NAMED))
def test_a_tag_that_is_no_language_is_refused_and_nothing_is_lost(cast: Cast, reader: str) -> None:
    case = a_draft(cast)
    client, url = reader_of(cast, reader), reverse("cases:draft-section", args=[case.pk, "addressee"])
    form = client.get(url).context["form"]
    typed = {
        "shown": "requested_authority requested_languages", "version": form.initial["version"],
        "requested_authority": "The Ministry of Somewhere", "requested_languages": ["ka", "<i>x"],
    }  # fmt: skip
    page = client.post(url, typed).content.decode()
    assert "“&lt;i&gt;x”" in page
    assert "The Ministry of Somewhere" in page
    assert re.search(r'value="ka"[^>]* checked', page)
    assert content.request_of(case)["requested"]["authority"] != "The Ministry of Somewhere"
    assert client.post(url, typed | {"requested_languages": ["en", "ka"]}).status_code == 302
    assert content.request_of(case)["requested"]["languages"] == ["en", "ka"]
    kept = client.get(reverse("cases:draft-history", args=[case.pk])).content.decode()
    assert {"en": "English, Georgian", "zh-hans": "英语、格鲁吉亚语"}[reader] in kept
