"""Approval chains: those that are in force, the one that a request takes, and how far the request is on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.chains import STANDARD, STANDARD_NAME, choose
from comity.cases.labels import KINDS, listed
from comity.cases.models import CaseChain, Chain
from comity.cases.queries import people
from comity.cases.queries.content import authors_of
from comity.cases.rules import APPROVED, DRAFT, IN_REVIEW
from comity.core.parts import Status, Tone
from comity.core.prepared import Prepared
from comity.core.roles import LABELS

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from comity.cases.chains import Stage
    from comity.cases.models import Case, Review
    from comity.core.actors import Actor
    from comity.kernel.languages import Text


def chains() -> QuerySet[Chain]:
    """Return every version of every chain, newest first: rules of the authority, without any case."""
    return Chain.objects.select_related("proposed_by", "decided_by").order_by("name", "key", "-version")


def for_request(kinds: Collection[str], state: str) -> Chain | None:
    """Return the version in force of the chain that a request takes; None for the standard chain."""
    found = {str(one.key): one for one in Chain.objects.filter(state="active", in_use=True)}
    return found.get(choose([one.scope for one in found.values()], kinds=kinds, state=state))


def begun(case: Case) -> CaseChain | None:
    """Return the chain that the request began with; None before its approval begins."""
    return _BEGUN.first(case=case.pk)


_BEGUN = Prepared(lambda case: CaseChain.objects.filter(case=case).select_related("chain"))


def organs_of(case: Case) -> tuple[Stage, ...]:
    """Return the stages of the request: those it began with, or those it would take now."""
    found = begun(case) or for_request(case.kinds.strip("|").split("|"), case.counterpart_state)
    return found.organs if found else STANDARD


def name_of(case: Case) -> Text:
    """Return the name of the chain of a request."""
    found = begun(case) or for_request(case.kinds.strip("|").split("|"), case.counterpart_state)
    return found.text if found else STANDARD_NAME


def own(case: Case) -> bool:
    """Return whether the request takes another chain than the standard one."""
    found = begun(case)
    return bool(found and found.stages)


def round_of(case: Case) -> list[Review]:
    """Return the reviews since the first organ was last asked, in their order: one query. A return ends a round."""
    found: list[Review] = []
    for one in case.reviews.select_related("decided_by", "asked_by"):
        before = [] if one.stage == 0 else found
        found = [] if one.outcome == "returned" else [*before, one]
    return found


def approvals_of(case: Case) -> list[Review]:
    """Return the approvals that stand."""
    return [one for one in round_of(case) if one.outcome == "approved"]


def stage_of(case: Case) -> Stage | None:
    """Return the stage that approves now; None while nobody does."""
    return stages_now(case)[0]


def stages_now(case: Case) -> tuple[Stage | None, Stage | None]:
    """Return the stage that approves now, and the one that approves after it; None for the signature that follows."""
    review = case.reviews.filter(outcome="").first() if case.step == IN_REVIEW else None
    if review is None:
        return None, None
    now, *later = organs_of(case)[review.stage :]
    return now, later[0] if len(later) > 1 else None


def choice_at(stage: Stage, case: Case, actor: Actor) -> dict[UUID, str] | None:
    """Return who can be chosen to read the request at the next stage; None where the chain names them itself."""
    if stage.officers:
        return None
    approved = {one.decided_by_id for one in approvals_of(case)}
    return approvers_at(stage, but=approved | authors_of(case) | excluded(case) | {actor.officer_id})


def excluded(case: Case) -> set[UUID]:
    """Return who is shut out of the case for a conflict of interest."""
    return set(case.exclusions.values_list("officer_id", flat=True))


def approver_of(case: Case) -> str:
    """Return the role that approves now; empty while nobody does."""
    stage = stage_of(case)
    return stage.role.value if stage else ""


def is_for(actor: Actor, case: Case) -> bool:
    """Return whether the officer approves at the stage that the request has reached."""
    stage = stage_of(case)
    people_here = (actor.officer_id, *actor.stands_in_for)
    return stage is not None and stage.role in actor.roles and any(_named(stage, one) for one in people_here)


def approvers_at(stage: Stage, *, but: Collection[UUID | None] = ()) -> dict[UUID, str]:
    """Return id -> name of those who can approve at a stage, without some."""
    found = people.names_with_role(stage.role)
    return {key: name for key, name in found.items() if key not in but and _named(stage, key)}


def _named(stage: Stage, officer_id: UUID | None) -> bool:
    return not stage.officers or str(officer_id) in stage.officers


@dataclass(frozen=True, slots=True)
class ChainStep:
    """One step of the chain as a page shows it: which organ, who, when, and whether it is its turn."""

    name: str
    who: str
    status: Status
    at: datetime | None = None
    current: bool = False
    notes: str = ""


def steps_of(case: Case, language: str) -> list[ChainStep]:
    """Return the chain of a request as steps: the author first, then each organ."""
    organs, done = organs_of(case), round_of(case)
    asked = done[0] if done else None
    first = ChainStep(
        name=_("Draft"),
        who=asked.asked_by.name if asked else "",
        at=asked.asked_at if asked else None,
        status=_status("done" if asked else "now"),
        current=case.step == DRAFT,
    )
    by_stage = {one.stage: one for one in done}
    signed = case.sent_at if case.step not in {DRAFT, IN_REVIEW, APPROVED} else None
    rows = [first]
    for number, stage in enumerate(organs):
        last, review = number == len(organs) - 1, by_stage.get(number)
        names = people.names_with_role(stage.role) if stage.officers else {}
        who = ", ".join(name for key, name in names.items() if _named(stage, key)) or str(LABELS[stage.role])
        now = case.step == APPROVED if last else review is not None and not review.outcome
        at = signed if last else (review.decided_at if review else None)
        if review is not None and review.decided_by is not None:
            who = review.decided_by.name
        state = "done" if at else "now" if now else "later"
        notes = review.notes if review else ""
        rows.append(ChainStep(stage.name.get(language), who, _status(state), at, now, notes))
    return rows


def _status(state: str) -> Status:
    labels = {
        "done": (_("done"), Tone.DONE),
        "now": (_("now"), Tone.OPEN),
        "later": (_("comes later"), Tone.NONE),
    }
    label, tone = labels[state]
    return Status(label, tone)


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One version of a chain as the list shows it."""

    chain: Chain
    name: str
    scope: str
    stages: list[tuple[str, str, bool]]  # name, who, may return
    status: Status


def rows(language: str) -> list[ChainRow]:
    """Return the versions that are proposed or in force, and those before, newest first: three queries."""
    found = list(chains())
    named = {one for chain in found for stage in chain.organs for one in stage.officers}
    names = people.names_of(named)
    return [
        ChainRow(
            chain=chain,
            name=chain.text.get(language),
            scope=listed([*chain.states, *(str(KINDS[kind]) for kind in chain.kinds if kind in KINDS)]),
            stages=[
                (
                    stage.name.get(language),
                    listed(sorted(names.get(one, "–") for one in stage.officers)) or str(LABELS[stage.role]),
                    stage.may_return,
                )
                for stage in chain.organs
            ],
            status=Status(*STATES[chain.state if chain.in_use or chain.state != "active" else "unused"]),
        )
        for chain in found
    ]


STATES = {
    "proposed": (gettext_lazy("waits for the head"), Tone.WAITING),
    "active": (gettext_lazy("in force"), Tone.DONE),
    "unused": (gettext_lazy("out of use"), Tone.NONE),
    "declined": (gettext_lazy("declined"), Tone.REFUSED),
    "superseded": (gettext_lazy("followed by a later version"), Tone.NONE),
}
