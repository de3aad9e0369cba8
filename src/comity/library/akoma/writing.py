"""A document becomes an Akoma Ntoso file. Every word goes in; furniture of the page (numbers, heads) stays out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml.builder import ElementMaker

from comity.kernel.patterns import late
from comity.library.reading.document import BlockKind
from comity.library.reading.shapes import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.akoma.record import Note, Piece, Record

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})
_SOURCE = "#comity"
# A mark is raised, in brackets, or a bare digit glued to the end of a heading or of a sentence.
_MARK = late(r"[¹²³⁰-⁹]+|\[\^?\d{1,2}\]|(?<=[^\d\s.,/])\d{1,2}$|(?<=[。”」])\d{1,2}(?=\D|$)")
_PART = late(r"^(?:\((?P<letter>[a-z]{1,4}|[一二三四五六七八九十]{1,3})\)|(?P<number>\d{1,3})\.) (?P<words>.*)$")
_NOT_IN_XML = late("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEFORE_BODY = {BlockKind.MASTHEAD.value, BlockKind.TITLE.value, BlockKind.SUMMARY.value}


def written(record: Record) -> bytes:
    """Return the file, UTF-8, in the form that the schema of the standard asks for."""
    notes = _Notes(record.notes)
    before = [piece for piece in record.pieces if piece.kind in _BEFORE_BODY]
    body = [piece for piece in record.pieces if piece.kind not in _BEFORE_BODY]
    kind = {"name": "meetingReport" if record.name.element == "debateReport" else record.name.subtype}
    document = getattr(_E, record.name.element)(kind, _meta(record))
    if before:
        document.append(_E.preface(*(_front(piece, notes) for piece in before)))
    document.append(_E.mainBody(*(_bodied(body, notes) or [_E.p()])))
    left = list(notes.left())
    if left:
        document.append(_E.conclusions(*(_E.p(note) for note in left)))
    return bytes(etree.tostring(_E.akomaNtoso(document), xml_declaration=True, encoding="UTF-8"))


class _Notes:
    """Puts each note where its mark stands, once."""

    def __init__(self, notes: tuple[Note, ...]) -> None:
        self.waiting: dict[int, list[Note]] = {}
        for note in notes:
            self.waiting.setdefault(value_of(note.mark), []).append(note)

    def line(self, tag: str, text: str) -> etree._Element:
        """Return an element with a line of text, and the notes whose marks stand in it."""
        node = getattr(_E, tag)()
        done = 0
        for found in _MARK.finditer(text):
            waiting = self.waiting.get(value_of(found.group()))
            if waiting:
                _add(node, text[done : found.start()])
                node.append(_note(waiting.pop(0)))
                done = found.end()
        _add(node, text[done:])
        return node

    def left(self) -> Iterator[etree._Element]:
        """Yield the notes whose marks stand nowhere."""
        return (_note(note) for notes in self.waiting.values() for note in notes)


def _note(note: Note) -> etree._Element:
    lines = [_E.p(_clean(line)) for line in note.text.split("\n")]
    return _E.authorialNote({"marker": _clean(note.mark), "placement": "bottom"}, *lines)


def _add(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = _clean(text)
    else:
        node.text = _clean(text)


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _meta(record: Record) -> etree._Element:
    name = record.name
    day = {"date": name.date.isoformat()}
    author = _E.FRBRauthor({"href": f"#{_eid(name.actor)}"})
    number = _E.FRBRnumber({"value": name.number, "showAs": _clean(name.symbol) or name.number})
    work = _E.FRBRWork(
        _E.FRBRthis({"value": f"{name.work}/!main"}), _E.FRBRuri({"value": name.work}),
        _E.FRBRdate({**day, "name": "document"}), author, _E.FRBRcountry({"value": "un"}),
        _E.FRBRsubtype({"value": name.subtype}), number, _E.FRBRname({"value": _clean(record.title) or name.number}),
    )  # fmt: skip
    expression = _E.FRBRExpression(
        _E.FRBRthis({"value": f"{name.expression}/!main"}), _E.FRBRuri({"value": name.expression}),
        _E.FRBRdate({**day, "name": "document"}), _E.FRBRauthor({"href": f"#{_eid(name.actor)}"}),
        _E.FRBRversionNumber({"value": str(name.version)}), _E.FRBRlanguage({"language": name.tongue}),
    )  # fmt: skip
    manifestation = _E.FRBRManifestation(
        _E.FRBRthis({"value": f"{name.expression}/!main.xml"}), _E.FRBRuri({"value": f"{name.expression}.akn"}),
        _E.FRBRdate({**day, "name": "document"}), _E.FRBRauthor({"href": _SOURCE}),
        _E.FRBRformat({"value": "application/akn+xml"}),
    )  # fmt: skip
    meta = _E.meta(_E.identification({"source": _SOURCE}, work, expression, manifestation))
    if record.references:
        rows = [
            _E.implicitReference(
                {"for": f"#{_eid(one.key)}", "showAs": _clean(one.shown)} | ({"href": one.name} if one.name else {})
            )
            for one in record.references
        ]
        meta.append(_E.analysis({"source": _SOURCE}, _E.otherReferences({"source": _SOURCE}, *rows)))
    meta.append(
        _E.references(
            {"source": _SOURCE},
            _E.TLCOrganization({"eId": _eid(name.actor), "href": f"/akn/ontology/organization/un/{name.actor}",
                                "showAs": name.actor}),
            _E.TLCOrganization({"eId": "comity", "href": "/akn/ontology/organization/comity", "showAs": "Comity"}),
        )
    )  # fmt: skip
    return meta


def _eid(text: str) -> str:
    return re.sub(r"\s", "_", _clean(text))


def _front(piece: Piece, notes: _Notes) -> etree._Element:
    if piece.kind == BlockKind.TITLE.value:
        return _E.p(notes.line("docTitle", piece.text.replace("\n", " ")))
    paragraph = _E.p({"class": piece.kind})
    for at, line in enumerate(piece.text.split("\n")):
        if at:
            paragraph.append(_E.eol())
        paragraph.append(notes.line("span", line))
    return paragraph


def _bodied(pieces: list[Piece], notes: _Notes) -> list[etree._Element]:
    """Return the pieces as sections inside sections, by the levels of their headings."""
    top: list[etree._Element] = []
    open_: list[tuple[int, etree._Element]] = []
    for piece in pieces:
        level = _level(piece)
        if level:
            while open_ and open_[-1][0] >= level:
                open_.pop()
            node = _section(piece, notes)
        else:
            node = _paragraph(piece, notes)
        if open_:
            open_[-1][1].append(node)
        else:
            top.append(node)
        if level:
            open_.append((level, node))
    for node in top:
        _filled(node)
    return top


def _filled(node: etree._Element) -> None:
    """A section without anything in it needs an empty one: the schema asks for content."""
    tags = (f"{{{NAMESPACE}}}section", f"{{{NAMESPACE}}}hcontainer")
    for one in node.iter(*tags):
        if not any(child.tag.rpartition("}")[2] not in {"num", "heading"} for child in one):
            one.append(_E.content(_E.p()))


def _level(piece: Piece) -> int:
    if piece.kind == BlockKind.SUBHEADING.value:
        return piece.level or 3
    return piece.level or 1 if piece.kind == BlockKind.HEADING.value else 0


def _section(piece: Piece, notes: _Notes) -> etree._Element:
    heading = notes.line("heading", piece.text.replace("\n", " "))
    if piece.kind == BlockKind.SUBHEADING.value:
        return _E.hcontainer({"name": "subheading", "eId": _eid(piece.key)}, heading)
    number = [_E.num(_clean(f"{piece.label}."))] if piece.label else []
    return _E.section({"eId": _eid(piece.key)}, *number, heading)


def _paragraph(piece: Piece, notes: _Notes) -> etree._Element:
    eid = _eid(piece.key)
    content = _E.content()
    title, text = _parted(piece)
    for line in text.split("\n"):
        found = _PART.match(line)
        if found is None:
            content.append(notes.line("p", line))
            continue
        if len(content) == 0 or content[-1].tag != f"{{{NAMESPACE}}}blockList":
            content.append(_E.blockList({"eId": f"{eid}__list_{len(content) + 1}"}))
        items = content[-1]
        label = found["letter"] or found["number"]
        shown = f"({label})" if found["letter"] else f"{label}."
        item = _E.item({"eId": f"{items.get('eId')}__item_{len(items) + 1}"}, _E.num(shown))
        item.append(notes.line("p", found["words"]))
        items.append(item)
    if piece.kind == BlockKind.PARAGRAPH.value:
        return _E.paragraph({"eId": eid}, _E.num(_clean(f"{piece.label}.")), content)
    if piece.kind == BlockKind.ARTICLE.value:
        heading = [notes.line("heading", title)] if title else []
        return _E.article({"eId": eid}, _E.num(_clean(piece.label)), *heading, content)
    return _E.hcontainer({"name": "text", "eId": eid}, content)


def _parted(piece: Piece) -> tuple[str, str]:
    """Return the title of an article, if it has one, and its text."""
    if piece.kind != BlockKind.ARTICLE.value or not piece.level:
        return "", piece.text
    title, _break, text = piece.text.partition("\n")
    return title, text
