"""What the hub says to nodes of laws and digests: what two of its people published, by a signed index.

A version of a law is passed on once a second member of the secretariat compared it; a digest, once a second person
published it. What a digest said is given no more once it is taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.hub import directory
from comity.hub.access import Permission
from comity.hub.models import PassedVersion, Statement, StatementIndex
from comity.hub.offering import is_on
from comity.library.digests.queries import published
from comity.library.legislation.queries import version_to_decide, versions_to_state
from comity.library.mirroring import statements
from comity.library.mirroring.saying import digest_said, law_said
from comity.library.mirroring.statements import DIGEST, LAW, Index, Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.core.actors import Actor
    from comity.library.legislation.models import LawVersion
    from comity.library.models import Manifestation

KEPT: Final = 2  # indexes


def pass_on(*, actor: Actor, version_id: int, now: datetime) -> PassedVersion:
    """Pass a version of a law on to nodes, after it was compared with its source.

    Raises:
        AccessDenied: whoever entered it, or nobody of the secretariat.
    """
    with transaction.atomic():
        version = version_to_decide(version_id)
        access.require(actor, Permission.LAW_PUBLISH, version)
        made, is_new = PassedVersion.objects.get_or_create(
            version=version, defaults={"decided_by_id": actor.person(), "decided_at": now}
        )
        if is_new:
            subject, data = f"library.law:{version.law_id}", {"version": version.pk}
            record(actor=actor, code="hub.law.passed-on", subject=subject, at=now, data=data)
    return made


def bring_up_to_date(*, now: datetime) -> int:
    """State what holds now and sign an index, if something changed or half of its life is over. Returns how many."""
    with transaction.atomic():
        newest = StatementIndex.objects.select_for_update().first()
        items = _stated()
        content, lives = statements.listed(items), directory.lives().timestamp
        if newest is None or newest.content != content or newest.ends_at < now + lives / 2:
            made = Index((newest.issue if newest else 0) + 1, now, now + lives, tuple(items))
            StatementIndex.objects.create(
                issue=made.issue, content=content, raw=statements.sign(made, directory.online_key()), made_at=now,
                ends_at=made.ends,
            )  # fmt: skip
            StatementIndex.objects.filter(issue__lte=made.issue - KEPT).delete()
    return len(items)


def index() -> bytes | None:
    """Return the newest signed index; None where nothing is passed on."""
    found = StatementIndex.objects.first() if is_on() else None
    return bytes(found.raw) if found else None


def statement(sha256: str) -> bytes | None:
    """Return a statement that is listed, by its digest."""
    found = Statement.objects.filter(sha256=sha256, listed=True).first() if is_on() else None
    return bytes(found.raw) if found else None


def text_of(sha256: str) -> Manifestation | None:
    """Return the text of a version of a law that is passed on, by its digest."""
    if not is_on():
        return None
    passed = PassedVersion.objects.filter(version__expression__manifestations__sha256=sha256).first()
    return passed.version.expression.manifestations.select_related("file").get(sha256=sha256) if passed else None


def _stated() -> list[Item]:
    """Write down what holds now; what was written before and holds no more is listed no more."""
    here = {(one.kind, str(one.ref)): one for one in Statement.objects.select_for_update()}
    items = []
    for kind, ref, raw in _said():
        if len(raw) > statements.MAX_STATEMENT:
            continue  # no node takes it; the page of what is passed on counts what is told
        item, row = statements.item_of(kind, ref, raw), here.pop((kind, ref), None)
        items.append(item)
        if row is None:
            Statement.objects.create(kind=kind, ref=ref, sha256=item.sha256, raw=raw)
        elif row.sha256 != item.sha256 or not row.listed:
            row.sha256, row.raw, row.listed = item.sha256, raw, True
            row.save(update_fields=["sha256", "raw", "listed"])
    Statement.objects.filter(pk__in=[row.pk for row in here.values() if row.listed]).update(listed=False, raw=b"")
    return sorted(items, key=lambda one: (one.kind, one.ref))


def _said() -> Iterator[tuple[str, str, bytes]]:
    laws: dict[str, list[LawVersion]] = {}
    for one in versions_to_state(PassedVersion.objects.values("version")):
        laws.setdefault(str(one.law_id), []).append(one)
    for ref, versions in laws.items():
        yield LAW, ref, law_said(versions).to_bytes()
    for digest in published():
        yield DIGEST, str(digest.pk), digest_said(digest).to_bytes()
