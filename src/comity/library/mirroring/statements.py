"""What a hub says of laws and digests: a statement of each, and a signed index of the statements that hold now.

Unlike the list of documents it does not only grow: a law is confirmed, repealed and gets versions, a digest is taken
back. So the index has all of it each time, by digest, and only what changed is fetched. Its number grows and it ends:
going back, standing still and telling two stories are seen. Pure: no database, no network, no clock.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from comity.kernel import clock, strictjson
from comity.kernel.errors import KernelError
from comity.kernel.patterns import late
from comity.library.digests.writing import OUTCOMES, SUBJECTS
from comity.library.mirroring import catalogue
from comity.library.mirroring.catalogue import MirrorError
from comity.seal import intake, onekey
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from securesystemslib.signer import CryptoSigner, Key

INDEX_TYPE: Final = "application/vnd.comity.library-statements.v1+json"
INDEX: Final = "statements.json"
FOLDER: Final = "statements"
LAW: Final = "law"
DIGEST: Final = "digest"
MOST: Final = 50_000  # statements of an index
MOST_VERSIONS: Final = 200
MOST_PROVISIONS: Final = 200
MAX_INDEX: Final = 16 * 1024**2  # bytes
MAX_STATEMENT: Final = 512 * 1024  # bytes
_STATE = late(r"[A-Z]{2,4}")
_ARTICLE = late(r"uncac:[1-9]\d?(\(\d{1,2}\))?(\([a-z]\))?")
_LANGUAGE = late(r"[a-z]{2,3}(-[A-Za-z]{2,8})?|")
_REF = late(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Item:
    """A statement of an index: `law` or `digest`, its id at the hub, digest and size of its bytes."""

    kind: str
    ref: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Index:
    """Every statement that holds now; `issue` counts the indexes, believed until `ends`."""

    issue: int
    made: datetime
    ends: datetime
    items: tuple[Item, ...]

    def payload(self) -> bytes:
        """Return the bytes that are signed."""
        return strictjson.dumps({
            "issue": self.issue, "made": clock.to_wire(self.made), "ends": clock.to_wire(self.ends),
            "items": [asdict(one) for one in self.items],
        })  # fmt: skip

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed, in hexadecimal."""
        return hashlib.sha256(self.payload()).hexdigest()


@dataclass(frozen=True, slots=True)
class VersionSaid:
    """A version of a law as the hub has it; the text is the file with this digest.

    Attributes:
        sha256, size, name, media_type: of the file.
        language: of its words.
        in_force_from: the day from which it holds so, empty where nobody knows.
        reported_on, source: when it was reported, by whom and how.
        verified: whether somebody compared it with the State's own publication.
        provisions: article keys, each with the place that gives effect to it.
        title: in its language; empty, and then left out of a statement, where it is the title of the law.
    """

    sha256: str
    size: int
    name: str
    media_type: str
    language: str
    in_force_from: str
    reported_on: str
    source: str
    verified: bool
    provisions: tuple[tuple[str, str], ...]
    title: str = ""

    def said(self) -> dict[str, Any]:
        """Return what stands in a statement of it."""
        return {name: value for name, value in asdict(self).items() if name != "title" or value}


@dataclass(frozen=True, slots=True)
class LawSaid:
    """A law of a State as the hub has it, with its versions in the order in which they were reported."""

    ref: str
    place: str
    kind: str
    number: str
    title: str
    confirmed_on: str
    confirmed_by: str
    repealed_on: str
    repealed_by: str
    versions: tuple[VersionSaid, ...]

    def to_bytes(self) -> bytes:
        """Return the statement in its one form."""
        return strictjson.dumps(asdict(self) | {"statement": LAW, "versions": [one.said() for one in self.versions]})


@dataclass(frozen=True, slots=True)
class DigestSaid:
    """A digest of a case that two people of the hub published."""

    ref: str
    title: str
    language: str
    year: int
    subject: str
    outcome: str
    states: tuple[str, ...]
    articles: tuple[str, ...]
    instruments: str
    facts: str
    course: str
    lessons: str

    def to_bytes(self) -> bytes:
        """Return the statement in its one form."""
        return strictjson.dumps(asdict(self) | {"statement": DIGEST})


def day_of(text: str) -> date | None:
    """Return a day of a statement; None for an empty one."""
    return date.fromisoformat(text) if text else None


def item_of(kind: str, ref: str, raw: bytes) -> Item:
    """Return the line of an index for a statement."""
    return Item(kind, ref, hashlib.sha256(raw).hexdigest(), len(raw))


def sign(index: Index, signer: CryptoSigner) -> bytes:
    """Return an index signed by the hub's key."""
    return onekey.signed(index.payload(), INDEX_TYPE, signer)


def verified(raw: bytes, keys: Mapping[str, Key]) -> Index:
    """Return an index that one of the keys signed.

    Raises:
        MirrorError: `E_MIRROR_SYNTAX`, `E_MIRROR_SIGNATURE`.
    """
    try:
        payload = catalogue.opened(raw, keys, payload_type=INDEX_TYPE, limit=MAX_INDEX * 2)
        value = intake.canonical_object(payload, limit=MAX_INDEX)
        intake.exactly(value, {"issue", "made", "ends", "items"}, "an index")
        intake.whole_number(value["issue"], least=1, most=intake.MOST)
        items = tuple(_item(one) for one in intake.listed(value["items"], most=MOST))
        if len({(one.kind, one.ref) for one in items}) != len(items):
            raise MirrorError("E_MIRROR_SYNTAX", "one thing is stated twice")
        return Index(value["issue"], clock.from_wire(value["made"]), clock.from_wire(value["ends"]), items)
    except SealError as error:
        raise MirrorError("E_MIRROR_SYNTAX", error.detail) from None
    except (KernelError, TypeError, AttributeError):
        raise MirrorError("E_MIRROR_SYNTAX", "a time that cannot be read") from None


def law_of(raw: bytes) -> LawSaid:
    """Read the statement of a law, or raise MirrorError `E_MIRROR_SYNTAX`."""
    value = _read(raw, LAW, LawSaid, _law)
    return LawSaid(**value | {"versions": tuple(_version(one) for one in value["versions"])})


def digest_of(raw: bytes) -> DigestSaid:
    """Read the statement of a digest, or raise MirrorError `E_MIRROR_SYNTAX`."""
    value = _read(raw, DIGEST, DigestSaid, _digest)
    return DigestSaid(**value | {"states": tuple(value["states"]), "articles": tuple(value["articles"])})


# Reading what comes from outside -----------------------------------------------------------------------------------


def _read(raw: bytes, kind: str, sort: type[Any], check: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    try:
        names = {one.name for one in fields(sort)} | {"statement"}
        value = intake.exactly(intake.canonical_object(raw, limit=MAX_STATEMENT), names, "a statement")
        _matching(value.pop("statement"), re.compile(kind))
        _matching(value["ref"], _REF)
        check(value)
    except (SealError, ValueError) as error:
        raise MirrorError("E_MIRROR_SYNTAX", str(error)[:200]) from None
    return value


def _item(value: object) -> Item:
    row = intake.exactly(value, {"kind", "ref", "sha256", "size"}, "an item")
    if row["kind"] not in {LAW, DIGEST}:
        raise SealError("E_SYNTAX", "neither law nor digest")
    return Item(
        row["kind"], _matching(row["ref"], _REF), intake.sha256(row["sha256"]),
        intake.whole_number(row["size"], least=1, most=MAX_STATEMENT),
    )  # fmt: skip


def _law(value: dict[str, Any]) -> None:
    _matching(value["place"], _STATE)
    for name, most in (("kind", 12), ("number", 120), ("confirmed_by", 500), ("repealed_by", 500)):
        intake.text(value[name], most=most)
    intake.text(value["title"], least=1, most=500)
    for name in ("confirmed_on", "repealed_on"):
        day_of(intake.text(value[name], most=10))
    if not intake.listed(value["versions"], most=MOST_VERSIONS):
        raise SealError("E_SYNTAX", "a law without a text")
    for one in value["versions"]:
        _check_version(one)


def _check_version(value: object) -> None:
    names = {one.name for one in fields(VersionSaid)}
    if not (isinstance(value, dict) and "title" in value):  # where it is the title of the law
        names.remove("title")
    value = intake.exactly(value, names, "a version")
    intake.text(value.get("title", "–"), least=1, most=500)
    intake.sha256(value["sha256"])
    intake.whole_number(value["size"], least=1)
    _matching(value["language"], _LANGUAGE)
    for name in ("name", "media_type"):
        intake.text(value[name], most=120)
    intake.text(value["source"], least=1, most=500)
    day_of(intake.text(value["in_force_from"], most=10))
    date.fromisoformat(intake.text(value["reported_on"], most=10))
    if type(value["verified"]) is not bool:
        raise SealError("E_SYNTAX", "neither true nor false")
    for one in intake.listed(value["provisions"], most=MOST_PROVISIONS):
        article, place = _pair(one)
        _matching(article, _ARTICLE)
        intake.text(place, most=120)


def _digest(value: dict[str, Any]) -> None:
    intake.text(value["title"], least=1, most=300)
    intake.text(value["instruments"], most=500)
    _matching(value["language"], _LANGUAGE)
    intake.whole_number(value["year"], most=9999)
    if value["subject"] not in SUBJECTS or value["outcome"] not in OUTCOMES:
        raise SealError("E_SYNTAX", "a kind or an outcome that is not known")
    for name in ("facts", "course", "lessons"):
        intake.text(value[name], least=1, most=20_000)
    for name, pattern in (("states", _STATE), ("articles", _ARTICLE)):
        for one in intake.listed(value[name], most=60):
            _matching(one, pattern)


def _version(value: dict[str, Any]) -> VersionSaid:
    return VersionSaid(**value | {"provisions": tuple(_pair(one) for one in value["provisions"])})


def _pair(value: object) -> tuple[str, str]:
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004 (an article and its place)
        raise SealError("E_SYNTAX", "not an article with its place")
    return value[0], value[1]


def _matching(value: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise SealError("E_SYNTAX", "a code of another form")
    return value


def listed(items: Sequence[Item]) -> str:
    """Return the SHA-256 over the items of an index, by which one that says the same is told."""
    return hashlib.sha256(strictjson.dumps([asdict(one) for one in items])).hexdigest()
