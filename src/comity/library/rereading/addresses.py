"""Which address a piece without a number keeps when its document is read again. Pure.

A number is an address by itself; any other piece has its count among those of its kind, and a count changes when the
reader finds one more before it. So the same words keep the address that they had, and an address that others may have
followed never comes to lead to other words.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from comity.library.reading.symbols import match_key

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def kept_keys(before: Sequence[tuple[str, str]], now: Sequence[tuple[str, str]]) -> list[str]:
    """Return the keys of pieces as they are read now; both are pieces without a number, as key and text, in order.

    A piece keeps the key of the same words of the same kind, else that of the same words; others get keys of their kind
    that no piece had.
    """
    found: list[str | None] = [None] * len(now)
    left = dict(before)
    for of_kind in (True, False):
        waiting: defaultdict[Hashable, deque[str]] = defaultdict(deque)
        for key, text in left.items():
            waiting[_name(key, text, of_kind=of_kind)].append(key)
        for at, (key, text) in enumerate(now):
            same = waiting[_name(key, text, of_kind=of_kind)]
            if found[at] is None and same:
                found[at] = same.popleft()
                del left[str(found[at])]
    used, counts = {*dict(before), *filter(None, found)}, defaultdict[str, int](int)
    return [one or _next(_kind(key), used, counts) for one, (key, _text) in zip(found, now, strict=True)]


def _kind(key: str) -> str:
    return key.rpartition("_")[0]


def _name(key: str, text: str, *, of_kind: bool) -> tuple[str, str]:
    return (_kind(key) if of_kind else "", match_key(text) or text)


def _next(kind: str, used: set[str], counts: defaultdict[str, int]) -> str:
    while True:
        counts[kind] += 1
        key = f"{kind}_{counts[kind]}"
        if key not in used:
            return key
