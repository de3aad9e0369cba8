"""Who is signed in. An officer is read for every page, so what is asked for that is written once (`core.prepared`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend

from comity.core.officers.models import Officer
from comity.core.prepared import Prepared

if TYPE_CHECKING:
    from uuid import UUID

_OFFICER = Prepared(lambda pk: Officer.objects.filter(pk=pk)[:1])


class OfficerBackend(AuthenticationBackend):
    """Sign-in as allauth does it."""

    def get_user(self, user_id: UUID | Any) -> Officer | None:
        """Return the officer of a session; None where there is none any more, or who may not sign in."""
        officer = _OFFICER.first(pk=user_id)
        return officer if officer is not None and self.user_can_authenticate(officer) else None
