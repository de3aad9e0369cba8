"""`comity directory`: which State a name means, what the table of States says, signed directories; no node needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli import signed_directory
from comity.cli.answers import CommandError, Exit, language, put_json
from comity.directory.names import resolve
from comity.directory.states import GROUP_NAMES, KIND_NAMES, LANGUAGES, Form, all_states
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.directory.states import Name, State

UNKNOWN_NAME = Text(
    "“{given}” is no name and no code of a State in the table. Check the spelling, or give an ISO 3166 code.",
    "“{given}”不是表中任何国家的名称或代码。请核对写法，或输入国际标准化组织的国家代码（ISO 3166）。",
)
UNKNOWN_CODE = Text(
    "There is no State with the code {given}. Give an ISO 3166 code of two letters, or look the name up with "
    "`comity directory resolve`.",
    "没有代码为 {given} 的国家。请输入由两个字母组成的代码（ISO 3166），或用 `comity directory resolve` 按名称查找。",
)
UNVERIFIED = Text("not verified", "未经核实")
TEXT = Annotated[str, typer.Argument(metavar="TEXT", help="A name in one of the six languages, or a code.")]
CODE = Annotated[str, typer.Argument(metavar="ISO2", help="The code of two letters.")]
AS_JSON = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def resolve_name(text: TEXT, as_json: AS_JSON = False) -> None:
    """Say which State a name or code means. Exit 4 where no State is known by it: nothing is guessed."""
    found = resolve(text)
    if found is None:
        raise CommandError("E_NAME", UNKNOWN_NAME, Exit.CANNOT_TELL, given=text)
    if as_json:
        put_json({"text": text, "iso2": found.iso2, "iso3": found.iso3 or None, "m49": found.m49 or None})
    else:
        sys.stdout.write(f"{found.iso2} {found.name.get(language())}\n")


def state(iso2: CODE, as_json: AS_JSON = False) -> None:
    """Show what the table says of one State, each name with its source."""
    found = all_states().get(iso2.strip().upper())
    if found is None:
        raise CommandError("E_STATE", UNKNOWN_CODE, Exit.WRONG_USE, given=iso2)
    if as_json:
        put_json(_as_json(found))
    else:
        sys.stdout.write("\n".join(_lines(found)) + "\n")


def _as_json(found: State) -> dict[str, Any]:
    return {
        "iso2": found.iso2,
        "iso3": found.iso3 or None,
        "m49": found.m49 or None,
        "kind": found.kind.value,
        "group": found.group.value if found.group else None,
        "part_of": found.part_of or None,
        "names": [
            {
                "text": one.text,
                "language": one.language,
                "form": one.form.value,
                "source": one.source.source,
                "date": one.source.date.isoformat(),
                "verified": one.source.verified,
            }
            for one in found.names
        ],
    }


def _lines(found: State) -> Iterator[str]:
    tongue = language()
    codes = " ".join(code for code in (found.iso2, found.iso3, found.m49) if code)
    yield f"{found.name.get(tongue)} ({codes})"
    yield KIND_NAMES[found.kind].get(tongue) + (f" ({found.part_of})" if found.part_of else "")
    if found.group:
        yield GROUP_NAMES[found.group].get(tongue)
    for tag in LANGUAGES:
        for form in (Form.SHORT, Form.FORMAL):
            one = found.called(tag, form)
            if one is not None:
                yield f"  {tag}: {one.text} {_where_from(one, tongue)}"


def _where_from(one: Name, tongue: str) -> str:
    doubt = "" if one.source.verified else f", {UNVERIFIED.get(tongue)}"
    return f"[{one.source.source}, {one.source.date}{doubt}]"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    directory = typer.Typer(help="States and their names; a signed directory of authorities.", no_args_is_help=True)
    directory.command("resolve")(resolve_name)
    directory.command("state")(state)
    directory.command("verify")(signed_directory.verify)
    directory.command("read")(signed_directory.read)
    app.add_typer(directory, name="directory")
