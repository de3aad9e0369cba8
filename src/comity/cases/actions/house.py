"""What the administrator sets for the authority: how its references are written."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from comity.cases.access import Permission
from comity.cases.actions import keeping
from comity.cases.codes import AuditCode
from comity.cases.models import ReferenceScheme
from comity.cases.numbering import check_scheme
from comity.core import access
from comity.core.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from comity.cases.numbering import Scheme
    from comity.core.actors import Actor


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
