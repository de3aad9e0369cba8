"""What an officer can be told of by e-mail: that a new document says something on a search that he saved.

The message says only that something is there; neither the search nor the document stands in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from comity.core.mail.kinds import Kind, register_kind
from comity.library.saved import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from comity.core.actors import Actor


def new_in_searches(actor: Actor, since: datetime, now: datetime) -> Iterator[object]:
    """Yield a name for each document that came for a person's searches since then."""
    del now
    for one in queries.told_since(actor, since):
        yield f"{one.search_id} {one.expression_id}"


def register_all() -> None:
    """Register the kinds of the library; called once, when the app is ready."""
    register_kind(Kind("library-search", _("Something new in a search of the library that I saved"), new_in_searches))
