"""What the page of a document shows: its pieces with what they cite, who attended, its other languages and versions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from comity.core.articles import article_title, article_url, rule_of
from comity.library import labels, queries
from comity.library.linking import cited_places
from comity.library.models import Cited
from comity.library.reading.document import BlockKind
from comity.library.reading.languages import rules_for
from comity.library.reading.treaties import OWN, context_of, law_context
from comity.library.tiles import blocks, state_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from comity.library.linking import Cited as CitedPlace
    from comity.library.models import Citation, Expression, Footnote, Paragraph
    from comity.library.reading.treaties import Context
    from comity.library.tiles import Block

ATTENDED: Final = ("states_parties", "signatories", "observer_states")
_RIGHT_TO_LEFT = {"ar"}
_DEEPEST = 4
_PIN = re.compile(r"(\d+)")
_HEADINGS = {"heading", "subheading"}
OURS: Final = "uncac:"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; with `url` a link, with `title` what it leads to."""

    text: str
    url: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What was not understood in a piece, in words, and the page where it is decided."""

    said: str
    where: str
    url: str


@dataclass(slots=True)
class Piece:
    """A piece of the document as it is shown."""

    row: Paragraph
    runs: list[Run]
    level: int = 0  # of the heading that it is, 2 to 4
    footnotes: list[Footnote] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    belongs_to: str = ""  # key of the paragraph that a person assigned it to
    cited: int = 0  # in how many places of other documents this paragraph is cited
    cited_url: str = ""  # the search for these
    title: str = ""  # of an article

    @property
    def is_article(self) -> bool:
        """Whether it is an article of a law or treaty."""
        return self.row.kind == BlockKind.ARTICLE.value

    @property
    def pin(self) -> str:
        """What stands in the margin: the number of a paragraph, `4bis` of an article."""
        if self.is_article:
            return self.row.key.removeprefix("art_")
        return str(self.row.number or "")

    @property
    def is_heading(self) -> bool:
        """Whether all of it is drawn as a heading."""
        return self.level > 0 and not self.is_article

    @property
    def name(self) -> str:
        """What stands for it in the contents of the document."""
        if self.is_article:
            return f"{self.row.label} {self.title}".strip()
        return f"{self.row.label}. {self.row.text}" if self.row.label else self.row.text


@dataclass(frozen=True, slots=True)
class Attendance:
    """A category of those who attended, with names."""

    category: str
    names: tuple[str, ...]


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language in _RIGHT_TO_LEFT


def address(expression: Expression, key: str = "") -> str:
    """Return the address of a document in a language and version, or of one piece of it."""
    page = reverse("library:document", args=[expression.work_id, expression.language, expression.version])
    return f"{page}#{key}" if key else page


def by_symbol(symbol: str, pin: str = "") -> str:
    """Return the address of a document by its symbol, or of the paragraph that a pin names."""
    number = _PIN.match(pin)
    return reverse("library:by-symbol", args=[symbol]) + (f"#para_{number[1]}" if number else "")


def pieces(expression: Expression, language: str) -> list[Piece]:
    """Return the pieces of a document in order, below its title; nothing is left out but running heads."""
    rows = list(expression.paragraphs.exclude(kind__in=["title", "furniture"]))
    context = context_of(f"{expression.masthead.get('organ', '')} {expression.title}", rules_for(expression.language))
    articles = {one.key: one.label for one in rows if one.kind == BlockKind.ARTICLE.value}
    if articles:
        context = law_context([one.text for one in rows], context, next(iter(articles.values())))
    leads = Leads(queries.symbols_here(expression), articles, language)
    found = [_piece(row, context, leads) for row in rows]
    _set_levels(found)
    by_row = {one.row.pk: one for one in found}
    for note in expression.footnotes.exclude(paragraph=None):
        if note.paragraph_id in by_row:
            by_row[note.paragraph_id].footnotes.append(note)
    for row_id, doubt in doubts(expression):
        if row_id in by_row:
            by_row[row_id].doubts.append(doubt)
    for pk, key in queries.assigned_in(expression).items():
        if pk in by_row:
            by_row[pk].belongs_to = key
    _say_where_cited(expression, found)
    return found


def _piece(row: Paragraph, context: Context, leads: Leads) -> Piece:
    """Return a piece with its words, those of an article without its title."""
    title, rest = "", row.text
    if row.kind == BlockKind.ARTICLE.value and row.level:
        title, _break, rest = row.text.partition("\n")
    return Piece(row, runs(rest, context, leads), title=title)


def _set_levels(shown: list[Piece]) -> None:
    """Say of what level each heading is, one below the one before at most; an article is one below its division."""
    level = 1
    for piece in shown:
        if piece.row.kind in _HEADINGS:
            level = min(level + 1, piece.row.level + 1 if piece.row.level else _DEEPEST, _DEEPEST)
            piece.level = max(level, 2)
        elif piece.is_article:
            piece.level = min(level + 1, _DEEPEST)


def _say_where_cited(expression: Expression, shown: list[Piece]) -> None:
    """Count at each numbered paragraph where it is cited, whatever the language and version of the document."""
    symbol = expression.work.symbol
    cited = Counter(found[1] for pin in queries.pins_to(expression.work_id) if (found := _PIN.match(pin)))
    for piece in shown:
        piece.cited = cited[str(piece.row.number)] if piece.row.number else 0
        if piece.cited:
            piece.cited_url = f"{reverse('library:search')}?{urlencode({'paragraph': f'{symbol} {piece.row.number}'})}"


def doubts(expression: Expression) -> list[tuple[int | None, Doubt]]:
    """Return what waits for a person in a document, each with the piece that it is about, where there is one."""
    return [
        (
            one.paragraph_id,
            Doubt(
                labels.called(labels.DOUBTS, one.code), place_name(one.where),
                reverse("library:unresolved", args=[one.pk]),
            ),
        )
        for one in queries.waiting_in(expression)
    ]  # fmt: skip


def loose_doubts(expression: Expression, shown: list[Piece]) -> list[Doubt]:
    """Return what waits for a person and is about no piece that is shown: it stands above the document."""
    there = {one.row.pk for one in shown}
    return [doubt for row_id, doubt in doubts(expression) if row_id not in there]


@dataclass(frozen=True, slots=True)
class Leads:
    """What a citation can lead to: symbols of documents that are here, articles of the law itself (their keys)."""

    symbols: Collection[str]
    articles: Collection[str]
    language: str  # of whoever reads


def runs(text: str, context: Context, leads: Leads) -> list[Run]:
    """Return a text in stretches; what is cited and has a page is a link to it."""
    found, at = [], 0
    for one in cited_places(text, context):
        url, title = _lead(one, leads)
        if not url:
            continue
        found += [Run(text[at : one.start]), Run(text[one.start : one.end], url, title)]
        at = one.end
    return [one for one in [*found, Run(text[at:])] if one.text]


def _lead(one: CitedPlace, leads: Leads) -> tuple[str, str]:
    if one.what == Cited.SYMBOL and one.key in leads.symbols:
        return by_symbol(one.key, one.pin), ""
    instrument, _colon, article = one.key.partition(":")
    if one.what == Cited.ARTICLE and instrument == OWN:
        key = f"art_{article.partition('(')[0]}"
        return (f"#{key}", "") if key in leads.articles else ("", "")
    if one.what == Cited.ARTICLE and one.key.startswith(OURS):
        language = leads.language
        code = one.key.removeprefix(OURS)
        while code and rule_of(code, language) is None:
            code = code.rpartition("(")[0]
        return (article_url(code), article_title(code, language)) if code else ("", "")
    return "", ""


def loose_footnotes(expression: Expression) -> list[Footnote]:
    """Return the footnotes whose mark was found nowhere: they stand at the end."""
    return list(expression.footnotes.filter(paragraph=None))


def attendance(expression: Expression, language: str) -> tuple[list[Attendance], list[Block]]:
    """Return who attended by category, States by name, and the tiles of the States; both empty where none did."""
    rows = queries.attending(expression, ATTENDED)
    found = [
        Attendance(labels.called(labels.CATEGORIES, category), tuple(state_name(iso3, language) for iso3 in codes))
        for category in ATTENDED
        if (codes := [iso3 for one, iso3 in rows if one == category])
    ]
    others = [one for one in expression.observers.all() if one.category not in ATTENDED]
    found += [
        Attendance(labels.called(labels.CATEGORIES, category), tuple(one.name for one in names))
        for category, names in groupby(others, key=lambda one: one.category)
    ]
    states = {iso3 for _category, iso3 in rows}
    return found, blocks(states, language) if states else []


@dataclass(frozen=True, slots=True)
class Other:
    """Another language or version of the same document."""

    label: str
    url: str
    compare_url: str = ""


def others(expression: Expression) -> list[Other]:
    """Return the other languages and versions of a document; versions of its language can be compared with it."""
    return [
        Other(named(one), address(one), _compare(one, expression))
        for one in queries.expressions_of(expression.work_id)
        if one.pk != expression.pk
    ]


def place_name(where: str) -> str:
    """Say in words where something stands: the reader names it `10`, `footnote 1`, `heading A`, `after 3`."""
    what, _space, label = where.partition(" ")
    if where[:1].isdigit():
        return _("paragraph %(number)s") % {"number": where}
    known = {
        "footnote": _("footnote %(label)s"),
        "article": _("article %(label)s"),
        "heading": _("heading %(label)s"),
        "after": _("after paragraph %(label)s"),
        "page": _("page %(label)s"),
    }
    alone = {
        "title": _("title"),
        "masthead": _("masthead"),
        "summary": _("summary"),
        "comment": _("comment"),
        "deleted": _("deleted words"),
        "header": _("header or footer"),
    }
    if what in known and label:
        return known[what] % {"label": label}
    return alone.get(what, where)


def named(expression: Expression) -> str:
    """Say which language and version this is."""
    language = labels.called(labels.LANGUAGES, expression.language)
    return _("%(language)s, version %(version)s") % {"language": language, "version": expression.version}


def _compare(one: Expression, other: Expression) -> str:
    if one.language != other.language:
        return ""
    before, after = sorted((one.version, other.version))
    return reverse("library:compare", args=[one.work_id, one.language, before, after])


@dataclass(frozen=True, slots=True)
class Citing:
    """A document that cites this one, and where."""

    title: str
    places: tuple[tuple[str, str], ...]


def cited_by(expression: Expression) -> list[Citing]:
    """Return the documents of the library that cite this one, each with its places."""
    found = []
    for _key, rows in groupby(queries.citing(expression.work_id), key=lambda one: one.expression_id):
        group = list(rows)
        words = group[0].expression
        found.append(Citing(words.work.symbol or words.title, tuple(dict(map(_place, group)).items())))
    return found


def _place(one: Citation) -> tuple[str, str]:
    """Return where a citation stands: its address and its words."""
    if one.paragraph is None:
        return address(one.expression), one.where
    return address(one.expression, one.paragraph.key), place_name(one.where)
