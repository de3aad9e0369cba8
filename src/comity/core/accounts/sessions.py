"""Sessions in the database. One is read for every page, so what is asked for it is written once (`core.prepared`)."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from comity.core.prepared import Prepared


class SessionStore(db.SessionStore):
    """The sessions of Django's own store."""

    def _get_session_from_db(self) -> Any:
        key = self.session_key or ""  # of a cookie: PostgreSQL takes no text with a NUL, and would fail over it
        found = _RUNNING.first(key=key, now=timezone.now()) if key.isascii() and key.isalnum() else None
        if found is None:
            self._session_key = None
        return found


_RUNNING = Prepared(
    lambda key, now: SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)[:1]
)
