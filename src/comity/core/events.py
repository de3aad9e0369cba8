"""How a lower layer tells a higher one: named events, handled at once, inside the same transaction.

    subscribe("exchange.message.opened", handlers.on_message)     # in AppConfig.ready
    emit("exchange.message.opened", opened)                       # in an action, inside `atomic`

The layer that emits names the event and the type of its payload beside the constant. Handlers run in the order of
subscription. What a handler raises goes to whoever emitted, and with it the transaction: an effect and its cause are
kept together or not at all.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_handlers: defaultdict[str, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(name: str, handler: Callable[[Any], None]) -> None:
    """Have `handler` called with the payload of every event `name`; subscribing twice changes nothing."""
    if handler not in _handlers[name]:
        _handlers[name].append(handler)


def emit(name: str, payload: object) -> int:
    """Call every handler of `name` with `payload`; return how many there were.

    Raises:
        RuntimeError: outside a transaction, where an effect could be kept without its cause.
        Exception: whatever a handler raises; the handlers after it are not called.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"the event {name} was emitted outside a transaction")
    handlers = list(_handlers.get(name, ()))
    for handler in handlers:
        handler(payload)
    return len(handlers)


@contextmanager
def subscribed(name: str, handler: Callable[[Any], None]) -> Iterator[None]:
    """Subscribe for the length of a block."""
    subscribe(name, handler)
    try:
        yield
    finally:
        _handlers[name].remove(handler)
