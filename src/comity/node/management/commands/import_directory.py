"""`comity manage import-directory FILE`: take in what another node signed; each row waits for a second officer.

What the hub that two officers confirmed signed, or what is sealed to this node, is an edition of the hub's directory:
it is verified as on the page for such a file, and kept as the newest.
"""

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
from comity.exchange import editions
from comity.exchange.edition_files import NOBODY, bring_edition, is_edition, read_edition
from comity.exchange.edition_words import words_for_file
from comity.exchange.errors import ExchangeError
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

    help = "Take in authorities and facts that a counterpart or the hub signed; each waits for a second officer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", default="", help="login of the officer who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a row was refused, and then no row is written; 3 where no hub is believed."""
        try:
            raw = options["file"].read_bytes()
            is_hubs = is_edition(raw)
            said = _edition(raw, options) if is_hubs else read_directory(raw, own_and_peers())
            authorities, facts = judged(said)
            refused = "refused" in {*(one.result for one in authorities), *(one.result for one in facts)}
            written = 0
            if not (options["dry_run"] or refused):
                actor = _officer(options["officer"])
                written = _chosen(actor, said) if is_hubs else take_in(actor=actor, said=said, raw=raw, now=utc_now())
        except SealError as error:
            raise CommandError(f"Nothing was taken in: {WHY.get(error.code, error.detail)} ({error.code})") from error
        except ExchangeError as error:
            raise _explained(error) from error
        except (OSError, DirectoryError) as error:
            detail = error.detail if isinstance(error, DirectoryError) else str(error)
            raise CommandError(f"Nothing was taken in: {detail}") from error
        except AccessDenied as error:
            raise CommandError(f"Nothing was taken in: {error.denied.reason}") from error
        if is_hubs and (found := editions.shown()) is not None and found.trouble:
            self.stderr.write(" ".join(one.en for one in words_for_file(found.trouble)))
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


def _officer(login: str) -> Actor:
    officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
    if officer is None:
        raise DirectoryError("E_OFFICER", "an officer answers for the import: --officer LOGIN")
    return Actor.of_officer(officer)


def _edition(raw: bytes, options: dict[str, Any]) -> SignedDirectory:
    """Verify an edition of the hub; without `--dry-run` it is kept as the newest, whatever its rows say."""
    if options["dry_run"]:
        return read_edition(raw, now=utc_now())
    return bring_edition(actor=_officer(options["officer"]), raw=raw, now=utc_now())


def _chosen(actor: Actor, said: SignedDirectory) -> int:
    """Take in every row of the edition that was just kept."""
    source = editions.believed()
    if source is None or source.created != said.created:
        raise ExchangeError("E_EDITION_SEEN", "another edition came meanwhile")
    authorities, facts = judged(said)
    rows = {*(f"a{one.line}" for one in authorities), *(f"f{one.line}" for one in facts)}
    return editions.take_in(actor=actor, source_id=source.pk, seen=source.sha256, rows=rows, now=utc_now())


def _explained(error: ExchangeError) -> CommandError:
    seen, do = (one.en for one in words_for_file(error.code))
    code = 3 if error.code == NOBODY[0] else 1
    return CommandError(f"{seen} {do} ({error.code})", returncode=code)
