"""Sessions in the database. One is read for every page, so what is asked for it is written once (`core.prepared`)."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from comity.core.prepared import Prepared


class SessionStore(db.SessionStore):
    """The sessions of Django's own store."""

    def _get_session_from_db(self) -> Any:
        found = _RUNNING.first(key=self.session_key, now=timezone.now()) if self.session_key else None
        if found is None:
            self._session_key = None
        return found


_RUNNING = Prepared(
    lambda key, now: SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)[:1]
)
