"""What is read out of a document: blocks that account for every character, and what they mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class BlockKind(StrEnum):
    """What a piece of a document is."""

    MASTHEAD = "masthead"
    TITLE = "title"
    SUMMARY = "summary"
    HEADING = "heading"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    ARTICLE = "article"  # of a law or treaty, with its paragraphs; level 1: its first line is its title
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # page numbers, running heads, rules, addresses of links
    TEXT = "text"  # in the body, and nothing says what it is
    BLANK = "blank"  # a file that holds no words


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to before `end`, in characters of the file's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document; cut by a page break or a footnote it has several spans."""

    kind: BlockKind
    spans: tuple[Span, ...]
    text: str
    label: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A lettered item of a paragraph, or a numbered line in it: of an agenda, or a paragraph of an article."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph, whole: `text` includes its items, one a line where they stand on lines of their own.

    An article of a law is one, too: `article` says by what it is found (`5`, `5bis`), its items are named with the
    paragraph that they are of (`3(a)`), and `agenda` holds its numbered paragraphs.
    """

    number: int
    text: str
    headings: tuple[str, ...]
    items: tuple[Item, ...] = ()
    agenda: tuple[Item, ...] = ()
    block: int = -1
    article: str = ""

    @property
    def place(self) -> str:
        """How the reader names its place: `10`, `article 5bis`."""
        return f"article {self.article}" if self.article else str(self.number)


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote, and where its mark stands: a paragraph's number, a heading, or nothing that was found."""

    mark: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A day or a run of days that a document names; `role` is document, meeting, adopted or mentioned."""

    first: date
    role: str
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A treaty article as cited, to paragraph and item; `instrument` is `uncac`, `untoc` or another treaty's name."""

    instrument: str
    article: int
    paragraph: int | None = None
    item: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A resolution by number and by the body that adopted it: `CAC/COSP`, `CTOC/COP`, `GA` ..."""

    body: str
    number: str
    where: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A document symbol as cited; `pin` is the place in that document ("102", "47(a)"), never the treaty's."""

    symbol: str
    where: str = ""
    pin: str = ""


@dataclass(frozen=True, slots=True)
class StateList:
    """States that stand in one list: where, in which part (attendance, list), and their codes in order."""

    where: str
    states: tuple[str, ...]
    category: str = "list"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a document gives: what it counts, when, where, and the words it stands in."""

    what: str
    value: int
    date: str
    where: str
    text: str
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation, with the paragraph and item it is cited by."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Unresolved:
    """What was not understood; it stays in its place, and a person decides. `code` is stable."""

    where: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read."""

    language: str
    kind: str
    symbol: str | None
    title: str
    masthead: dict[str, str]
    blocks: tuple[Block, ...]
    paragraphs: tuple[Paragraph, ...]
    footnotes: tuple[Footnote, ...]
    dates: tuple[Day, ...] = ()
    states: tuple[str, ...] = ()
    state_lists: tuple[StateList, ...] = ()
    observers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    citations: tuple[Citation, ...] = ()
    articles: tuple[Article, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    figures: tuple[Figure, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    meeting: int | None = None

    @property
    def is_law(self) -> bool:
        """Whether it is made of articles, as a law or a treaty is."""
        return any(one.article for one in self.paragraphs)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols that the document cites, each once, in order."""
        return tuple(dict.fromkeys(one.symbol for one in self.citations))
