"""The steps of the demo's cases that take a turn, and the turns that its other cases take on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from comity.cli.demo import desk as acts
from comity.cli.demo import turn_stories as said
from comity.cli.demo import turning
from comity.cli.demo.turning import MONTH, QUARTER, in_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.cli.demo.desk import Desk

    Step = tuple[str, Callable[[Desk], object]]

BEFORE = frozenset({"draft_shown", "draft_commented", "announced"})
GIVEN_BACK = frozenset({"returned", "referred"})
AFTER = frozenset({"consulted", "offered", "bound_and_postponed", "costs_asked", "cannot_comply", "put_to_head"})


class Plot(Protocol):
    """What the steps need to know of a case's plan."""

    @property
    def sender(self) -> str:
        """The node that asks."""

    @property
    def receiver(self) -> str:
        """The node that is asked."""

    @property
    def language(self) -> str:
        """The language of the case."""

    @property
    def stage(self) -> str:
        """How far it goes."""


class Run(Protocol):
    """A case under way."""

    @property
    def plot(self) -> Plot:
        """Its plan."""

    @property
    def case(self) -> str:
        """Its id, once it was begun."""


def before(run: Run) -> Iterator[Step]:
    """Yield the turns of a draft."""
    plot, tag = run.plot, run.plot.language
    if plot.stage == "announced":
        yield plot.sender, lambda desk: turning.announce(desk, run.case, said.ORAL[tag])
        return
    yield plot.sender, lambda desk: turning.show_draft(desk, run.case, said.DRAFT_NOTE[tag])
    if plot.stage == "draft_commented":
        yield plot.receiver, lambda desk: turning.comment(desk, said.COMMENT[tag])


def given_back(run: Run) -> Iterator[Step]:
    """Yield the turns of a request that is not registered."""
    plot, tag = run.plot, run.plot.language
    if plot.stage == "returned":
        yield plot.receiver, lambda desk: turning.give_back(desk, run.case, "language", said.RETURNED[tag])
    else:
        yield plot.receiver, lambda desk: turning.refer(desk, run.case, *said.REFERRED[tag])


def after(run: Run) -> Iterator[Step]:
    """Yield the turns of a request under examination."""
    plot, tag = run.plot, run.plot.language
    ours, theirs = plot.sender, plot.receiver

    def take(kind: str, values: said.Texts, *measures: int) -> Step:
        return theirs, lambda desk: turning.take(desk, run.case, kind, dict(values), measures=measures)

    match plot.stage:
        case "consulted":
            yield take("consult.open", {"text": said.CONSULTED[tag], "about": "refusal", "due": in_days(MONTH)}, 0)
        case "offered":
            yield take("conditions.offer", said.offer(tag), 1)
            yield theirs, lambda desk: turning.send_as_proposed(desk, run.case, "conditions.offer")
        case "bound_and_postponed":
            yield take("conditions.offer", said.offer(tag), 0)
            yield theirs, lambda desk: turning.send_as_proposed(desk, run.case, "conditions.offer")
            yield ours, lambda desk: turning.answer_offer(desk, run.case, {"accepted": "yes"})
            yield theirs, lambda desk: turning.consult_by_telephone(desk, run.case, said.TALKED[tag], 1)
            yield take("decision.postpone", said.postponement(tag), 1)
            yield theirs, lambda desk: turning.send_as_proposed(desk, run.case, "decision.postpone")
        case "costs_asked":
            yield take("cost.consult", {**said.COSTS[tag], "due": in_days(MONTH)})
        case "cannot_comply":
            yield take("confidentiality.cannot_comply", {"reason": said.CANNOT[tag]})
        case _:
            yield theirs, lambda desk: turning.consult_by_telephone(desk, run.case, said.TALKED[tag], 0)
            yield take("decision.postpone", said.postponement(tag), 0)


def beside(run: Run) -> Iterator[Step]:
    """Yield the turns that a case of the main journey takes besides."""
    plot, tag = run.plot, run.plot.language
    ours, theirs = plot.sender, plot.receiver

    def take(who: str, kind: str, values: dict[str, str | list[str] | None], *measures: int) -> Step:
        return who, lambda desk: turning.take(desk, run.case, kind, values, measures=measures)

    match plot.stage:
        case "executing":
            frozen = {**said.FROZEN[tag], "effective_on": in_days(0), "ends_on": in_days(4 * QUARTER)}
            yield take(theirs, "freeze.effect", dict(frozen), 0)
            yield take(theirs, "freeze.lapse_rule", {"text": said.LAPSE[tag], "lapses_on": in_days(4 * QUARTER)}, 0)
            yield take(theirs, "obstacle.notice", {"text": said.OBSTACLE[tag], "expected_by": in_days(MONTH)})
            lifted: dict[str, str | list[str] | None] = {"reasons": said.LIFTED[tag], "intended_on": in_days(QUARTER)}
            yield take(theirs, "freeze.lift_notice", {**lifted, "due": in_days(MONTH)}, 0)
        case "refused_in_part":
            yield take(ours, "correction", dict(said.CORRECTION[tag]))
            yield take(ours, "order.ceased", {"text": said.CEASED[tag], "ceased_on": in_days(0)})
        case "delivered_in_part":
            told = {"text": said.EXCULPATORY[tag], "disclosed_on": in_days(MONTH), "in_advance": "yes"}
            yield take(ours, "exculpatory.notice", dict(told))
        case "used":
            yield take(ours, "use.consent_request", dict(said.USE[tag]))
        case "closed":
            yield ours, lambda desk: turning.ask_more(desk, run.case, {"what": "bank_records", **said.MORE[tag]})
        case "withdrawn":
            yield ours, lambda desk: acts.close(desk, run.case)
        case _:
            return
