"""What a person does with searches: save one, look at what is new, delete it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.db import transaction
from django.http import QueryDict

from comity.core import access
from comity.core.audit.log import record
from comity.library.access import Permission
from comity.library.errors import LibraryError
from comity.library.finding.addresses import asked_in, pairs_of
from comity.library.saved.models import SavedSearch

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from comity.core.actors import Actor

MOST: Final = 50  # of one person; every document is asked each of them
_NAME: Final = 120


def save_search(*, actor: Actor, address: str, name: str, now: datetime) -> SavedSearch:
    """Save a search as its `address` holds it. What is found now is not new.

    Raises:
        AccessDenied: not an officer.
        LibraryError: `E_LIBRARY_SEARCH` for one that asks for nothing, `E_LIBRARY_SEARCHES` for one too many.
    """
    access.require(actor, Permission.SEARCH_SAVE)
    asked = asked_in(QueryDict(address))
    if not asked.query()[0]:
        raise LibraryError("E_LIBRARY_SEARCH")
    pairs = pairs_of(asked)
    called = name.strip() or asked.text or ", ".join(value for _name, value in pairs)
    with transaction.atomic():
        if SavedSearch.objects.filter(officer_id=actor.person()).count() >= MOST:
            raise LibraryError("E_LIBRARY_SEARCHES")
        made = SavedSearch.objects.create(
            officer_id=actor.person(), name=called[:_NAME], asked=urlencode(pairs), saved_at=now, seen_at=now
        )
        record(actor=actor, code="library.search.saved", subject=f"library.search:{made.pk}", at=now)
    return made


def see_news(*, actor: Actor, search_id: UUID, now: datetime) -> SavedSearch:
    """Take note of what is new in one's own search: it is new no longer. Raises SavedSearch.DoesNotExist."""
    access.require(actor, Permission.SEARCH_SAVE)
    with transaction.atomic():
        found = SavedSearch.objects.select_for_update().get(pk=search_id, officer_id=actor.person())
        found.news.all().delete()
        found.seen_at = now
        found.save(update_fields=["seen_at"])
    return found


def delete_search(*, actor: Actor, search_id: UUID, now: datetime) -> None:
    """Delete one's own search. Raises SavedSearch.DoesNotExist."""
    access.require(actor, Permission.SEARCH_SAVE)
    with transaction.atomic():
        found = SavedSearch.objects.select_for_update().get(pk=search_id, officer_id=actor.person())
        record(actor=actor, code="library.search.deleted", subject=f"library.search:{found.pk}", at=now)
        found.delete()
