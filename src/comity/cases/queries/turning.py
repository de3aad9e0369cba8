"""What can be done beside the main journey of a case, and what both asked, offered and told, as people read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from comity.cases import labels, rules
from comity.cases.models import OralRequest, SharedDraft
from comity.cases.queries import aftermath
from comity.cases.queries.said_fields import FIELDS_FOR_HEAD, measures_named, names_in, rows, word
from comity.law.conversation import BY_REQUESTED, EITHER, MATTERS, Said
from comity.law.conversation.position import out_of_step
from comity.law.conversation.rules import ASKED_OF
from comity.law.conversation.turns import POSTPONABLE
from comity.law.measures import TERMINAL
from comity.law.steps import STEPS
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from comity.cases.models import AfterCare, Case, GivenBack, Matter, Notice, Offer, Postponement


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing said between the authorities.

    Attributes:
        title, article: what it is, and its rule.
        ours: whether we said it.
        at: when.
        rows: label and text of what it says.
        answer: the same of its answer; empty where there is none.
        answered_at: when it was answered.
        due: by when an answer is asked.
        waits: whether an answer is still owed.
        key: its name in addresses.
    """

    title: str
    article: str
    ours: bool
    at: datetime
    rows: list[tuple[str, str]]
    answer: list[tuple[str, str]] = field(default_factory=list)
    answered_at: datetime | None = None
    due: date | None = None
    waits: bool = False
    key: str = ""
    form: str = ""


# Act -> the states of a measure that it can be about.
ABOUT: dict[Said, frozenset[str]] = {
    Said.CONDITIONS_OFFER: frozenset({"asked"}),
    Said.DECISION_POSTPONE: POSTPONABLE,
}

# What the requesting State can say only of what was delivered to it.
OF_DELIVERED = frozenset({Said.USE_REQUEST, Said.MATERIAL_DISPOSED})


def possible(case: Case, kind: Said) -> bool:
    """Return whether an act has its place in the step where the case stands, and something it can be about."""
    return not why_not(case, kind)


def why_not(case: Case, kind: Said) -> str:
    """Return why an act of our side is not open now, in one sentence; empty where it is open."""
    step = STEPS[case.direction, case.step]
    if kind in step.acts:
        return _not_about(case, kind)
    found = _first_else(case) or (_not_about(case, kind) if kind in OF_DELIVERED else "")
    if found:
        return found
    open_in = [one for one in STEPS.values() if one.direction == case.direction and kind in one.acts]
    titles = labels.listed(one.title.get(get_language() or "en") for one in open_in[:MANY])
    return _("It has its place in these steps: %(steps)s.") % {"steps": titles}


MANY = 6


def _first_else(case: Case) -> str:
    """Return what must happen before any act of this kind, or that none can happen any more."""
    if case.step in rules.BEFORE_REGISTRATION:
        return _("First the request is registered.")
    if case.outgoing and case.body is None:
        return _("First the request is signed and sent.")
    if case.closed_at:
        return _("The case is closed.")
    return _("First the legal review begins.") if case.step == "registered" else ""


def _not_about(case: Case, kind: Said) -> str:
    states = ABOUT.get(kind)
    if states and not case.measures.filter(state__in=states).exists():
        return _("No measure is left that it could be about.")
    if kind in OF_DELIVERED and case.outgoing and not case.deliveries.exists():
        return _("Nothing has been delivered yet.")
    matter = MATTERS.get(kind)
    if matter and not matter.late and not case.measures.exclude(state__in=TERMINAL).exists():
        return _("Every measure has its result.")
    return ""


def ours_to_take(case: Case, kind: Said) -> bool:
    """Return whether a message of this kind is one that our side of the case sends."""
    return kind in EITHER or (kind in BY_REQUESTED) != case.outgoing


@dataclass(frozen=True, slots=True)
class Bound:
    """Conditions that were accepted and bind the requesting State (UNCAC art. 46(26))."""

    measures: str
    conditions: list[str]
    since: datetime


def in_force(case: Case) -> list[Bound]:
    """Return the conditions that bind in a case, the oldest first: two queries at most."""
    return [
        Bound(measures_named(one.measures.all()), [said["text"] for said in one.conditions], one.answered_at)
        for one in case.offers.filter(answer="accepted").prefetch_related("measures")
        if one.answered_at
    ]


def put_to_head(case: Case) -> Shown | None:
    """Return what was put to the head and waits there; its notes where the head returned it."""
    kept = case.for_head
    if not kept:
        return None
    kind, language = KINDS[kept["act"]], get_language() or "en"
    said = dict(kept["said"])
    named = case.measures.filter(measure_id__in=said.pop("measure_ids", None) or ())
    rows = [(_("Measures"), measures_named(named))]
    rows += [(str(label), word(name, said[name])) for name, label in FIELDS_FOR_HEAD.items() if said.get(name)]
    return Shown(
        title=kind.title.get(language), article=kind.article.split(",")[0], ours=True, at=case.turn_since, rows=rows,
        answer=[(_("The head says"), kept["returned"])] if kept["returned"] else [], key=kept["act"],
        waits=not kept["returned"],
    )  # fmt: skip


def check_possible(case: Case, kind: Said) -> None:
    """Raise RuleViolation `out_of_step` unless the act is open now."""
    if not possible(case, kind):
        raise out_of_step(kind)


def can_now(case: Case) -> dict[str, bool]:
    """Return which of the requested side's acts a case has a measure for: one query."""
    states = set(case.measures.values_list("state", flat=True))
    return {
        "ask": bool(states & ASKED_OF) and "info_requested" not in states,
        "consult": bool(states - TERMINAL),
        "decide": bool(states & rules.DECIDABLE),
        "assign": bool(states & rules.EXECUTABLE),
        "deliver": "results_at_ca" in states,
    }


def drafts_shown_to_us() -> list[SharedDraft]:
    """Return the drafts of other authorities, those without comments first; at most two hundred."""
    found = SharedDraft.objects.filter(ours=False).defer("draft")
    return list(found.order_by(F("answered_at").asc(nulls_first=True), "-shared_at")[:200])


def draft_shown_to_us(shared_id: int) -> SharedDraft | None:
    """Return one of them."""
    return SharedDraft.objects.filter(ours=False, pk=shared_id).first()


def said_of(case: Case) -> list[Shown]:
    """Return everything asked, offered, put off and told in a case, the latest first: thirteen queries at most."""
    names = names_in(case)
    found = [shown(one, names) for one in case.matters.all()]
    found += [shown_offer(one) for one in case.offers.prefetch_related("measures")]
    found += [_postponement(case, one) for one in case.postponements.prefetch_related("measures")]
    found += [_notice(one, names) for one in case.notices.all()]
    found += [_given_back(case, one) for one in case.given_back.all()]
    found += [_oral(case, one) for one in OralRequest.objects.filter(case=case)]
    found += [_after_care(one) for one in case.after_care.all()]
    found += [_remarks(one) for one in SharedDraft.objects.filter(request_id=case.pk).defer("draft")]
    return sorted(found, key=lambda one: one.at, reverse=True)


def shown(matter: Matter, names: Mapping[str, str] | None = None) -> Shown:
    """Return a matter with its answer; `names` of `names_in`, where they were read before."""
    kind, names = KINDS[matter.kind], names_in(matter.case) if names is None else names
    return Shown(
        title=kind.title.get(get_language() or "en"),
        article=kind.article,
        ours=matter.ours,
        at=matter.opened_at,
        rows=rows(matter.kind, matter.asked, names),
        answer=rows(MATTERS[Said(matter.kind)].answers, matter.answer, names),
        answered_at=matter.answered_at,
        due=matter.due,
        waits=matter.answered_at is None,
        key=matter.matter_id,
        form="matter",
    )


def shown_offer(offer: Offer) -> Shown:
    """Return an offer of conditions with its answer."""
    language = get_language() or "en"
    about = [(_("Measures"), measures_named(offer.measures.all()))]
    about += [(_("Condition %(number)d") % {"number": n}, one["text"]) for n, one in enumerate(offer.conditions, 1)]
    answer = []
    if offer.answer:
        answer = [(_("Answer"), _("accepted: the conditions bind") if offer.answer == "accepted" else _("rejected"))]
        answer += [(_("Reasons"), offer.reasons)] if offer.reasons else []
    return Shown(
        title=KINDS["conditions.offer"].title.get(language),
        article=KINDS["conditions.offer"].article,
        ours=not offer.case.outgoing,
        at=offer.offered_at,
        rows=about,
        answer=answer,
        answered_at=offer.answered_at,
        due=offer.due,
        waits=not offer.answer,
        key=offer.offer_id,
        form="offer",
    )


def _postponement(case: Case, one: Postponement) -> Shown:
    language = get_language() or "en"
    rows = [
        (_("Measures"), measures_named(one.measures.all())),
        (_("Interferes with"), one.interference),
        (_("Looked at again on"), formats.date_format(one.review_on)),
    ]
    return Shown(
        title=KINDS["decision.postpone"].title.get(language),
        article="46(25)",
        ours=not case.outgoing,
        at=one.decided_at,
        rows=rows,
        answered_at=one.ended_at,
        answer=[(_("Ended"), formats.date_format(one.ended_at))] if one.ended_at else [],
    )


def _notice(one: Notice, names: Mapping[str, str]) -> Shown:
    kind = KINDS[one.kind]
    return Shown(
        title=kind.title.get(get_language() or "en"), article=kind.article, ours=one.ours, at=one.at,
        rows=rows(one.kind, one.said, names),
    )  # fmt: skip


# Translators: why a request was returned, or where it was referred.
DEFECTS: dict[str, Any] = {
    "wrong_addressee": gettext_lazy("Addressed to the wrong authority"),
    "unreadable": gettext_lazy("Cannot be read"),
    "language": gettext_lazy("In no accepted language"),
    "authenticity": gettext_lazy("Authenticity not established"),
}


def _given_back(case: Case, one: GivenBack) -> Shown:
    kind = KINDS["return.deficient" if one.how == "returned" else "refer"]
    rows = [(_("Provisional reference"), one.provisional_reference)]
    rows += [(str(DEFECTS[defect["code"]]), defect["text"]) for defect in one.said.get("defects", ())]
    if one.how == "referred":
        rows += [(_("Competent authority"), one.said["authority"]), (_("Reached by"), one.said["contact"] or "–")]
        rows += [(_("Reason"), one.said["reason"]), (_("Passed on to it"), word("", one.said["forwarded"]))]
    return Shown(
        title=kind.title.get(get_language() or "en"), article=kind.article, ours=not case.outgoing, at=one.at, rows=rows
    )


def _oral(case: Case, one: OralRequest) -> Shown:
    said = one.said
    rows = [
        (_("Said on"), formats.date_format(one.spoken_at, "DATETIME_FORMAT")),
        (_("Said by"), said["caller"]),
        (_("What was asked"), said["summary"]),
        (_("Why it could not wait"), said["urgent_because"]),
    ]
    return Shown(
        title=KINDS["request.oral_notice"].title.get(get_language() or "en"),
        article="46(14)",
        ours=case.outgoing,
        at=one.spoken_at,
        rows=rows,
        answer=[(_("Confirmed in writing"), formats.date_format(one.confirmed_at))] if one.confirmed_at else [],
        answered_at=one.confirmed_at,
        due=one.confirm_by,
        waits=one.confirmed_at is None,
    )


def _after_care(one: AfterCare) -> Shown:
    return Shown(
        title=KINDS["closure"].title.get(get_language() or "en"), article="", ours=one.ours, at=one.at,
        rows=[(str(label), text) for label, text in aftermath.rows_of(one)],
    )  # fmt: skip


def _remarks(one: SharedDraft) -> Shown:
    rows = [(_("Draft"), str(one.number))] + ([(_("Note"), one.note)] if one.note and not one.remarks else [])
    return Shown(
        title=KINDS["draft.share"].title.get(get_language() or "en"),
        article="",
        ours=one.ours,
        at=one.shared_at,
        rows=rows,
        answer=[(_("Comment"), remark["text"]) for remark in one.remarks],
        answered_at=one.answered_at,
        waits=one.answered_at is None and one.recalled_at is None,
    )
