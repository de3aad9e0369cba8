"""Review of a draft, signature, sending."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import reviewing, sending
from comity.cases.forms.acts import AskReviewForm, ReviewForm, SendForm
from comity.cases.queries import chains, drafts, overview
from comity.cases.signing import officer_signer
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.seal.checks import OWN_CLOCK

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from comity.cases.chains import Stage

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@casework(Permission.REQUEST_ASK_REVIEW, when=rules.check_draft)
def review_ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Hand the draft to a reviewer."""
    case = visible_case(request, case_id)
    actor = actor_of(request)
    first = chains.organs_of(case)[0]
    reviewers = None if first.officers else chains.approvers_at(first, but=chains.excluded(case) | {actor.officer_id})
    form = AskReviewForm(request.POST or None, reviewers=reviewers)
    if form.is_valid() and tried(
        form,
        lambda: reviewing.ask_review(
            actor=actor,
            case_id=case_id,
            note=form.cleaned_data["note"],
            reviewer_id=_chosen(form, "reviewer"),
            now=utc_now(),
        ),
    ):
        return done(request, _("The reviewer sees the draft from now on."), "cases:case", case.pk)
    check = drafts.check_of(case, get_language() or "en")
    return render(request, "cases/review_ask.html", case_frame(request, case, form=form, check=check))


@require_http_methods(FORM)
@casework(Permission.REQUEST_REVIEW, when=rules.check_in_review)
def request_review(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read the draft; approve it exactly as it stands, or return it with notes."""
    case = visible_case(request, case_id)
    stage, following = chains.stages_now(case)
    approvers = chains.choice_at(following, case, actor_of(request)) if following else None
    form = ReviewForm(request.POST or None, approvers=approvers)
    if form.is_valid() and tried(form, lambda: _decide(request, form, case_id)):
        return done(request, _decided(request, following), "cases:case", case.pk)
    language = get_language() or "en"
    page = case_frame(
        request,
        case,
        form=form,
        check=drafts.check_of(case, language),
        reading=overview.reading(case, language),
        review=case.reviews.filter(outcome="").first(),
        stage=stage,
        stage_name=stage.name.get(language) if stage and chains.own(case) else "",
    )
    return render(request, "cases/request_review.html", page)


def _chosen(form: AskReviewForm | ReviewForm, name: str) -> UUID | None:
    return UUID(form.cleaned_data[name]) if form.cleaned_data.get(name) else None


def _decide(request: HttpRequest, form: ReviewForm, case_id: UUID) -> None:
    actor, notes = actor_of(request), form.cleaned_data["notes"]
    if request.POST.get("outcome") == "returned":
        reviewing.return_draft(actor=actor, case_id=case_id, notes=notes, now=utc_now())
    else:
        following = _chosen(form, "approver")
        reviewing.approve_draft(actor=actor, case_id=case_id, notes=notes, next_id=following, now=utc_now())


def _decided(request: HttpRequest, following: Stage | None) -> str:
    if request.POST.get("outcome") == "returned":
        return _("Returned to the drafter with your notes.")
    if following is None:
        return _("Approved. It now waits for the head.")
    return _("Approved. It now waits for: %(organ)s.") % {"organ": following.name.get(get_language() or "en")}


@require_http_methods(FORM)
@casework(Permission.REQUEST_SEND, when=rules.check_approved)
def request_send(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Read the approved request, sign it with one's own key, and send it."""
    case = visible_case(request, case_id)
    form = SendForm(request.POST or None)
    if form.is_valid() and tried(form, lambda: _sign_and_send(request, case_id, form.cleaned_data["passphrase"])):
        text = _("Signed, sealed, and handed to delivery. The receipt of %(state)s will stand in the timeline.")
        return done(request, text % {"state": case.counterpart_state}, "cases:case", case.pk)
    page = case_frame(
        request,
        case,
        form=form,
        return_form=ReviewForm(),
        reading=overview.reading(case, get_language() or "en"),
    )
    return render(request, "cases/request_send.html", page)


def _sign_and_send(request: HttpRequest, case_id: UUID, passphrase: str) -> None:
    """Sign and send, and say so where the time of the signature is not proved by a time stamp."""
    actor, now = actor_of(request), utc_now()
    signer = officer_signer(actor, passphrase, now)
    sent = sending.send_request(actor=actor, case_id=case_id, signer=signer, now=now)
    if sent.letter.time_source != OWN_CLOCK:
        return
    if settings.NODE.time_authorities:
        text = _(
            "The time-stamp authority gave no time stamp that can be used. Your signature is valid, but its time is"
            " only that of this node's clock, and whoever verifies the letter reads that. Tell your administrator."
        )
    else:
        text = _(
            "No time-stamp authority is set here. Your signature is valid, but its time is only that of this node's"
            " clock, and whoever verifies the letter reads that."
        )
    messages.warning(request, text)


@require_POST
@casework(Permission.REQUEST_SEND)
def approval_withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return an approved request to the drafter with notes instead of signing it."""
    form = ReviewForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["notes"]:
        messages.error(request, _("Say what is to be changed before you return the request. It was not returned."))
        return redirect("cases:request-send", case_id)
    notes = form.cleaned_data["notes"]
    reviewing.withdraw_approval(actor=actor_of(request), case_id=case_id, notes=notes, now=utc_now())
    return done(request, _("Returned to the drafter with your notes."), "cases:case", case_id)
