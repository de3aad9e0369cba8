"""What they tell us beside the measures: a corrected reference is the one by which we call their case from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.builders.cases import a_sent, arrive, common, outbox_kinds, their_ack

from comity.cases.actions import reporting
from comity.cases.models import Case
from comity.core.keys import storage_identities
from comity.exchange.models import OutboxItem
from comity.seal.age import open_bytes
from comity.wire import matters as wire
from comity.wire.kinds import parse

if TYPE_CHECKING:
    from tests.builders.cases import Cast, TestSigner

NEW, PLACE = "XB/2026/0002", "Acknowledgement of receipt"


def corrected(case: Case, reference: str) -> wire.Correction:
    said = common(case) | {"from_reference": reference}
    return wire.Correction(
        **said, notice_id=f"n{reference[-1:]}", place=PLACE, was="XB/2026/0001", shall_be=NEW, text="Joined by mistake."
    )


def test_a_notice_under_another_reference_is_the_one_that_we_answer_to(cast: Cast, signer: TestSigner):
    case = a_sent(cast, signer=signer)
    arrive(their_ack(case))
    assert Case.objects.get(pk=case.pk).their_reference == "XB/2026/0001"
    arrive(corrected(case, NEW))
    arrive(corrected(case, ""))
    now = Case.objects.get(pk=case.pk)
    assert (now.their_reference, now.step) == (NEW, "acknowledged")
    assert {one.said["was"] for one in now.notices.all()} == {"XB/2026/0001"}, "what was said stays in the record"
    reporting.ask_status(actor=cast.drafter, case_id=case.pk, note="", now=now.changed_at)
    assert outbox_kinds(case.pk)[-1] == "status.query"
    item = OutboxItem.objects.get(case_id=case.pk, kind="status.query")
    assert parse(item.kind, open_bytes(bytes(item.content), storage_identities())).to_reference == NEW
