"""How references are written: set by the administrator after a look, taken without gaps, never given twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from tests.builders.cases import NOW, a_draft, a_registered
from tests.builders.people import signed_in

from comity.cases.actions import house, keeping
from comity.cases.models import Case, ReferenceScheme
from comity.cases.numbering import Scheme
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role

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
