"""Every few minutes: look for what is new, send it. Every job may run twice; it sees what is done already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from comity.core.jobs.registry import Backoff, job, periodic
from comity.core.mail import actions, sending
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from comity.core.jobs.registry import Payload


@periodic("core.mail.gather", every=timedelta(minutes=5), limit=timedelta(minutes=10))
def gather() -> None:
    """Look for what officers are to be told of; nothing where no mail server is set."""
    if sending.is_set_up():
        actions.gather(utc_now())


@job(
    actions.SEND,
    attempts=None,
    backoff=Backoff(first=timedelta(minutes=1), cap=timedelta(hours=1)),
    limit=timedelta(minutes=5),
)
def send(payload: Payload) -> None:
    """Send one officer's message; tried until the server takes it or there is nothing left to tell."""
    actions.deliver(UUID(payload["officer"]), utc_now())
