"""Postponement: after consultation, until a day of review, and taken up again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_sent,
    an_accepted,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
    their_ack,
)

from comity.cases.actions import (
    deciding,
    postponing,
    proposing,
)
from comity.cases.models import Case
from comity.cases.rules import CaseworkError
from comity.law.conversation import Said
from comity.law.errors import RuleViolation
from comity.wire import messages as wire
from comity.wire import turns

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def before_the_head(cast: Cast, case: Case, act: Said) -> None:
    proposing.put_to_head(actor=cast.case_officer, case_id=case.pk, act=act, said={}, now=NOW)
    assert (fresh(case).turn_side, fresh(case).turn_role) == ("ours", "head")


def states(case: Case) -> set[str]:
    return set(case.measures.values_list("state", flat=True))


def an_acknowledged(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return fresh(case)


def test_postponement_comes_after_consultation_and_ends(cast: Cast) -> None:
    case = an_accepted(cast)
    before_the_head(cast, case, Said.DECISION_POSTPONE)
    wanted = {
        "actor": cast.head, "case_id": case.pk, "measure_ids": measure_ids(case), "interference": "Our own trial.",
        "review_on": date(2026, 9, 1), "override_reason": "", "now": NOW,
    }  # fmt: skip
    with pytest.raises(RuleViolation, match="consultation_before_postponement"):
        postponing.postpone_measures(**wanted)
    deciding.record_consultation(
        actor=cast.head, case_id=case.pk, measure_ids=measure_ids(case), opened_at=NOW, summary="By telephone.",
        override_reason="", now=NOW,
    )  # fmt: skip
    with pytest.raises(RuleViolation, match="interference_for_postponement"):
        postponing.postpone_measures(**wanted | {"interference": " "})
    with pytest.raises(CaseworkError, match="E_REVIEW_DAY"):
        postponing.postpone_measures(**wanted | {"review_on": NOW.date()})
    postponing.postpone_measures(**wanted)
    assert states(case) == {"postponed"}
    postponing.resume_measures(actor=cast.case_officer, case_id=case.pk, note="The trial is over.", now=NOW)
    assert states(case) == {"accepted"}
    assert outbox_kinds(case.pk)[-2:] == ["decision.postpone", "status.report"]


def test_their_postponement_is_shown_with_its_day(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    arrive(
        turns.DecisionPostpone(
            **common(case),
            measure_ids=tuple(measure_ids(case)),
            interference="Their trial.",
            review_on="2026-09-01",
            consultation=wire.ConsultationHeld(summary="Said."),
        )
    )
    assert states(case) == {"postponed"}
    assert case.postponements.get().review_on == date(2026, 9, 1)
    assert fresh(case).turn_side == "theirs"
