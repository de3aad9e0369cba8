"""A dozen cases at different stages, in both directions, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.cli.answers import say
from comity.cli.demo import desk as acts
from comity.cli.demo.desk import Desk
from comity.cli.demo.stories import story
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.cli.demo.stage import Stage

SEEDING = Text(en="Seeding cases: {done} of {all}", zh="正在准备案件：{done}/{all}")


@dataclass(frozen=True, slots=True)
class Plot:
    """One case: from which node, in which language, which measures, and how far it went."""

    sender: str
    language: str
    modules: tuple[str, ...]
    stage: str
    omit: tuple[str, ...] = ()


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
)
# Each stage is the one before it and one step more; the first part is the same for all that were sent.
ORDER = ("draft", "review", "approved", "sent", "registered", "asked", "refused_in_part", "executing")


def seed(stage: Stage) -> None:
    """Bring every plot to its stage, through pages."""
    desks = {place.node.id: Desk(place) for place in stage.places}
    for number, plot in enumerate(PLOTS, start=1):
        say(SEEDING, done=number, all=len(PLOTS))
        _bring(desks, plot)


def _bring(desks: dict[str, Desk], plot: Plot) -> None:
    """Bring one case to its stage."""
    ours, other = desks[plot.sender], desks["xb" if plot.sender == "xa" else "xa"]
    matter = story(ours.place.node.state, other.place.node.state, plot.language, *plot.modules)
    case = acts.begin(ours, matter, counterpart=other.place.node.id, omit=plot.omit)
    steps: dict[str, tuple[Callable[[], None], ...]] = {
        "review": (lambda: acts.ask_review(ours, case),),
        "approved": (lambda: acts.approve(ours, case),),
        "sent": (lambda: acts.sign_and_send(ours, case), lambda: acts.name_officer(ours, case)),
        "registered": (lambda: acts.register(other, case),),
    }
    for name in ("review", "approved", "sent", "registered"):
        if plot.stage == "draft":
            return
        for step in steps[name]:
            step()
        if plot.stage == name:
            return
    acts.examine(other, case)
    if plot.stage == "asked":
        acts.ask(other, case, _question(plot.language))
        return
    _decided(ours, other, case, plot)


def _question(language: str) -> str:
    return "请提供证人的出生日期。" if language == "zh-hans" else "Please give the date of birth of the witness."


def _decided(ours: Desk, other: Desk, case: str, plot: Plot) -> None:
    """Bring a case that was examined further: decision, execution, delivery, closure."""
    if plot.stage == "withdrawn":
        acts.withdraw_all(ours, case)
        return
    refused = {1: ("ESSENTIAL_INTERESTS", "披露该陈述将损害国家安全。")} if plot.stage == "refused_in_part" else {}
    acts.decide(other, case, refused, [n for n in range(len(plot.modules)) if n not in refused])
    if plot.stage == "refused_in_part":
        return
    measures = acts.measures_of(other, "case_officer", case)
    for measure in measures:
        acts.assign(other, case, measure)
    if plot.stage == "executing":
        return
    result = "in_part_more_to_come" if plot.stage == "delivered_in_part" else "executed"
    acts.record(other, case, measures[0], result, "The register file is attached to this answer as text.")
    acts.deliver(other, case)
    acts.confirm(ours, case)
    if plot.stage == "closed":
        acts.close(ours, case, useful="yes")
        acts.close(other, case)
