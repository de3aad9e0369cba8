"""A worker process for the tests: `main("work" or "fill", …)`."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from comity.core.jobs import worker  # noqa: E402 (models need the line above)
from comity.core.jobs.actions import enqueue  # noqa: E402
from comity.core.jobs.registry import Backoff, Payload, job  # noqa: E402
from comity.kernel.clock import utc_now  # noqa: E402

BREATH = 0.05  # these jobs hold SQLite's one lock while they pause: without gaps a worker that starts never gets it
USUAL = worker.BREATH
SAFE = "safe"  # a file in the data folder: nobody is killed any more
QUICK = Backoff(first=timedelta(milliseconds=20), cap=timedelta(milliseconds=100))


@job("test.effect")
def effect(_payload: Payload) -> None:
    """Stand for one effect: it is counted by its row, and never runs."""


def count(payload: Payload) -> None:
    """Write one effect, with pauses in which the process may die; tell the parent that this one is at work."""
    folder = Path(os.environ["COMITY_DATA"])
    (folder / f"working-{os.getpid()}").touch()
    slow = not (folder / SAFE).exists()
    worker.BREATH = BREATH if slow else USUAL
    time.sleep(slow * random.uniform(0, 0.02))  # noqa: S311 (a pause)
    enqueue("test.effect", payload, not_before=utc_now() + timedelta(days=9))
    time.sleep(slow * random.uniform(0, 0.05))  # noqa: S311 (a pause)


job("test.once", atomic=True, attempts=None, backoff=QUICK)(count)


@job("test.slow", attempts=None, backoff=QUICK)
def slow(_payload: Payload) -> None:
    """Take longer than a lease."""
    time.sleep(2.5)


def main(what: str, *arguments: str) -> None:
    """Work until SIGTERM, or fill the table."""
    if what == "fill":
        name, number = arguments
        for n in range(int(number)):
            enqueue(name, {"n": n})
    else:
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        worker.BREATH = BREATH
        worker.work(stop, lease=timedelta(seconds=float(arguments[0])), idle=0.1)
