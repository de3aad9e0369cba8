"""What is kept before two cases are joined is enough to have the case from the letter again, row by row."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import serializers
from tests.builders import moves
from tests.builders.cases import NOW, measure_ids

from comity.cases import erasing
from comity.cases.actions import before_joining, moving, receiving
from comity.cases.models import Annex, BeforeJoin, Case, Measure
from comity.core.files.actions import store_bytes

if TYPE_CHECKING:
    from tests.builders.cases import Cast

    from comity.exchange.models import Peer

LATER = NOW + timedelta(days=30)


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return moves.a_ministry(cast)


def a_pair(cast: Cast, ministry: Peer) -> tuple[Case, Case]:
    """Return a case from a letter that was worked on, and a claim."""
    former = moves.a_letter_case(cast, ministry)
    receiving.begin_examination(actor=cast.case_officer, case_id=former.pk, now=NOW)
    moves.join(cast, ministry)
    return Case.objects.get(pk=former.pk), moves.a_claim(cast, at=LATER, reference=former.our_reference)


def joined(cast: Cast, case: Case, former: Case) -> BeforeJoin:
    moving.join_letter(
        actor=cast.registry, case_id=case.pk, letter_case_id=former.pk, shown_officer="Registry", contact="", now=LATER
    )
    return BeforeJoin.objects.get(case=case)


def test_the_case_from_the_letter_can_be_written_again_from_what_is_kept(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    before = before_joining.written(former)
    assert {row["model"] for row in before} >= {"cases.case", "cases.measure", "cases.party", "cases.line"}
    kept = joined(cast, case, former)
    assert (kept.former_id, kept.at, kept.former) == (former.pk, LATER, before)
    assert not Case.objects.filter(pk=former.pk).exists()
    Case.objects.get(pk=case.pk).delete()  # its reference is free, and what went over to it is gone too
    for row in serializers.deserialize("json", json.dumps(kept.former)):
        row.save()
    assert before_joining.written(Case.objects.get(pk=former.pk)) == before


def test_what_the_signed_request_had_is_told_from_what_came_to_it(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    own = set(case.lines.values_list("pk", flat=True))
    kept = joined(cast, case, former)
    signed = {(row["model"], row["pk"]): row["fields"] for row in kept.signed}
    assert {pk for model, pk in signed if model == "cases.line"} == own
    theirs = {row["pk"] for row in kept.former if row["model"] == "cases.line"}
    assert theirs
    assert not theirs & own
    assert theirs < set(case.lines.values_list("pk", flat=True))
    assert signed["cases.case", str(case.pk)]["our_reference"] == ""
    assert {fields["state"] for (model, _pk), fields in signed.items() if model == "cases.measure"} == {"asked"}
    assert Measure.objects.filter(pk__in=[pk for model, pk in signed if model == "cases.measure"]).count() == len(
        measure_ids(case)
    )
    assert not [row for row in kept.signed if {"title", "body", "data"} & row["fields"].keys()], "no content twice"


def test_it_is_content_of_the_case_and_destroyed_with_it(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    joined(cast, case, former)
    erasing.empty(Case.objects.get(pk=case.pk))
    assert not BeforeJoin.objects.exists()


def test_the_files_of_the_letter_go_with_it_too(cast: Cast, ministry: Peer):
    former, case = a_pair(cast, ministry)
    file = store_bytes(
        b"%PDF-1.7 invented", actor=cast.registry, purpose="annex", name="a.pdf", media_type="application/pdf", now=NOW
    )
    Annex.objects.create(case=former, file=file, name="a.pdf", position=9, added_at=NOW)
    assert file.pk in erasing.files_of(former)
    joined(cast, case, former)
    assert not Annex.objects.filter(file=file).exists()
    assert file.pk in erasing.files_of(case)
    erasing.empty(Case.objects.get(pk=case.pk))
    assert erasing.nobody_refers_to({file.pk}) == {file.pk}
