"""The index that needs nothing beside it: files in a folder of the node, kept by tantivy (MIT).

Every commit is whole or not there: its list of files is replaced in one step. A folder that cannot be opened, or was
written by another version of this module, is put aside for an empty one; what is missing is then stored again.
One process writes at a time; any number read, and see a commit at their next question.
"""

from __future__ import annotations

import shutil
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import tantivy

from comity.core.tokens import is_han
from comity.library.finding.asking import Key, Together
from comity.library.finding.entries import lines_of
from comity.library.finding.indexes import Found, IndexBusyError
from comity.library.finding.keys import COUNTED, of_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from comity.library.finding.asking import Query, Run, Way
    from comity.library.finding.entries import Entry
    from comity.library.finding.indexes import Stored

LAYOUT = "2"  # another one for any change of the fields below or of what is written into them
MEMORY = 64_000_000  # bytes that a writer fills before it writes them down
VALUES = 1000  # of one name, counted
_DOCUMENT = "document:"  # the mark of the entry that says that a document is there


class Embedded:
    """An index in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder, or make one there."""
        self._folder = folder / LAYOUT
        self._seen = b""
        for other in folder.glob("*"):
            if other.name != LAYOUT:
                shutil.rmtree(other, ignore_errors=True)
        self._index = _opened(self._folder)

    def find(self, query: Query, *, first: int = 0, most: int = 20) -> Found:
        """Return the entries from the `first` on that hold a query, by BM25."""
        if not query:
            return Found((), 0)
        searcher = self._searcher()
        found = searcher.search(_of(query, self._index.schema), limit=most, offset=first)
        names = (searcher.doc(address).get_first("name") for _score, address in found.hits)
        return Found(tuple(str(name) for name in names), _count(found))

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Return for each counted name how many of the entries found have which value."""
        if not query:
            return {name: {} for name in COUNTED}
        wanted = {name: {"terms": {"field": name, "size": VALUES}} for name in COUNTED}
        found = self._searcher().aggregate(_of(query, self._index.schema), wanted)
        return {name: {str(one["key"]): int(one["doc_count"]) for one in found[name]["buckets"]} for name in COUNTED}

    def held(self) -> dict[str, str]:
        """Return the documents that are in the index, each with its stamp."""
        searcher = self._searcher()
        marks = tantivy.Query.term_query(self._index.schema, "keys", _DOCUMENT)
        found = searcher.search(marks, limit=max(1, searcher.num_docs)).hits
        rows = (searcher.doc(address) for _score, address in found)
        return {str(row.get_first("document")): str(row.get_first("name")) for row in rows}

    def store(self, documents: Iterable[Stored], gone: Iterable[str] = ()) -> None:
        """Put documents in, in place of what there was of them, and take others out, in one commit."""
        writer = self._writer()
        try:
            for document in gone:
                writer.delete_documents_by_term("document", document)
            for one in documents:
                writer.delete_documents_by_term("document", one.document)
                for row in _rows(one):
                    writer.add_document(row)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()

    def _writer(self) -> tantivy.IndexWriter:
        try:
            return self._index.writer(MEMORY, num_threads=1)
        except ValueError as problem:
            if "LockBusy" in str(problem):
                raise IndexBusyError from None
            raise

    def _searcher(self) -> tantivy.Searcher:
        """Return what looks at the latest commit, which its list of files tells: two may have one time of the clock."""
        try:
            listed = (self._folder / "meta.json").read_bytes()
        except FileNotFoundError:  # somebody took the folder away
            self._index, listed = _opened(self._folder), b""
        if listed != self._seen:
            self._index.reload()
            self._seen = listed
        return self._index.searcher()


def _opened(folder: Path) -> tantivy.Index:
    folder.mkdir(parents=True, exist_ok=True)
    try:
        return tantivy.Index(_schema(), str(folder))
    except (ValueError, OSError):
        shutil.rmtree(folder)
        folder.mkdir()
        return tantivy.Index(_schema(), str(folder))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    for line in ("words", "pairs", "roots"):
        builder.add_text_field(line, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("keys", tokenizer_name="raw", index_option="basic")
    for name in COUNTED:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _rows(stored: Stored) -> Iterator[tantivy.Document]:
    """Yield what is written for a document: the mark that it is there, and its entries."""
    yield tantivy.Document(document=stored.document, name=stored.stamp, keys=[_DOCUMENT])
    for entry in stored.entries:
        yield _row(entry)


def _row(entry: Entry) -> tantivy.Document:
    lines = lines_of(entry.text, entry.language)
    row = tantivy.Document(
        document=entry.document, name=entry.name, words=lines.words, pairs=lines.pairs, roots=lines.roots
    )
    for key in entry.keys:
        row.add_text("keys", key)
    for name in COUNTED:
        for value in of_name(entry.keys, name):
            row.add_text(name, value)
    return row


def _of(query: Query, schema: tantivy.Schema) -> tantivy.Query:
    return _all(query.clauses, schema)


def _all(clauses: Iterable[Sequence[Way]], schema: tantivy.Schema) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, _any(ways, schema)) for ways in clauses])


def _any(ways: Sequence[Way], schema: tantivy.Schema) -> tantivy.Query:
    """Return the question for any of several ways, ranked by the best of them."""
    asked = [tantivy.Query.boost_query(_one(way, schema), way.weight) for way in ways]
    return asked[0] if len(asked) == 1 else tantivy.Query.disjunction_max_query(asked)


def _one(way: Way, schema: tantivy.Schema) -> tantivy.Query:
    if isinstance(way, Key):
        return tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "keys", way.key), 1.0)
    if isinstance(way, Together):
        return _all((part.ways for part in way.parts), schema)
    return _run(way, schema)


def _run(run: Run, schema: tantivy.Schema) -> tantivy.Query:
    field = "roots" if run.stems else "words"
    if len(run.units) == 1:
        return tantivy.Query.term_query(schema, field, run.units[0])
    if not run.stems and all(map(is_han, run.units)):
        return _han(run.units, schema)
    asked: Any = [(at, unit) for at, unit in enumerate(run.units)]
    phrase = tantivy.Query.phrase_query(schema, field, asked)
    pairs = (
        []
        if run.stems
        else [first + second for first, second in pairwise(run.units) if is_han(first) and is_han(second)]
    )
    # The pairs are rarer than their characters, so that most of what cannot hold the phrase is passed over.
    few = [(tantivy.Occur.Must, tantivy.Query.const_score_query(tantivy.Query.term_query(schema, "pairs", one), 0.0))
           for one in dict.fromkeys(pairs)]  # fmt: skip
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, phrase), *few]) if few else phrase


def _han(run: Sequence[str], schema: tantivy.Schema) -> tantivy.Query:
    """Return the question for a run of Chinese: every second pair, and the last."""
    starts = sorted({*range(0, len(run) - 1, 2), len(run) - 2})
    asked: Any = [(at, run[at] + run[at + 1]) for at in starts]
    if len(asked) == 1:
        return tantivy.Query.term_query(schema, "pairs", asked[0][1])
    return tantivy.Query.phrase_query(schema, "pairs", asked)


def _count(found: Any) -> int:
    return int(found.count)
