"""Reading: a text becomes a document. Structure first, by shape; then what each paragraph says, by language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.articles import articles_in
from comity.library.reading.attendance import attendance_in, lists_in, named_in
from comity.library.reading.citations import resolutions_in, symbols_in
from comity.library.reading.document import (
    Block,
    BlockKind,
    Day,
    Document,
    Figure,
    Footnote,
    Item,
    Paragraph,
    Recommendation,
    Span,
    StateList,
    Unresolved,
)
from comity.library.reading.figures import days_in, figures_in
from comity.library.reading.grouping import Grouper, Piece, without_mark
from comity.library.reading.languages import rules_for
from comity.library.reading.lawgrouping import LawGrouper
from comity.library.reading.lines import ended, layout_of, split
from comity.library.reading.masthead import Masthead, meeting_days, ordinal, read_masthead
from comity.library.reading.provisions import heads_in, place_of
from comity.library.reading.shapes import SYMBOL, value_of
from comity.library.reading.tongues import language_of
from comity.library.reading.treaties import OWN, context_of, law_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from comity.library.reading.languages import Rules
    from comity.library.reading.treaties import Context

_LETTER = late(r"(?<![\d(（第款条])[(（](?P<n>[a-z])[)）]\s*")
_BLOCK_LETTER = late(r"(?:^|\n)\((?P<n>[a-z])\) ")
_CONNECTIVE = late(r"(?<=[；;，,])\s*(?:以及|及|和|and|or)\s*$")
_SENTENCE_END = late(r"。|(?<=[^A-Z\d])\.(?=\s+[A-Z])")
_MARK = late(r"[¹²³⁰-⁹]+|\[\^?(\d{1,2})\]")
_RUNNING = late(rf"^(?:\d+/\d+\s+)?(?P<symbol>{SYMBOL})(?:\s+\d+/\d+)?$")
_NUMBERED = {BlockKind.PARAGRAPH, BlockKind.ARTICLE}
_BODY = {BlockKind.HEADING, BlockKind.SUBHEADING, BlockKind.TEXT, *_NUMBERED}
_LONGEST_HEADING = 240


def read_text(text: str, *, law: bool = False) -> Document:
    """Return what a text holds. Every character of it is in exactly one span of exactly one block.

    A text with articles in turn is read as a law; `law` says that somebody knows it to be one.
    """
    lines = split(text)
    language = language_of(text)
    rules = rules_for(language)
    layout = layout_of(text, lines)
    articles = heads_in(lines, layout, said=law)
    pieces = (LawGrouper(lines, layout, articles) if articles else Grouper(lines, layout)).run()
    _subheadings(pieces)
    first = _of_masthead(pieces)
    head = read_masthead(first, rules)
    merged = {id(one) for one in first} - {id(one) for one in head.pieces}
    pieces = [one for one in pieces if id(one) not in merged]
    pieces.sort(key=lambda one: one.lines[0].start)
    blocks = tuple(_block(one) for one in pieces) or ((_blank(text),) if text else ())
    paragraphs = tuple(_paragraphs(pieces))
    document = Document(
        language=language,
        kind=head.kind or ("legal_text" if articles else "other"),
        symbol=head.symbol or _running_symbol(pieces),
        title=head.title,
        masthead=head.fields,
        blocks=blocks,
        paragraphs=paragraphs,
        footnotes=tuple(_footnotes(pieces, paragraphs)),
        meeting=_meeting(head, rules),
        unresolved=tuple(_structural(pieces, head, paragraphs)),
    )
    return _understood(document, head, rules)


def _running_symbol(pieces: list[Piece]) -> str | None:
    """A symbol that stands alone at the head of several pages is the document's own."""
    heads = Counter(
        found["symbol"]
        for piece in pieces
        if piece.kind is BlockKind.FURNITURE and (found := _RUNNING.match(piece.text.strip()))
    )
    return next((symbol for symbol, count in heads.most_common(1) if count > 1), None)


def _blank(text: str) -> Block:
    return Block(BlockKind.BLANK, (Span(0, len(text)),), "")


def _of_masthead(pieces: list[Piece]) -> list[Piece]:
    """Return what stands before the body and says what the document is."""
    body = next((one.lines[0].start for one in pieces if one.kind in _BODY), None)
    before = [one for one in pieces if body is None or one.lines[0].start < body]
    return [one for one in before if one.kind in {BlockKind.MASTHEAD, BlockKind.TITLE, BlockKind.SUMMARY}]


def _block(piece: Piece) -> Block:
    spans: list[Span] = []
    for line in piece.lines:
        if spans and spans[-1].end == line.start:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
    return Block(piece.kind, tuple(spans), piece.text, piece.label, piece.level)


def _subheadings(pieces: list[Piece]) -> None:
    """A short text without an end, before a paragraph or a heading, is a heading without a number."""
    body = [one for one in pieces if one.kind in _BODY]
    for at, piece in enumerate(body):
        following = body[at + 1].kind if at + 1 < len(body) else None
        short = len(piece.text) <= _LONGEST_HEADING and len(piece.parts) == 1 and not ended(piece.text)
        if piece.kind is BlockKind.TEXT and short and following in {*_NUMBERED, BlockKind.HEADING}:
            piece.kind = BlockKind.SUBHEADING


def _heading(piece: Piece, notes: set[str]) -> str:
    """Return a heading as it is shown: with its label, without the mark of a footnote."""
    bare = without_mark(piece.text)
    glued = re.search(r"(?<=[^\d\s.,/])\d{1,2}$", bare)
    if glued and glued.group() in notes:
        bare = bare[: glued.start()]
    return f"{piece.label}. {bare}" if piece.label else bare


def _paragraphs(pieces: list[Piece]) -> Iterator[Paragraph]:
    path: list[tuple[int, str]] = []
    notes = {one.label for one in pieces if one.kind is BlockKind.FOOTNOTE}
    for at, piece in enumerate(pieces):
        if piece.kind in {BlockKind.HEADING, BlockKind.SUBHEADING}:
            level = piece.level or 3
            path = [one for one in path if one[0] < level]
            path.append((level, _heading(piece, notes)))
        elif piece.kind is BlockKind.PARAGRAPH:
            yield Paragraph(
                number=value_of(piece.label),
                text=piece.text,
                headings=tuple(text for _level, text in path),
                items=tuple(items_of(piece.text)),
                agenda=tuple(
                    Item(part.label, part.text.partition(". ")[2]) for part in piece.parts if part.kind == "agenda"
                ),
                block=at,
            )
        elif piece.kind is BlockKind.ARTICLE:
            yield Paragraph(
                number=piece.value,
                text=piece.text,
                headings=tuple(text for _level, text in path),
                items=tuple(_items_of_article(piece)),
                agenda=tuple(Item(part.label, part.text) for part in piece.parts if part.kind == "agenda"),
                block=at,
                article=place_of(piece.label),
            )


def _items_of_article(piece: Piece) -> Iterator[Item]:
    """Yield the lettered items of an article, each named with the paragraph that it is of."""
    paragraph = ""
    for part in piece.parts:
        paragraph = part.label if part.kind == "agenda" else paragraph
        if part.kind == "item":
            yield Item(f"{paragraph}({part.label})", part.text)


def items_of(text: str) -> list[Item]:
    """Return the lettered items of a paragraph: those on lines of their own, else those inside its sentences."""
    on_lines, anywhere = _in_turn(_BLOCK_LETTER.finditer(text)), _in_turn(_LETTER.finditer(text))
    own_lines = len(on_lines) >= len(anywhere)
    found = on_lines if own_lines else anywhere
    if len(found) < 2 and not (on_lines and own_lines):  # noqa: PLR2004 (one letter in a sentence is no list)
        return []
    items = []
    for at, mark in enumerate(found):
        last = at + 1 == len(found)
        words = text[mark.end() : len(text) if last else found[at + 1].start()]
        stop = _SENTENCE_END.search(words) if last and not own_lines else None
        items.append(Item(mark["n"], _CONNECTIVE.sub("", words[: stop.end() if stop else len(words)].strip())))
    return items


def _in_turn(marks: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """The marks that come in turn: (a), then (b); Roman numerals and references between them are passed over."""
    found: list[re.Match[str]] = []
    for mark in marks:
        if ord(mark["n"]) == ord("a") + len(found):
            found.append(mark)
    return found


def _footnotes(pieces: list[Piece], paragraphs: tuple[Paragraph, ...]) -> Iterator[Footnote]:
    headings = [one for one in pieces if one.kind in {BlockKind.HEADING, BlockKind.SUBHEADING, BlockKind.TITLE}]
    for piece in pieces:
        if piece.kind is not BlockKind.FOOTNOTE:
            continue
        mark = str(value_of(piece.label) or piece.label)
        anchor = next((str(one.number) for one in paragraphs if mark in _marks(one.text)), "")
        bare = re.compile(rf"[^\d\s.,/]{re.escape(mark)}$")
        for heading in headings:
            if not anchor and (mark in _marks(heading.text) or bare.search(heading.text.strip())):
                anchor = heading.label or without_mark(heading.text)
        for one in paragraphs:
            if not anchor and re.search(rf"[。”」.][ ]?{re.escape(mark)}(?=[^\d]|$)", one.text):
                anchor = str(one.number)
        yield Footnote(mark, piece.text, anchor)


def _marks(text: str) -> set[str]:
    return {str(value_of(found.group())) for found in _MARK.finditer(text)}


def _meeting(head: Masthead, rules: Rules) -> int | None:
    """Return which meeting the document is of, by its title."""
    found = rules.meeting.search(head.title)
    return ordinal(found["n"]) or None if found else None


def _structural(pieces: list[Piece], head: Masthead, paragraphs: tuple[Paragraph, ...]) -> Iterator[Unresolved]:
    seen: list[int] = []
    after = ""
    for piece in pieces:
        if piece.kind is BlockKind.PARAGRAPH:
            number = value_of(piece.label)
            if "number" in piece.doubts:
                missing = f"{(seen[-1] if seen else 0) + 1}–{number - 1}"
                yield Unresolved(str(number), "numbers_missing", missing)
            seen.append(number)
            after = str(number)
        elif piece.kind is BlockKind.TEXT:
            yield Unresolved(f"after {after}" if after else "", "text_without_number", piece.text)
        elif piece.kind is BlockKind.HEADING and piece.doubts:
            yield Unresolved(piece.label, "heading_out_of_order", piece.text)
    if not paragraphs:
        yield Unresolved("", "no_paragraphs", head.title)
    if not head.kind and not any(one.article for one in paragraphs):
        yield Unresolved("masthead", "kind_unknown", head.title)
    if not head.title:
        yield Unresolved("masthead", "title_unknown", "")


def _units(document: Document) -> Iterator[tuple[str, str]]:
    """Yield where and what: all texts that can cite something."""
    names = {one.block: one.place for one in document.paragraphs}
    notes = 0
    for at, block in enumerate(document.blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        where = names.get(at) or block.kind.value
        if block.kind is BlockKind.FOOTNOTE:
            where = f"footnote {document.footnotes[notes].mark}"
            notes += 1
        elif block.kind in {BlockKind.HEADING, BlockKind.SUBHEADING}:
            where = f"heading {block.label}".strip()
        yield where, block.text


def _understood(document: Document, head: Masthead, rules: Rules) -> Document:
    """Add what the texts say."""
    units = list(_units(document))
    context = _context(document, head, rules)
    law = next((block.label for block in document.blocks if block.kind is BlockKind.ARTICLE), "")
    context = law_context([text for _where, text in units], context, law) if law else context
    lists: list[StateList] = []
    observers: dict[str, list[str]] = {}
    unresolved = list(document.unresolved)
    states: dict[str, None] = {}
    days = list(_days(document, head, rules))
    default = _told_on(document, days)
    figures: list[Figure] = []
    for where, text in units:
        present = attendance_in(text, where, rules) if where.isdigit() else attendance_in("", where, rules)
        lists += present.lists or lists_in(text, where, rules)
        unresolved += present.unresolved
        for category, names in present.observers.items():
            observers.setdefault(category, []).extend(names)
        if where not in {"masthead", "title"} and not present.observers:
            states |= dict.fromkeys(named_in(text, rules))
        if where.isdigit():
            figures += figures_in(text, where, rules, default)
    states = dict.fromkeys(code for one in lists for code in one.states) | states
    return replace(
        document,
        dates=tuple(days),
        states=tuple(states),
        state_lists=tuple(lists),
        observers={category: tuple(names) for category, names in observers.items()},
        citations=tuple(one for where, text in units for one in symbols_in(text, where, context)),
        articles=tuple(
            one for where, text in units for one in articles_in(text, where, context) if one.instrument != OWN
        ),
        resolutions=tuple(one for where, text in units for one in resolutions_in(text, where, context)),
        recommendations=tuple(_recommendations(document, rules)),
        figures=tuple(figures),
        unresolved=tuple(unresolved),
    )


def _told_on(document: Document, days: list[Day]) -> str:
    """The day on which the figures of a document were told: the meeting's last in its report, else its own."""
    roles = ("meeting", "document") if "report" in document.kind else ("document", "meeting")
    told = [day for role in roles for day in days if day.role == role]
    return (told[0].last or told[0].first).isoformat() if told else ""


def _context(document: Document, head: Masthead, rules: Rules) -> Context:
    """What "the Convention" means here."""
    return context_of(f"{head.fields.get('organ', '')} {document.title}", rules)


def _days(document: Document, head: Masthead, rules: Rules) -> Iterator[Day]:
    yield from days_in(head.fields.get("date", ""), "document")
    for text in meeting_days(head):
        yield from days_in(text, "meeting")
    for one in document.paragraphs:
        role = "adopted" if document.kind == "report" and rules.adopted.search(one.text) else "mentioned"
        yield from days_in(one.text, role)


def _recommendations(document: Document, rules: Rules) -> Iterable[Recommendation]:
    for one in document.paragraphs:
        if not any(rules.recommendations.search(text) for text in one.headings):
            continue
        if one.items and "\n" in one.text:
            yield from (Recommendation(f"{one.number}({item.label})", item.text) for item in one.items)
        else:
            yield Recommendation(str(one.number), one.text)
