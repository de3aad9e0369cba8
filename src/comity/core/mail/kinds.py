"""Which kinds of notices exist: each app declares its own, with a function that finds what is to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from comity.core.actors import Actor

if TYPE_CHECKING:
    from django.utils.functional import Promise

Finder = Callable[[Actor, datetime, datetime], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    Attributes:
        code: stable name.
        label: what an officer chooses.
        find: called with the officer, a time and now; yields a name for each thing that began after that time and
            is his to know of. Names are digested before they are kept; they hold ids and dates and no content.
    """

    code: str
    label: str | Promise
    find: Finder


_KINDS: Final[dict[str, Kind]] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind; called from `AppConfig.ready`. A second one of the same code is an error."""
    if _KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"two kinds of notice are called {kind.code}")


def kinds() -> dict[str, Kind]:
    """Return every kind by its code, in the order in which the apps stand."""
    return dict(_KINDS)


def key_of(*parts: Any) -> str:
    """Return what is kept of a thing's name: a digest, from which nothing can be read."""
    return sha256("\x00".join(str(part) for part in parts).encode()).hexdigest()
