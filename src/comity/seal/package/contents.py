"""What stands in a package, and its two small files beside the message: `binding.json` and `evidence.json`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from comity.kernel import clock, ids, strictjson
from comity.seal import intake
from comity.seal.errors import SealError
from comity.seal.package import container

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

VERSION = 1
MAX_CONTENT = 4 * 1024 * 1024
MAX_LETTER = 8 * 1024 * 1024
MAX_ANNEX_BYTES = 16 * 1024 * 1024
MAX_BINDING = 256 * 1024
MAX_EVIDENCE = 1024 * 1024
MAX_ITEMS = 200
MAX_RECIPIENTS = 16
MAX_CASES = 50
_SHORT = 300
_LONG = 20_000


@dataclass(frozen=True, slots=True)
class Binding:
    """Who says this to whom: the part of a package that ties its content to one sender, receiver and message.

    Attributes:
        from_node: the sender.
        to: the receivers, sorted.
        message_id: as in the envelope.
        in_reply_to: the message that this one answers; None for a first one.
        kind: kind of message, such as `request.submit`.
        case_ids: the requests it is about.
        refs: references of both authorities, as people quote them.
        sent_at: when the package was made, by the sender's clock.
        expires_at: until when it may be taken in. A message that is sent anew later is packed anew.
        limits: what the content may be used for (speciality), in the words of the sender.
        recipient_key_digests: SHA-256 of the text of every recipient key it was sealed to, sorted.
        dir_version: version of the directory the sender used; 0 without one.
    """

    from_node: str
    to: tuple[str, ...]
    message_id: UUID
    in_reply_to: UUID | None
    kind: str
    case_ids: tuple[UUID, ...]
    refs: tuple[str, ...]
    sent_at: datetime
    expires_at: datetime
    limits: str
    recipient_key_digests: tuple[str, ...]
    dir_version: int = 0

    def to_bytes(self) -> bytes:
        """Write `binding.json`."""
        return strictjson.dumps(
            {
                "v": VERSION,
                "from": self.from_node,
                "to": list(self.to),
                "message_id": str(self.message_id),
                "in_reply_to": None if self.in_reply_to is None else str(self.in_reply_to),
                "kind": self.kind,
                "case_ids": [str(one) for one in self.case_ids],
                "refs": list(self.refs),
                "sent_at": clock.to_wire(self.sent_at),
                "expires_at": clock.to_wire(self.expires_at),
                "limits": self.limits,
                "recipient_key_digests": list(self.recipient_key_digests),
                "dir_version": self.dir_version,
            }
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Binding:
        """Read what `to_bytes` wrote, or raise SealError `E_SIZE`, `E_SYNTAX`, `E_VERSION` or `E_DIGEST`."""
        value = intake.canonical_object(raw, limit=MAX_BINDING)
        _demand_version(value)
        intake.exactly(value, _BINDING_FIELDS, "a binding")
        digests = tuple(
            intake.sha256(one) for one in intake.listed(value["recipient_key_digests"], most=MAX_RECIPIENTS)
        )
        with intake.refusing():
            to = tuple(ids.parse_node_id(one) for one in intake.listed(value["to"], most=MAX_RECIPIENTS))
            binding = cls(
                from_node=ids.parse_node_id(value["from"]),
                to=to,
                message_id=ids.parse_id(value["message_id"]),
                in_reply_to=None if value["in_reply_to"] is None else ids.parse_id(value["in_reply_to"]),
                kind=intake.text(value["kind"], least=1, most=_SHORT),
                case_ids=tuple(ids.parse_id(one) for one in intake.listed(value["case_ids"], most=MAX_CASES)),
                refs=tuple(intake.text(one, most=_SHORT) for one in intake.listed(value["refs"], most=MAX_CASES)),
                sent_at=clock.from_wire(value["sent_at"]),
                expires_at=clock.from_wire(value["expires_at"]),
                limits=intake.text(value["limits"], most=_LONG),
                recipient_key_digests=digests,
                dir_version=intake.whole_number(value["dir_version"]),
            )
        for listed in (to, digests):
            if not listed or list(listed) != sorted(set(listed)):
                raise SealError("E_SYNTAX", "receivers and their keys are listed sorted, each once, and not none")
        return binding


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """One item of evidence, which travels beside the package as a sealed file of its own.

    Attributes:
        id: of the item, given by the sender.
        name: file name, for showing only; never used as a path.
        media_type: as the sender says.
        size, sha256, sha512: of the plain content, without padding.
        sealed_size, sealed_sha256: of the sealed file, as in the envelope.
        collector: who collected it. date: when, as text. handling: handling code.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    sha512: str
    sealed_size: int
    sealed_sha256: str
    collector: str = ""
    date: str = ""
    handling: str = ""

    def to_json(self) -> dict[str, Any]:
        """Write the item as it stands in `evidence.json`."""
        return {name: str(self.id) if name == "id" else getattr(self, name) for name in sorted(_ITEM_FIELDS)}

    @classmethod
    def from_json(cls, value: object) -> EvidenceRef:
        """Read what `to_json` wrote, or raise SealError."""
        item = intake.exactly(value, _ITEM_FIELDS, "an item of evidence")
        with intake.refusing():
            item_id = ids.parse_id(item["id"])
        return cls(
            id=item_id,
            name=intake.text(item["name"], least=1, most=_SHORT),
            media_type=intake.text(item["media_type"], most=_SHORT),
            size=intake.whole_number(item["size"]),
            sha256=intake.sha256(item["sha256"]),
            sha512=intake.sha512(item["sha512"]),
            sealed_size=intake.whole_number(item["sealed_size"], least=1),
            sealed_sha256=intake.sha256(item["sealed_sha256"]),
            collector=intake.text(item["collector"], most=_SHORT),
            date=intake.text(item["date"], most=_SHORT),
            handling=intake.text(item["handling"], most=_SHORT),
        )


@dataclass(frozen=True, slots=True)
class Annex:
    """A small annex that travels inside: its id in the message (lower-case letters, digits, hyphens) and the PDF."""

    id: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in a package.

    Attributes:
        binding: from whom to whom.
        content_name: `request.json` for a request, `message.json` for every other message.
        content: that file, JSON in its canonical form.
        letter: the signed PDF; None for messages that have none.
        annexes: small annexes, by id.
        evidence: evidence that travels beside the package.
    """

    binding: Binding
    content_name: str
    content: bytes
    letter: bytes | None = None
    annexes: tuple[Annex, ...] = ()
    evidence: tuple[EvidenceRef, ...] = ()

    def to_members(self) -> dict[str, bytes]:
        """Return the members that are signed, or raise SealError for contents that no receiver would take."""
        members = {
            self.content_name: self.content,
            container.EVIDENCE: strictjson.dumps({"v": VERSION, "items": [item.to_json() for item in self.evidence]}),
            container.BINDING: self.binding.to_bytes(),
        }
        for annex in self.annexes:
            name = container.annex_member(annex.id)
            if name in members:
                raise SealError("E_PACKAGE", "an annex that occurs twice")
            members[name] = annex.data
        if self.letter is not None and self.content_name in container.LETTERS:
            members[container.LETTERS[self.content_name]] = self.letter
        if Contents.from_members(members) != self:
            raise SealError("E_SYNTAX", "contents that would not be read as they were written")
        return members

    @classmethod
    def from_members(cls, members: dict[str, bytes]) -> Contents:
        """Read the members of a container, whose names are known ones, or raise SealError."""
        contents = [name for name in container.CONTENTS if name in members]
        if len(contents) != 1 or not {container.EVIDENCE, container.BINDING} <= set(members):
            raise SealError("E_PACKAGE", "a member is missing, or there are two messages")
        name = contents[0]
        intake.canonical_object(members[name], limit=MAX_CONTENT)
        letters = [letter for letter in container.LETTERS.values() if letter in members]
        if letters not in ([], [container.LETTERS[name]]):
            raise SealError("E_PACKAGE", "a letter that belongs to another message")
        letter = members[letters[0]] if letters else None
        if letter is not None and len(letter) > MAX_LETTER:
            raise SealError("E_SIZE", "a letter that is too large", limit=MAX_LETTER)
        return cls(
            binding=Binding.from_bytes(members[container.BINDING]),
            content_name=name,
            content=members[name],
            letter=letter,
            annexes=_annexes(members),
            evidence=_evidence(members[container.EVIDENCE]),
        )


def _annexes(members: dict[str, bytes]) -> tuple[Annex, ...]:
    found = ((container.annex_id_of(name), members[name]) for name in sorted(members))
    annexes = tuple(Annex(annex_id, data) for annex_id, data in found if annex_id is not None)
    if len(annexes) > container.MAX_ANNEXES or sum(len(annex.data) for annex in annexes) > MAX_ANNEX_BYTES:
        raise SealError("E_SIZE", "annexes that are too large or too many", limit=MAX_ANNEX_BYTES)
    if any(not annex.data.startswith(b"%PDF-") for annex in annexes):
        raise SealError("E_PDF", "an annex that is not a PDF")
    return annexes


def _evidence(raw: bytes) -> tuple[EvidenceRef, ...]:
    value = intake.canonical_object(raw, limit=MAX_EVIDENCE)
    _demand_version(value)
    intake.exactly(value, {"v", "items"}, "a list of evidence")
    items = tuple(EvidenceRef.from_json(one) for one in intake.listed(value["items"], most=MAX_ITEMS))
    if len({item.id for item in items}) != len(items) or len({item.sealed_sha256 for item in items}) != len(items):
        raise SealError("E_DIGEST", "an item of evidence that occurs twice")
    return items


def _demand_version(value: dict[str, Any]) -> None:
    if type(value.get("v")) is not int:
        raise SealError("E_SYNTAX", "a file without its version")
    if value["v"] != VERSION:
        raise SealError("E_VERSION", "a file of an unknown version", theirs=value["v"])


_ITEM_FIELDS = {field.name for field in fields(EvidenceRef)}
_BINDING_FIELDS = {
    "v", "from", "to", "message_id", "in_reply_to", "kind", "case_ids", "refs", "sent_at", "expires_at", "limits",
    "recipient_key_digests", "dir_version",
}  # fmt: skip
