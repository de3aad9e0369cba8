"""Writing an outgoing request: the task list, its sections, persons, measures, annexes, the check and the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comity.cases import letters, rules
from comity.cases.access import Permission
from comity.cases.actions import clausing, drafting, filling, sending
from comity.cases.errors import REFUSALS, sentence
from comity.cases.forms.acts import AnnexForm, BeginForm, ReasonForm
from comity.cases.forms.clausing import put_in
from comity.cases.forms.parts import ADDRESSEE, MeasureForm, PersonForm, SectionForm
from comity.cases.models.case import new_token
from comity.cases.queries import (
    clauses,
    content,
    differing,
    drafts,
    house,
    legal_basis,
    measures,
    offered,
    peers,
    trail,
)
from comity.cases.views.base import casework, done, our_name, our_state, told_filled, tried, visible_case
from comity.cases.views.frame import case_frame
from comity.core.actors import actor_of
from comity.core.files.actions import delete_file
from comity.core.files.upload import sealed_uploads
from comity.kernel.clock import utc_now
from comity.law.sections import SECTIONS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from comity.cases.actions.drafting import Saved
    from comity.cases.forms.questions import PartForm
    from comity.cases.models import Case, Measure, Party, Section
    from comity.cases.queries.clauses import Shown
    from comity.core.actors import Actor

FORM = ["GET", "HEAD", "POST"]
MOST_ANNEX = 16 * 1024 * 1024
FILLS = frozenset({"addressee", "case", "urgency"})  # after these the directory may fill what follows
DIGITS = 18  # of a number of a text in the database


@require_http_methods(FORM)
@casework(Permission.REQUEST_CREATE)
def request_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft with its subject."""
    form = BeginForm(request.POST or None)
    if form.is_valid():
        case = drafting.begin_request(
            actor=actor_of(request),
            title=form.cleaned_data["title"],
            state=our_state(),
            defaults=drafts.defaults(
                our_state(),
                our_name,
                form.cleaned_data["language"],
                address=house.sender(form.cleaned_data["language"])[1],
            ),
            now=utc_now(),
        )
        return redirect("cases:draft", case.pk)
    return render(request, "cases/request_new.html", {"form": form, "page_title": _("New request")})


@require_safe
@casework(Permission.REQUEST_READ)
def draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the task list of a draft: each section with what is missing, and the article that asks for it."""
    case = visible_case(request, case_id)
    if not case.outgoing or case.body is not None:
        return redirect("cases:case", case.pk)
    language = get_language() or "en"
    chosen = legal_basis.latest_of(case, language)
    page = case_frame(request, case, board=drafts.board(case, language), chosen=chosen)
    return render(request, "cases/draft.html", page)


@require_http_methods(FORM)
@casework(Permission.REQUEST_WRITE, when=rules.check_draft)
def draft_section(request: HttpRequest, case_id: UUID, key: str) -> HttpResponse:
    """Show and save one section."""
    case = visible_case(request, case_id)
    if key not in SECTIONS:
        return redirect("cases:draft", case.pk)
    section = case.sections.filter(key=key).first()
    given_data, inserted = _typed(request, case, "")
    beside = offered.offered(case, key, get_language() or "en")
    form = SectionForm(
        key, given_data, **_stored(section), peers=peers.choices(get_language() or "en"),
        languages=_needed(case, beside),
    )  # fmt: skip

    def save() -> Saved:
        given = _answers(form)
        known = peers.addressee_of(given["data"].get(ADDRESSEE, ""), get_language() or "en")
        given["data"] |= {place: value for place, value in known.items() if not given["data"].get(place)}
        saved = drafting.save_section(actor=actor_of(request), case_id=case_id, key=key, **given)
        if key in FILLS and saved.result != "conflict":
            told_filled(request, filling.fill_from_directory(actor=actor_of(request), case_id=case_id, now=utc_now()))
        return saved

    page = {"section": SECTIONS[key], "key": key, "part": key, "inserted": inserted, "offered": beside}
    page["annex_form"] = _annex_form(case, beside) if key == "annexes" else None
    return _part(request, case, form, save, page, template="cases/draft_section.html")


def _needed(case: Case, beside: offered.Offered | None) -> tuple[str, ...]:
    """Return the languages that a draft needs: those that the authority accepts, and that of the letter."""
    return (*(beside.languages if beside else ()), case.language)


def _annex_form(case: Case, beside: offered.Offered | None, *given: Any) -> AnnexForm:
    form = AnnexForm(*given)
    form.offer(_needed(case, beside))
    return form


@require_http_methods(FORM)
@casework(Permission.REQUEST_WRITE, when=rules.check_draft)
def draft_person(request: HttpRequest, case_id: UUID, person_id: str) -> HttpResponse:
    """Show and save one person; an unknown id is a new person."""
    case = visible_case(request, case_id)
    row = case.parties.filter(person_id=person_id).first()
    form = PersonForm(request.POST or None, **_stored(row))

    def save() -> Saved:
        return drafting.save_person(actor=actor_of(request), case_id=case_id, person_id=person_id, **_answers(form))

    page = {"key": "persons", "row": row, "section": SECTIONS["persons"]}
    return _part(request, case, form, save, page, template="cases/draft_person.html")


@require_http_methods(FORM)
@casework(Permission.REQUEST_WRITE, when=rules.check_draft)
def draft_measure(request: HttpRequest, case_id: UUID, measure_id: str) -> HttpResponse:
    """Show and save one measure; choosing another sort shows its questions and keeps the answers to the former."""
    case = visible_case(request, case_id)
    row = case.measures.filter(measure_id=measure_id).first()
    stored = row.data if row else {}
    given_data, inserted = _typed(request, case, stored.get("module", ""))
    form = MeasureForm(stored.get("module", ""), given_data, **_stored(row))

    def save() -> Saved:
        return drafting.save_measure(actor=actor_of(request), case_id=case_id, measure_id=measure_id, **_answers(form))

    again = request.POST.get("module", "") != stored.get("module", "")
    page = {"key": "measures", "row": row, "section": SECTIONS["measures"], "again": again}
    page |= {"part": f"measures:{measure_id}", "inserted": inserted}
    return _part(request, case, form, save, page, template="cases/draft_measure.html")


def _typed(request: HttpRequest, case: Case, module: str) -> tuple[Any, Shown | None]:
    """Return what was typed, with the clause whose button was pressed put in, and that clause."""
    if "insert" not in request.POST:
        return request.POST or None, None
    usable = [one for one in clauses.usable() if one.fits(state=case.counterpart_state, module=module)]
    given, clause, filled = put_in(request.POST, usable, content.request_of(case), case.language)
    if filled is not None and (filled.unknown or filled.empty):
        names = ", ".join((*filled.unknown, *filled.empty))
        messages.warning(
            request, _("Not said in the draft yet, and left open in the clause: %(names)s") % {"names": names}
        )
    return given, clause


def _stored(row: Section | Party | Measure | None) -> dict[str, Any]:
    return {"stored": row.data if row else {}, "version_seen": row.version if row else 0}


def _answers(form: PartForm) -> dict[str, Any]:
    return {
        "data": form.values(), "shown": form.shown_places(), "version": form.seen_version(), "now": utc_now()
    }  # fmt: skip


def _part(
    request: HttpRequest, case: Case, form: PartForm, save: Any, page: dict[str, Any], *, template: str
) -> HttpResponse:
    """Save one part and go on, or show it again with what is wrong; two authors' texts are shown side by side."""
    conflict: list[drafts.Disputed] = []
    if request.method == "POST" and form.is_valid():
        outcome: list[Saved] = []
        if tried(form, lambda: outcome.append(save())):
            saved = outcome[0]
            if saved.result != "conflict":
                _note_clause(request, case, page)
                return _onward(request, case, page)
            conflict = drafts.disputed(form, saved, get_language() or "en")
            form = drafts.settle_form(form, saved)
    findings = drafts.findings_of(case, page["key"], page.get("row"))
    offered = clauses.offered(
        state=case.counterpart_state,
        module=getattr(form, "module", ""),
        places=[question.place for question in form.questions],
    )
    page["clauses"] = {place.replace(".", "_"): found for place, found in offered.items()}
    return render(
        request,
        template,
        case_frame(request, case, form=form, conflict=conflict, findings=findings, **page),
        status=409 if conflict else 200,
    )


def _note_clause(request: HttpRequest, case: Case, page: dict[str, Any]) -> None:
    clause: Shown | None = page.get("inserted")
    if clause is not None:
        clausing.note_clause(
            actor=actor_of(request), case_id=case.pk, part=page["part"], place=clause.place, code=clause.code,
            version=clause.version, now=utc_now(),
        )  # fmt: skip
        messages.success(request, _("Put in and saved. Change it where it does not fit."))


def _onward(request: HttpRequest, case: Case, page: dict[str, Any]) -> HttpResponse:
    """Go where the author wants: stay, the next section, or back to the list of rows or the task list."""
    if page.get("again") or page.get("inserted") or request.POST.get("then") == "stay":
        return redirect(request.path)
    if page["key"] in {"persons", "measures"} and "row" in page:
        return done(request, _("Saved."), "cases:draft-section", case.pk, page["key"])
    order = list(SECTIONS)
    following = order[order.index(page["key"]) + 1 :]
    if request.POST.get("then") == "next" and following:
        return done(request, _("Saved."), "cases:draft-section", case.pk, following[0])
    return done(request, _("Saved."), "cases:draft", case.pk)


@require_POST
@casework(Permission.REQUEST_WRITE)
def draft_row_new(request: HttpRequest, case_id: UUID, part: str) -> HttpResponse:
    """Begin a new person or measure: gives it its id and opens its form."""
    case = visible_case(request, case_id)
    name = "cases:draft-person" if part == "persons" else "cases:draft-measure"
    return redirect(name, case.pk, new_token())


@require_POST
@casework(Permission.REQUEST_WRITE)
def draft_row_remove(request: HttpRequest, case_id: UUID, part: str, row_id: str) -> HttpResponse:
    """Take a person or a measure out of the draft."""
    drafting.remove_row(
        actor=actor_of(request),
        case_id=case_id,
        part="persons" if part == "persons" else "measures",
        row_id=row_id,
        now=utc_now(),
    )
    return done(request, _("Removed. Its text stays among the earlier texts."), "cases:draft-section", case_id, part)


@require_safe
@casework(Permission.REQUEST_READ)
def draft_check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show everything that is missing: what blocks sending, apart from what only weakens the request."""
    case = visible_case(request, case_id)
    return render(
        request,
        "cases/draft_check.html",
        case_frame(request, case, check=drafts.check_of(case, get_language() or "en")),
    )


@require_safe
@casework(Permission.REQUEST_READ)
def draft_preview(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the letter as the other State will read it, marked as a draft."""
    case = visible_case(request, case_id)
    try:
        pdf = letters.render_draft(content.request_of(case), at=utc_now())
    except letters.LetterError as error:
        messages.error(request, sentence(error))
        return redirect("cases:draft-check", case.pk)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="draft.pdf"', "Cache-Control": "no-store, private"},
    )


@require_safe
@casework(Permission.REQUEST_READ)
def draft_history(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show every earlier text of the draft, the saves that were set aside among them."""
    case = visible_case(request, case_id)
    page = case_frame(request, case, revisions=trail.history(case, get_language() or "en"))
    return render(request, "cases/draft_history.html", page)


@require_safe
@casework(Permission.REQUEST_READ)
def draft_compare(request: HttpRequest, case_id: UUID, before: int, after: int) -> HttpResponse:
    """Show two texts of one part of the draft: in one, or side by side."""
    case = visible_case(request, case_id)
    compared = differing.compare(case, before, after, get_language() or "en")
    if compared is None:
        messages.error(request, _("These are texts of two different parts; choose two of one part."))
        return redirect("cases:draft-history", case.pk)
    side = request.GET.get("view") == "side"
    return render(request, "cases/draft_compare.html", case_frame(request, case, compared=compared, side=side))


@require_safe
@casework(Permission.REQUEST_READ)
def draft_compare_chosen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go to the comparison of the two texts that were chosen in the form."""
    case = visible_case(request, case_id)
    chosen = [request.GET.get(name, "") for name in ("before", "after")]
    if not all(one.isdecimal() and one.isascii() and len(one) < DIGITS for one in chosen):
        return redirect("cases:draft-history", case.pk)
    return redirect("cases:draft-compare", case.pk, *map(int, chosen))


@require_http_methods(FORM)
@casework(Permission.REQUEST_DISCARD, when=rules.check_draft)
def request_discard(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give a draft up, with the reason."""
    case = visible_case(request, case_id)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: sending.discard_request(
            actor=actor_of(request), case_id=case_id, reason=form.cleaned_data["reason"], now=utc_now()
        ),
    ):
        return done(request, _("The draft was given up. Its reference is not given again."), "cases:case", case.pk)
    return render(request, "cases/request_discard.html", case_frame(request, case, form=form))


def _admit_annex(request: HttpRequest, *, case_id: UUID) -> Actor:
    measures.require_case(actor_of(request), case_id, Permission.REQUEST_WRITE)
    return actor_of(request)


@require_POST
@sealed_uploads(purpose="annex", admit=_admit_annex, limit=MOST_ANNEX)
@casework(Permission.REQUEST_WRITE)
def annex_add(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Add a PDF to the annexes."""
    case = visible_case(request, case_id)
    beside = offered.offered(case, "annexes", get_language() or "en")
    form = _annex_form(case, beside, request.POST, request.FILES)
    if not form.is_valid():
        return _annexes(request, case, form, beside)
    given, now = form.cleaned_data, utc_now()
    file = given["file"].claim(now=now)
    try:
        drafting.add_annex(
            actor=actor_of(request),
            case_id=case_id,
            file=file,
            name=given["name"] or file.name,
            language=given["language"],
            certified=given["certified"],
            now=now,
        )
    except REFUSALS as error:
        delete_file(file)
        messages.error(request, sentence(error))
        return redirect("cases:draft-section", case_id, "annexes")
    return done(request, _("Added."), "cases:draft-section", case_id, "annexes")


def _annexes(request: HttpRequest, case: Case, annex_form: AnnexForm, beside: offered.Offered | None) -> HttpResponse:
    """Show the annexes again with what was typed about one that was not added, and why."""
    messages.error(request, _("The annex was not added. Its file must be chosen again: a PDF of at most 16 MB."))
    row = case.sections.filter(key="annexes").first()
    form = SectionForm("annexes", **_stored(row), languages=_needed(case, beside))
    page = {"section": SECTIONS["annexes"], "key": "annexes", "annex_form": annex_form, "offered": beside}
    page |= {"findings": drafts.findings_of(case, "annexes", None), "clauses": {}, "form": form}
    return render(request, "cases/draft_section.html", case_frame(request, case, **page))


@require_POST
@casework(Permission.REQUEST_WRITE)
def annex_remove(request: HttpRequest, case_id: UUID, annex_id: str) -> HttpResponse:
    """Take an annex out of the draft."""
    drafting.remove_annex(actor=actor_of(request), case_id=case_id, annex_id=annex_id, now=utc_now())
    return done(request, _("Removed."), "cases:draft-section", case_id, "annexes")
