"""The file in which the words of a request travel to a translator and back: XLIFF 2.1 (OASIS). Pure.

One unit a paragraph. Names, references and numbers of articles are marked `translate="no"`; names may be replaced by
numbered places whose meaning stays with us. A file that comes back is hostile until it was read: no document type, no
entity, no address is followed, sizes are bounded, and nothing is taken from it but texts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lxml import etree

from comity.kernel.errors import ComityError
from comity.kernel.patterns import late
from comity.kernel.plaintext import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

NAMESPACE: Final = "urn:oasis:names:tc:xliff:document:2.0"  # that of 2.1 too
VERSION: Final = "2.1"
MOST_BYTES: Final = 8 * 1024 * 1024
MOST_UNITS: Final = 20_000
LONGEST: Final = 20_000  # characters of one translation
PLACE: Final = late(r"\[\[(\d{1,4})\]\]")
# Beside names, what is marked as not to be translated: numbered places, references, addresses, articles.
_FIXED: Final = late(
    r"\[\[\d{1,4}\]\]|\{\{[^{}]*\}\}|[\w.+-]+@[\w-]+\.[\w.-]*\w"
    r"|[A-Za-z0-9]*\d[A-Za-z0-9]*(?:[-/._][A-Za-z0-9]+)+|\d+(?:\(\w{1,3}\))+",
    re.ASCII,
)
_TAG: Final = f"{{{NAMESPACE}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


class XliffError(ComityError):
    """A file that is not taken.

    Codes: `E_XLIFF_LARGE`, `E_XLIFF_KIND` (no XML, or XML of another kind or version), `E_XLIFF_UNSAFE` (a document
    type or an entity), `E_XLIFF_BROKEN` (breaks off or is not well formed), `E_XLIFF_MANY` (units), `E_XLIFF_TWICE`
    (one unit stands in it twice), `E_XLIFF_LANGUAGE` (other languages than those asked for).
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One paragraph in the file; `target` is empty where it is not translated."""

    id: str
    source: str
    target: str = ""
    checked: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a file says: its languages, and its units in their order."""

    source: str
    target: str
    units: tuple[Unit, ...] = field(default=())


def write(
    units: Iterable[Unit], *, name: str, source: str, target: str, names: Sequence[str], hidden: Mapping[str, str]
) -> bytes:
    """Return the file.

    Args:
        units: the paragraphs.
        name: what is translated, by its number: no case content.
        source: language of the paragraphs, as a tag.
        target: language of the translations.
        names: names that stay as they are, the longest first.
        hidden: name -> the numbered place that stands for it in the file; empty where names are shown.
    """
    root = etree.Element(f"{_TAG}xliff", {"version": VERSION, "srcLang": source, "trgLang": target},
                         nsmap={None: NAMESPACE})  # fmt: skip
    file = etree.SubElement(root, f"{_TAG}file", id="request", original=name)
    for unit in units:
        made = etree.SubElement(file, f"{_TAG}unit", id=unit.id)
        if unit.about:
            notes = etree.SubElement(made, f"{_TAG}notes")
            etree.SubElement(notes, f"{_TAG}note").text = unit.about
        state = "reviewed" if unit.checked else "translated" if unit.target else "initial"
        segment = etree.SubElement(made, f"{_TAG}segment", state=state)
        _marked(etree.SubElement(segment, f"{_TAG}source", {_SPACE: "preserve"}), hide(unit.source, hidden), names)
        if unit.target:
            etree.SubElement(segment, f"{_TAG}target", {_SPACE: "preserve"}).text = hide(unit.target, hidden)
    raw: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return raw


def hide(text: str, hidden: Mapping[str, str]) -> str:
    """Return the text with the numbered places in the place of names, however their letters are written."""
    for name in sorted(hidden, key=len, reverse=True):
        text = re.sub(re.escape(name), hidden[name], text, flags=re.IGNORECASE)  # a place such as [[3]]: no backslash
    return text


def show(text: str, hidden: Mapping[str, str]) -> str:
    """Return the text with the names in their places again; a place that is not known stays."""
    meant = {place: name for name, place in hidden.items()}
    return PLACE.sub(lambda one: meant.get(one.group(), one.group()), text)


def _marked(element: etree._Element, text: str, names: Sequence[str]) -> None:
    """Write a text with `mrk` around what is not to be translated."""
    fixed = re.compile("|".join([*(re.escape(one) for one in names), _FIXED.pattern]), re.IGNORECASE | re.ASCII)
    at, last = 0, None
    for number, one in enumerate(fixed.finditer(text), start=1):
        between = text[at : one.start()]
        if last is None:
            element.text = between
        else:
            last.tail = between
        last = etree.SubElement(element, f"{_TAG}mrk", id=f"m{number}", translate="no")
        last.text, at = one.group(), one.end()
    if last is None:
        element.text = text
    else:
        last.tail = text[at:]


def read(raw: bytes) -> Read:
    """Read a file that came back. Steps: 1 size, 2 no document type, 3 well formed, 4 its kind, 5 each unit once.

    Raises:
        XliffError: see there; nothing was taken.
    """
    if len(raw) > MOST_BYTES:
        raise XliffError("E_XLIFF_LARGE", "the file is too large")
    root = _parsed(raw)
    if root.tag != f"{_TAG}xliff" or not re.fullmatch(r"2\.[01]", root.get("version", "")):
        raise XliffError("E_XLIFF_KIND", "no XLIFF 2.0 or 2.1")
    found: dict[str, Unit] = {}
    for unit in root.iter(f"{_TAG}unit"):
        one = _unit(unit)
        if one.id in found:
            raise XliffError("E_XLIFF_TWICE", "a unit stands twice", unit=one.id[:40])
        found[one.id] = one
        if len(found) > MOST_UNITS:
            raise XliffError("E_XLIFF_MANY", "too many units")
    return Read(root.get("srcLang", "").lower(), root.get("trgLang", "").lower(), tuple(found.values()))


def _parsed(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        parser.feed(raw)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            raise XliffError("E_XLIFF_UNSAFE", "a document type or an entity") from None
        kind = not raw.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<")
        code = "E_XLIFF_KIND" if kind else "E_XLIFF_BROKEN"
        raise XliffError(code, "not well formed", line=error.lineno or 0) from None
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or any(True for _one in root.iter(etree.Entity)):
        raise XliffError("E_XLIFF_UNSAFE", "a document type or an entity")
    return root


def _unit(unit: etree._Element) -> Unit:
    """Return one unit: what a tool divided into segments is put together again; one without a target has none."""
    source, target, whole = "", "", True
    for part in unit:
        if part.tag not in {f"{_TAG}segment", f"{_TAG}ignorable"}:
            continue
        said, told = part.find(f"{_TAG}source"), part.find(f"{_TAG}target")
        text = _text(said)
        source += text
        if told is None and part.tag == f"{_TAG}segment":
            whole = False
        target += text if told is None else _text(told)
    return Unit(id=unit.get("id", ""), source=source, target=tidy(target) if whole else "")


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield the texts in an element, whatever marks a tool put around them."""
    yield element.text or ""
    for inner in element:
        yield from _texts(inner)
        yield inner.tail or ""


def tidy(text: str) -> str:
    """Return a translation as it is kept: one paragraph, normal form, no control characters, of bounded length."""
    return " ".join(clean(text).split())[: LONGEST + 1]


def alike(one: str, other: str) -> bool:
    """Return whether two sources are the same, however a tool wrote their spaces."""
    return " ".join(clean(one).split()) == " ".join(clean(other).split())
