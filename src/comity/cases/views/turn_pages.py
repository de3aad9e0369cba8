"""The acts that a turn begins with: which form each asks, what its page says, and what it does.

Whether an act is possible now is said by `comity.law.steps`; one that is not is absent, and says why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from comity.cases.access import Permission
from comity.cases.actions import handling, matters, offering, postponing, proposing
from comity.cases.forms.turning import answering, opening
from comity.core import access
from comity.kernel.clock import utc_now
from comity.law.conversation import Said

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.cases.forms.turning.model import TurnForm
    from comity.cases.models import Case
    from comity.core.actors import Actor


@dataclass(frozen=True, slots=True)
class Page:
    """One act of our side.

    Attributes:
        form: its form.
        intro: what its page tells the reader, and the list of acts beside its title.
        button: what its button says.
        act: what it does.
        group: `ask`, `decide` or `tell`: under which heading it is listed.
        follows: what follows once it is done.
    """

    form: type[TurnForm]
    intro: Any
    button: Any
    act: Callable[[Actor, Case, TurnForm], object]
    group: str
    follows: Any


def _open(kind: Said) -> Callable[[Actor, Case, TurnForm], object]:
    return lambda actor, case, form: matters.open_matter(
        actor=actor, case_id=case.pk, kind=kind, said=form.said(), due=form.answer_by, now=utc_now()
    )


def _tell(kind: Said) -> Callable[[Actor, Case, TurnForm], object]:
    return lambda actor, case, form: matters.give_notice(
        actor=actor, case_id=case.pk, kind=kind, said=form.said(), now=utc_now()
    )


def _lifted(actor: Actor, case: Case, form: TurnForm) -> object:
    said = form.said()
    reason = said.pop("override_reason")
    return matters.give_notice(
        actor=actor, case_id=case.pk, kind=Said.FREEZE_LIFTED, said=said, override_reason=reason, now=utc_now()
    )


def _disposed(actor: Actor, case: Case, form: TurnForm) -> object:
    said = form.said()
    assurance = said.pop("assurance", "")
    return handling.tell_disposed(
        actor=actor, case_id=case.pk, said=said, assurance_id=int(assurance) if assurance else None, now=utc_now()
    )


def _offer(actor: Actor, case: Case, form: TurnForm) -> object:
    said = form.said()
    if not access.may(actor, Permission.CONDITIONS_OFFER, case):
        return proposing.put_to_head(
            actor=actor, case_id=case.pk, act=Said.CONDITIONS_OFFER, said=_kept(form), now=utc_now()
        )
    return offering.offer_conditions(
        actor=actor, case_id=case.pk, measure_ids=said["measure_ids"], conditions=said["conditions"],
        due=form.answer_by, now=utc_now(),
    )  # fmt: skip


def _postpone(actor: Actor, case: Case, form: TurnForm) -> object:
    if not access.may(actor, Permission.MEASURE_POSTPONE, case):
        return proposing.put_to_head(
            actor=actor, case_id=case.pk, act=Said.DECISION_POSTPONE, said=_kept(form), now=utc_now()
        )
    given = form.cleaned_data
    return postponing.postpone_measures(
        actor=actor, case_id=case.pk, measure_ids=given["measure_ids"], interference=given["interference"],
        review_on=given["review_on"], override_reason=given["override_reason"], now=utc_now(),
    )  # fmt: skip


def _kept(form: TurnForm) -> dict[str, Any]:
    """Return what a form holds, so that the head finds it as it was written."""
    given = form.cleaned_data
    return {name: str(value) if value and not isinstance(value, list) else value for name, value in given.items()}


_SEND = gettext_lazy("Send it to {state}")
_ASKED = gettext_lazy(
    "Then it is {state}'s turn to answer. The measures stay where they are, and everything else goes on beside it."
)
_TOLD = gettext_lazy("It asks for no answer and moves nothing; both sides keep it in the case.")
# Translators: headings over the acts that an officer can take now. {state} is the other State.
GROUPS: dict[str, Any] = {
    "ask": gettext_lazy("Ask {state}"),
    "decide": gettext_lazy("Offer or postpone"),
    "tell": gettext_lazy("Tell {state}"),
}
PAGES: dict[Said, Page] = {
    Said.CONSULT_OPEN: Page(
        opening.ConsultForm,
        gettext_lazy(
            "Before refusing or postponing, the requesting State is consulted on help under terms and conditions."
            " Its answer is kept as the record of the consultation."
        ),
        gettext_lazy("Consult {state}"),
        _open(Said.CONSULT_OPEN),
        "ask",
        _ASKED,
    ),
    Said.COST_CONSULT: Page(
        opening.CostForm,
        gettext_lazy(
            "Ordinary costs are ours. Costs that are substantial or extraordinary are settled before execution."
        ),
        _SEND,
        _open(Said.COST_CONSULT),
        "ask",
        _ASKED,
    ),
    Said.CANNOT_COMPLY: Page(
        opening.CannotComplyForm,
        gettext_lazy("The requesting State then chooses: execution all the same, or withdrawal."),
        _SEND,
        _open(Said.CANNOT_COMPLY),
        "ask",
        _ASKED,
    ),
    Said.LIFT_NOTICE: Page(
        opening.LiftForm,
        gettext_lazy("Before the measure is lifted, the requesting State may argue for keeping it."),
        _SEND,
        _open(Said.LIFT_NOTICE),
        "ask",
        _ASKED,
    ),
    Said.USE_REQUEST: Page(
        opening.UseForm,
        gettext_lazy(
            "What was received may be used only for the proceedings of the request. For any other use the requested"
            " State consents first."
        ),
        gettext_lazy("Ask {state} for consent"),
        _open(Said.USE_REQUEST),
        "ask",
        _ASKED,
    ),
    Said.CONDITIONS_OFFER: Page(
        opening.OfferForm,
        gettext_lazy("The head offers. A case officer's text waits for the head, who sends it or returns it."),
        gettext_lazy("Offer these conditions to {state}"),
        _offer,
        "decide",
        gettext_lazy(
            "Then {state} accepts or rejects. Accepted, the conditions bind it and the measures are executed; rejected,"
            " they are decided without them."
        ),
    ),
    Said.DECISION_POSTPONE: Page(
        opening.PostponeForm,
        gettext_lazy(
            "Only interference with a proceeding of our own allows it, and consultation comes first. The head decides;"
            " a case officer's text waits for the head."
        ),
        gettext_lazy("Postpone, and tell {state}"),
        _postpone,
        "decide",
        gettext_lazy(
            "{state} is told why. The measures rest until the day of review; then it is our turn to take them up or to"
            " postpone them anew."
        ),
    ),
    Said.OBSTACLE: Page(
        opening.ObstacleForm,
        gettext_lazy("The requesting State learns at once what blocks or delays its request."),
        _SEND,
        _tell(Said.OBSTACLE),
        "tell",
        _TOLD,
    ),
    Said.FREEZE_EFFECT: Page(
        opening.FreezeForm,
        gettext_lazy("The requesting State learns that property is frozen, and until when."),
        _SEND,
        _tell(Said.FREEZE_EFFECT),
        "tell",
        _TOLD,
    ),
    Said.FREEZE_LAPSE_RULE: Page(
        opening.LapseForm,
        gettext_lazy("A freeze that ends by itself is lost unless the requesting State knows in time."),
        _SEND,
        _tell(Said.FREEZE_LAPSE_RULE),
        "tell",
        _TOLD,
    ),
    Said.FREEZE_LIFTED: Page(
        opening.LiftedForm,
        gettext_lazy(
            "A measure is lifted after the requesting State was heard, wherever possible; it is told at once."
        ),
        _SEND,
        _lifted,
        "tell",
        _TOLD,
    ),
    Said.EXCULPATORY: Page(
        opening.ExculpatoryForm,
        gettext_lazy("Exculpatory material may be disclosed; the State that gave it is told before."),
        _SEND,
        _tell(Said.EXCULPATORY),
        "tell",
        _TOLD,
    ),
    Said.ORDER_CEASED: Page(
        opening.OrderCeasedForm,
        gettext_lazy("What the request relied on no longer stands; the requested State learns it promptly."),
        _SEND,
        _tell(Said.ORDER_CEASED),
        "tell",
        _TOLD,
    ),
    Said.MATERIAL_DISPOSED: Page(
        opening.DisposedForm,
        gettext_lazy(
            "Material that was to be returned or destroyed after use: the State that gave it learns it is done."
        ),
        _SEND,
        _disposed,
        "tell",
        _TOLD,
    ),
    Said.CORRECTION: Page(
        opening.CorrectionForm,
        gettext_lazy("Nothing that was said is changed: the correction stands beside it, on both sides."),
        _SEND,
        _tell(Said.CORRECTION),
        "tell",
        _TOLD,
    ),
}
ANSWER_FORMS: dict[Said, type[TurnForm]] = {
    Said.CONSULT_OPEN: answering.ReplyForm,
    Said.COST_CONSULT: answering.CostAnswerForm,
    Said.CANNOT_COMPLY: answering.GoOnForm,
    Said.LIFT_NOTICE: answering.KeepForm,
    Said.USE_REQUEST: answering.ConsentForm,
}
