"""`comity manage load-documents FILE...`, also `comity library load`: keep documents in the library of this node."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.officers.models import Officer, normal_login
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.library.actions import LIMIT, Loaded, load_document
from comity.library.errors import LibraryError, ReadingError

if TYPE_CHECKING:
    from argparse import ArgumentParser

SYSTEM = "library.load"
RESULTS = {
    "known": Text(en="is there already", zh="已在图书馆中"),
    "conversion": Text(en="the same wording in another conversion", zh="文字相同的另一转换件"),
    "version": Text(en="another version", zh="另一版本"),
    "language": Text(en="another language", zh="另一语文"),
    "new": Text(en="new", zh="新文件"),
}
NO_OFFICER = Text(en="No active officer has this login.", zh="没有使用该登录名的在职人员。")
NOT_THERE = Text(en="The file is not there or cannot be opened.", zh="文件不存在或无法打开。")


class Command(BaseCommand):
    """Load every file that can be read; say which could not, and why."""

    help = "Load documents into the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare files and options."""
        parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
        parser.add_argument("--officer", default="", help="login of the officer who answers for it; else the system")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", default="en", help="en or zh-hans: of what is told to people")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a file was refused, and the others are kept."""
        tongue = options["language"]
        actor = self._actor(options["officer"], tongue)
        rows = [self._row(path, actor, tongue) for path in options["files"]]
        if options["json"]:
            self.stdout.write(json.dumps({"documents": rows}, ensure_ascii=False))
        else:
            for row in rows:
                told = f"{RESULTS[row['result']].get(tongue)}: {row['symbol'] or row['title']}" if row["result"] else ""
                self.stdout.write(f"{row['file']}: {told or row['message']}")
        if any(row["code"] for row in rows):
            sys.exit(1)

    def _actor(self, login: str, tongue: str) -> Actor:
        if not login:
            return Actor.system(SYSTEM)
        officer = Officer.objects.filter(login=normal_login(login), is_active=True).first()
        if officer is None:
            raise CommandError(NO_OFFICER.get(tongue))
        return Actor.of_officer(officer)

    def _row(self, path: Path, actor: Actor, tongue: str) -> dict[str, Any]:
        try:
            loaded = load_document(actor=actor, raw=_bytes_of(path), name=path.name, now=utc_now())
        except (ReadingError, LibraryError) as problem:
            return _refused(path, problem.code, problem.text.get(tongue).format(**problem.params))
        except OSError:
            return _refused(path, "E_FILE", NOT_THERE.get(tongue))
        except AccessDenied as error:
            raise CommandError(str(error.denied.reason)) from error
        return _kept(path, loaded)


def _bytes_of(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LIMIT:
        raise ReadingError("E_LIBRARY_SIZE", megabytes=size >> 20, limit=LIMIT >> 20)
    return path.read_bytes()


def _kept(path: Path, loaded: Loaded) -> dict[str, Any]:
    expression = loaded.expression
    return {
        "file": str(path), "result": loaded.result, "work": str(expression.work_id), "title": expression.title,
        "symbol": expression.work.symbol or None, "language": expression.language, "version": expression.version,
        "sha256": loaded.manifestation.sha256, "paragraphs": expression.paragraphs.exclude(number=None).count(),
        "unresolved": expression.unresolveds.filter(state="waiting").count(), "code": None, "message": None,
    }  # fmt: skip


def _refused(path: Path, code: str, message: str) -> dict[str, Any]:
    empty = dict.fromkeys(("work", "title", "symbol", "language", "version", "sha256", "paragraphs", "unresolved"))
    return {"file": str(path), "result": None, **empty, "code": code, "message": message}
