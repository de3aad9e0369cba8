"""Before a request is registered, and after it was sent: shared, announced, returned, corrected, extended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import rules
from comity.cases.access import Permission
from comity.cases.actions import extending, giving_back, sharing
from comity.cases.forms.acts import ReasonForm
from comity.cases.forms.turning import before
from comity.cases.queries import commenting, turning
from comity.cases.views.base import casework, done, our_state, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.kernel.clock import utc_now
from comity.law.conversation import Said

if TYPE_CHECKING:
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from comity.cases.models import Case

FORM = ["GET", "HEAD", "POST"]


def _page(request: HttpRequest, case: Case, form: forms.Form, **texts: Any) -> HttpResponse:
    """Render the page of one act: its title, what it tells the reader, what its button says."""
    return render(request, "cases/turn_take.html", case_frame(request, case, form=form, **texts))


@require_http_methods(FORM)
@casework(Permission.REQUEST_RETURN, when=rules.check_arrived)
def request_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return a request that cannot be registered; it can be corrected and sent again."""
    case = visible_case(request, case_id)
    form = before.ReturnForm(request.POST or None, case=case)
    if form.is_valid() and tried(
        form,
        lambda: giving_back.return_request(
            actor=actor_of(request), case_id=case_id, defects=form.defects(), state=our_state(),
            note=form.cleaned_data["note"], now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("Returned, under a provisional reference."), "home")
    return _page(
        request,
        case,
        form,
        title=_("Return before registration"),
        intro=_(
            "Only for these four defects. Anything that is missing under article 46(15) is asked for instead; a request"
            " that does not conform is decided, after consultation."
        ),
        button=_("Return it to %(state)s") % {"state": case.counterpart_state},
        article_of_act="46(14)",
    )  # fmt: skip


@require_http_methods(FORM)
@casework(Permission.REQUEST_RETURN, when=rules.check_arrived)
def request_refer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Tell which authority is competent."""
    case = visible_case(request, case_id)
    form = before.ReferForm(request.POST or None, case=case)
    if form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: giving_back.refer_request(
                actor=actor_of(request), case_id=case_id, authority=given["authority"], contact=given["contact"],
                reason=given["reason"], forwarded=given["forwarded"], state=our_state(), now=utc_now(),
            ),
        ):  # fmt: skip
            return done(request, _("Referred, and told."), "home")
    return _page(
        request,
        case,
        form,
        title=_("Refer to another authority"),
        intro=_("The requesting State is told which authority is competent, and whether you passed the request on."),
        button=_("Tell %(state)s") % {"state": case.counterpart_state},
        article_of_act="46(13)",
    )  # fmt: skip


@require_http_methods(FORM)
@casework(Permission.REQUEST_RETURN)
def oral_lapse(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Stop waiting for the written confirmation of an oral request."""
    case = visible_case(request, case_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: giving_back.let_lapse(
            actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], now=utc_now()
        ),
    ):
        return done(request, _("It lapsed. If it is confirmed later, it is taken all the same."), "home")
    return _page(
        request,
        case,
        form,
        title=_("Not confirmed in writing"),
        intro=_("The request was made orally and no confirmation came. Nothing is sent."),
        button=_("Let it lapse"),
        article_of_act="46(14)",
    )  # fmt: skip


@require_http_methods(FORM)
@casework(Permission.REQUEST_ANNOUNCE)
def oral_announce(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Announce an urgent request that was made orally."""
    case = visible_case(request, case_id)
    form = before.OralForm(request.POST or None, case=case, initial={"title": case.title})
    if form.is_valid() and tried(
        form,
        lambda: giving_back.announce_orally(
            actor=actor_of(request), case_id=case_id, said=form.said(), spoken_at=form.cleaned_data["spoken_on"],
            now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("It is on its way. Confirm it in writing without delay."), "cases:case", case.pk)
    return _page(
        request,
        case,
        form,
        title=_("Announce an oral request"),
        intro=_(
            "In urgent circumstances and where both States agree, a request may be made orally; it is confirmed in"
            " writing forthwith. This note tells the other authority what was said."
        ),
        button=_("Send the note to %(state)s") % {"state": case.counterpart_state},
        article_of_act="46(14)",
    )  # fmt: skip


@require_POST
@casework(Permission.REQUEST_ASK_REVIEW)
def draft_reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take a returned request back into drafting."""
    giving_back.reopen_draft(actor=actor_of(request), case_id=case_id, now=utc_now())
    return done(request, _("The request is a draft again. Nothing written is lost."), "cases:draft", case_id)


@require_http_methods(FORM)
@casework(Permission.DRAFT_SHARE, when=rules.check_draft)
def draft_share(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the draft to the other authority and ask for its comments."""
    case = visible_case(request, case_id)
    form = before.ShareForm(request.POST or None, case=case)
    if form.is_valid() and tried(
        form,
        lambda: sharing.share_draft(
            actor=actor_of(request), case_id=case_id, note=form.cleaned_data["note"], now=utc_now()
        ),
    ):
        return done(request, _("The draft is on its way."), "cases:case", case.pk)
    return _page(
        request,
        case,
        form,
        title=_("Show the draft to the other authority"),
        intro=_(
            "It has no legal effect and is not counted. It is sealed like any message. You may recall it at any time."
        ),
        button=_("Show it to %(state)s") % {"state": case.counterpart_state or "–"},
    )  # fmt: skip


@require_POST
@casework(Permission.DRAFT_SHARE)
def draft_recall(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go on writing without waiting for comments."""
    sharing.recall_draft(actor=actor_of(request), case_id=case_id, now=utc_now())
    return done(request, _("The draft is yours again."), "cases:draft", case_id)


@require_http_methods(FORM)
@casework(Permission.REQUEST_SUPPLEMENT)
def request_supplement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for one more measure, which opens a closed case again."""
    case = visible_case(request, case_id)
    if request.method != "POST":
        turning.check_possible(case, Said.SUPPLEMENT)
    form = before.SupplementForm(request.POST or None, case=case)
    if form.is_valid() and tried(
        form,
        lambda: extending.send_supplement(
            actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], measures=[form.measure()],
            now=utc_now(),
        ),
    ):  # fmt: skip
        return done(request, _("The supplementary request is on its way."), "cases:case", case.pk)
    return _page(
        request,
        case,
        form,
        title=_("Supplementary request"),
        intro=_("One more measure in the same case. A case that was closed is opened again, on both sides."),
        button=_("Send it to %(state)s") % {"state": case.counterpart_state},
        article_of_act="46(13)",
    )  # fmt: skip


@require_safe
@casework(Permission.DRAFT_COMMENT)
def shared_drafts(request: HttpRequest) -> HttpResponse:
    """Show the drafts that other authorities showed us, those without comments first."""
    found = turning.drafts_shown_to_us()
    return render(request, "cases/shared_drafts.html", {"page_title": _("Drafts shown to us"), "drafts": found})


@require_http_methods(FORM)
@casework(Permission.DRAFT_COMMENT)
def draft_comment(request: HttpRequest, shared_id: int) -> HttpResponse:
    """Read a draft of another authority and say what is missing or unclear."""
    shared = turning.draft_shown_to_us(shared_id)
    if shared is None:
        raise Http404
    places = commenting.places_of_draft(shared, request.LANGUAGE_CODE)
    form = before.RemarksForm(request.POST or None, places=places)
    if form.is_valid() and tried(
        form,
        lambda: sharing.comment_on_draft(
            actor=actor_of(request), shared_id=shared_id, remarks=form.remarks(), note="", now=utc_now()
        ),
    ):  # fmt: skip
        return done(request, _("The comments are on their way."), "cases:shared-drafts")
    page = {
        "page_title": _("Draft shown to us"),
        "shared": shared,
        "form": form,
    }
    return render(request, "cases/draft_comment.html", page)
