"""What the administrator sets for the authority: how its references are written, what stands above its papers."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.emblems import kind_of
from comity.cases.letters import render
from comity.cases.models import Letterhead, ReferenceScheme
from comity.cases.numbering import check_scheme
from comity.cases.queries import house
from comity.core import access
from comity.core.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.numbering import Scheme
    from comity.core.actors import Actor
    from comity.kernel.languages import Text


@transaction.atomic
def set_scheme(*, actor: Actor, scheme: Scheme, now: datetime) -> ReferenceScheme:
    """Write references so from now on; those given before stay.

    Raises:
        CaseworkError: `E_PATTERN_…` for a scheme that could not give references.
    """
    access.require(actor, Permission.HOUSE_SET)
    check_scheme(scheme, state=str(settings.NODE.state))
    row = ReferenceScheme.objects.create(**asdict(scheme), set_at=now, set_by_id=keeping.officer_of(actor))
    data = {"pattern": scheme.pattern, "yearly": scheme.yearly}
    record(actor=actor, code=AuditCode.NUMBERING_SET, subject=f"cases.referencescheme:{row.pk}", at=now, data=data)
    return row


@transaction.atomic
def set_letterhead(*, actor: Actor, names: Text, addresses: Text, emblem: bytes | None, now: datetime) -> Letterhead:
    """Let our papers begin so from now on; `emblem` None keeps the one there is, empty takes it away.

    Raises:
        CaseworkError: `E_EMBLEM_…` for a file that is no emblem.
        LetterError: a paper with it cannot be printed.
    """
    access.require(actor, Permission.HOUSE_SET)
    before = house.letterhead()
    raw = (bytes(before.emblem) if before else b"") if emblem is None else emblem
    row = Letterhead(
        name_en=names.en, name_zh=names.zh, address_en=addresses.en, address_zh=addresses.zh, emblem=raw,
        emblem_kind=kind_of(raw) if raw else "", set_at=now, set_by_id=keeping.officer_of(actor),
    )  # fmt: skip
    for language in ("en", "zh-hans"):
        paper = house.sample_paper(names.get(language), addresses.get(language), language, at=now)
        render(paper, at=now, head=house.head_of(row, language))
    row.save()
    data = {"emblem": hashlib.sha256(raw).hexdigest() if raw else ""}
    record(actor=actor, code=AuditCode.LETTERHEAD_SET, subject=f"cases.letterhead:{row.pk}", at=now, data=data)
    return row
