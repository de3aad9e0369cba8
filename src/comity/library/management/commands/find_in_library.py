"""`comity manage find-in-library QUERY`, also `comity library find`: the paragraphs that hold a query."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from comity.kernel.languages import Text
from comity.kernel.plaintext import one_line
from comity.library.finding.filling import refresh
from comity.library.finding.indexes import IndexBusyError
from comity.library.finding.searching import NARROWED_BY, Asked, Found, Hit, search

if TYPE_CHECKING:
    from argparse import ArgumentParser

TOTAL = Text(en="{total} places", zh="共 {total} 处")
ALSO = Text(en="also looked for: {said}: {terms}", zh="同时检索：{said}：{terms}")
NOT_ONE = Text(
    en="{given} narrows nothing. Write NAME=VALUE; NAME is one of: {names}.",
    zh="{given} 无法限定检索范围。请按“名称=值”填写，名称为下列之一：{names}。",
)
_SHOWN = 160


class Command(BaseCommand):
    """Put into the index what it lacks, and search."""

    help = "Find paragraphs of the library."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare query and options."""
        parser.add_argument("query")
        parser.add_argument("--only", action="append", default=[], metavar="NAME=VALUE", help=", ".join(NARROWED_BY))
        parser.add_argument("--plain", action="store_true", help="only as typed, not by other words for the same")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--language", default="en", help="en or zh-hans: of what is told to people")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Search; nothing found is an answer."""
        with suppress(IndexBusyError):  # then another process is putting it in
            refresh()
        tongue = options["language"]
        asked = Asked(options["query"], narrowed_by(options["only"], tongue), plain=options["plain"])
        found = search(asked, max(1, options["page"]))
        if options["json"]:
            self.stdout.write(json.dumps(to_answer(found), ensure_ascii=False))
            return
        self.stdout.write("\n".join(_told(found, tongue)))


def narrowed_by(given: list[str], tongue: str) -> dict[str, list[str]]:
    """Return by what a search is narrowed, of NAME=VALUE. Raises CommandError for a name that narrows nothing."""
    narrowed: defaultdict[str, list[str]] = defaultdict(list)
    for one in given:
        name, _, value = one.partition("=")
        if name not in NARROWED_BY or not value:
            raise CommandError(NOT_ONE.get(tongue).format(given=one, names=", ".join(NARROWED_BY)))
        narrowed[name].append(value)
    return narrowed


def to_answer(found: Found) -> dict[str, Any]:
    """Return the object that docs/cli.md promises."""
    return {
        "total": found.total,
        "widened": [
            {
                "said": one.said, "concept": one.concept,
                "terms": [{"language": term.language, "text": term.text} for term in one.terms],
            }
            for one in found.widenings
        ],
        "counts": found.counts,
        "hits": [_row(one) for one in found.hits],
    }  # fmt: skip


def _row(hit: Hit) -> dict[str, Any]:
    expression = hit.expression
    return {
        "work": str(expression.work_id), "symbol": expression.work.symbol or None, "title": expression.title,
        "language": expression.language, "version": expression.version, "place": hit.row.key,
        "paragraph": getattr(hit.row, "number", None), "text": hit.row.text, "marked": list(map(list, hit.places)),
    }  # fmt: skip


def _told(found: Found, tongue: str) -> list[str]:
    lines = [TOTAL.get(tongue).format(total=found.total)]
    lines += [
        ALSO.get(tongue).format(
            said=one_line(one.said), terms=" · ".join(term.text for term in one.terms) or one.concept
        )
        for one in found.widenings
    ]
    for hit in found.hits:
        words = "".join(f"[{text}]" if said else text for text, said in hit.parts)
        name = hit.expression.work.symbol or one_line(hit.expression.title, _SHOWN // 2)
        lines.append(f"{name} {hit.expression.language} {hit.row.key}: {one_line(words, _SHOWN)}")
    return lines
