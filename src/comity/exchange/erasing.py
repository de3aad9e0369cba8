"""Destroy the content of every message of a case; the chains, the envelopes and the receipts stay as they were signed.

What stays proves that messages passed, when, and what their digests were. It says nothing of what they said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.core.files.models import StoredFile
from comity.exchange.blobs import drop_parts
from comity.exchange.errors import ExchangeError
from comity.exchange.models import Attachment, Blob, BlobPart, BlobState, InboxFile, InboxItem, OutboxItem, PostItem

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(slots=True)
class Erased:
    """What is to be destroyed: files of the node that were referred to, and keys of sealed parts in the store."""

    files: set[UUID] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)


def check_at_rest(case_id: UUID) -> None:
    """Raise ExchangeError `E_BUSY` while a message of the case is under way, either way, or waits to be posted."""
    arriving = InboxItem.objects.filter(case_id=case_id, state__in=["announced", "consigned", "waiting"])
    to_post = PostItem.objects.filter(case_id=case_id, recorded_at__isnull=True)
    leaving = OutboxItem.objects.under_way().filter(case_id=case_id)
    if arriving.exists() or to_post.exists() or leaving.exists():
        raise ExchangeError("E_BUSY", "a message of the case is under way", permanent=False)


def empty_messages(case_id: UUID) -> Erased:
    """Empty every message of a case, inside the caller's transaction; return what then must go from the store.

    Raises:
        ExchangeError: `E_BUSY` while a message is under way.
    """
    check_at_rest(case_id)
    found = Erased()
    out, came = OutboxItem.objects.filter(case_id=case_id), InboxItem.objects.filter(case_id=case_id)
    post = PostItem.objects.filter(case_id=case_id)
    attached, arrived = Attachment.objects.filter(item__in=out), InboxFile.objects.filter(item__in=came)
    blobs = set(out.exclude(package=None).values_list("package_id", flat=True))
    blobs |= set(attached.exclude(blob=None).values_list("blob_id", flat=True))
    blobs |= set(came.values_list("package_id", flat=True)) | set(came.values_list("evidence", flat=True))
    for rows, column in ((out, "letter"), (attached, "file"), (came, "container"), (arrived, "file"), (post, "letter")):
        found.files |= set(rows.exclude(**{column: None}).values_list(f"{column}_id", flat=True))
    for blob in Blob.objects.filter(pk__in=blobs - {None}).exclude(state=BlobState.RELEASED):
        found.keys += BlobPart.objects.filter(blob=blob).values_list("key", flat=True)
        drop_parts(blob, state=BlobState.RELEASED)
    attached.delete()
    arrived.delete()
    out.update(content=b"", limits=b"", letter=None, again=False)
    came.update(container=None)
    post.update(content=b"", letter=None, carrier="", tracking="")
    return found


def files_nobody_refers_to(ids: set[UUID]) -> set[UUID]:
    """Return those of the files to which no message refers."""
    held: set[UUID] = set()
    for model, column in (
        (OutboxItem, "letter"), (Attachment, "file"), (InboxItem, "container"), (InboxFile, "file"),
        (PostItem, "letter"),
    ):  # fmt: skip
        held |= set(model._default_manager.filter(**{f"{column}__in": ids}).values_list(f"{column}_id", flat=True))  # noqa: SLF001 (public in all but name)
    return set(StoredFile.objects.filter(pk__in=ids - held).values_list("pk", flat=True))
