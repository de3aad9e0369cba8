"""The neutral shape of a printed paper: blocks of text that know nothing of case or typst."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from comity.kernel.plaintext import visible

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled value."""

    label: str
    value: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 2 is a section, level 3 a part of it."""

    text: str
    level: int = 2
    article: str = ""
    kind: str = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends are kept."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled values, one below the other."""

    rows: tuple[Row, ...]
    kind: str = "rows"


@dataclass(frozen=True, slots=True)
class Items:
    """A plain list."""

    items: tuple[str, ...]
    kind: str = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; `equal` columns share the width."""

    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    equal: bool = False
    kind: str = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG of ours, with what it says in words, beside a text."""

    svg: str
    alt: str
    text: str
    kind: str = "picture"


Block = Heading | Paragraph | Rows | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept inside the PDF, such as the request as data."""

    name: str
    content: bytes
    media_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Head:
    """The emblem above a paper: its bytes, `png` or `svg`, and what it is in words."""

    emblem: bytes
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole letter, in one language."""

    language: str
    title: str
    reference: str
    date: datetime
    place_date: str
    sender: str
    sender_address: str
    addressee: str
    blocks: tuple[Block, ...]
    closing: str
    signatories: tuple[tuple[str, str], ...]
    signature_note: str
    footer: str
    banner: str = ""
    attachments: tuple[Attachment, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """Return what the template reads; hidden direction controls in any text are written out."""
        data = {
            "language": self.language,
            "title": self.title,
            "author": self.sender,
            "reference": self.reference,
            "date": [self.date.year, self.date.month, self.date.day, self.date.hour, self.date.minute],
            "place_date": self.place_date,
            "from": {"name": self.sender, "address": self.sender_address},
            "to": {"name": self.addressee},
            "banner": self.banner,
            "blocks": [asdict(block) for block in self.blocks],
            "closing": self.closing,
            "signatories": [{"name": name, "title": title} for name, title in self.signatories],
            "signature_note": self.signature_note,
            "footer": self.footer,
            "attachments": [
                {"name": a.name, "media_type": a.media_type, "description": a.description, "input": f"file{i}"}
                for i, a in enumerate(self.attachments)
            ],
        }
        shown: dict[str, Any] = _visible(data)
        return shown


def _visible(value: Any) -> Any:
    """Apply `visible` to every text inside `value`."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {key: _visible(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_visible(inner) for inner in value]
        case _:
            return value
