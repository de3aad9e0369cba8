"""`comity evidence add`: putting evidence into a case without a browser, for large files and slow lines.

The officer proves to be that officer with password and one-time code, as on the page: who can log in to the machine
is not thereby an officer.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from django.db.models import Q

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.entering import Data, enter
from comity.cli.officers import prove
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError
from comity.kernel.ids import parse_id
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from comity.cases.models import Measure
    from comity.core.actors import Actor

evidence = typer.Typer(help="Evidence: add.", no_args_is_help=True)
WHICH = Text(
    en="No open measure of {case} is yours to execute, or there are several: name one with --measure (1, 2, …).",
    zh="{case} 中没有由您执行的未了事项，或者有多项：请用 --measure 指明（1、2……）。",
)
NO_FILE = Text(en="There is no file {path}.", zh="没有文件 {path}。")
ADDED = Text(en="Added: {name}, {size} bytes, SHA-256 {sha256}", zh="已加入：{name}，{size} 字节，SHA-256 {sha256}")


@evidence.command("add")
def add(
    case: Annotated[str, typer.Argument(metavar="CASE", help="Our reference, or the id of the request.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The evidence.")],
    data: Data,
    officer: Annotated[str, typer.Option("--officer", help="Your login.")],
    measure: Annotated[int, typer.Option("--measure", help="Number of the measure in the request.")] = 0,
    collector: Annotated[str, typer.Option("--collector", help="Who collected it, if not you.")] = "",
    handling: Annotated[str, typer.Option("--handling", help="How it must be handled.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Add a file to a measure. Asks for password and one-time code; from a pipe, one line each."""
    if not file.is_file():
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(file))
    enter(data)
    from comity.cases.actions.executing import add_evidence  # noqa: PLC0415 (after Django is set up)
    from comity.core.files.actions import store_stream  # noqa: PLC0415

    actor = prove(officer)
    found = _measure(actor, case, measure)
    now = utc_now()
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    with file.open("rb", buffering=0) as stream:
        stored = store_stream(stream, actor=actor, purpose="evidence", name=file.name, media_type=media_type, now=now)
    item = add_evidence(
        actor=actor,
        case_id=found.case_id,
        measure_id=found.measure_id,
        file=stored,
        name=file.name,
        collector=collector or actor.name,
        collected_on=now.date(),
        handling=handling,
        now=now,
    )
    facts = {"name": item.name, "size": item.size, "sha256": item.sha256}
    say(ADDED, **facts)
    if as_json:
        put_json({"ok": True, "evidence_id": str(item.evidence_id), **facts})


def _measure(actor: Actor, case: str, number: int) -> Measure:
    """Return the one measure that is meant, among those the officer may execute."""
    from comity.cases.queries.doors import measures_visible_to  # noqa: PLC0415 (after Django is set up)
    from comity.cases.rules import EXECUTABLE  # noqa: PLC0415

    found = measures_visible_to(actor).filter(state__in=EXECUTABLE)
    found = found.filter(_named(case)).order_by("position")
    if number:
        found = found.filter(position=number)
    meant = list(found[:2])
    if len(meant) != 1:
        raise CommandError("E_MEASURE", WHICH, Exit.REFUSED, case=case)
    return meant[0]


def _named(case: str) -> Q:
    """Return what finds a case by the id of the request, or else by our reference."""
    try:
        return Q(case_id=parse_id(case))
    except ComityError:
        return Q(case__our_reference=case)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(evidence, name="evidence")
