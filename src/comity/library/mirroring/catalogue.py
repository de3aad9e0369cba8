"""The catalogue of a hub's library: a numbered list that only grows, and a signed head that says how far it goes.

An entry is one line of canonical JSON. The chain after an entry is the SHA-256 of the chain before and of its line, so
that a head stands for every line in its order. The head has a number of its own, which grows with each signing, and an
end: so going back, standing still and telling two stories are seen. Pure: no database, no network, no clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from comity.kernel import clock, strictjson
from comity.kernel.errors import ComityError, KernelError
from comity.seal import intake, onekey
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner, Key

PAYLOAD_TYPE: Final = "application/vnd.comity.library-catalogue.v1+json"
HEAD: Final = "head.json"
START: Final = "0" * 64  # the chain before the first entry
PAGE: Final = 200  # entries that are given at once
MAX_HEAD: Final = 16 * 1024  # bytes
MAX_LINE: Final = 4 * 1024
MOST: Final = 200_000  # entries of a catalogue
_HEAD_FIELDS: Final = {"issue", "count", "chain", "made", "ends"}
_SHORT: Final = 120  # characters
_TITLE: Final = 300


class MirrorError(ComityError):
    """What a hub passes on cannot be had, or must not be believed. Codes in `CODES`."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail, permanent=False)


CODES: Final = {
    "E_MIRROR_NONE": "the hub passes no documents on",
    "E_MIRROR_AWAY": "it does not answer",
    "E_MIRROR_FROZEN": "what it shows has run out",
    "E_MIRROR_MISSING": "a file that it lists is not there",
    "E_MIRROR_FULL": "more than this node takes",
    "E_MIRROR_BACK": "it shows an older state than before",
    "E_MIRROR_TWO_HEADS": "two different heads were signed under one number",
    "E_MIRROR_CHAIN": "its list is not the one that was signed, or was written anew",
    "E_MIRROR_SIGNATURE": "the head is not signed by the hub's key",
    "E_MIRROR_DIGEST": "a file is not the one that is listed",
    "E_MIRROR_SYNTAX": "it is not of the known form",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the catalogue.

    Attributes:
        number: its place, from 1.
        sha256, size: of its bytes.
        name, media_type: as it was loaded, only ever shown.
        work, expression: ids of the document and of its words at the hub; files of one expression have the same words.
        kind, symbol, title: of the document, as the hub knows them when it lists the file.
        language, version: of its words.
        source: `read` where the hub read the words from this file, `conversion` where it read them from another.
        reader: version of the reader.
        reading: SHA-256 over the pieces that were read (`reading_of`).
    """

    number: int
    sha256: str
    size: int
    name: str
    media_type: str
    work: str
    expression: str
    kind: str
    symbol: str
    title: str
    language: str
    version: int
    source: str
    reader: str
    reading: str

    def line(self) -> bytes:
        """Return the line that stands for it in the list; what is too long to be shown is cut."""
        short = {"name": self.name[:_SHORT], "media_type": self.media_type[:_SHORT], "title": self.title[:_TITLE]}
        return strictjson.dumps(asdict(self) | short)

    @classmethod
    def of_line(cls, line: bytes) -> Entry:
        """Read a line, or raise MirrorError `E_MIRROR_SYNTAX`."""
        try:
            names = {one.name for one in fields(cls)}
            value = intake.exactly(intake.canonical_object(line, limit=MAX_LINE), names, "an entry")
            for name in ("number", "size", "version"):
                intake.whole_number(value[name], least=1, most=intake.MOST)
            for name in ("sha256", "reading"):
                intake.sha256(value[name])
            for name in names - {"number", "size", "version", "title"}:
                intake.text(value[name], most=_SHORT)
            intake.text(value["title"], most=_TITLE)
        except SealError as error:
            raise MirrorError("E_MIRROR_SYNTAX", error.detail) from None
        return cls(**value)


@dataclass(frozen=True, slots=True)
class Head:
    """How far a catalogue goes: `count` entries with this `chain`. `issue` counts the heads; believed until `ends`."""

    issue: int
    count: int
    chain: str
    made: datetime
    ends: datetime

    def payload(self) -> bytes:
        """Return the bytes that are signed."""
        return strictjson.dumps(asdict(self) | {"made": clock.to_wire(self.made), "ends": clock.to_wire(self.ends)})

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed, in hexadecimal."""
        return hashlib.sha256(self.payload()).hexdigest()


def reading_of(pieces: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over key and text of the pieces of a document, in their order."""
    found = hashlib.sha256()
    for key, text in pieces:
        found.update(strictjson.dumps([key, text]) + b"\n")
    return found.hexdigest()


def after(chain: str, line: bytes) -> str:
    """Return the chain after a line."""
    return hashlib.sha256(chain.encode("ascii") + b"\n" + line).hexdigest()


def sign(head: Head, signer: CryptoSigner) -> bytes:
    """Return a head signed by the hub's key."""
    return onekey.signed(head.payload(), PAYLOAD_TYPE, signer)


def verified(raw: bytes, keys: Mapping[str, Key]) -> Head:
    """Return a head that one of the keys signed.

    Raises:
        MirrorError: `E_MIRROR_SYNTAX`, `E_MIRROR_SIGNATURE`.
    """
    try:
        payload = opened(raw, keys, payload_type=PAYLOAD_TYPE, limit=MAX_HEAD)
        return _head_of(intake.exactly(intake.canonical_object(payload, limit=MAX_HEAD), _HEAD_FIELDS, "a head"))
    except SealError as error:
        raise MirrorError("E_MIRROR_SYNTAX", error.detail) from None


def opened(raw: bytes, keys: Mapping[str, Key], *, payload_type: str, limit: int) -> bytes:
    """Return the bytes of a type that one of the keys signed.

    Raises:
        MirrorError: `E_MIRROR_SYNTAX` also for another type, `E_MIRROR_SIGNATURE`.
    """
    try:
        return onekey.opened(raw, keys, payload_type=payload_type, limit=limit)
    except SealError as error:
        code = "E_MIRROR_SIGNATURE" if error.code == "E_SIGNATURE" else "E_MIRROR_SYNTAX"
        raise MirrorError(code, error.detail) from None


def _head_of(value: dict[str, Any]) -> Head:
    intake.whole_number(value["issue"], least=1, most=intake.MOST)
    intake.whole_number(value["count"], most=MOST)
    try:
        made, ends = clock.from_wire(value["made"]), clock.from_wire(value["ends"])
    except (KernelError, TypeError, AttributeError):
        raise MirrorError("E_MIRROR_SYNTAX", "a time that cannot be read") from None
    return Head(value["issue"], value["count"], intake.sha256(value["chain"]), made, ends)


def lines_of(blocks: Iterable[bytes], *, most: int) -> Iterator[bytes]:
    """Yield the lines of a page in bounded memory, or raise MirrorError for one that is too long, or too many."""
    rest, count = b"", 0
    for block in blocks:
        *whole, rest = (rest + block).split(b"\n")
        if len(rest) > MAX_LINE:
            raise MirrorError("E_MIRROR_SYNTAX", "a line longer than any entry")
        for line in whole:
            count += 1
            if count > most:
                raise MirrorError("E_MIRROR_SYNTAX", "more lines than were asked for")
            yield line
    if rest:
        raise MirrorError("E_MIRROR_AWAY", "the list ended in the middle of a line")
