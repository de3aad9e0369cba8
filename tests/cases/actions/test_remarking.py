"""Comments on a draft: pinned, answered, settled; they weaken, block only where a reviewer insists, and stay here."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from tests.builders.cases import NOW, Cast, TestSigner, a_draft, arrive, common
from tests.builders.keys import node_keys

from comity.cases.actions import keeping, remarking, reviewing, sending, sharing
from comity.cases.models import Case, SharedDraft
from comity.cases.queries import content, drafts, remarks
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.roles import Role
from comity.exchange import blobs, packing
from comity.exchange.models import OutboxItem
from comity.law.contents import check
from comity.seal.age.files import open_bytes
from comity.wire import turns

if TYPE_CHECKING:
    from comity.cases.models import Remark
    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db

SECRET = "marmalade-4711 ought never to leave"


def in_review(cast: Cast) -> Case:
    case = a_draft(cast)
    for role in (Role.TRANSLATOR, Role.CASE_OFFICER):
        keeping.join(case, cast.officer(role).pk, role, at=NOW)
    reviewing.ask_review(
        actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=NOW
    )
    return Case.objects.get(pk=case.pk)


def write(actor: Actor, case: Case, **changes: Any) -> Remark:
    values: dict[str, Any] = {"part": "facts", "quote": "", "text": "Say when.", "must_settle": False, **changes}
    return remarking.write_remark(actor=actor, case_id=case.pk, now=NOW, **values)


def act(actor: Actor, remark: Remark, kind: Any, text: str = "") -> Remark:
    return remarking.act_on_remark(
        actor=actor, case_id=remark.case_id, remark_id=remark.pk, kind=kind, text=text, now=NOW
    )


def test_remark_is_answered_settled_and_opened_again(cast: Cast) -> None:
    case = in_review(cast)
    remark = write(cast.reviewer, case)
    act(cast.drafter, remark, "answered", "In May.")
    assert act(cast.translator, remark, "settled").settled_at == NOW
    with pytest.raises(CaseworkError, match="E_REMARK"):
        act(cast.drafter, remark, "answered", "Again.")
    assert act(cast.reviewer, remark, "reopened", "Not yet.").settled_at is None
    [shown] = remarks.remarks_of(case, cast.drafter, "en", part="facts")
    assert [one.text for one in shown.acts] == ["In May.", "", "Not yet."]
    assert shown.by.startswith("Reviewer")


def test_remark_that_must_be_settled_stands_in_the_way_of_approval_and_no_other_does(cast: Cast) -> None:
    case = in_review(cast)
    write(cast.drafter, case)
    remark = write(cast.reviewer, case, must_settle=True)
    with pytest.raises(CaseworkError, match="E_MUST_SETTLE"):
        reviewing.approve_draft(actor=cast.reviewer, case_id=case.pk, notes="", now=NOW)
    with pytest.raises(CaseworkError, match="E_INSIST"):
        act(cast.drafter, remark, "settled")
    act(cast.reviewer, remark, "settled")
    reviewing.approve_draft(actor=cast.reviewer, case_id=case.pk, notes="", now=NOW)
    assert remarks.open_of(case) == remarks.Open(1, 0)


@pytest.mark.parametrize("who", ["drafter", "translator", "case_officer"])
def test_only_reviewer_and_head_insist(cast: Cast, who: str) -> None:
    with pytest.raises(CaseworkError, match="E_INSIST"):
        write(getattr(cast, who), in_review(cast), must_settle=True)


def test_remark_on_what_is_not_there_or_says_nothing_is_refused(cast: Cast) -> None:
    case = in_review(cast)
    with pytest.raises(CaseworkError, match="E_PART"):
        write(cast.reviewer, case, part="measures:none")
    with pytest.raises(CaseworkError, match="E_SAY"):
        write(cast.reviewer, case, text=" \n")
    outsider = cast.registry
    with pytest.raises((AccessDenied, Case.DoesNotExist)):
        write(outsider, case)


def test_open_remark_is_on_the_check_and_no_finding_of_the_law(cast: Cast) -> None:
    case = in_review(cast)
    before = check(content.request_of(case))
    measure = case.measures.get().measure_id
    write(cast.reviewer, case, part=f"measures:{measure}", text="Name the branch.")
    write(cast.reviewer, case, part="", text="Too long.", must_settle=True)
    found = drafts.check_of(case, "en")
    assert [one.notice.kind for one in found.remarks] == ["blocks", "weakens"]
    assert check(content.request_of(case)) == before


def test_quote_that_left_the_text_is_said_to_have_left(cast: Cast) -> None:
    case = in_review(cast)
    words = content.request_of(case)["facts"]["summary"][:30]
    write(cast.reviewer, case, quote=words.replace(" ", "\n", 1))
    write(cast.reviewer, case, quote="words that were never there")
    assert [one.stands for one in remarks.remarks_of(case, cast.reviewer, "en")] == [True, False]


def test_comment_of_the_other_state_is_pinned_and_marked_as_theirs(cast: Cast) -> None:
    case = a_draft(cast)
    shared = sharing.share_draft(actor=cast.drafter, case_id=case.pk, note="", now=NOW)
    measure = case.measures.get().measure_id
    said = (
        turns.DraftRemark(section="facts", text="When?"),
        turns.DraftRemark(section="measures", measure_id=measure, text="Which branch?"),
        turns.DraftRemark(section=remarks.WHOLE_DRAFT, text="Thank you."),
    )
    arrive(turns.DraftComment(**common(case), draft_no=shared.number, remarks=said))
    found = remarks.remarks_of(Case.objects.get(pk=case.pk), cast.drafter, "en")
    assert [(one.part, one.theirs, one.by) for one in found] == [
        ("facts", True, "XB"), (f"measures:{measure}", True, "XB"), ("", True, "XB"),
    ]  # fmt: skip


def test_remark_on_a_signed_request_is_refused(cast: Cast, signer: TestSigner) -> None:
    case = sent(cast, signer)
    with pytest.raises(CaseworkError, match="E_NOT_DRAFT"):
        write(cast.drafter, case)


def sent(cast: Cast, signer: TestSigner, remark: str = "") -> Case:
    case = in_review(cast)
    if remark:
        act(cast.drafter, write(cast.reviewer, case, text=remark, quote=remark), "answered", remark)
    reviewing.approve_draft(actor=cast.reviewer, case_id=case.pk, notes="", now=NOW)
    sending.send_request(actor=cast.head, case_id=case.pk, signer=signer, now=NOW)
    return Case.objects.get(pk=case.pk)


def test_no_message_letter_or_package_holds_a_remark(cast: Cast, signer: TestSigner) -> None:
    """A draft shown and a request sent: every byte that leaves is opened and read."""
    shown = a_draft(cast)
    write(cast.drafter, shown, text=SECRET, quote=SECRET)
    sharing.share_draft(actor=cast.drafter, case_id=shown.pk, note="Enough?", now=NOW)
    assert SECRET not in str(SharedDraft.objects.get().draft)
    case = sent(cast, signer, SECRET)
    assert SECRET not in str(case.body)
    items = list(OutboxItem.objects.all())
    assert {one.kind for one in items} == {"draft.share", "request.submit"}
    for item in items:
        packing.pack(item.pk, now=NOW)
        item.refresh_from_db()
        assert item.package is not None
        with blobs.open_blob(item.package) as sealed:
            read = members(open_bytes(sealed.read(), node_keys("xb").age_identities))
        assert any(b"Meridian Quarry" in member for member in read.values())
        for name, member in read.items():
            assert SECRET.encode() not in member, f"{item.kind}: {name}"
    letter = "".join(page.extract_text() for page in PdfReader(io.BytesIO(read["request.pdf"])).pages)
    assert "Meridian Quarry" in letter
    assert SECRET not in letter


def members(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {name: package.read(name) for name in package.namelist()}
