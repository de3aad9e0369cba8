"""How references are written: set by the administrator after a look, taken without gaps, never given twice."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from tests.builders.cases import NOW, a_draft, a_registered, an_accepted
from tests.builders.emblems import SVG, a_png, an_svg
from tests.builders.offices import an_office_task
from tests.builders.people import signed_in
from tests.builders.requests import a_request

from comity.cases.actions import house, keeping
from comity.cases.letters import render_request
from comity.cases.models import Case, Letterhead, ReferenceScheme
from comity.cases.numbering import Scheme
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

ADDRESS = "cases:numbering"
TYPED = {"pattern": "{state}{way}〔{year}〕{number}", "yearly": "yes", "width": "1", "way_out": "请", "way_in": "受"}


def test_the_administrator_looks_at_a_pattern_and_sets_it(cast: Cast) -> None:
    before = a_draft(cast).our_reference
    ada = signed_in(cast.officer(Role.ADMINISTRATOR))
    assert before == "XA/2026/0001"
    year = timezone.localdate().year
    looked = ada.post(reverse(ADDRESS), {**TYPED, "act": "look"}).content.decode()
    for words in (
        "So they would be written",
        f"XA请〔{year}〕1",
        f"XA受〔{year + 1}〕1",
        'value="{state}{way}〔{year}〕{number}"',
    ):
        assert words in looked
    assert not ReferenceScheme.objects.exists()
    wrong = ada.post(reverse(ADDRESS), {**TYPED, "way_in": "请", "act": "set"}).content.decode()
    assert "the two must differ" in wrong
    assert ada.post(reverse(ADDRESS), {**TYPED, "act": "set"}).status_code == 302
    assert AuditEntry.objects.filter(code="cases.numbering.set").count() == 1
    assert [a_draft(cast).our_reference for _ in range(2)] == ["XA请〔2026〕1", "XA请〔2026〕2"]
    assert a_registered(cast).our_reference == "XA受〔2026〕1"
    assert Case.objects.filter(our_reference=before).exists()
    assert "{way}" in ada.get(reverse(ADDRESS)).content.decode()


def test_a_pattern_that_was_used_before_goes_on_where_it_was(cast: Cast) -> None:
    assert a_draft(cast).our_reference == "XA/2026/0001"
    house.set_scheme(actor=cast.administrator, scheme=Scheme("{year}-{number}"), now=NOW)
    assert a_draft(cast).our_reference == "2026-0002"
    house.set_scheme(actor=cast.administrator, scheme=Scheme("{state}/{year}/{number}", yearly=False), now=NOW)
    assert a_draft(cast).our_reference == "XA/2026/0002", "0001 was given: it is passed by"


def test_the_year_turns_when_it_turns_for_the_authority(cast: Cast, settings: SettingsWrapper) -> None:
    settings.TIME_ZONE = "Asia/Shanghai"
    late, new = datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, 1, tzinfo=UTC)
    with timezone.override("America/New_York"):
        assert a_draft(cast, at=late, filled=False).our_reference == "XA/2026/0001"
        assert a_draft(cast, at=new, filled=False).our_reference == "XA/2027/0001"
        assert a_draft(cast, at=late, filled=False).our_reference == "XA/2026/0002"


def test_a_number_that_was_not_used_is_given_to_the_next(cast: Cast) -> None:
    with transaction.atomic():
        assert keeping.next_reference("XA", outgoing=True, now=NOW) == "XA/2026/0001"
        transaction.set_rollback(True)
    assert a_draft(cast, filled=False).our_reference == "XA/2026/0001"


def test_the_head_reads_and_does_not_set(cast: Cast) -> None:
    head = signed_in(cast.officer(Role.HEAD))
    assert "Write them in another way" not in head.get(reverse(ADDRESS)).content.decode()
    assert head.post(reverse(ADDRESS), {**TYPED, "act": "set"}).status_code == 403
    assert not ReferenceScheme.objects.exists()


HEAD = {
    "name_en": "Office of Mutual Assistance of XA", "name_zh": "XA 司法协助局",
    "address_en": "1 Lime Street\nCapital of XA",
    "address_zh": "XA 首都莱姆街 1 号",
}  # fmt: skip


def text_of(pdf: bytes) -> str:
    return " ".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("emblem", [SVG, a_png()], ids=["svg", "png"])
def test_the_administrator_sets_a_letterhead_that_stands_above_papers(cast: Cast, emblem: bytes) -> None:
    ada = signed_in(cast.officer(Role.ADMINISTRATOR))
    address = reverse("cases:letterhead")
    assert "Nothing was set" in ada.get(address).content.decode()
    assert ada.post(address, {**HEAD, "emblem": SimpleUploadedFile("e", emblem)}).status_code == 302
    sample = ada.get(reverse("cases:letterhead-sample"), {"in": "zh-hans"}).content
    assert "XA 司法协助局" in text_of(sample).replace("\n", " ")
    assert ada.post(address, HEAD).status_code == 302  # no file chosen: the emblem stays
    assert "with an emblem" in ada.get(address).content.decode()
    case = a_registered(cast)
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    paper = officer.get(reverse("cases:custody-paper", args=[case.pk]), {"in": "en"}).content
    assert "Office of Mutual Assistance of XA" in text_of(paper)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    drafter.post(reverse("cases:request-new"), {"title": "A new one", "language": "en"})
    begun = Case.objects.get(title="A new one").sections.get(key="authorities").data
    assert begun["requesting.address"] == HEAD["address_en"]
    assert ada.post(address, {**HEAD, "no_emblem": "on"}).status_code == 302
    assert "without an emblem" in ada.get(address).content.decode()
    bare = ada.get(reverse("cases:letterhead-sample"), {"in": "zh-hans"}).content
    assert len(sample) > len(bare), "the drawing is in the paper"
    assert AuditEntry.objects.filter(code="cases.letterhead.set").count() == 3


def test_a_hostile_emblem_is_refused_and_nothing_typed_is_lost(cast: Cast) -> None:
    ada = signed_in(cast.officer(Role.ADMINISTRATOR))
    hostile = SimpleUploadedFile("e.svg", an_svg(b"<script>alert(1)</script>"))
    said = ada.post(reverse("cases:letterhead"), {**HEAD, "emblem": hostile}).content.decode()
    assert "The SVG holds more than a drawing" in said
    assert "1 Lime Street" in said
    assert not Letterhead.objects.exists()


def test_a_task_sheet_bears_the_letterhead_and_the_letter_of_request_does_not_change(cast: Cast) -> None:
    request = a_request()
    before = render_request(request, at=NOW)
    house.set_letterhead(
        actor=cast.administrator, names=Text(en=HEAD["name_en"], zh=HEAD["name_zh"]),
        addresses=Text(en=HEAD["address_en"], zh=HEAD["address_zh"]), emblem=SVG, now=NOW,
    )  # fmt: skip
    assert render_request(request, at=NOW) == before
    case = an_accepted(cast)
    task, _code = an_office_task(cast, case)
    officer = signed_in(cast.officer(Role.CASE_OFFICER))
    measure = case.measures.all()[0].measure_id
    sheet = officer.post(reverse("cases:office-sheet", args=[case.pk, measure, task.pk])).content
    assert "1 Lime Street" in text_of(sheet)
