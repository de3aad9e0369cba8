"""The index of a node on PostgreSQL: two tables beside the others, so that a backup and a second server have it too.

Candidates come from a `tsvector` of words made by `comity.core.tokens`; PostgreSQL's own dictionaries take no part.
Where the vector alone cannot tell which of them hold what was asked, their lines do, so that the answer is that of
every other index. What it can tell is counted without reading a row. The best first: those that say it oftenest for
their length; of more than `RANKED` that hold a query, so many are put in that order and the others follow as they lie.
The tables are made where they are missing and can be dropped at any time.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db import connections, transaction

from comity.core.tokens import MARKS, is_han
from comity.library.finding.asking import Key, Together
from comity.library.finding.entries import BREAK, lines_of, pairs_of
from comity.library.finding.indexes import Found
from comity.library.finding.keys import COUNTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from comity.library.finding.asking import Part, Query, Run, Way
    from comity.library.finding.entries import Entry
    from comity.library.finding.indexes import Stored

LARGEST = 900_000  # bytes of a `tsvector`; PostgreSQL takes a megabyte
RANKED = 500  # of what is found, put in order; beyond them nobody reads, and each costs the time of its words
BATCH = 500  # rows written at once
MEAN = 200  # units of an entry of usual length
TABLES = """
CREATE TABLE IF NOT EXISTS library_found_document (document text PRIMARY KEY, stamp text NOT NULL);
CREATE TABLE IF NOT EXISTS library_found (
    document text NOT NULL REFERENCES library_found_document ON DELETE CASCADE, place text NOT NULL,
    words text NOT NULL, roots text NOT NULL, size integer NOT NULL, keys text[] NOT NULL, vector tsvector,
    PRIMARY KEY (document, place)
);
CREATE INDEX IF NOT EXISTS library_found_vector ON library_found USING gin (vector) WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS library_found_large ON library_found (document) WHERE vector IS NULL
"""
_INSERT = (
    "INSERT INTO library_found (document, place, words, roots, size, keys, vector) "
    "VALUES (%s, %s, %s, %s, %s, %s, array_to_tsvector(%s::text[]))"
)
_STAMP = "INSERT INTO library_found_document (document, stamp) VALUES (%s, %s)"
# A page is wanted at once: rows are met by the index and in the order in which they lie.
_QUICK = (
    "SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true), "
    "set_config('max_parallel_workers_per_gather', '0', true)"
)
Sql = tuple[str, list[Any]]


class Postgres:
    """An index in the database of the node."""

    def __init__(self, using: str = "default", *, ranked: int = RANKED) -> None:
        """Make the tables where they are missing."""
        self._using, self._ranked = using, ranked
        with connections[using].cursor() as cursor:
            cursor.execute("SELECT to_regclass('library_found_large')")
            if cursor.fetchone() == (None,):
                cursor.execute(TABLES)

    def find(self, query: Query, *, first: int = 0, most: int = 20) -> Found:
        """Return the entries from the `first` on that hold a query; first those that say it oftenest."""
        if not query:
            return Found((), 0)
        with transaction.atomic(using=self._using):
            self._rows(_QUICK, [])
            where = self._where(query)
            (total,) = self._rows(f"SELECT count(*) FROM library_found WHERE {where[0]}", where[1])[0]  # noqa: S608 (made of our own pieces)
            names = self._best(query, where, total, first, most)
            names += self._others(where, total, max(first, self._ranked), first + most) if total > self._ranked else []
        return Found(tuple(names), total)

    def _best(self, query: Query, where: Sql, total: int, first: int, most: int) -> list[str]:
        """Return the names of those that are put in order, from the `first` on."""
        last = min(first + most, total, self._ranked)
        if first >= last:
            return []
        rank, weights = _rank(query)
        page = (
            "SELECT document || '/' || place FROM "  # noqa: S608 (the same)
            f"(SELECT document, place, words, roots, size, keys FROM library_found WHERE {where[0]} LIMIT %s) found "
            f"ORDER BY {rank} DESC, document, place LIMIT %s OFFSET %s"
        )
        return [name for (name,) in self._rows(page, [*where[1], self._ranked, *weights, last - first, first])]

    def _others(self, where: Sql, total: int, first: int, last: int) -> list[str]:
        """Return the names of those that follow them, as they lie."""
        if first >= min(last, total):
            return []
        page = f"SELECT document || '/' || place FROM library_found WHERE {where[0]} LIMIT %s OFFSET %s"  # noqa: S608 (the same)
        return [name for (name,) in self._rows(page, [*where[1], last - first, first])]

    def _where(self, query: Query) -> Sql:
        """Return the condition that an entry holds a query; entries too large for a vector only where there are any."""
        (large,) = self._rows("SELECT EXISTS (SELECT 1 FROM library_found WHERE vector IS NULL)", [])[0]
        return _condition(query, large=large)

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Return for each counted name how many of the entries found have which value."""
        found: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
        if query:
            where, values = self._where(query)
            asked = f"SELECT key, count(*) FROM library_found, unnest(keys) key WHERE {where} GROUP BY key"  # noqa: S608 (the same)
            for key, count in self._rows(asked, values):
                name, _, value = key.partition(":")
                if name in found:
                    found[name][value] = count
        return found

    def held(self) -> dict[str, str]:
        """Return the documents that are in the index, each with its stamp."""
        return dict(self._rows("SELECT document, stamp FROM library_found_document", []))

    def store(self, documents: Iterable[Stored], gone: Iterable[str] = ()) -> None:
        """Put documents in, in place of what there was of them, and take others out, in one transaction."""
        stored = list(documents)
        with transaction.atomic(using=self._using), connections[self._using].cursor() as cursor:
            names = [*(one.document for one in stored), *gone]
            cursor.execute("DELETE FROM library_found_document WHERE document = ANY(%s)", [names])
            cursor.executemany(_STAMP, [(one.document, one.stamp) for one in stored])
            rows = [_row(entry) for one in stored for entry in one.entries]
            for at in range(0, len(rows), BATCH):
                cursor.executemany(_INSERT, rows[at : at + BATCH])

    def _rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        with connections[self._using].cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())


def _row(entry: Entry) -> tuple[Any, ...]:
    lines = lines_of(entry.text, entry.language)
    words = lines.words.split()
    vector: list[str] | None = sorted(
        {one for one in chain(words, lines.pairs.split(), lines.roots.split(), entry.keys) if one != BREAK} - set(MARKS)
    )
    if sum(len(one.encode()) + 4 for one in vector or ()) > LARGEST:
        vector = None
    return (
        entry.document, entry.place, f" {lines.words} ", f" {lines.roots} ", len(words), list(entry.keys), vector,
    )  # fmt: skip


def _condition(query: Query, *, large: bool) -> Sql:
    """Return the condition that an entry holds a query: first what may hold it, then what does, where that differs."""
    likely = _likely_all(query.clauses)
    if not likely:
        return _all(query.clauses)
    unsure = [ways for ways in query.clauses if not all(map(_is_sure, ways))]
    condition, values = "vector @@ %s::tsquery", [likely]
    if unsure:
        more, also = _all(unsure)
        condition, values = f"({condition} AND {more})", [*values, *also]
    if large:
        every, those = _all(query.clauses)
        condition, values = f"({condition} OR (vector IS NULL AND {every}))", [*values, *those]
    return condition, values


def _is_sure(way: Way) -> bool:
    """Whether the vector tells by itself who holds a way: a key, one unit, or a pair of Chinese characters."""
    if isinstance(way, Key):
        return True
    if isinstance(way, Together):
        return all(_is_sure(one) for part in way.parts for one in part.ways)
    if len(way.units) == 1:
        return way.units[0] not in MARKS
    return len(way.units) == 2 and not way.stems and all(map(is_han, way.units))  # noqa: PLR2004 (a pair)


def _likely_all(clauses: Iterable[Sequence[Way]]) -> str:
    """Return the question to the vector that every entry passes that holds all clauses; "" where there is none."""
    asked = [[_likely(way) for way in ways] for ways in clauses]
    return " & ".join(f"({' | '.join(one)})" for one in asked if all(one))  # marks alone may stand anywhere


def _likely(way: Way) -> str:
    if isinstance(way, Key):
        return _quoted(way.key)
    if isinstance(way, Together):
        within = _likely_all(part.ways for part in way.parts)
        return within and f"({within})"
    units = set(way.units) - set(MARKS)
    pairs = set() if way.stems else set(pairs_of(way.units)) - {BREAK}
    paired = {sign for pair in pairs for sign in pair}
    return f"({' & '.join(sorted(map(_quoted, pairs | (units - paired))))})" if units else ""


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _all(clauses: Iterable[Sequence[Way]]) -> Sql:
    return _joined(" AND ", [_any(ways) for ways in clauses])


def _any(ways: Sequence[Way]) -> Sql:
    return _joined(" OR ", [_holds(way) for way in ways])


def _joined(word: str, pieces: Sequence[Sql]) -> Sql:
    return f"({word.join(condition for condition, _values in pieces)})", [one for _, values in pieces for one in values]


def _holds(way: Way) -> Sql:
    if isinstance(way, Key):
        return "%s = ANY(keys)", [way.key]
    if isinstance(way, Together):
        return _all(part.ways for part in way.parts)
    return f"strpos({_line(way)}, %s) > 0", [_standing(way)]


def _line(run: Run) -> str:
    return "roots" if run.stems else "words"


def _standing(run: Run) -> str:
    return f" {' '.join(run.units)} "


def _rank(query: Query) -> Sql:
    """Return by what entries are ordered: for each part the best of its ways, more for each time it is said."""
    return _sum(query.parts) if query.parts else ("0 * size", [])


def _sum(parts: Iterable[Part]) -> Sql:
    return _joined(" + ", [_best(part) for part in parts])


def _best(part: Part) -> Sql:
    score, values = _joined(", ", [_score(way) for way in part.ways])
    return f"greatest{score}", values


def _score(way: Way) -> Sql:
    if isinstance(way, Key):
        return "CASE WHEN %s = ANY(keys) THEN %s::float ELSE 0 END", [way.key, way.weight]
    if isinstance(way, Together):
        return _sum(way.parts)
    text = _standing(way)  # how often, t, weighs t / (t + b) = 1 - b / (t + b): the words are gone through once
    times = f"((length({_line(way)}) - length(replace({_line(way)}, %s, ''))) / %s::float)"
    usual = f"1.2 * (0.25 + 0.75 * size / {MEAN})"
    return f"%s::float * (1 - {usual} / ({times} + {usual}))", [way.weight, text, len(text)]
