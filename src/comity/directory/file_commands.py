"""What the commands that take in and give out files of the directory share: arguments, refusals, report, exit code."""

from __future__ import annotations

import json
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.core.management.base import BaseCommand, CommandError

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.officers.models import Officer, normal_login
from comity.directory.errors import DirectoryError
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence
    from datetime import datetime

RESULTS = ("new", "changed", "same", "refused")


class JudgedRow(Protocol):
    """A row of a file as it was judged: its line, one of RESULTS, and for each refused column why."""

    @property
    def line(self) -> int:
        """The line of the file, or the place in its list."""

    @property
    def result(self) -> str:
        """One of RESULTS."""

    @property
    def reasons(self) -> Sequence[tuple[str, str]]:
        """Each refused column with what is wrong."""


Row = TypeVar("Row", bound=JudgedRow)


class GivingOut(BaseCommand, ABC):
    """Write what is published into a new file; its name ends with .csv or .json."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file."""
        parser.add_argument("file", type=Path, help="ends with .csv or .json; must not exist yet")

    @abstractmethod
    def text(self, kind: str, options: dict[str, Any]) -> str:
        """Return what is written, as `csv` or `json`."""

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it; an existing file stays as it is."""
        file: Path = options["file"]
        kind = file.suffix.removeprefix(".").lower()
        if kind not in {"csv", "json"}:
            raise CommandError("The name of the file must end with .csv or .json.")
        try:
            with file.open("x", encoding="utf-8", newline="") as out:
                out.write(self.text(kind, options))
        except OSError as error:
            raise CommandError(f"The file could not be written: {error}") from error


class TakingIn(BaseCommand, ABC, Generic[Row]):
    """Judge every row; without `--dry-run`, write a version for every row that is new or changed.

    Attributes:
        names: what of a judged row says which thing it is about, as an attribute and as a key of the report.
    """

    names: str

    @abstractmethod
    def judged(self, raw: bytes) -> list[Row]:
        """Return every row of the file, judged. Raises DirectoryError."""

    @abstractmethod
    def take_in(self, actor: Actor, rows: Sequence[Row], now: datetime) -> int:
        """Write what is new or changed; return how many versions."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare file and options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--officer", default="", help="login of the officer who answers for the import")
        parser.add_argument("--dry-run", action="store_true", help="judge every row and write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a row was refused, and then nothing of the file is written."""
        try:
            judged = self.judged(options["file"].read_bytes())
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

    def _written(self, judged: list[Row], login: str) -> int:
        officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
        if officer is None:
            raise DirectoryError("E_OFFICER", "an officer answers for the import: --officer LOGIN")
        return self.take_in(Actor.of_officer(officer), judged, utc_now())

    def _report(self, judged: list[Row], written: int, *, as_json: bool) -> None:
        counts = {result: sum(one.result == result for one in judged) for result in RESULTS}
        if as_json:
            rows = [
                {"row": one.line, self.names: getattr(one, self.names), "result": one.result,
                 "reasons": [{"column": name, "text": text} for name, text in one.reasons]}
                for one in judged
            ]  # fmt: skip
            self.stdout.write(json.dumps({"written": written, **counts, "rows": rows}, ensure_ascii=False))
            return
        for one in judged:
            why = "; ".join(f"{name}: {text}" for name, text in one.reasons)
            self.stdout.write(f"{one.line}\t{getattr(one, self.names)}\t{one.result}\t{why}")
