"""Drafts shown for comment: ours and theirs, no request and never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.builders.cases import (
    NOW,
    Cast,
    a_draft,
    a_letter,
    arrive,
    common,
    measure_ids,
    outbox_kinds,
)
from tests.builders.messages import a_request
from tests.builders.people import signed_in

from comity.cases.actions import (
    sharing,
)
from comity.cases.models import Case, SharedDraft
from comity.cases.queries.commenting import places_of_draft
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.roles import Role
from comity.wire import turns
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from uuid import UUID

pytestmark = pytest.mark.django_db


def fresh(case: Case | UUID) -> Case:
    return Case.objects.get(pk=case.pk if isinstance(case, Case) else case)


def test_draft_is_shared_commented_and_ours_again(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="Is it enough?", now=NOW)
    assert (fresh(case).step, fresh(case).turn_side) == ("pre_consultation", "theirs")
    with pytest.raises(CaseworkError, match="E_NOT_DRAFT"):
        sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    remark = turns.DraftRemark(section="facts", text="Say when.")
    arrive(turns.DraftComment(**common(case), draft_no=shared.number, remarks=(remark,)))
    assert fresh(case).step == "draft"
    shared.refresh_from_db()
    assert shared.remarks[0]["text"] == "Say when."


def test_draft_of_theirs_is_no_case(cast: Cast) -> None:
    request = a_request()
    arrive(turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request))
    assert not Case.objects.filter(pk=request.request_id).exists()
    shared = SharedDraft.objects.get(request_id=request.request_id)
    with pytest.raises(AccessDenied):
        sharing.comment_on_draft(actor=cast.registry, shared_id=shared.pk, remarks=(), note="", now=NOW)
    sharing.comment_on_draft(actor=cast.case_officer, shared_id=shared.pk, remarks=(), note="Complete.", now=NOW)
    assert outbox_kinds(request.request_id) == ["draft.comment"]
    with pytest.raises(CaseworkError, match="E_DRAFT"):
        sharing.comment_on_draft(actor=cast.case_officer, shared_id=shared.pk, remarks=(), note="", now=NOW)
    arrive(request, letter=a_letter(cast.registry))
    assert fresh(request.request_id).step == "received"


def test_recalled_draft_takes_comments_all_the_same(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    sharing.recall_draft(actor=cast.drafter, case_id=case.pk, now=NOW)
    assert fresh(case).step == "draft"
    arrive(turns.DraftComment(**common(case), draft_no=shared.number))
    assert fresh(case).step == "draft"


def test_comment_on_a_place_that_the_draft_does_not_have_is_refused(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    for section, measure in (("nowhere", ""), ("measures", "other"), ("facts", measure_ids(case)[0])):
        remark = turns.DraftRemark(section=section, measure_id=measure, text="Say when.")
        with pytest.raises(WireError, match="E_MESSAGE"):
            arrive(turns.DraftComment(**common(case), draft_no=shared.number, remarks=(remark,)))
    assert fresh(case).step == "pre_consultation"
    assert not case.remarks.exists()
    remark = turns.DraftRemark(section="measures", measure_id=measure_ids(case)[0], text="Which branch?")
    arrive(turns.DraftComment(**common(case), draft_no=shared.number, remarks=(remark,)))
    assert [one.part for one in case.remarks.all()] == [f"measures:{measure_ids(case)[0]}"]


def test_comments_stand_beside_what_they_are_about(cast: Cast) -> None:
    request = a_request()
    arrive(turns.DraftShare(request_id=request.request_id, sent_at=NOW, draft_no=1, draft=request))
    shared = SharedDraft.objects.get(request_id=request.request_id)
    reader, url = signed_in(cast.officer(Role.CASE_OFFICER)), reverse("cases:draft-comment", args=[shared.pk])
    assert "Comment on the whole draft" in reader.post(url, {"on0": " "}).content.decode()
    shared.refresh_from_db()
    assert shared.answered_at is None
    places = [one.key for one in places_of_draft(shared, "en")]
    assert places[0] == ""
    facts, measure = places.index("facts"), places.index(f"measures:{request.measures[0].measure_id}")
    reader.post(url, {f"on{facts}": "Say when.", f"on{measure}": "Which branch?"})
    shared.refresh_from_db()
    found = {one.key: one.said for one in places_of_draft(shared, "en") if one.said}
    assert found == {"facts": ["Say when."], f"measures:{request.measures[0].measure_id}": ["Which branch?"]}
    said = reader.get(url).content.decode()
    assert said.index("Say when.") < said.index("Which branch?")
