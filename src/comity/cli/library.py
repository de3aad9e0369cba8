"""`comity library`: what stands in documents of the Conference; a node is needed only to load and to find."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit, language, put_json
from comity.cli.entering import Data, enter
from comity.cli.sealing import NO_FILE
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.library.akoma import record_of, written
from comity.library.comparing import compare
from comity.library.errors import ReadingError
from comity.library.reading import read_file, with_symbols
from comity.library.reading.answer import to_answer

if TYPE_CHECKING:
    from comity.library.reading import Document

REFUSED = Text(en="{path} was not read. {why}", zh="未读取 {path}。{why}")
READ = Text(
    en="{kind} {symbol} ({language}): {paragraphs} paragraphs, {states} States, {symbols} symbols, "
    "{articles} articles, {resolutions} resolutions, {recommendations} recommendations, {figures} figures",
    zh="{kind} {symbol}（{language}）：{paragraphs} 段，{states} 个国家，{symbols} 个文号，{articles} 条条款，"
    "{resolutions} 项决议，{recommendations} 项建议，{figures} 项数字",
)
UNKNOWN = Text(
    en="not understood, kept in its place: {where} {code} {text}", zh="未能理解，保留原处：{where} {code} {text}"
)
SAME = Text(en="The wording is the same.", zh="文字相同。")
NO_SYMBOL = Text(en="(symbol not known)", zh="（文号不详）")
NOT_WRITTEN = Text(en="Nothing was written. {why}", zh="未写出任何内容。{why}")
NO_DAY = Text(
    en="{date} is not a day. Write it as YYYY-MM-DD, for example 2021-09-17.",
    zh="{date} 不是有效日期。请按“年-月-日”填写，例如 2021-09-17。",
)
_SHOWN = 80


def read(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Documents: text, HTML, DOCX, PDF, Akoma Ntoso.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read documents and say what is in them. What one document tells of another (its symbol) is used."""
    documents = with_symbols([document_of(path) for path in files])
    if as_json:
        put_json({"documents": [to_answer(one, str(path)) for path, one in zip(files, documents, strict=True)]})
        return
    for path, one in zip(files, documents, strict=True):
        _tell(path, one)


def compare_files(
    before: Annotated[Path, typer.Argument(metavar="A", help="The earlier version, or either of two.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The other version.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """List what changed in the wording from A to B; typography and layout are left out."""
    changes = compare(document_of(before), document_of(after))
    if as_json:
        rows = [
            {"paragraph": one.paragraph, "before": one.before, "after": one.after, "kind": one.kind.value}
            for one in changes
        ]
        put_json({"changes": rows})
        return
    lines = [
        f"{one.paragraph:>10}  {one.kind.value:<9}  {one_line(one.before)} → {one_line(one.after)}" for one in changes
    ]
    sys.stdout.write("\n".join(lines or [SAME.get(language())]) + "\n")


def load_files(
    data: Data,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Documents: text, HTML, DOCX, PDF, Akoma Ntoso.")
    ],
    officer: Annotated[str, typer.Option(help="Login of the officer who answers for it; else the system.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Keep documents in the library of a node or hub: the files as they are, and what stands in them."""
    enter(data)
    from django.core.management import call_command  # noqa: PLC0415 (after Django is set up)

    call_command("load_documents", *map(str, files), officer=officer, json=as_json, language=language())


def reread(
    data: Data,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read documents of a node's or hub's library again that an older reader read, from their kept files."""
    enter(data)
    from django.core.management import call_command  # noqa: PLC0415 (after Django is set up)

    call_command("reread_library", dry_run=dry_run, json=as_json, language=language())


def find(
    data: Data,
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words, a symbol or an article.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Narrow by kind, body, year, language, state ...")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Only as typed, not by other words for the same.")] = False,
    page: Annotated[int, typer.Option(help="Of twenty places each.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Find the paragraphs of a node's or hub's library that hold a query, in any language."""
    enter(data)
    from django.core.management import call_command  # noqa: PLC0415 (after Django is set up)

    options = {"only": only or [], "plain": plain, "page": page, "json": as_json, "language": language()}
    call_command("find_in_library", query, **options)


def export(
    data: Data,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The ZIP file to write; it must not be there.")],
    kind: Annotated[str, typer.Option(help="Every document of a kind: report, note, resolution ...")] = "",
    query: Annotated[str, typer.Option(help="The documents in which this finds something.")] = "",
    only: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="Narrow the query, as for find.")] = None,
) -> None:
    """Write documents of a node's or hub's library into a ZIP: files, Akoma Ntoso, and tables."""
    enter(data)
    from django.core.management import call_command  # noqa: PLC0415 (after Django is set up)

    call_command("export_library", str(out), kind=kind, query=query, only=only or [], language=language())


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A document: text, HTML, DOCX, PDF or Akoma Ntoso.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to; else standard output.")] = None,
    date: Annotated[str, typer.Option("--date", help="The document's day (YYYY-MM-DD), where it says none.")] = "",
) -> None:
    """Write a document as Akoma Ntoso 3.0, named as the United Nations system names documents."""
    document = document_of(file)
    try:
        made = written(record_of(document, on=day_of(date) if date else None))
    except ReadingError as problem:
        raise CommandError(problem.code, NOT_WRITTEN, Exit.REFUSED, why=problem.text.get(language())) from None
    if out is None:
        sys.stdout.buffer.write(made)
    else:
        out.write_bytes(made)


def day_of(text: str) -> dt.date:
    """Return a day that was typed, or end the command."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError("E_DATE", NO_DAY, Exit.WRONG_USE, date=text) from None


def document_of(path: Path) -> Document:
    """Return the document in a file, or end the command with what is wrong with the file."""
    if not path.is_file():
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(path))
    try:
        return read_file(path)
    except ReadingError as problem:
        why = problem.text.get(language()).format(**problem.params)
        raise CommandError(problem.code, REFUSED, Exit.REFUSED, path=str(path), why=why) from None
    except OSError:
        raise CommandError("E_FILE", NO_FILE, Exit.WRONG_USE, path=str(path)) from None


def _tell(path: Path, document: Document) -> None:
    tongue = language()
    counts = to_answer(document, str(path))
    lines = [
        f"{path}: {document.title}",
        "  "
        + READ.get(tongue).format(
            kind=document.kind,
            symbol=document.symbol or NO_SYMBOL.get(tongue),
            language=document.language,
            **{
                name: len(counts[name])
                for name in ("paragraphs", "states", "symbols", "articles", "resolutions", "recommendations", "figures")
            },
        ),
    ]
    lines += [
        "  " + UNKNOWN.get(tongue).format(where=one.where, code=one.code, text=one_line(one.text)[:_SHOWN])
        for one in document.unresolved
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help="Documents of the Conference and its meetings.", no_args_is_help=True)
    group.command()(read)
    group.command("compare")(compare_files)
    group.command("convert")(convert)
    group.command("load")(load_files)
    group.command()(reread)
    group.command()(find)
    group.command()(export)
    app.add_typer(group, name="library")
