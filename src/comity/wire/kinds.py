"""The one table of kinds: who may send what, who is allowed to, how it is written down; and parse and dump.

Documents (`docs/wire/messages.md`), audit codes and permissions are read from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.kernel.languages import Text
from comity.wire import request, turns
from comity.wire.errors import WireError
from comity.wire.kinds_table import ROWS

if TYPE_CHECKING:
    from comity.wire.kinds_table import Row
    from comity.wire.message import Message

MESSAGE_LIMIT = 4 * 1024 * 1024  # bytes of one message as JSON

# What may reach an authority before any case of that id exists there.
OPENING = (request.RequestV1, turns.OralNotice, turns.DraftShare)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message.

    Attributes:
        name: as it stands in `binding.json`.
        record: the class that reads and writes it.
        sender: which side of the case may send it: `requesting`, `requested` or `either`.
        permission: what an officer needs to send it; empty where only the node itself does.
        audit_out: code written when it is put into the outbox.
        audit_in: code written when it takes effect at the receiver.
        opens_case: whether it may begin a case (all others need one).
        content_name: the member of the package that holds it; the request has its own name, for its letter carries
            the same bytes.
        title: what people call it.
        article: source in the Convention; empty where practice is the source.
    """

    name: str
    record: type[Message]
    sender: str
    permission: str
    audit_out: str
    audit_in: str
    title: Text
    article: str = ""
    opens_case: bool = False
    content_name: str = "message.json"


def _kind(row: Row) -> Kind:
    record, sender, noun, verb, english, chinese, article, permission = row
    return Kind(
        name=record.KIND,
        record=record,
        sender=sender,
        permission=permission,
        audit_out=f"cases.{noun}.{verb}",
        audit_in=f"cases.{noun}.received",
        title=Text(english, chinese),
        article=article,
        opens_case=record in OPENING,
        content_name="request.json" if record is request.RequestV1 else "message.json",
    )


KINDS: dict[str, Kind] = {kind.name: kind for kind in map(_kind, ROWS)}


def kind_of(name: object) -> Kind:
    """Return the kind called `name`, or raise WireError `E_KIND`."""
    found = KINDS.get(name) if isinstance(name, str) else None
    if found is None:
        raise WireError("E_KIND", "not a kind of message this node knows")
    return found


def parse(kind: str, raw: bytes) -> Message:
    """Read a message of one kind.

    Steps: 1 the kind is known, 2 at most `MESSAGE_LIMIT` bytes, 3 strict JSON, 4 every field and no other, each
    within its rule, 5 written in canonical form (RFC 8785), so that one message has one sequence of bytes.

    Raises:
        WireError: `E_KIND`, `E_SIZE`, `E_SYNTAX`, `E_MESSAGE`, `E_CANONICAL`.
    """
    record = kind_of(kind).record
    try:
        message = record.from_json(strictjson.loads_object(raw, limit=MESSAGE_LIMIT))
    except KernelError as error:
        raise WireError(error.code, error.detail) from None
    if strictjson.dumps(message.to_json()) != raw:
        raise WireError("E_CANONICAL", "not written in canonical form")
    return message


def dump(message: Message) -> bytes:
    """Write a message in canonical form, or raise WireError `E_SIZE` when it is too long to travel."""
    raw = strictjson.dumps(message.to_json())
    if len(raw) > MESSAGE_LIMIT:
        raise WireError("E_SIZE", f"{len(raw)} bytes where {MESSAGE_LIMIT} are allowed")
    return raw
