"""What another process commits between two statements of this one, at a named place: a race that happens every time."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def meanwhile(act: Callable[[], object], *, before: str, nth: int = 1) -> Iterator[None]:
    """Do `act` once, right before the `nth` statement that contains `before`; that there is none is a failure."""
    left = nth

    def passing(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal left
        if left and before in sql:
            left -= 1
            if not left:
                act()
        return execute(sql, *rest)

    with connection.execute_wrapper(passing):
        yield
    assert not left, f"no statement number {nth} with {before}"
