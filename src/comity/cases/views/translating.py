"""Translations of a draft: all of them, one with its parts, the paragraphs of a part, the letter, the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import letters
from comity.cases.access import Permission
from comity.cases.actions import translating, translation_files
from comity.cases.forms.translating import (
    AskTranslationForm,
    BringTranslationForm,
    SegmentsForm,
    TranslationActForm,
    seen_again,
)
from comity.cases.queries import measures, people, translation_pages
from comity.cases.queries import translating as reading
from comity.cases.translating.xliff import MOST_BYTES
from comity.cases.views.base import casework, done, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.files.actions import delete_file
from comity.core.files.upload import sealed_uploads
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from django.http import HttpRequest

    from comity.cases.models import Case, Translation
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]
PRIVATE = "no-store, private"
ANY = (Permission.TRANSLATION_WRITE, Permission.TRANSLATION_APPROVE)
DONE: dict[str, Any] = {
    "submit": gettext_lazy("Handed in. A second person checks it."),
    "return": gettext_lazy("Returned to the translator."),
    "approve": gettext_lazy("Approved. The letter in translation is among the annexes."),
    "reopen": gettext_lazy("Taken up again. The letter in translation is no annex any more."),
    "drop": gettext_lazy("Given up. What was written stays here."),
}


@require_http_methods(FORM)
@casework(Permission.REQUEST_READ)
def translations(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """List the translations of a request, and ask for one."""
    case, actor = visible_case(request, case_id), actor_of(request)
    form = AskTranslationForm(
        request.POST or None,
        languages=reading.languages_for(case),
        translators=people.names_with_role(Role.TRANSLATOR),
        checkers=people.checkers(),
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if tried(
            form,
            lambda: translating.ask_translation(
                actor=actor, case_id=case_id, language=given["language"], translator_id=_chosen(given["translator"]),
                checker_id=_chosen(given["checker"]), due=given["due"], note=given["note"], now=utc_now(),
            ),
        ):  # fmt: skip
            return redirect("cases:translation", case.pk, given["language"])
    page = translation_pages.overview(case, form)
    return render(request, "cases/translations.html", case_frame(request, case, **page))


def _chosen(text: str) -> UUID | None:
    return UUID(text) if text else None  # the form takes none but those it offers


def _found(case: Case, language: str) -> Translation:
    row = reading.of_case(case).filter(language=language).first()
    if row is None:
        raise Http404
    return row


@require_safe
@casework(Permission.REQUEST_READ)
def translation(request: HttpRequest, case_id: UUID, language: str) -> HttpResponse:
    """Show one translation: how far each part is, and what can be done with it."""
    return _page(request, case_id, language)


def _page(request: HttpRequest, case_id: UUID, language: str, **more: Any) -> HttpResponse:
    case = visible_case(request, case_id)
    row = _found(case, language)
    page = {"act_form": TranslationActForm(), "bring_form": BringTranslationForm(), **more}
    page |= translation_pages.page_of(case, row, get_language() or "en", actor_of(request))
    return render(request, "cases/translation.html", case_frame(request, case, **page))


@require_http_methods(FORM)
@casework(Permission.REQUEST_READ)
def translation_part(request: HttpRequest, case_id: UUID, language: str, passage: str) -> HttpResponse:
    """Show the paragraphs of one part, some at a time, and keep what is written."""
    case = visible_case(request, case_id)
    row = _found(case, language)
    shown = translation_pages.part_of(case, row, passage, request.GET.get("from", ""), get_language() or "en")
    if shown is None:
        return redirect("cases:translation", case.pk, language)
    form = SegmentsForm(request.POST or None, lines=shown.lines, language=language)
    if request.method == "POST" and form.is_valid():
        outcome: list[translating.Kept] = []
        if tried(
            form,
            lambda: outcome.append(
                translating.save_segments(
                    actor=actor_of(request), case_id=case_id, language=language, given=form.given(), now=utc_now()
                )
            ),
        ):
            if not outcome[0].met:
                messages.success(request, _("Saved."))
                return redirect(shown.onward if request.POST.get("then") == "next" else request.get_full_path())
            form = SegmentsForm(seen_again(request.POST, outcome[0].met), lines=shown.lines, language=language)
            form.show_met(outcome[0].met)
    page = case_frame(request, case, form=form, row=row, shown=shown, **translation_pages.tags(case, row))
    return render(request, "cases/translation_part.html", page)


@require_POST
@casework(*ANY)
def translation_act(request: HttpRequest, case_id: UUID, language: str) -> HttpResponse:
    """Hand a translation in, return it, approve it, take it up again, or give it up."""
    visible_case(request, case_id)
    form = TranslationActForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: choose what becomes of the translation."))
        return redirect("cases:translation", case_id, language)
    given: dict[str, Any] = {"actor": actor_of(request), "case_id": case_id, "language": language, "now": utc_now()}
    act = form.cleaned_data["act"]

    def take() -> None:
        match act:
            case "submit":
                translating.submit_translation(**given)
            case "return":
                translating.return_translation(**given, note=form.cleaned_data["note"])
            case "approve":
                translating.approve_translation(**given)
            case "reopen":
                translating.reopen_translation(**given)
            case _:
                translating.drop_translation(**given)

    if tried(form, take):
        return done(request, DONE[act], "cases:translation", case_id, language)
    return _page(request, case_id, language, act_form=form)


@require_safe
@casework(Permission.REQUEST_READ)
def translation_letter(request: HttpRequest, case_id: UUID, language: str) -> HttpResponse:
    """Show the letter in translation as it stands now; paragraphs without a translation stand in their own language."""
    case = visible_case(request, case_id)
    whole = reading.whole_of(case, _found(case, language), get_language() or "en")
    pdf = letters.render_translation(whole.translated(language), own=case.language, at=utc_now())
    headers = {"Content-Disposition": 'inline; filename="translation.pdf"', "Cache-Control": PRIVATE}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_POST
@casework(Permission.TRANSLATION_WRITE)
def translation_file(request: HttpRequest, case_id: UUID, language: str) -> HttpResponse:
    """Give out the paragraphs as a file for a translator."""
    case = visible_case(request, case_id)
    raw = translation_files.hand_out(
        actor=actor_of(request), case_id=case_id, language=language, hide_names="hide" in request.POST, now=utc_now()
    )
    name = f"{case.our_reference.replace('/', '-')}-{language}.xlf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE}
    return HttpResponse(raw, content_type="application/xliff+xml", headers=headers)


def _admit(request: HttpRequest, *, case_id: UUID, language: str) -> Actor:
    del language
    try:
        measures.require_case(actor_of(request), case_id, Permission.TRANSLATION_WRITE)
    except ObjectDoesNotExist:
        raise Http404 from None
    return actor_of(request)


@require_POST
@sealed_uploads(purpose="translation", admit=_admit, limit=MOST_BYTES + 1)
@casework(Permission.TRANSLATION_WRITE)
def translation_bring(request: HttpRequest, case_id: UUID, language: str) -> HttpResponse:
    """Take the file of a translator, and show what became of every paragraph in it."""
    form = BringTranslationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, case_id, language, bring_form=form)
    now = utc_now()

    def take() -> None:
        file = form.cleaned_data["file"].claim(now=now)
        try:
            translation_files.take_back(
                actor=actor_of(request), case_id=case_id, language=language, file=file,
                replace=form.cleaned_data["replace"], now=now,
            )  # fmt: skip
        finally:
            delete_file(file)

    if tried(form, take):
        return done(request, _("The file was read. What became of it stands below."), "cases:translation", case_id,
                    language)  # fmt: skip
    return _page(request, case_id, language, bring_form=form)
