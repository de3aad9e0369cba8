"""`comity law`: on what legal basis, with the facts that ship; a node and its database only where one is named."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from comity.cli.answers import CommandError, Exit, language, put_json
from comity.cli.entering import enter
from comity.cli.sealing import NO_FILE, read_whole
from comity.directory.trees.words import FROM, Source
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.law.basis import (
    Question,
    find_bases,
    read_date,
    read_kind,
    read_measures,
    read_offences,
    read_place,
)
from comity.law.channels import read_answers, read_tree, shipped_tree, walk
from comity.law.channels.tree import LIMIT
from comity.law.errors import RuleViolation
from comity.law.facts.shipped import shipped_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.law.basis import Answer, Basis
    from comity.law.channels import Step, Tree
    from comity.law.facts import Facts

G = TypeVar("G")
T = TypeVar("T")
LEAD = Text("{mode}; {certain}", "{mode}；{certain}")
CERTAIN = {
    True: Text("certain by what is recorded", "依现有记录可以确定"),
    False: Text("NOT certain: find out what is marked ! below", "不能确定：请查明下列标有“!”的事项"),
}
UNVERIFIED = Text("not verified", "未经核实")
BASES = Text("Bases", "依据")
APPLIES = Text("What applies", "适用的规定")
WARNINGS = Text("What to know", "须知事项")
WAYS = Text("Other ways", "其他途径")
TREE = Text("Decision tree of version {version}. {origin}", "决策树版本：{version}。{origin}")


def basis(
    kind: Annotated[str, typer.Option("--kind", help="mla, extradition, freeze, confiscate, law-enforcement …")],
    asking: Annotated[str, typer.Option("--from", metavar="ISO2", help="The State that asks.")],
    asked: Annotated[str, typer.Option("--to", metavar="ISO2", help="The State that is asked.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day of the request; today if left.")
    ] = None,
    offence: Annotated[
        list[str] | None, typer.Option("--offence", metavar="ART", help="15, 16(1) … or other; may be repeated.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option("--measure", metavar="CODE", help="STATEMENT, DOCUMENTS …; may be repeated.")
    ] = None,
    coercive: Annotated[
        bool | None, typer.Option("--coercive/--not-coercive", help="Whether a measure forces somebody.")
    ] = None,
    conduct: Annotated[
        str | None, typer.Option("--conduct", metavar="DATE", help="The first day of the conduct, where it is known.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="A node's folder: with the facts that its officers entered.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say on what legal basis one State may ask another. Exit 0: certain; 4: something must be found out first."""
    facts, today = _facts_of(data) if data else shipped_facts(), utc_now().date()
    question = Question(
        kind=_read(read_kind, kind),
        asking=_read(lambda given: read_place(given, facts), asking),
        asked=_read(lambda given: read_place(given, facts), asked),
        on=_read(read_date, on) if on is not None else today,
        today=today,
        offences=_read(read_offences, offence or []),
        measures=_read(read_measures, measure or []),
        coercive=coercive,
        conduct=_read(read_date, conduct) if conduct is not None else None,
    )
    answer = find_bases(question, facts)
    if as_json:
        put_json(answer.to_json(language()))
    else:
        sys.stdout.write("\n".join(_lines(answer)) + "\n")
    raise SystemExit(int(Exit.DONE if answer.certain else Exit.CANNOT_TELL))


def _facts_of(data: Path) -> Facts:
    """Return what a node knows: what ships, and what its officers entered."""
    enter(data)
    from comity.directory.known import known_facts  # noqa: PLC0415 (models load once the folder is known)

    return known_facts()


def channel(
    answer: Annotated[
        list[str] | None, typer.Option("--answer", metavar="QUESTION=ANSWER", help="May be repeated.")
    ] = None,
    tree: Annotated[
        Path | None, typer.Option("--tree", metavar="FILE", help="A tree of your own, which is checked first.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="A node's folder: with the tree that this node asks.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Say by which channel to ask: the next question, or the advice that the answers lead to."""
    asked, source = _tree_of(tree, data)
    step = _read(lambda given: walk(asked, read_answers(given)), answer or [])
    if as_json:
        put_json({**step.to_json(asked, language()), "source": source})
    else:
        sys.stdout.write("\n".join(_step_lines(step)) + "\n")
        sys.stdout.write(TREE.get(language()).format(version=asked.version, origin=FROM[source].get(language())) + "\n")


def _tree_of(tree: Path | None, data: Path | None) -> tuple[Tree, Source]:
    """Return the tree that is walked, and where it comes from: a file, what a node asks, or what ships."""
    if tree is not None:
        if not tree.is_file():
            raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(tree))
        return _read(read_tree, read_whole(str(tree), LIMIT + 1)), Source.FILE
    if data is None:
        return shipped_tree(), Source.SHIPPED
    enter(data)
    from comity.directory.channels import known_tree  # noqa: PLC0415 (models load once the folder is known)

    found = known_tree()
    return found.tree, found.source


def _step_lines(step: Step) -> Iterator[str]:
    tongue = language()
    for query, choice in step.path:
        yield f"{query.text.get(tongue)} {choice.text.get(tongue)}"
    if step.question:
        yield f"{step.question.text.get(tongue)} [{', '.join(step.question.articles)}]"
        for one in step.question.answers:
            yield f"  --answer {step.question.code}={one.code}  {one.text.get(tongue)}"
    if step.advice:
        yield f"→ {step.advice.text.get(tongue)} [{', '.join(step.advice.articles)}]"


def _read(reader: Callable[[G], T], given: G) -> T:
    """Read an option; what it cannot be is wrong use, with the words of the rule."""
    try:
        return reader(given)
    except RuleViolation as problem:
        raise CommandError(problem.code, problem.text, Exit.WRONG_USE, **problem.params) from None


def _lines(answer: Answer) -> Iterator[str]:
    """Give the answer as a person reads it: the mode, what it rests on, what to know, what else there is."""
    tongue = language()
    yield LEAD.get(tongue).format(mode=answer.mode.value, certain=CERTAIN[answer.certain].get(tongue))
    if answer.bases:
        yield f"{BASES.get(tongue)}:"
    for one in answer.bases:
        yield from _basis_lines(one, tongue)
    if answer.applies:
        yield f"{APPLIES.get(tongue)}: {', '.join(answer.applies)}"
    if answer.warnings:
        yield f"{WARNINGS.get(tongue)}:"
    for told in answer.warnings:
        yield f"  {'!' if told.find_out else '-'} {told.text.get(tongue)} [{told.code}: {', '.join(told.articles)}]"
    if answer.alternatives:
        yield f"{WAYS.get(tongue)}:"
    for way in answer.alternatives:
        yield f"  - {way.text.get(tongue)} [{', '.join(way.articles)}]"


def _basis_lines(one: Basis, tongue: str) -> Iterator[str]:
    yield f"  {one.name.get(tongue)} ({one.mode.value}): {', '.join(one.articles)}"
    for row in one.rows:
        doubt = "" if row.sure else f" ({UNVERIFIED.get(tongue)})"
        yield f"    {row.statement.get(tongue)} [{row.source}, {row.date}]{doubt}"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    law = typer.Typer(help="Legal basis and channel, with the article for each step.", no_args_is_help=True)
    law.command("basis")(basis)
    law.command("channel")(channel)
    app.add_typer(law, name="law")
