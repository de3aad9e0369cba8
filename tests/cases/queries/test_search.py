"""Search finds what is written anywhere in one's own cases, on either database, and nothing of anybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.builders.cases import NOW, a_draft, an_arrived
from tests.builders.people import an_officer, signed_in
from tests.builders.requests import a_request
from tests.cases.queries.test_docket import a_case, everyone

from comity.cases import dockets
from comity.cases.actions import handling, ranking, shutting
from comity.cases.actions.indexing import LARGEST, read_stale, words_of
from comity.cases.jobs import read_for_search
from comity.cases.models import Case, Clarification, Evidence, Exclusion, Member, Notice, SearchText
from comity.cases.queries import search, texts
from comity.core import tokens
from comity.core.actors import Actor
from comity.core.officers import absences
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.kernel.clock import utc_now
from comity.kernel.ids import new_id

if TYPE_CHECKING:
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db


def found(cast: Cast, query: str, role: Role = Role.CASE_OFFICER, **filters: str) -> list[Case]:
    read_for_search()
    actor = getattr(cast, role.value)
    return search.search(actor, {"q": query, **filters}, "en").page.cases


def mine(cast: Cast, *cases: Case) -> None:
    officer = cast.officer(Role.CASE_OFFICER)
    for case in cases:
        Member.objects.create(case=case, officer=officer, function="case_officer", since=NOW)


@pytest.mark.parametrize(
    "query",
    ["Meridian", "quarr", "ROAD 9", "400,000", "00-11-22", '"signature card"', "meridian road relative", "XA/2026"],
)
def test_a_draft_is_found_by_what_it_says(cast: Cast, query: str) -> None:
    case = a_draft(cast)
    assert found(cast, query, Role.DRAFTER) == [case]


@pytest.mark.parametrize("query", ["采", "子午", "子午线采", "就道路合同中贿赂公职人员", "九号公路 亲属", "“子午线”"])
def test_a_chinese_request_is_found_by_any_piece_of_it(cast: Cast, query: str) -> None:
    case = an_arrived(**{**a_request(language="zh-hans"), "request_id": str(new_id())})
    assert found(cast, query, Role.REGISTRY) == [case]


def test_what_is_written_later_is_found_and_quoted_where_it_stands(cast: Cast) -> None:
    case = a_case()
    mine(cast, case)
    assert found(cast, "lighthouse") == []
    Clarification.objects.create(case=case, round=1, note="Which lighthouse is meant?", asked_at=NOW)
    Notice.objects.create(case=case, kind="notice", ours=True, said={"reasons": "灯塔已关闭"}, at=NOW)
    Case.objects.filter(pk=case.pk).update(changed_at=NOW)
    assert found(cast, "lighthouse") == found(cast, "灯塔 light") == [case]
    [quotes] = search.search(cast.case_officer, {"q": "lighthouse 灯塔"}, "en").quotes
    assert [(str(one.place), [words for words, marked in one.parts if marked]) for one in quotes] == [
        ("Questions and answers", ["lighthouse"]),
        ("Turns", ["灯塔"]),
    ]
    assert all(one.url.startswith(f"/requests/{case.pk}/") for one in quotes)


def test_what_is_out_of_reach_is_neither_found_nor_counted(cast: Cast) -> None:
    case, other = a_case(1, title="The lighthouse"), a_case(2, title="Another lighthouse")
    mine(cast, case)
    read_for_search()
    result = search.search(cast.case_officer, {"q": "lighthouse"}, "en")
    assert (result.page.cases, result.page.count) == ([case], 1)
    assert dict(result.facets.directions) == {"incoming": 1}
    Member.objects.filter(case=case).update(until=NOW)
    assert search.search(cast.case_officer, {"q": "lighthouse"}, "en").page.count == 0
    assert search.search(cast.administrator, {"q": "lighthouse"}, "en").page.cases == []
    assert search.search(cast.executing_authority, {"q": "lighthouse"}, "en").page.cases == []
    other.delete()
    assert SearchText.objects.count() == 1


@pytest.mark.parametrize("many", [3, search.listing.FEW + 30])  # a word with many hits is looked for in another way
def test_facets_narrow_and_pages_follow(cast: Cast, many: int) -> None:
    cases = [
        a_case(one, title="The lighthouse", counterpart_state="XB" if one % 3 else "XC", direction="incoming")
        for one in range(many)
    ]
    mine(cast, *cases[: many - 1])
    read_for_search()
    result = search.search(cast.case_officer, {"q": "light house"[:5]}, "en")
    assert (result.page.count, sum(result.facets.states.values())) == (many - 1, many - 1)
    assert list(result.facets.years) == [2026]
    seen, after = [], ""
    with CaptureQueriesContext(connection) as asked:
        search.search(cast.case_officer, {"q": "lighthouse"}, "en")
    of_words = [one["sql"] for one in asked if "cases_searchtext" in one["sql"]]
    if many > search.listing.FEW:  # whole words first; joining all that begins so for each row took half a minute
        assert [("cases_docketentry" in one, "vector" in one or "cases_fulltext" in one) for one in of_words] == [
            (False, True),
            *[(True, connection.vendor == "postgresql")] * 2,
        ], "the facets, which count too, and the page look into the words of a row"
    while True:
        page = search.search(cast.case_officer, {"q": "lighthouse", "after": after}, "en").page
        seen += page.cases
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == many - 1
    only = search.search(cast.case_officer, {"q": "lighthouse", "counterpart_state": "XC"}, "en")
    assert only.page.count == result.facets.states["XC"]
    assert only.facets == result.facets
    assert search.search(cast.case_officer, {"q": "lighthouse", "year": "2025"}, "en").page.count == 0
    for year in ("9999", "0000", "٢٠٢٦", "abcd"):
        search.search(cast.case_officer, {"q": "lighthouse", "year": year}, "en")


def test_reading_stops_and_goes_on(cast: Cast) -> None:
    mine(cast, *(a_case(one, title="lighthouse") for one in range(5)))
    assert read_stale(2) == 2
    assert search.search(cast.case_officer, {"q": "lighthouse"}, "en").page.count == 2
    assert [read_stale(2), read_stale(2), read_stale(2)] == [2, 1, 0]
    assert search.search(cast.case_officer, {"q": "lighthouse"}, "en").page.count == 5


def test_index_is_made_again_from_its_table(cast: Cast) -> None:
    mine(cast, a_case(1, title="lighthouse"))
    read_for_search()
    dockets.remove(connection)
    late = a_case(2, title="another lighthouse")
    dockets.install(connection)
    mine(cast, late)
    assert search.search(cast.case_officer, {"q": "lighthouse"}, "en").page.count == 1
    read_for_search()
    assert search.search(cast.case_officer, {"q": "lighthouse"}, "en").page.count == 2


def test_every_text_of_a_case_is_read_or_named_as_not_read() -> None:
    known = {f"{source.model.__name__}.{name}" for source in texts.SOURCES for name in source.fields} | texts.NOT_READ
    there = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.JSONField)
    }
    assert there - known == set()
    assert {one for one in known if one.split(".")[0] != "Case"} - there <= {
        "Annex.name", "Evidence.name", "Evidence.collector", "Evidence.handling", "Line.actor",
    }  # fmt: skip


def test_what_is_written_about_priority_and_handling_is_found(cast: Cast) -> None:
    case = a_draft(cast)
    ranking.record_pressing(
        actor=cast.drafter, case_id=case.pk, code="custody", day=None, note="The warden's lighthouse.", now=NOW
    )
    handling.write_assurance(
        actor=cast.drafter, case_id=case.pk, ours=True, kind="use", text="Only against the harbourmaster.", now=NOW
    )
    assert found(cast, "lighthouse", Role.DRAFTER) == [case]
    assert found(cast, "harbourmaster", Role.DRAFTER) == [case]


WAYS = ("excluded", "sealed", "excluded stand-in", "sealed stand-in")


@pytest.mark.parametrize("way", WAYS)
def test_an_excluded_officer_and_a_stranger_to_a_sealed_case_never_find_it(cast: Cast, way: str) -> None:
    """By no word of it, not in the count, the facets or the page; who may see it finds it as before."""
    case, other = a_draft(cast), a_draft(cast)
    mine(cast, case, other)
    seeker = cast.officer(Role.CASE_OFFICER)
    if way.endswith("stand-in"):
        seeker = an_officer("second", [Role.CASE_OFFICER], name="Sena Second")
        day = utc_now().date()
        absences.declare_absence(
            actor=cast.case_officer, officer_id=cast.officer(Role.CASE_OFFICER).pk, substitute_id=seeker.pk,
            first_day=day, last_day=day, now=utc_now(),
        )  # fmt: skip

    def finds(query: str) -> tuple[list[Case], int, set[str]]:
        read_for_search()
        seen = search.search(Actor.of_officer(Officer.objects.get(pk=seeker.pk)), {"q": query}, "en")
        page = signed_in(seeker).get(reverse("cases:search"), {"q": query}).content.decode()
        shown = {one.our_reference for one in (case, other) if f"/requests/{one.pk}/" in page}
        assert case in seen.page.cases or case.our_reference not in page.replace(query, "")
        return sorted(seen.page.cases, key=lambda one: one.our_reference), seen.page.count, shown

    both = {case.our_reference, other.our_reference}
    for query in ("Meridian", case.our_reference.rpartition("/")[0]):
        assert finds(query) == ([case, other], 2, both)
    if way.startswith("excluded"):
        shutting.exclude_officer(actor=cast.drafter, case_id=case.pk, officer_id=cast.drafter.person(), reason="x y",
                                 now=NOW)  # fmt: skip
        Exclusion.objects.create(case=case, officer=seeker, reason="Kin.", by=cast.officer(Role.HEAD), at=NOW)
        assert cast.officer(Role.DRAFTER) != seeker
    else:
        Case.objects.filter(pk=case.pk).update(sealed=True)
        if not way.endswith("stand-in"):
            Member.objects.filter(case=case, officer=seeker).update(until=NOW)
    for query in ("Meridian", case.our_reference.rpartition("/")[0]):
        assert finds(query) == ([other], 1, {other.our_reference})
    assert finds(case.our_reference)[:2] == ([], 0)
    if way.startswith("excluded"):
        assert found(cast, "Meridian", Role.DRAFTER) == [other]


def test_identifiers_and_digests_are_no_words(cast: Cast) -> None:
    case = a_draft(cast)
    Evidence.objects.create(
        case=case, measure=case.measures.get(), name="register of lighthouses.pdf", sha256="ab" * 32, added_at=NOW
    )
    written = texts.joined(texts.passages([case])[case.pk])
    assert "lighthouses" in written
    assert "ab" * 32 not in written
    assert case.measures.get().measure_id not in written


def test_more_words_than_anybody_reads_are_cut_between_two() -> None:
    words = words_of(" ".join(f"銀{number:07d}" for number in range(120_000)))
    assert len(words.encode()) <= LARGEST
    assert all(len(one) in {1, 7} for one in words.split(" "))


class OnTheDatabase(TestCase):
    """The database finds what the rules of `tokens` say it should: for any text, on either database."""

    case: ClassVar[Case]

    @classmethod
    def setUpTestData(cls) -> None:
        """Make the case once: each example is taken back to here."""
        cls.case = a_case(title="x")

    @settings(max_examples=40, deadline=None)
    @given(
        text=st.text(max_size=40),
        query=st.one_of(st.text(max_size=10), st.text(alphabet="中央机关a1/-.:@'\"*()&|! ", max_size=10)),
    )
    def test_holds_and_among_agree_with_the_rules(self, text: str, query: str) -> None:
        words = tokens.tokens(text)
        SearchText.objects.filter(case=self.case).update(words=" ".join(words))
        for wanted in (tokens.asked(query), tokens.asked(text)):
            if wanted:
                expected = all(
                    any(word.startswith(one.text) if one.begins else word == one.text for word in words)
                    for one in wanted
                )
                for lookup in ("words__holds", "words__among"):
                    assert SearchText.objects.filter(**{lookup: wanted}).exists() == expected


def test_page_shows_places_marked_and_costs_the_same_for_many(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    mine(cast, *(a_case(one, title="<b>The</b> lighthouse", counterpart_state="XB") for one in range(25)))
    read_for_search()
    page = client.get(reverse("cases:search"), {"q": "light"})
    assert b"&lt;b&gt;The&lt;/b&gt; <mark>lighthouse</mark>" in page.content
    assert "XB (25)" in page.content.decode()
    assert page.content.count(b"<h2>") == search.PAGE
    assert b"Nothing within your reach" in client.get(reverse("cases:search"), {"q": "nowhere"}).content
    assert client.get(reverse("cases:search"), {"q": "«»", "after": "%%%", "year": "x"}).status_code == 200


def test_the_head_finds_what_lies_on_the_desk(cast: Cast) -> None:
    a_case(title="lighthouse", unattended=True)
    read_for_search()
    assert search.search(everyone(cast), {"q": "lighthouse"}, "en").page.count == 1
