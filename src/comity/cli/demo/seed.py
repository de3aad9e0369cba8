"""Two dozen cases at different stages and turns, in both directions, in English and Chinese, and two by letter.

Cases are brought forward in rounds, so that what one waits for travels while another is worked on; the two nodes work
side by side, each with its own officers.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.cli.answers import say
from comity.cli.demo import desk as acts
from comity.cli.demo import house, posted, turn_steps
from comity.cli.demo.desk import Desk
from comity.cli.demo.stories import story
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.cli.demo.stage import Stage

SEEDING = Text(en="Seeding two dozen cases: {done} of {all} steps", zh="正在准备二十余个案件：已完成 {done}/{all} 步")
QUESTION = {"en": "Please give the date of birth of the witness.", "zh-hans": "请提供证人的出生日期。"}
REASONS = {"en": "It would prejudice State security.", "zh-hans": "披露该陈述将损害国家安全。"}
REMARK = {
    "en": "Say on which day the money left the account; the bank searches by day.",
    "zh-hans": "请写明款项从账户转出的日期；银行按日期查询。",
}
RESULT = {"en": "The records of 2021 are here.", "zh-hans": "现提供2021年的记录。"}


@dataclass(frozen=True, slots=True)
class Plot:
    """One case: from which node, in which language, which measures, and how far it went."""

    sender: str
    language: str
    modules: tuple[str, ...]
    stage: str
    omit: tuple[str, ...] = ()

    @property
    def receiver(self) -> str:
        """The other node."""
        return "xb" if self.sender == "xa" else "xa"


PLOTS = (
    Plot("xa", "en", ("bank_records", "statement", "tracing"), "delivered_in_part"),
    Plot("xa", "en", ("statement",), "draft", ("facts.summary", "purpose.purpose")),
    Plot("xa", "zh-hans", ("bank_records",), "review"),
    Plot("xa", "en", ("service",), "sent"),
    Plot("xa", "zh-hans", ("search_seizure", "statement"), "asked"),
    Plot("xa", "en", ("business_records",), "closed"),
    Plot("xb", "zh-hans", ("bank_records", "statement"), "refused_in_part"),
    Plot("xb", "en", ("search_seizure",), "executing"),
    Plot("xb", "zh-hans", ("tracing",), "registered"),
    Plot("xb", "en", ("bank_records",), "approved"),
    Plot("xb", "zh-hans", ("service",), "withdrawn"),
    Plot("xb", "en", ("statement", "business_records"), "asked"),
    Plot("xb", "zh-hans", ("statement",), "draft_shown"),
    Plot("xa", "en", ("bank_records",), "draft_commented"),
    Plot("xa", "zh-hans", ("tracing",), "announced"),
    Plot("xb", "en", ("service",), "returned"),
    Plot("xa", "zh-hans", ("business_records",), "referred"),
    Plot("xb", "en", ("search_seizure",), "consulted"),
    Plot("xa", "zh-hans", ("bank_records", "statement"), "offered"),
    Plot("xa", "en", ("statement", "bank_records"), "bound_and_postponed"),
    Plot("xb", "zh-hans", ("bank_records",), "costs_asked"),
    Plot("xa", "zh-hans", ("tracing",), "cannot_comply"),
    Plot("xb", "en", ("tracing",), "put_to_head"),
    Plot("xb", "zh-hans", ("business_records",), "used"),
)
Step = tuple[str, "Callable[[Desk], object]"]


@dataclass
class Run:
    """One plot under way: its case and the steps that are left, each with the node that acts."""

    plot: Plot
    case: str = ""
    measures: list[str] = field(default_factory=list)

    def steps(self) -> Iterator[Step]:
        """Yield the steps up to the plot's stage."""
        yield self.plot.sender, self.begin
        if self.plot.stage != "draft":
            yield from self.drafted()
        yield from house.steps(self)

    def drafted(self) -> Iterator[Step]:
        """Yield what follows the first draft."""
        plot, ours = self.plot, self.plot.sender
        if plot.stage in turn_steps.BEFORE:
            yield from turn_steps.before(self)
            return
        yield ours, lambda desk: acts.ask_review(desk, self.case)
        if plot.stage == "review":
            yield ours, lambda desk: acts.remark(desk, self.case, "facts", REMARK[plot.language], must_settle=True)
            return
        yield ours, lambda desk: acts.approve(desk, self.case)
        if plot.stage != "approved":
            yield from self.sent()

    def sent(self) -> Iterator[Step]:
        """Yield what follows the approval."""
        plot, ours, theirs = self.plot, self.plot.sender, self.plot.receiver
        yield ours, self.send
        if plot.stage == "sent":
            return
        if plot.stage in turn_steps.GIVEN_BACK:
            yield from turn_steps.given_back(self)
            return
        yield theirs, lambda desk: acts.register(desk, self.case)
        if plot.stage == "registered":
            return
        yield theirs, lambda desk: acts.examine(desk, self.case)
        yield from turn_steps.after(self) if plot.stage in turn_steps.AFTER else self.examined()
        yield from turn_steps.beside(self)

    def examined(self) -> Iterator[Step]:
        """Yield what follows the legal review."""
        plot, ours, theirs = self.plot, self.plot.sender, self.plot.receiver
        if plot.stage == "asked":
            yield theirs, lambda desk: acts.ask(desk, self.case, QUESTION[plot.language])
        elif plot.stage == "withdrawn":
            yield ours, lambda desk: acts.withdraw_all(desk, self.case)
        else:
            yield theirs, self.decide
            if plot.stage == "refused_in_part":
                return
            yield theirs, self.assign
            if plot.stage == "executing":
                return
            yield theirs, self.deliver
            yield ours, lambda desk: acts.confirm(desk, self.case)
        if plot.stage == "closed":
            yield ours, lambda desk: acts.close(desk, self.case, useful="yes")
            yield ours, lambda desk: acts.copy_file(desk, self.case)

    def begin(self, desk: Desk) -> None:
        """Draft the request."""
        plot = self.plot
        matter = story(plot.sender.upper(), plot.receiver.upper(), plot.language, *plot.modules)
        self.case = acts.begin(desk, matter, counterpart=plot.receiver, omit=plot.omit)

    def send(self, desk: Desk) -> None:
        """Sign, send, and name who follows the request."""
        acts.sign_and_send(desk, self.case)
        acts.name_officer(desk, self.case)

    def decide(self, desk: Desk) -> None:
        """Accept, or refuse the second measure."""
        plot = self.plot
        refused = {1: ("ESSENTIAL_INTERESTS", REASONS[plot.language])} if plot.stage == "refused_in_part" else {}
        acts.decide(desk, self.case, refused, [n for n in range(len(plot.modules)) if n not in refused])

    def assign(self, desk: Desk) -> None:
        """Give every measure to the executing authority."""
        self.measures = acts.measures_of(desk, "case_officer", self.case)
        for measure in self.measures:
            acts.assign(desk, self.case, measure)

    def deliver(self, desk: Desk) -> None:
        """Report the first measure and deliver."""
        result = "in_part_more_to_come" if self.plot.stage == "delivered_in_part" else "executed"
        acts.record(desk, self.case, self.measures[0], result, RESULT[self.plot.language])
        acts.deliver(desk, self.case)


def seed(stage: Stage) -> None:
    """Bring every plot to its stage, through pages."""
    desks = {place.node.id: Desk(place) for place in stage.places}
    left = [deque(steps) for steps in (*(Run(plot).steps() for plot in PLOTS), *posted.cases())]
    every, done = sum(map(len, left)), 0
    with ThreadPoolExecutor(len(desks)) as nodes:
        while any(left):
            now = [steps.popleft() for steps in left if steps]
            rounds = [[act for who, act in now if who == node] for node in desks]
            list(nodes.map(_work, desks.values(), rounds))
            done += len(now)
            say(SEEDING, done=done, all=every)


def _work(desk: Desk, acts_of_round: list[Callable[[Desk], object]]) -> None:
    """Do one node's part of a round, one after the other."""
    for act in acts_of_round:
        act(desk)
