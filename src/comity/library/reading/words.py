"""The words of a file, whatever its format, as they go to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comity.library.reading.document import Unresolved


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a file, and what the file says beside it.

    Attributes:
        text: all the words, a line a block.
        doubts: what is in the file and not in the text; a person must look at it.
        symbol: the document's own symbol where its running head shows it.
    """

    text: str
    doubts: tuple[Unresolved, ...] = ()
    symbol: str = ""
