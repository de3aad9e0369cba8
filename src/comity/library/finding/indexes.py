"""What an index does, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.library.finding.asking import Query
    from comity.library.finding.entries import Entry


class IndexBusyError(ComityError):
    """Another process is writing the index; what was to be written can be written later."""

    def __init__(self) -> None:
        super().__init__("E_INDEX_BUSY", "another process is writing the index of the library")


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as an index is to hold it: all its entries, and a stamp that changes whenever they do."""

    document: str
    stamp: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found: its names (`document/place`), the best first, and how many there are in all."""

    names: tuple[str, ...]
    total: int


class Index(Protocol):
    """Finds the entries of documents by what they say and by their keys."""

    def find(self, query: Query, *, first: int = 0, most: int = 20) -> Found:
        """Return the entries from the `first` on that hold a query (`matching.holds`), the best first."""

    def counts(self, query: Query) -> dict[str, dict[str, int]]:
        """Return for each name of `keys.COUNTED` how many of the entries found have which value."""

    def held(self) -> dict[str, str]:
        """Return the documents that are in the index, each with its stamp."""

    def store(self, documents: Iterable[Stored], gone: Iterable[str] = ()) -> None:
        """Put documents in, in place of what there was of them, and take others out: all of it or nothing, durably."""


def outdated(wanted: Mapping[str, str], held: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Return the documents whose stamp differs from what an index holds, and those that it holds and should not."""
    return (
        [document for document, stamp in wanted.items() if held.get(document) != stamp],
        [document for document in held if document not in wanted],
    )
