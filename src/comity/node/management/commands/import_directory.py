"""`comity manage import-directory FILE`: take in what another node signed; each row waits for a second officer."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.officers.models import Officer, normal_login
from comity.directory.editions import judged, take_in
from comity.directory.errors import DirectoryError
from comity.directory.signed import read_directory
from comity.exchange.peers import own_and_peers
from comity.kernel.clock import utc_now
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from comity.directory.fact_files import JudgedFact
    from comity.directory.files import Judged
    from comity.directory.signed import SignedDirectory

RESULTS = ("new", "changed", "same", "refused")
WHY = {
    "E_SENDER": "no counterpart of this node signed it",
    "E_SIGNATURE": "it was changed after it was signed, or signed with other keys than those of its node",
}


class Command(BaseCommand):
    """Verify and judge every row; without `--dry-run`, write a version for every row that is new or changed."""

    help = "Take in authorities and facts that a counterpart signed; each waits for a second officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", default="", help="login of the officer who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a row was refused, and then nothing of the file is written."""
        try:
            raw = options["file"].read_bytes()
            said = read_directory(raw, own_and_peers())
            authorities, facts = judged(said)
            refused = "refused" in {*(one.result for one in authorities), *(one.result for one in facts)}
            written = 0 if options["dry_run"] or refused else _written(said, raw, options["officer"])
        except SealError as error:
            raise CommandError(f"Nothing was taken in: {WHY.get(error.code, error.detail)} ({error.code})") from error
        except (OSError, DirectoryError) as error:
            detail = error.detail if isinstance(error, DirectoryError) else str(error)
            raise CommandError(f"Nothing was taken in: {detail}") from error
        except AccessDenied as error:
            raise CommandError(f"Nothing was taken in: {error.denied.reason}") from error
        self._report(said, authorities, facts, written, as_json=options["json"])
        if refused:
            sys.exit(1)

    def _report(
        self,
        said: SignedDirectory,
        authorities: Sequence[Judged],
        facts: Sequence[JudgedFact],
        written: int,
        *,
        as_json: bool,
    ) -> None:
        rows = [
            *(("authority", one.line, one.place, one.result, one.reasons) for one in authorities),
            *(("fact", one.line, one.about, one.result, one.reasons) for one in facts),
        ]
        counts = {result: sum(row[3] == result for row in rows) for result in RESULTS}
        if as_json:
            told = [
                {"kind": kind, "row": line, "about": about, "result": result,
                 "reasons": [{"column": name, "text": text} for name, text in reasons]}
                for kind, line, about, result, reasons in rows
            ]  # fmt: skip
            signed = {"node": said.from_node, "state": said.state, "created": said.created.isoformat()}
            answer = {**signed, "written": written, **counts, "rows": told}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for kind, line, about, result, reasons in rows:
            why = "; ".join(f"{name}: {text}" for name, text in reasons)
            self.stdout.write(f"{kind}\t{line}\t{about}\t{result}\t{why}")


def _written(said: SignedDirectory, raw: bytes, login: str) -> int:
    officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
    if officer is None:
        raise DirectoryError("E_OFFICER", "an officer answers for the import: --officer LOGIN")
    return take_in(actor=Actor.of_officer(officer), said=said, raw=raw, now=utc_now())
