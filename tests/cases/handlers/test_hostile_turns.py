"""Turns that are verified and still use a name twice, or answer nothing: refused for good, and nothing changes.

Each would break a constraint of the database if it were not refused: a fault of ours, tried again for ever.
"""

from __future__ import annotations

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    TestSigner,
    a_peer,
    a_sent,
    an_accepted,
    arrive,
    common,
    measure_ids,
    their_ack,
)
from tests.builders.messages import a_measure, a_request
from tests.cases.handlers.test_hostile import refused

from comity.cases.models import Case, SharedDraft
from comity.wire import matters, turns
from comity.wire.errors import WireError
from comity.wire.messages import ConsultationHeld

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(cast: Cast, signer: TestSigner) -> Case:
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    return Case.objects.get(pk=case.pk)


def test_a_supplement_that_names_a_measure_that_is_there_is_refused(cast: Cast) -> None:
    case = an_accepted(cast)
    [known] = measure_ids(case)
    message = turns.Supplement(**common(case), reason="More.", measures=(a_measure(known),))
    assert refused(case, message) == "out_of_step"


def test_one_name_for_two_matters_is_refused(ours: Case) -> None:
    arrive(matters.CostConsult(**common(ours), matter="x1", estimate="1", text="Costs."))
    again = matters.CannotComply(**common(ours), matter="x1", reason="The court tells.")
    assert refused(ours, again) == "E_MESSAGE"


def test_one_name_for_two_notices_is_refused(ours: Case) -> None:
    arrive(matters.Obstacle(**common(ours), notice_id="n1", text="Closed."))
    again = matters.FreezeEffect(**common(ours), notice_id="n1", text="Frozen.")
    assert refused(ours, again) == "E_MESSAGE"


def test_an_answer_to_nothing_is_refused(cast: Cast) -> None:
    case = an_accepted(cast)
    assert refused(case, matters.ConsultReply(**common(case), matter="x9", text="Yes.")) == "E_MESSAGE"
    answer = turns.ConditionsAccept(**common(case), offer_id="o9", measure_ids=tuple(measure_ids(case)))
    assert refused(case, answer) == "E_MESSAGE"


@pytest.mark.parametrize("kind", ["matter", "notice", "offer", "postponement"])
def test_a_third_node_has_no_say_in_our_case(ours: Case, kind: str) -> None:
    a_peer("stranger")
    names = tuple(measure_ids(ours))
    said = {
        "matter": lambda: matters.CostConsult(**common(ours), matter="x1", estimate="1", text="Costs."),
        "notice": lambda: matters.Obstacle(**common(ours), notice_id="n1", text="Closed."),
        "offer": lambda: turns.ConditionsOffer(
            **common(ours), offer_id="o1", measure_ids=names, conditions=(turns.Condition(condition_id="c", text="c"),)
        ),
        "postponement": lambda: turns.DecisionPostpone(
            **common(ours), measure_ids=names, interference="Ours.", review_on="2026-09-01",
            consultation=ConsultationHeld(),
        ),
    }[kind]()  # fmt: skip
    assert refused(ours, said, node="stranger") == "E_CASE"


@pytest.mark.usefixtures("cast")
def test_a_draft_number_taken_by_another_node_is_refused() -> None:
    request = a_request()
    shared = turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request)
    arrive(shared)
    a_peer("stranger")
    with pytest.raises(WireError, match="E_MESSAGE"):
        arrive(shared, node="stranger")
    assert SharedDraft.objects.count() == 1
