"""`comity manage reread-library`, also `comity library reread`: read again what an older reader read."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from comity.core.actors import Actor
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.library import queries
from comity.library.reading import READER
from comity.library.rereading.actions import Result, reread

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from comity.library.rereading.actions import Reread

SYSTEM = "library.reread"
RESULTS = {
    Result.CHANGED: Text(en="read otherwise", zh="识读结果有变化"),
    Result.SAME: Text(en="read as before", zh="识读结果无变化"),
    Result.LEFT: Text(en="left as it was read", zh="保持原识读结果"),
}
DONE = Text(
    en="{changed} documents are read otherwise now, {same} as before; {left} were left as they were read.",
    zh="{changed} 份文件的识读结果有变化，{same} 份无变化；{left} 份保持原识读结果。",
)
WOULD = Text(
    en="Nothing was changed. {changed} documents would be read otherwise, {same} as before; {left} would be left as "
    "they were read.",
    zh="未作任何更改。{changed} 份文件的识读结果将有变化，{same} 份无变化；{left} 份将保持原识读结果。",
)
ASKED = Text(
    en="Decisions that do not fit what is read now: {asked}. They are kept, and wait to be decided again "
    "(/library/review/).",
    zh="有 {asked} 项决定与现在的识读结果不符。原决定予以保留，并须由人员重新作出决定（/library/review/）。",
)
WOULD_ASK = Text(
    en="Decisions that would not fit: {asked}. They would be kept, and wait to be decided again.",
    zh="将有 {asked} 项决定与新的识读结果不符。原决定将予以保留，并须由人员重新作出决定。",
)
FOLLOWS = Text(
    en="Search follows within a minute while a worker runs.", zh="后台进程运行时，检索将在一分钟内随之更新。"
)
_SHOWN = 80


class Command(BaseCommand):
    """Read every such document again; say which were left as they were, and why."""

    help = "Read documents of the library again that an older reader read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare options."""
        parser.add_argument("--dry-run", action="store_true", help="say what would change; change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", default="en", help="en or zh-hans: of what is told to people")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; exit 1 where a document was left, and the others are read again."""
        tongue, dry_run = options["language"], options["dry_run"]
        done = list(self._each(tongue, dry_run=dry_run))
        counts = {result.value: sum(one["result"] == result for one in done) for result in Result}
        if options["json"]:
            found = {"dry_run": dry_run, "reader": READER, **counts, "documents": done}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write((WOULD if dry_run else DONE).get(tongue).format(**counts))
            asked = sum(one["asked"] for one in done)
            if asked:
                self.stdout.write((WOULD_ASK if dry_run else ASKED).get(tongue).format(asked=asked))
            if counts[Result.CHANGED] and not dry_run:
                self.stdout.write(FOLLOWS.get(tongue))
        if counts[Result.LEFT]:
            sys.exit(1)

    def _each(self, tongue: str, *, dry_run: bool) -> Iterator[dict[str, Any]]:
        """Read one after the other, telling how far it is on the standard error, and yield what became of each."""
        ids = list(queries.read_by_another_reader().values_list("pk", flat=True))
        for at, one in enumerate(ids, 1):
            done = reread(actor=Actor.system(SYSTEM), manifestation_id=one, now=utc_now(), dry_run=dry_run)
            if done is None:  # somebody else did it meanwhile, or took the text back
                continue
            row = _row(done, tongue)
            name = row["symbol"] or one_line(row["title"], _SHOWN) or row["sha256"][:12]
            told = f"{at}/{len(ids)} {name}: {RESULTS[done.result].get(tongue)}"
            self.stderr.write(f"{told}. {row['message']}" if row["message"] else told, self.style.NOTICE)
            yield row


def _row(done: Reread, tongue: str) -> dict[str, Any]:
    expression, problem = done.manifestation.expression, done.problem
    return {
        "work": str(expression.work_id), "title": expression.title, "symbol": expression.work.symbol or None,
        "language": expression.language, "version": expression.version, "sha256": done.manifestation.sha256,
        "reader": done.before, "result": done.result, "asked": done.asked, "code": problem.code if problem else None,
        "message": problem.text.get(tongue).format(**getattr(problem, "params", {})) if problem else None,
    }  # fmt: skip
