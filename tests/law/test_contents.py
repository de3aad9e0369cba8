"""The completeness check: total over anything, exact about what is missing, and true to articles 46(15) and 46(7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders.legal_requests import a_measure, a_person, a_request, without

from comity.law.assistance import MODULES
from comity.law.contents import ITEMS, Level, blocking, check, completeness, missing_by_section
from comity.law.fields import Need
from comity.law.modes import Mode
from comity.law.sections import SECTIONS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


def codes(request, **options):
    return {finding.code for finding in check(request, **options)}


@pytest.mark.parametrize("module", MODULES)
def test_complete_request_has_no_finding(module):
    assert check(a_request(a_measure(module)), signing=True) == []
    assert completeness(a_request(a_measure(module))).percent == 100


@given(JSON)
def test_check_never_raises_whatever_it_is_given(value):
    assert isinstance(check(value), list)


@given(st.data())
def test_check_never_raises_when_any_part_of_a_request_is_replaced(data):
    request = a_request(a_measure("bank_records"), a_measure("service", "m2"))
    place = request
    while isinstance(place, dict | list) and place:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    for finding in check(request, signing=True):
        assert finding.code in ITEMS
        assert finding.section in SECTIONS
    assert 0 <= completeness(request).percent <= 100


def test_empty_request_lacks_every_letter_of_46_15():
    articles = {finding.article for finding in check({"persons": [{}], "measures": [{}]})}
    assert {f"46(15)({letter})" for letter in "abcdef"} <= articles


MANDATORY = [
    ("title", "title"),
    ("reference", "reference"),
    ("language", "language"),
    ("requested.authority", "requested.authority"),
    ("requesting.central_authority", "requesting.central_authority"),
    ("conducting.name", "conducting.name"),
    ("conducting.functions", "conducting.functions"),
    ("basis.mode", "basis.mode"),
    ("basis.instrument", "basis.instrument"),
    ("proceedings.stage", "proceedings.stage"),
    ("proceedings.subject", "proceedings.subject"),
    ("proceedings.conduct", "proceedings.conduct"),
    ("proceedings.offences", "proceedings.offences"),
    ("facts.summary", "facts.summary"),
    ("persons", "persons.any"),
    ("persons.0.name", "person.name"),
    ("persons.0.role", "person.role"),
    ("measures", "measures.any"),
    ("measures.0.kind", "measure.kind"),
    ("measures.0.module", "measure.module"),
    ("measures.0.description", "measure.description"),
    ("measures.0.link", "measure.link"),
    ("measures.0.period_from", "measure.period_from"),
    ("measures.0.details.bank", "bank_records.bank"),
    ("purpose.purpose", "purpose.purpose"),
]


@pytest.mark.parametrize(("path", "code"), MANDATORY)
def test_taking_one_mandatory_thing_away_blocks_and_names_it(path, code):
    found = blocking(without(a_request(), path))
    assert code in {finding.code for finding in found}


@pytest.mark.parametrize("blank", ["", "  \n", "\u200b\u2060", None, 7, [], {}])
def test_text_that_says_nothing_counts_as_missing(blank):
    assert "facts.summary" in codes(a_request(facts={"summary": blank}))


def test_facts_and_conduct_are_not_asked_when_only_service_is_requested():
    bare = a_request(a_measure("service"), facts={"summary": ""})
    bare["proceedings"]["conduct"] = ""
    assert not {"facts.summary", "proceedings.conduct"} & codes(bare)
    bare["measures"].append(a_measure("statement", "m2"))
    assert {"facts.summary", "proceedings.conduct"} <= codes(bare)


def test_calling_a_search_service_does_not_excuse_it_from_the_facts():
    disguised = a_measure("search_seizure", kind="SERVICE")
    assert "facts.summary" in codes(a_request(disguised, facts={"summary": ""}))


def test_deadline_needs_its_reason_only_if_there_is_a_deadline():
    urgency = {"level": "routine", "reason": "", "deadline": "", "deadline_reason": ""}
    assert "urgency.deadline_reason" not in codes(a_request(urgency=urgency))
    found = blocking(a_request(urgency={**urgency, "deadline": "2026-10-01"}))
    assert [(one.code, one.article) for one in found] == [("urgency.deadline_reason", "46(24)")]


@pytest.mark.parametrize("wrong", ["tomorrow", "2026-13-01", "20261001", "2026-W10-1"])
def test_deadline_must_be_a_date(wrong):
    urgency = {"level": "routine", "reason": "", "deadline": wrong, "deadline_reason": "trial"}
    assert "urgency.deadline_date" in codes(a_request(urgency=urgency))


def test_person_details_weaken_and_words_on_what_was_tried_excuse_them():
    bare = a_person(name="N.N.", birth_date="", nationality="", identity="", location="")
    found = check(a_request(persons=[bare]))
    assert {one.code for one in found} == {
        "person.birth_date",
        "person.nationality",
        "person.identity",
        "person.location",
    }
    assert {one.level for one in found} == {Level.WEAKENS}
    assert {one.person_id for one in found} == {"p1"}
    assert check(a_request(persons=[{**bare, "name": "", "unknown": "Register searched, nothing found."}])) == []


def test_no_person_is_fine_when_it_is_said_why():
    assert "persons.any" in codes(a_request(persons=[]))
    assert check(a_request(persons=[], persons_unknown="The account holder is what we ask for.")) == []


def test_legal_person_is_asked_for_its_register_not_for_a_birth_date():
    firm = a_person(kind="legal", birth_date="", identity="", register_number="")
    assert codes(a_request(persons=[firm])) == {"person.register_number"}


def test_reciprocity_is_asked_only_without_a_treaty():
    for mode, wanted in [
        ("uncac_mini_treaty", None),
        ("treaty", None),
        ("uncac_in_lieu", None),
        ("domestic", Level.WEAKENS),
        ("reciprocity", Level.BLOCKS),
    ]:
        request = a_request()
        request["basis"]["mode"] = mode
        found = {one.code: one.level for one in check(request)}
        assert found.get("basis.reciprocity") == wanted, mode


@given(st.sampled_from(MANDATORY), st.sampled_from(sorted(Mode)))
def test_paragraphs_9_to_29_block_only_where_they_bind(case, mode):
    path, code = case
    request = a_request()
    request["basis"]["mode"] = str(mode)
    if path == "basis.mode":
        return
    found = {one.code: one for one in check(without(request, path))}[code]
    by_analogy = mode not in {Mode.UNCAC_MINI_TREATY, Mode.UNCAC_IN_LIEU} and found.item.applies == "mini_treaty"
    assert found.by_analogy == by_analogy
    assert found.level == (Level.WEAKENS if by_analogy else Level.BLOCKS)


def test_unknown_mode_is_treated_as_the_strictest():
    request = a_request(facts={"summary": ""})
    request["basis"]["mode"] = "whatever"
    assert {"facts.summary", "basis.mode"} <= {one.code for one in blocking(request)}


def test_language_of_letter_or_translation_must_be_accepted():
    request = a_request()
    request["requested"]["languages"] = ["fr"]
    assert "language.accepted" in codes(request)
    request["translation"] = {"language": "fr", "certified": True, "note": ""}
    assert "language.accepted" not in codes(request)
    request["requested"]["languages"] = ["zh"]
    request["language"] = "zh-hans"
    assert "language.accepted" not in codes(request)


def test_account_number_or_holder_is_enough():
    for drop in ("account_name", "account_number"):
        measure = a_measure()
        measure["details"][drop] = ""
        assert check(a_request(measure)) == []
    measure["details"]["account_name"] = ""
    assert "bank_records.account" in codes(a_request(measure))


def test_findings_of_a_measure_name_it_and_its_place():
    request = a_request(a_measure(), a_measure("tracing", "m2", link=""))
    [found] = check(request)
    assert (found.code, found.measure_id, found.row, found.section) == ("measure.link", "m2", 1, "measures")


def test_two_measures_may_not_share_a_number():
    assert "measure.measure_id" in codes(a_request(a_measure(), a_measure("tracing", "m1")))


def test_period_must_begin_before_it_ends():
    assert "measure.period" in codes(a_request(a_measure(period_from="2025-01-01")))


def test_signatory_is_asked_only_at_signing():
    request = a_request(signatory={})
    assert check(request) == []
    assert {one.code for one in blocking(request, signing=True)} == {"signatory.name", "signatory.title"}


def test_sections_come_in_the_order_of_the_task_list():
    assert list(missing_by_section({})) == list(SECTIONS)
    assert sum(len(found) for found in missing_by_section({}).values()) == len(check({}))


def test_coercive_measure_wants_law_and_dual_criminality():
    request = a_request(a_measure("search_seizure"))
    request["basis"]["dual_criminality"] = ""
    request["proceedings"]["offences"][0]["provision"] = ""
    assert codes(request) == {"basis.dual_criminality", "proceedings.provision_for_coercive", "offence.provision"}
    request["measures"] = [a_measure("service")]
    assert codes(request) == {"offence.provision"}
    request["proceedings"]["offences"][0]["article"] = "20"
    assert "basis.dual_criminality" in codes(request)


def test_every_mandatory_item_can_be_missing_and_carries_words():
    for item in ITEMS.values():
        assert item.label.zh
        assert item.question.zh
        assert item.need is Need.IF_WANTED or item.missing.en.endswith(".")
