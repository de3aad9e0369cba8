"""A search as an address holds it, so that it can be sent, saved and asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.library.finding.searching import NARROWED_BY, Asked

if TYPE_CHECKING:
    from django.http import QueryDict

LONGEST: Final = 500  # characters of what is typed
MOST: Final = 20  # values of one name
Pairs = list[tuple[str, str]]


def asked_in(sent: QueryDict) -> Asked:
    """Return the search that an address holds."""
    narrowed = {name: [one[:LONGEST] for one in sent.getlist(name)[:MOST] if one] for name in NARROWED_BY}
    return Asked(
        sent.get("q", "").strip()[:LONGEST],
        {name: values for name, values in narrowed.items() if values},
        sent.getlist("off")[:MOST],
    )


def pairs_of(asked: Asked) -> Pairs:
    """Return a search as the names and values of an address."""
    pairs = [("q", asked.text)] if asked.text else []
    pairs += [(name, value) for name, values in asked.narrowed.items() for value in values]
    return pairs + [("off", one) for one in asked.off]
