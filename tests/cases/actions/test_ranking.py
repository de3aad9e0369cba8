"""Priority by its inputs: what officers add, a level set by hand and taken back, and what is advised as trifling."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from tests.builders.cases import NOW, a_draft, a_registered
from tests.builders.legal_requests import a_measure
from tests.builders.people import signed_in

from comity.cases import probes, rules
from comity.cases.actions import ranking
from comity.cases.models import Case, LevelSet, PressingFact
from comity.cases.queries import content, examination, priority
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.doctor.lights import Colour
from comity.core.roles import Role
from comity.law.errors import RuleViolation
from comity.law.offences import OFFENCES
from comity.law.priority import Level
from comity.law.trifling import Threshold

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def seen(case: Case) -> priority.Shown:
    found = priority.shown(Case.objects.get(pk=case.pk), TODAY, "en")
    assert found is not None
    return found


def test_record_pressing_counts_until_it_is_ended(cast: Cast) -> None:
    case = a_registered(cast)
    before = seen(case)
    fact = ranking.record_pressing(
        actor=cast.case_officer, case_id=case.pk, code="data", day=TODAY + timedelta(days=5), note="Their letter.",
        now=NOW,
    )  # fmt: skip
    after = seen(case)
    assert after.points > before.points
    assert "data will be deleted in 5 days" in [text for text, _rule, _points in after.reasons]
    ranking.end_pressing(actor=cast.case_officer, case_id=case.pk, fact_id=fact.pk, now=NOW)
    assert seen(case) == before
    codes = list(AuditEntry.objects.filter(code__startswith="cases.pressing").values_list("code", "data"))
    assert [code for code, _data in codes] == ["cases.pressing.recorded", "cases.pressing.ended"]
    assert "letter" not in json.dumps(codes)
    with pytest.raises(PressingFact.DoesNotExist):
        ranking.end_pressing(actor=cast.case_officer, case_id=case.pk, fact_id=fact.pk, now=NOW)


def test_record_pressing_twice_the_later_holds(cast: Cast) -> None:
    case = a_registered(cast)
    for days in (5, 50):
        ranking.record_pressing(
            actor=cast.case_officer, case_id=case.pk, code="hearing", day=TODAY + timedelta(days=days), note="Told.",
            now=NOW,
        )  # fmt: skip
    assert priority.facts_of(case).hearing == TODAY + timedelta(days=50)
    assert case.pressing.filter(ended_at__isnull=True).count() == 1


def test_custody_that_must_end_is_custody_too(cast: Cast) -> None:
    case = a_registered(cast)
    ranking.record_pressing(
        actor=cast.case_officer, case_id=case.pk, code="custody_end", day=TODAY, note="Told.", now=NOW
    )
    facts = priority.facts_of(case)
    assert (facts.custody, facts.custody_end) == (True, TODAY)


@pytest.mark.parametrize(("code", "day"), [("data", None), ("safety", TODAY), ("gossip", None)])
def test_record_pressing_with_a_day_where_none_belongs_is_refused(cast: Cast, code: str, day: date | None) -> None:
    case = a_registered(cast)
    with pytest.raises(RuleViolation):
        ranking.record_pressing(actor=cast.case_officer, case_id=case.pk, code=code, day=day, note="x y", now=NOW)


def test_set_level_holds_with_its_reason_until_it_is_taken_back(cast: Cast) -> None:
    case = a_registered(cast)
    before = seen(case)
    ranking.set_level(actor=cast.case_officer, case_id=case.pk, level=Level.PRESSING, reason="The court.", now=NOW)
    held = seen(case)
    assert held.level == "pressing"
    assert held.by_hand is not None
    assert (held.by_hand.reason, held.computed) == ("The court.", before.computed)
    ranking.set_level(actor=cast.case_officer, case_id=case.pk, level=Level.RAISED, reason="Moved.", now=NOW)
    assert seen(case).level == "raised"
    ranking.take_level_back(actor=cast.case_officer, case_id=case.pk, now=NOW)
    assert seen(case) == before
    assert [one.reason for one in priority.earlier_levels(case, "en")] == ["Moved.", "The court."]
    with pytest.raises(LevelSet.DoesNotExist):
        ranking.take_level_back(actor=cast.case_officer, case_id=case.pk, now=NOW)
    lines = list(case.lines.filter(code__startswith="level").values_list("code", flat=True))
    assert lines == ["level_set", "level_set", "level_taken_back"]


def test_set_level_without_a_reason_or_the_role_is_refused(cast: Cast) -> None:
    case = a_registered(cast)
    with pytest.raises(rules.CaseworkError, match="E_WHY"):
        ranking.set_level(actor=cast.case_officer, case_id=case.pk, level=Level.RAISED, reason="  \n", now=NOW)
    draft = a_draft(cast)
    with pytest.raises(AccessDenied):
        ranking.set_level(actor=cast.drafter, case_id=draft.pk, level=Level.RAISED, reason="I say so.", now=NOW)
    with pytest.raises(Case.DoesNotExist):
        ranking.set_level(actor=cast.case_officer, case_id=draft.pk, level=Level.RAISED, reason="So.", now=NOW)


def test_the_database_keeps_one_level_and_its_reason(cast: Cast) -> None:
    case = a_registered(cast)
    officer = cast.officer(Role.HEAD)
    LevelSet.objects.create(case=case, level="raised", reason="x", at=NOW, by=officer)
    for level, reason in (("pressing", "y"), ("raised", "")):
        with pytest.raises(IntegrityError), transaction.atomic():
            LevelSet.objects.create(case=case, level=level, reason=reason, at=NOW, by=officer)


def test_a_case_that_is_over_presses_no_more(cast: Cast) -> None:
    case = a_registered(cast)
    Case.objects.filter(pk=case.pk).update(step="closed", closed_at=NOW)
    case.refresh_from_db()
    assert priority.shown(case, TODAY, "en") is None
    with pytest.raises(rules.CaseworkError, match="E_OVER"):
        ranking.set_level(actor=cast.case_officer, case_id=case.pk, level=Level.RAISED, reason="Late.", now=NOW)


def test_pages_write_down_set_and_take_back_and_lose_nothing_typed(cast: Cast) -> None:
    case = a_registered(cast)
    client, base = signed_in(cast.officer(Role.CASE_OFFICER)), f"/requests/{case.pk}/priority/"
    told = {"code": "data", "day": "", "note": "The provider keeps it for <b>30</b> days."}
    again = client.post(base + "note/", told)
    assert "Give the day." in again.content.decode()
    assert "&lt;b&gt;30&lt;/b&gt; days." in again.content.decode()
    client.post(base + "note/", {**told, "day": "2030-01-01"})
    fact = case.pressing.get()
    assert client.post(f"{base}note/{fact.pk}/end/").status_code == 302
    assert client.post(f"{base}note/{fact.pk}/end/").status_code == 404
    assert client.post(base + "set/", {"level": "pressing", "reason": ""}).status_code == 200
    assert client.post(base + "set/", {"level": "pressing", "reason": "The court asks."}).status_code == 302
    overview = client.get(f"/requests/{case.pk}/").content.decode()
    assert "set by hand" in overview
    assert "The court asks." in overview
    assert client.post(base + "set/back/").status_code == 302
    assert "Set before and taken back" in client.get(base).content.decode()


def test_a_value_below_the_limit_is_pointed_out_where_a_decision_is_made(cast: Cast, settings: SettingsWrapper) -> None:
    measure = a_measure("tracing", "m1", kind="TRACE_RECOVERY")
    measure["details"] |= {"value": "400", "currency": "XBC"}
    case = a_registered(cast, measures=[measure])
    assert examination.of_case(case, "en").measures[0].trifling is None
    limit = Threshold(currency="XBC", below=Decimal(1000))
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": [limit]})
    advice = examination.of_case(case, "zh-hans").measures[0].trifling
    assert advice is not None
    assert advice.article == "55(7)"
    client = signed_in(cast.officer(Role.CASE_OFFICER))
    assert "400 XBC" in client.get(f"/requests/{case.pk}/decide/").content.decode()
    rules_page = client.get("/rules/").content.decode()
    assert "1,000 XBC" in rules_page
    settings.NODE = settings.NODE.model_copy(
        update={"de_minimis": [Threshold(currency="XBC", below=Decimal(1000), except_states=frozenset({"XB"}))]}
    )
    assert examination.of_case(case, "en").measures[0].trifling is None
    named = {one["article"] for one in content.request_of(case)["proceedings"]["offences"]} & OFFENCES.keys()
    assert named, "the request names an offence of the Convention"
    excepted = Threshold(currency="XBC", below=Decimal(1000), except_offences=frozenset(named))
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": [excepted]})
    assert examination.of_case(case, "en").measures[0].trifling is None
    assert OFFENCES[min(named)].title.en in client.get("/rules/").content.decode()


def resting_on_a_treaty(cast: Cast, instrument: str) -> Case:
    measure = a_measure("tracing", "m1", kind="TRACE_RECOVERY")
    measure["details"] |= {"value": "400", "currency": "XBC"}
    basis = {"mode": "treaty", "instrument": instrument, "articles": [], "reciprocity": "", "dual_criminality": "x"}
    return a_registered(cast, measures=[measure], basis=basis)


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [("en", "European Convention on Mutual Assistance in Criminal Matters", "so it does not apply"),
     ("zh-hans", "《欧洲刑事司法协助公约》", "因此不予适用")],
)  # fmt: skip
def test_a_treaty_takes_a_rule_away_and_the_page_says_why(
    cast: Cast, settings: SettingsWrapper, language: str, name: str, said: str
) -> None:
    case = resting_on_a_treaty(cast, "European Convention on Mutual Assistance in Criminal Matters")
    rule = Threshold(currency="XBC", below=Decimal(1000), except_treaties=frozenset({"ETS-30"}))
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": [rule]})
    officer = cast.officer(Role.CASE_OFFICER)
    officer.language = language
    officer.save(update_fields=["language"])
    client = signed_in(officer)
    for page in (f"/requests/{case.pk}/decide/", f"/requests/{case.pk}/examine/"):
        shown = client.get(page).content.decode()
        assert said in shown
        assert name in shown
    assert name in client.get("/rules/").content.decode()


def test_a_treaty_that_is_not_known_leaves_the_rule_and_a_code_that_is_not_known_is_told(
    cast: Cast, settings: SettingsWrapper
) -> None:
    case = resting_on_a_treaty(cast, "Treaty of 1911")
    rule = Threshold(currency="XBC", below=Decimal(1000), except_treaties=frozenset({"XA-XB-1911"}))
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": [rule]})
    advice = examination.of_case(case, "en").measures[0].trifling
    assert advice is not None
    assert advice.holds
    assert "find out first" in advice.text
    page = signed_in(cast.officer(Role.CASE_OFFICER)).get("/rules/").content.decode()
    assert "not known here: XA-XB-1911" in page
    assert probes.de_minimis(NOW).state is Colour.AMBER
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": []})
    assert probes.de_minimis(NOW).state is Colour.GREEN


@pytest.mark.parametrize(
    ("language", "said", "label"),
    [("en", "older than 10 years", "Last day of the conduct"), ("zh-hans", "已超过 10 年", "行为的最后一天")],
)
def test_the_age_of_conduct_counts_where_an_officer_gives_its_last_day(
    cast: Cast, settings: SettingsWrapper, language: str, said: str, label: str
) -> None:
    case = a_registered(cast, measures=[a_measure("service")])
    officer = cast.officer(Role.CASE_OFFICER)
    officer.language = language
    officer.save(update_fields=["language"])
    client, address = signed_in(officer), f"/requests/{case.pk}/examine/"
    assert 'name="ended"' not in client.get(address).content.decode()
    settings.NODE = settings.NODE.model_copy(update={"de_minimis": [Threshold(older_than_years=10)]})
    blank = client.get(address).content.decode()
    assert label in blank
    assert said not in blank
    for day, told in (("2010-05-01", True), ("2025-05-01", False), ("", False), ("long ago", False)):
        page = client.post(address, {"ended": day}).content.decode()  # no day of the facts stands in an address
        assert (said in page) is told, day
        assert ("id_ended_error" in page) is (day == "long ago")
    assert '<td class="number">10</td>' in client.get("/rules/").content.decode()
