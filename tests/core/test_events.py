"""Events keep an effect and its cause together."""

from __future__ import annotations

import pytest
from django.db import transaction

from comity.core.events import emit, subscribe, subscribed
from comity.core.jobs.models import WorkerBeat
from comity.kernel.clock import utc_now


def a_row(name: str) -> None:
    WorkerBeat.objects.create(worker=name, started_at=utc_now(), seen_at=utc_now())


@pytest.mark.django_db
def test_emit_calls_handlers_in_order_once_each():
    seen: list[tuple[int, object]] = []

    def first(payload: object) -> None:
        seen.append((1, payload))

    with subscribed("t.event", first), subscribed("t.event", lambda payload: seen.append((2, payload))):
        subscribe("t.event", first)
        assert emit("t.event", "x") == 2
    assert seen == [(1, "x"), (2, "x")]
    assert emit("t.event", "x") == 0


@pytest.mark.django_db(transaction=True)
def test_emit_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        emit("t.event", None)


@pytest.mark.django_db(transaction=True)
def test_handler_that_fails_takes_cause_and_effects_with_it():
    def fail(_payload: object) -> None:
        a_row("second effect")
        raise ValueError("no")

    def cause() -> None:
        with transaction.atomic():
            a_row("cause")
            emit("t.event", None)

    with subscribed("t.event", lambda _payload: a_row("first effect")), subscribed("t.event", fail):
        with pytest.raises(ValueError, match="no"):
            cause()
        assert not WorkerBeat.objects.exists()
