"""`comity manage import-facts FILE`: take in facts about treaties and States; each waits for a second officer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.officers.models import Officer, normal_login
from comity.directory import fact_files
from comity.directory.errors import DirectoryError
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from comity.directory.fact_files import JudgedFact

RESULTS = ("new", "changed", "same", "refused")


class Command(BaseCommand):
    """Judge every row; without `--dry-run`, write a version for every row that is new or changed."""

    help = "Take in facts about treaties and States from a CSV or JSON file; each waits for a second officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", default="", help="login of the officer who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a row was refused, and then nothing of the file is written."""
        try:
            judged = fact_files.judge(fact_files.read(options["file"].read_bytes()))
            refused = any(one.result == "refused" for one in judged)
            written = 0 if options["dry_run"] or refused else self._written(judged, options["officer"])
        except (OSError, DirectoryError) as error:
            detail = error.detail if isinstance(error, DirectoryError) else str(error)
            raise CommandError(f"Nothing was taken in: {detail}") from error
        except AccessDenied as error:
            raise CommandError(f"Nothing was taken in: {error.denied.reason}") from error
        self._report(judged, written, as_json=options["json"])
        if refused:
            sys.exit(1)

    def _written(self, judged: list[JudgedFact], login: str) -> int:
        officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
        if officer is None:
            raise DirectoryError("E_OFFICER", "an officer answers for the import: --officer LOGIN")
        return fact_files.take_in(actor=Actor.of_officer(officer), judged_rows=judged, now=utc_now())

    def _report(self, judged: list[JudgedFact], written: int, *, as_json: bool) -> None:
        counts = {result: sum(one.result == result for one in judged) for result in RESULTS}
        if as_json:
            rows = [
                {"row": one.line, "about": one.about, "result": one.result,
                 "reasons": [{"column": name, "text": text} for name, text in one.reasons]}
                for one in judged
            ]  # fmt: skip
            self.stdout.write(json.dumps({"written": written, **counts, "rows": rows}, ensure_ascii=False))
            return
        for one in judged:
            why = "; ".join(f"{name}: {text}" for name, text in one.reasons)
            self.stdout.write(f"{one.line}\t{one.about}\t{one.result}\t{why}")
