"""More is asked in a case that was sent, and only messages move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_sent,
    an_accepted,
    an_arrived,
    arrive,
    common,
    their_ack,
)
from tests.builders.messages import a_measure

from comity.cases.actions import (
    closing,
    extending,
    giving_back,
)
from comity.cases.models import Case
from comity.kernel.graph import GraphError
from comity.wire import turns

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def states(case: Case) -> set[str]:
    return set(case.measures.values_list("state", flat=True))


def an_acknowledged(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return fresh(case)


def test_supplement_adds_measures_and_opens_a_closed_case(cast: Cast, signer: TestSigner) -> None:
    case = an_acknowledged(cast, signer)
    closing.withdraw_measures(actor=cast.head, case_id=case.pk, measure_ids=(), reason="No.", now=NOW)
    closing.close_case(actor=cast.head, case_id=case.pk, reason="Done.", useful="", text="", now=NOW)
    assert fresh(case).step == "closed"
    extending.send_supplement(
        actor=cast.head, case_id=case.pk, reason="A second account.", measures=[a_measure("m9").to_json()], now=NOW
    )
    case = fresh(case)
    assert (case.step, case.closed_at, case.supplements) == ("acknowledged", None, 1)
    assert set(case.measures.values_list("measure_id", "state")) >= {("m9", "asked")}


def test_their_supplement_is_examined(cast: Cast) -> None:
    case = an_accepted(cast)
    arrive(turns.Supplement(**common(case), reason="A second account.", measures=(a_measure("m9"),)))
    assert (fresh(case).step, fresh(case).supplements) == ("legal_review", 1)
    assert states(case) == {"accepted", "asked"}


def test_nobody_moves_a_case_by_hand_where_only_a_message_does(cast: Cast) -> None:
    case = an_arrived()
    with pytest.raises(GraphError):
        giving_back.let_lapse(actor=cast.registry, case_id=case.pk, reason="x", now=NOW)
