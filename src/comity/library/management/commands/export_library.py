"""`comity manage export-library OUT`, also `comity library export`: documents of the library in one ZIP."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.kernel.languages import Text
from comity.library.exporting import choosing
from comity.library.exporting.archive import archive
from comity.library.finding.filling import refresh
from comity.library.finding.indexes import IndexBusyError
from comity.library.finding.searching import Asked
from comity.library.management.commands.find_in_library import narrowed_by

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from comity.library.exporting.choosing import Chosen

ONE_OF_TWO = Text(
    en="Say what to export: --kind, or --query (with --only, or --only alone); not both.",
    zh="请指明导出内容：--kind，或 --query（可加 --only，也可单用 --only）；两者不能并用。",
)
NOTHING = Text(
    en="Nothing is found: no file was written. Try comity library find.",
    zh="没有找到任何文件，未写出文件。请先用 comity library find 查找。",
)
THERE = Text(
    en="{path} is there already or cannot be written. Name a new file.", zh="{path} 已存在或无法写入。请指定新文件。"
)
DONE = Text(en="{count} documents, {size} bytes: {path}", zh="{count} 份文件，{size} 字节：{path}")


class Command(BaseCommand):
    """Write the archive; half of one is never left."""

    help = "Export documents of the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("out", type=Path)
        parser.add_argument("--kind", default="")
        parser.add_argument("--query", default="")
        parser.add_argument("--only", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--language", default="en", help="en or zh-hans: of what is told to people")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it."""
        tongue, out = options["language"], options["out"]
        chosen = self._chosen(options, tongue)
        if not chosen.documents:
            raise CommandError(NOTHING.get(tongue))
        try:
            handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError:
            raise CommandError(THERE.get(tongue).format(path=out)) from None
        try:
            with os.fdopen(handle, "wb") as file:
                for block in archive(chosen):
                    file.write(block)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        told = DONE.get(tongue).format(count=len(chosen.documents), size=out.stat().st_size, path=out)
        self.stdout.write(told)

    def _chosen(self, options: dict[str, Any], tongue: str) -> Chosen:
        asks = bool(options["query"] or options["only"])
        if asks == bool(options["kind"]):
            raise CommandError(ONE_OF_TWO.get(tongue))
        if options["kind"]:
            return choosing.of_kind(options["kind"])
        with suppress(IndexBusyError):  # then another process is putting it in
            refresh()
        return choosing.of_search(Asked(options["query"], narrowed_by(options["only"], tongue)))
