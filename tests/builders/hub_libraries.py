"""The library of a hub as it lies below its key directory: a list, a signed head, files. It can be made to lie."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from comity.library.mirroring import catalogue, statements
from comity.library.mirroring.catalogue import Entry, Head
from comity.library.mirroring.statements import DigestSaid, Index, LawSaid, VersionSaid
from comity.library.reading import READER
from comity.seal.keydirectory import holding
from tests.builders.keys import NOW

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from securesystemslib.signer import CryptoSigner

LIFE = timedelta(hours=48)
REF = "0192a000-0000-7000-8000-000000000001"
OTHER_REF = "0192a000-0000-7000-8000-000000000002"


def an_entry(raw: bytes, number: int = 1, **changes: Any) -> Entry:
    """Return the entry of a file."""
    made = Entry(
        number=number, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), name=f"paper-{number}.txt",
        media_type="text/plain", work="w", expression="e", kind="note", symbol="", title=f"Paper {number}",
        language="en", version=1, source="conversion", reader=READER, reading="0" * 64,
    )  # fmt: skip
    return replace(made, **changes)


def a_paper(number: int) -> bytes:
    """Return a document that no other one of this kind is taken for."""
    words = " ".join(hashlib.sha256(f"{number} {at}".encode()).hexdigest() for at in range(8))
    return f"Note by the Secretariat\n\n1. Paper {number} says: {words}.\n".encode()


def a_version(raw: bytes, **changes: Any) -> VersionSaid:
    """Return what a hub says of a text of a law."""
    made = VersionSaid(
        sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), name="act.txt", media_type="text/plain", language="en",
        in_force_from="2020-01-01", reported_on="2025-03-01", source="Note of XB, no. 7", verified=True,
        provisions=(("uncac:46(9)", "section 2"),),
    )  # fmt: skip
    return replace(made, **changes)


def a_law_said(*texts: bytes, **changes: Any) -> LawSaid:
    """Return what a hub says of a law of an invented State."""
    made = LawSaid(
        ref=REF, place="XB", kind="statute", number="7/2020", title="Invented Assistance Act", confirmed_on="",
        confirmed_by="", repealed_on="", repealed_by="", versions=tuple(a_version(raw) for raw in texts),
    )  # fmt: skip
    return replace(made, **changes)


def a_digest_said(**changes: Any) -> DigestSaid:
    """Return what a hub says of an invented case."""
    made = DigestSaid(
        ref=OTHER_REF, title="An invented freeze", language="en", year=2024, subject="mla", outcome="granted",
        states=("XA", "XB"), articles=("uncac:46(9)",), instruments="", facts="Accounts were frozen.",
        course="Asked and granted.", lessons="Ask early.",
    )  # fmt: skip
    return replace(made, **changes)


@dataclass
class AHubLibrary:
    """What a hub passes on, in a folder that a web server shows."""

    folder: Path  # of the directory; the library lies below it
    signer: CryptoSigner = field(default_factory=holding.new_key)
    now: datetime = NOW
    issue: int = 0
    stated: int = 0
    lines: list[bytes] = field(default_factory=list)

    @property
    def chain(self) -> str:
        """The chain over all lines."""
        found = catalogue.START
        for line in self.lines:
            found = catalogue.after(found, line)
        return found

    def pass_on(self, *files: bytes, **changes: Any) -> AHubLibrary:
        """List files and show the list."""
        for raw in files:
            entry = an_entry(raw, len(self.lines) + 1, **changes)
            self.lines.append(entry.line())
            self.put(f"files/{entry.sha256}", raw)
        return self.show()

    def show(self, **changes: Any) -> AHubLibrary:
        """Sign a head, changed as is said, and show it with the list."""
        self.issue += 1
        head = Head(self.issue, len(self.lines), self.chain, self.now, self.now + LIFE)
        self.put(catalogue.HEAD, catalogue.sign(replace(head, **changes), self.signer))
        for at in range(len(self.lines)):
            self.put(f"entries/{at}.jsonl", b"".join(line + b"\n" for line in self.lines[at : at + catalogue.PAGE]))
        return self

    def state(self, *said: LawSaid | DigestSaid, texts: tuple[bytes, ...] = (), **changes: Any) -> AHubLibrary:
        """Say these laws and digests and no others, and sign an index of them, changed as is said."""
        self.stated += 1
        items = []
        for one in said:
            raw = one.to_bytes()
            kind = statements.LAW if isinstance(one, LawSaid) else statements.DIGEST
            items.append(statements.item_of(kind, one.ref, raw))
            self.put(f"{statements.FOLDER}/{items[-1].sha256}", raw)
        for text in texts:
            self.put(f"files/{hashlib.sha256(text).hexdigest()}", text)
        index = Index(self.stated, self.now, self.now + LIFE, tuple(items))
        self.put(statements.INDEX, statements.sign(replace(index, **changes), self.signer))
        return self

    def put(self, path: str, raw: bytes) -> None:
        """Put a file where it is fetched from."""
        target = self.folder / "library" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(raw)

    def read(self, path: str) -> bytes:
        """Return what lies there."""
        return (self.folder / "library" / path).read_bytes()
