"""Guards: what blocks, what warns, what no reason excuses."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.law.assistance import KINDS, MODULES, Coercive, coercive
from comity.law.errors import RuleViolation
from comity.law.grounds import (
    ADVICE,
    FORBIDDEN,
    GROUNDS,
    DualCriminality,
    Duty,
    dual_criminality_duty,
    open_grounds,
)
from comity.law.guards import (
    GUARDS,
    Override,
    Refusal,
    check_costs,
    check_deadline,
    check_postponement,
    check_refusal,
    check_result,
    check_use,
    check_withdrawal,
    demand,
    done_for_refusal,
)
from comity.law.measures import MeasureGraph
from comity.law.modes import Applies, Force, Mode, force

CONVENTION = ["uncac_mini_treaty", "uncac_in_lieu"]
ELSEWHERE = ["treaty", "domestic", "reciprocity"]
GOOD = Refusal(
    mode="uncac_mini_treaty",
    kind="DOCUMENTS",
    module="bank_records",
    ground="ESSENTIAL_INTERESTS",
    reasons="Execution would prejudice the security of XB.",
    consulted=True,
)


def refused(refusal):
    with pytest.raises(RuleViolation) as caught:
        check_refusal(refusal)
    return caught.value.code, caught.value.article


def test_a_refusal_with_ground_reasons_and_consultation_passes():
    assert check_refusal(GOOD) == []
    needs = {need.value for need in MeasureGraph.edge("asked", "refused").needs}
    assert done_for_refusal(GOOD) == needs


@pytest.mark.parametrize("mode", CONVENTION)
@pytest.mark.parametrize("why", ["", "we are in a hurry"])
def test_reasons_are_never_excused_where_they_bind(mode, why):
    assert refused(replace(GOOD, mode=mode, reasons=" \u200b", override_reason=why)) == (
        "reasons_for_refusal",
        "46(23)",
    )


@pytest.mark.parametrize("mode", CONVENTION)
def test_consultation_comes_first_or_a_reason_says_why_not(mode):
    assert refused(replace(GOOD, mode=mode, consulted=False)) == ("consultation_before_refusal", "46(26)")
    [warned] = check_refusal(replace(GOOD, mode=mode, consulted=False, override_reason="They withdrew the contact."))
    assert warned.guard.code == "consultation_before_refusal"
    assert not warned.by_analogy


@pytest.mark.parametrize("mode", ELSEWHERE)
def test_elsewhere_the_same_steps_are_asked_by_analogy(mode):
    bare = replace(GOOD, mode=mode, reasons="", consulted=False)
    assert refused(bare)[0] == "reasons_for_refusal"
    warned = check_refusal(replace(bare, override_reason="The treaty has its own form."))
    assert {one.guard.code for one in warned} == {"reasons_for_refusal", "consultation_before_refusal"}
    assert all(one.by_analogy and one.reason for one in warned)


@pytest.mark.parametrize("mode", [*CONVENTION, *ELSEWHERE, "", "nonsense"])
def test_bank_secrecy_is_never_a_ground(mode):
    assert refused(replace(GOOD, mode=mode, ground="BANK_SECRECY", override_reason="our law")) == (
        "no_bank_secrecy",
        "46(8)",
    )


def test_fiscal_matters_alone_are_no_ground_where_paragraph_22_binds():
    fiscal = replace(GOOD, ground="SOLELY_FISCAL", override_reason="our law")
    for mode in CONVENTION:
        assert refused(replace(fiscal, mode=mode)) == ("not_solely_fiscal", "46(22)")
    for mode in ELSEWHERE:
        assert [one.guard.code for one in check_refusal(replace(fiscal, mode=mode))] == ["not_solely_fiscal"]


def test_an_unknown_ground_is_refused_and_a_treaty_may_have_its_own():
    assert refused(replace(GOOD, ground="WE_DO_NOT_LIKE_IT")) == ("known_ground", "46(21)")
    assert refused(replace(GOOD, ground="", mode="treaty"))[0] == "known_ground"
    assert check_refusal(replace(GOOD, ground="ARTICLE_5_OF_THE_TREATY", mode="treaty")) == []


def test_help_that_is_not_coercive_is_owed_without_dual_criminality():
    absent = replace(GOOD, kind="SERVICE", module="service", ground="NO_DUAL_CRIMINALITY", dual=DualCriminality.NOT_MET)
    assert refused(absent) == ("not_coercive_is_owed", "46(9)(b)")
    [warned] = check_refusal(replace(absent, override_reason="Contrary to the basic concepts of our legal system."))
    assert warned.guard.code == "not_coercive_is_owed"
    assert check_refusal(replace(absent, ground="DE_MINIMIS")) == []
    assert check_refusal(replace(absent, kind="SEARCH_SEIZE_FREEZE", module="search_seizure")) == []


def test_dual_criminality_that_is_met_is_no_ground():
    met = replace(GOOD, ground="NO_DUAL_CRIMINALITY", dual=DualCriminality.MET)
    assert refused(met) == ("branch_of_ground", "46(9)(b)")


@given(
    st.builds(
        Refusal,
        mode=st.sampled_from([*CONVENTION, *ELSEWHERE]),
        kind=st.sampled_from([*KINDS, "?"]),
        module=st.sampled_from([*MODULES, ""]),
        ground=st.sampled_from([*GROUNDS, *FORBIDDEN, "?", ""]),
        reasons=st.sampled_from(["", "Because."]),
        consulted=st.booleans(),
        override_reason=st.sampled_from(["", "No time."]),
        dual=st.sampled_from(DualCriminality),
        coercive=st.sampled_from([None, *Coercive]),
    )
)
def test_no_refusal_passes_under_the_convention_without_reasons_and_consultation_or_override(refusal):
    try:
        warned = check_refusal(refusal)
    except RuleViolation as violation:
        assert violation.text.zh
        return
    assert refusal.ground != "BANK_SECRECY"
    if refusal.mode in CONVENTION:
        assert refusal.reasons
        assert refusal.ground in GROUNDS
        assert refusal.consulted or refusal.override_reason
    assert bool(warned) <= bool(refusal.override_reason)


@given(st.sampled_from(sorted(GUARDS)), st.sampled_from(Mode), st.sampled_from(["", " ", "A reason."]))
def test_a_guard_not_kept_always_leaves_a_trace(code, mode, why):
    guard = GUARDS[code]
    strength = force(guard.applies, mode)
    excusable = strength is Force.BY_ANALOGY or guard.override is Override.WITH_REASON
    if excusable and why.strip():
        assert [one.reason for one in demand(code, kept=False, mode=mode, override_reason=why)] == ["A reason."]
    else:
        with pytest.raises(RuleViolation):
            demand(code, kept=False, mode=mode, override_reason=why)
    assert demand(code, kept=True, mode=mode) == []


def test_every_guard_has_its_own_article_or_is_ours():
    for guard in GUARDS.values():
        assert (guard.applies is Applies.PRACTICE) == (guard.article == "")


@pytest.mark.parametrize(
    ("dual", "coerce", "duty"),
    [
        ("met", "yes", Duty.OWED),
        ("not_required", "yes", Duty.OWED),
        ("not_met", "yes", Duty.REFUSABLE),
        ("not_met", "no", Duty.SHALL_STILL_HELP),
        ("unclear", "no", Duty.SHALL_STILL_HELP),
        ("not_met", "depends", Duty.FIND_OUT),
        ("unclear", "yes", Duty.FIND_OUT),
    ],
)
def test_duty_without_dual_criminality(dual, coerce, duty):
    assert dual_criminality_duty(DualCriminality(dual), Coercive(coerce)) is duty
    assert duty in ADVICE


def test_grounds_are_the_nine_and_open_only_in_their_branch():
    assert len(GROUNDS) == 9
    names = {ground.code for ground in open_grounds(kind="DOCUMENTS", coercive=Coercive.YES, dual=DualCriminality.MET)}
    assert names == {"NON_CONFORM", "ESSENTIAL_INTERESTS", "PROHIBITED_AT_HOME", "CONTRARY_MLA_SYSTEM"}
    more = open_grounds(kind="ASSET_RECOVERY", coercive=Coercive.NO, dual=DualCriminality.NOT_MET)
    assert len(more) == 9


def test_coercive_defaults():
    assert coercive("SERVICE", "service") is Coercive.NO
    assert coercive("DOCUMENTS", "bank_records") is Coercive.YES
    assert coercive("DOCUMENTS", "business_records") is Coercive.DEPENDS
    assert coercive("SEARCH_SEIZE_FREEZE", "tracing") is Coercive.YES
    assert coercive("?", "?") is Coercive.DEPENDS


def test_postponement_names_the_proceedings_it_would_disturb():
    good = {"mode": "uncac_mini_treaty", "interference": "Our trial of the same person.", "consulted": True}
    assert check_postponement(**good) == []
    with pytest.raises(RuleViolation) as caught:
        check_postponement(**{**good, "interference": ""}, override_reason="busy")
    assert caught.value.article == "46(25)"
    with pytest.raises(RuleViolation) as caught:
        check_postponement(**{**good, "consulted": False})
    assert caught.value.article == "46(26)"


def test_deadline_costs_use_and_withdrawal():
    assert check_deadline(mode="", deadline="", reason="") == []
    assert check_deadline(mode="", deadline="2026-10-01", reason="trial") == []
    with pytest.raises(RuleViolation, match="deadline"):
        check_deadline(mode="", deadline="2026-10-01", reason="")
    assert check_costs(mode="", extraordinary=False, agreed=False) == []
    with pytest.raises(RuleViolation):
        check_costs(mode="", extraordinary=True, agreed=False)
    use = {"mode": "", "within_purpose": False, "consent": False, "exculpatory": False, "notified": False}
    with pytest.raises(RuleViolation) as caught:
        check_use(**use, override_reason="useful")
    assert caught.value.article == "46(19)"
    assert check_use(**{**use, "consent": True}) == []
    assert check_use(**{**use, "exculpatory": True, "notified": True}) == []
    assert len(check_use(**{**use, "exculpatory": True}, override_reason="The trial was the same day.")) == 1
    with pytest.raises(RuleViolation):
        check_withdrawal(reason="\u200b")
    check_withdrawal(reason="The accused died.")


@pytest.mark.parametrize(
    ("result", "text", "evidence", "passes"),
    [
        ("executed", "", 1, True),
        ("executed", "Served on 3 March.", 0, True),
        ("executed", "", 0, False),
        ("nothing_found", "", 0, False),
        ("nothing_found", "The bank holds no such account.", 0, True),
        ("impossible", "", 2, False),
        ("executed_in_part", "", 2, False),
        ("in_part_more_to_come", "", 2, True),
    ],
)
def test_a_result_is_shown_or_explained(result, text, evidence, passes):
    if passes:
        assert check_result(mode="", result=result, text=text, evidence=evidence) == []
    else:
        with pytest.raises(RuleViolation):
            check_result(mode="", result=result, text=text, evidence=evidence)
