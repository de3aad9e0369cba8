"""What a letter of the other State can say in a case now, and why not where it cannot: one list for a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from comity.cases.models import SharedDraft
from comity.law.conversation import Said
from comity.law.conversation.turns import ANSWERS
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from comity.cases.models import Case

DECISION = "decision"
BEFORE_THE_NUMBER = frozenset({"ack", "return.deficient", "refer", "no_longer_required", "status.query", "correction",
                               "obstacle.notice", "draft.comment"})  # fmt: skip
ONLY_WITHOUT_NUMBER = frozenset({"ack", "return.deficient", "refer"})


@dataclass(frozen=True, slots=True)
class Recordable:
    """One kind of message: its name, title and article; `why_not` is empty where a letter can say it now."""

    kind: str
    title: str
    article: str
    why_not: str


def recordable(case: Case, kinds: Iterable[str], language: str) -> list[Recordable]:
    """Return what can be recorded, in the order of `kinds`: five queries."""
    open_matters = set(case.matters.filter(ours=True, answered_at=None).values_list("kind", flat=True))
    offers = case.offers.filter(answer="").exists()
    rounds = case.clarifications.filter(answered_at=None).exists()
    deliveries = list(case.deliveries.values_list("confirmed_at", flat=True))
    shown = SharedDraft.objects.filter(request_id=case.pk, ours=True).exists()
    ready = {
        "conditions.accept": offers,
        "conditions.reject": offers,
        "clarify.answer": rounds,
        "material.receipt": None in deliveries,
        "use.consent_request": bool(deliveries),
        "material.disposed": bool(deliveries) or case.outgoing,
        "draft.comment": shown,
        **{str(answer): str(matter.opens) in open_matters for answer, matter in ANSWERS.items()},
    }
    return [
        Recordable(kind, *_called(kind, language), _why_not(case, kind, ready=ready.get(kind, True))) for kind in kinds
    ]


def _called(kind: str, language: str) -> tuple[str, str]:
    if kind == DECISION:
        return _("Decision"), "46(21)-(23)"
    found = KINDS[kind]
    return found.title.get(language), found.article


def _why_not(case: Case, kind: str, *, ready: bool) -> str:
    if kind == "draft.comment":
        return "" if ready else _("No draft was shown to them.")
    if case.body is None:
        return _("First the request is signed and sent.")
    if kind in ONLY_WITHOUT_NUMBER and case.registered_at:
        return _("They have registered the request.")
    if kind not in BEFORE_THE_NUMBER and case.outgoing and not case.registered_at:
        return _("First record that they registered the request, under which reference.")
    if not case.outgoing and not case.registered_at and Said(kind) not in {Said.NO_LONGER_REQUIRED, Said.STATUS_QUERY}:
        return _("First the request is registered.")
    return "" if ready else _("Nothing of ours waits for it.")
