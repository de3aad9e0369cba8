"""Drafts shown for comment: ours and theirs, no request and never counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.cases import (
    NOW,
    Cast,
    a_draft,
    a_letter,
    arrive,
    common,
    outbox_kinds,
)
from tests.builders.messages import a_request

from comity.cases.actions import (
    sharing,
)
from comity.cases.models import Case, SharedDraft
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.wire import turns

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
