"""Writing to the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from comity.core.audit.models import AuditEntry, AuditHead
from comity.core.audit.tree import leaf_of, link_of, pack, unpack
from comity.core.prepared import Prepared
from comity.core.rows import change, insert, insert_many
from comity.core.standing_in import for_whom
from comity.kernel import strictjson
from comity.kernel.clock import to_wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from enum import StrEnum

    from comity.core.actors import Actor

HEAD = 1
MAX_DATA = 8 * 1024
_LOCKED = Prepared(lambda: AuditHead.objects.select_for_update().filter(pk=HEAD)[:1])


def record(
    *,
    actor: Actor,
    code: StrEnum | str,
    subject: str,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry, inside the transaction of the act it tells of: both are kept, or neither.

    Args:
        actor: who did it; the system is an actor too.
        code: what happened, such as `cases.request.sent`.
        subject: what it happened to, such as `cases.case:<uuid>`.
        at: when, aware.
        data: identifiers, codes and counts; never case content. At most 8 KiB as JSON.

    The head row is locked until the transaction ends, so entries are numbered in the order of their commits and
    without gaps. Who stands in for an absent officer and reaches the thing through him alone acts for him: `for` says
    so. Write the entry late in a transaction. Whatever goes wrong here spoils the whole transaction: no act
    without its entry, even where somebody catches the error.
    """
    [entry] = _append(actor, code, [subject], at, [data])
    insert(entry)
    return entry


def record_many(
    *, actor: Actor, code: StrEnum | str, subjects: Sequence[str], at: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Append one entry for each subject, alike but for that, as `record` does: the same statements for any number."""
    if subjects:
        insert_many(_append(actor, code, subjects, at, [data] * len(subjects)))


def _append(
    actor: Actor, code: StrEnum | str, subjects: Sequence[str], at: datetime, data: Sequence[Mapping[str, Any] | None]
) -> list[AuditEntry]:
    """Return the next entries, and move the head past them; the caller writes them in the same transaction."""
    with transaction.atomic(savepoint=False):
        texts = [_text(actor, subject, one) for subject, one in zip(subjects, data, strict=True)]
        head = _LOCKED.first()
        if head is None:
            head = AuditHead.objects.create(pk=HEAD)
        frontier = unpack(head.size, bytes(head.peaks))
        moment, entries = to_wire(at), []
        for subject, text in zip(subjects, texts, strict=True):
            leaf = leaf_of(head.size, moment, actor.subject, str(code), subject, text)
            link = link_of(bytes(head.link), leaf)
            entries.append(
                AuditEntry(
                    seq=head.size,
                    at=moment,
                    actor=actor.subject,
                    code=str(code),
                    subject=subject,
                    data=text,
                    leaf=leaf,
                    link=link,
                )
            )
            frontier, _ = frontier.append(leaf)
            head.size, head.link = frontier.size, link
        change(head, {"size": head.size, "peaks": pack(frontier), "link": head.link})
    return entries


def _text(actor: Actor, subject: str, data: Mapping[str, Any] | None) -> str:
    """Return what an entry keeps beside its code, as JSON; for whom, where the actor stands in."""
    away = for_whom(actor, subject)
    text = strictjson.dumps({**(data or {}), **({"for": str(away)} if away else {})}).decode()
    if len(text) > MAX_DATA:
        raise ValueError("an audit entry holds codes and counts, not content")
    return text
