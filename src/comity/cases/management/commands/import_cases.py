"""`comity manage import-cases FILE`: take over running cases from a table, without a browser."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.cases.actions import importing
from comity.cases.errors import sentence
from comity.cases.importing import columns, rows
from comity.cases.importing.sheet import SheetError, read_sheet
from comity.cases.queries import importing as queries
from comity.core.actors import Actor
from comity.core.files.actions import store_bytes
from comity.core.officers.models import Officer, normal_login
from comity.kernel.clock import utc_now
from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from comity.cases.importing.rows import Judged
    from comity.cases.importing.sheet import Sheet


class Command(BaseCommand):
    """Judge every row of a table; without `--dry-run`, write the cases that are accepted."""

    help = "Take over running cases from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, help="JSON file: column -> heading; else headings are guessed")
        parser.add_argument("--dates", choices=sorted(rows.ORDERS), default="ymd", help="how 3/4/2025 is read")
        parser.add_argument("--officer", default="", help="login of the officer who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a row was refused or nothing could be done."""
        try:
            raw = options["file"].read_bytes()
            sheet = read_sheet(raw)
            mapping = _mapping(sheet, options["mapping"])
            now = utc_now()
            judged = rows.judge(sheet, mapping, order=options["dates"], known=queries.known(now.date()))
            if not options["dry_run"]:
                actor = _actor(options["officer"])
                file = store_bytes(
                    raw, actor=actor, purpose="import", name=options["file"].name, media_type="text/csv", now=now
                )
                batch = importing.bring(actor=actor, name=options["file"].name, file=file, now=now)
                importing.check(actor=actor, batch_id=batch.pk, mapping=mapping, order=options["dates"], now=now)
                importing.begin(actor=actor, batch_id=batch.pk, now=now)
                importing.run(batch.pk, now=now)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        except ComityError as error:
            raise CommandError(f"{error.code}: {sentence(error)}") from error
        self._report(sheet, judged, options)

    def _report(self, sheet: Sheet, judged: list[Judged], options: dict[str, Any]) -> None:
        counts = {name: sum(one.result == name for one in judged) for name in ("accepted", "known", "refused")}
        if options["json"]:
            told = [
                {"line": one.line, "reference": one.reference, "result": one.result,
                 "reasons": [{"column": why.column, "code": why.code} for why in one.reasons]}
                for one in judged
            ]  # fmt: skip
            found = {"written": not options["dry_run"], "encoding": sheet.encoding, **counts, "rows": told}
            self.stdout.write(json.dumps(found, sort_keys=True, ensure_ascii=False))
        else:
            for one in judged:
                why = "; ".join(reason.sentence("en") for reason in one.reasons)
                self.stdout.write(f"{one.line}\t{one.reference}\t{one.result}\t{why}")
        if counts["refused"]:
            sys.exit(1)


def _mapping(sheet: Sheet, path: Path | None) -> dict[str, int]:
    """Return column -> place; a mapping names headings as they stand in the table."""
    if path is None:
        found = columns.guess(sheet.headings)
    else:
        given = json.loads(path.read_text("utf-8"))
        if not isinstance(given, dict) or not given.keys() <= columns.COLUMNS.keys():
            raise ValueError(f"a mapping names some of these columns: {', '.join(columns.COLUMNS)}")
        absent = [heading for heading in given.values() if heading not in sheet.headings]
        if absent:
            raise ValueError(f"no such heading in the table: {', '.join(map(str, absent))}")
        found = {key: sheet.headings.index(heading) for key, heading in given.items()}
    if lacking := columns.missing(found):
        raise ValueError(f"columns without a heading: {', '.join(one.key for one in lacking)}")
    return found


def _actor(login: str) -> Actor:
    officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
    if officer is None:
        raise SheetError("E_OFFICER", "an officer answers for the import: --officer LOGIN")
    return Actor.of_officer(officer)
