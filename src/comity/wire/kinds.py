"""The one table of kinds: who may send what, who is allowed to, how it is written down; and parse and dump.

Documents (`docs/wire/messages.md`), audit codes and permissions are read from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.kernel.languages import Text
from comity.wire import messages, request
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.wire.message import Message

MESSAGE_LIMIT = 4 * 1024 * 1024  # bytes of one message as JSON

Side = Literal["requesting", "requested", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of message.

    Attributes:
        name: as it stands in `binding.json`.
        record: the class that reads and writes it.
        sender: which side of the case may send it.
        permission: what an officer needs to send it; empty where only the node itself does.
        audit_out: code written when it is put into the outbox.
        audit_in: code written when it takes effect at the receiver.
        opens_case: whether it begins a case (all others need one).
        content_name: the member of the package that holds it.
        title: what people call it.
        article: source in the Convention; empty where practice is the source.
    """

    name: str
    record: type[Message]
    sender: Side
    permission: str
    audit_out: str
    audit_in: str
    title: Text
    article: str = ""
    opens_case: bool = False

    @property
    def content_name(self) -> str:
        """The request has its own name, for its letter carries the same bytes."""
        return "request.json" if self.opens_case else "message.json"


def _kind(
    record: type[Message], sender: Side, noun: str, verb: str, title: Text, *, article: str = "", by: str = ""
) -> Kind:
    return Kind(
        name=record.KIND,
        record=record,
        sender=sender,
        permission=by,
        audit_out=f"cases.{noun}.{verb}",
        audit_in=f"cases.{noun}.received",
        title=title,
        article=article,
        opens_case=record is request.RequestV1,
    )


_ALL = (
    _kind(
        request.RequestV1,
        "requesting",
        "request",
        "sent",
        Text("request for mutual legal assistance", "司法协助请求"),
        article="46(13)-(15)",
        by="cases:request:send",
    ),
    _kind(messages.Ack, "requested", "ack", "sent", Text("acknowledgement", "收件确认"), by="cases:request:register"),
    _kind(
        messages.ClarifyAsk,
        "requested",
        "clarification",
        "asked",
        Text("request for additional information", "补充资料请求"),
        article="46(16)",
        by="cases:clarification:ask",
    ),
    _kind(
        messages.ClarifyAnswer,
        "requesting",
        "clarification_answer",
        "sent",
        Text("additional information", "补充资料"),
        article="46(16)",
        by="cases:clarification:answer",
    ),
    _kind(
        messages.DecisionAccept,
        "requested",
        "acceptance",
        "sent",
        Text("decision to provide assistance", "同意提供协助的决定"),
        article="46(17)",
        by="cases:measure:decide",
    ),
    _kind(
        messages.DecisionRefuse,
        "requested",
        "refusal",
        "sent",
        Text("refusal of assistance", "拒绝提供协助的决定"),
        article="46(21), 46(23), 46(26)",
        by="cases:measure:decide",
    ),
    _kind(
        messages.DecisionPartial,
        "requested",
        "partial_decision",
        "sent",
        Text("decision accepting some measures and refusing others", "部分同意、部分拒绝的决定"),
        article="46(21), 46(23), 46(26)",
        by="cases:measure:decide",
    ),
    _kind(
        messages.StatusQuery,
        "requesting",
        "status_query",
        "sent",
        Text("question about progress", "进展情况询问"),
        article="46(24)",
        by="cases:status:ask",
    ),
    _kind(
        messages.StatusReport,
        "requested",
        "status_report",
        "sent",
        Text("report on progress", "进展情况通报"),
        article="46(24)",
        by="cases:status:report",
    ),
    _kind(
        messages.MaterialDeliver,
        "requested",
        "delivery",
        "sent",
        Text("delivery of results and evidence", "移交执行结果和证据材料"),
        article="46(3)",
        by="cases:material:deliver",
    ),
    _kind(
        messages.MaterialReceipt,
        "requesting",
        "material_receipt",
        "sent",
        Text("receipt for material", "材料收据"),
        by="cases:material:confirm",
    ),
    _kind(
        messages.NoLongerRequired,
        "requesting",
        "withdrawal",
        "sent",
        Text("notice that assistance is no longer required", "不再需要协助的通知"),
        article="46(24)",
        by="cases:request:withdraw",
    ),
    _kind(messages.Closure, "either", "closure", "sent", Text("closing note", "结案通知"), by="cases:case:close"),
    _kind(messages.ChainRestart, "either", "chain_restart", "sent", Text("new chain after a loss", "丢失后另起新链")),
    _kind(messages.Void, "either", "void", "sent", Text("item that never comes", "作废项目")),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}


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
