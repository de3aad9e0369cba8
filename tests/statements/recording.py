"""A pytest plugin that writes down which kinds of statements each test asks, and what it costs."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.db.backends import utils

import comity
from tests.builders import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

PRODUCT, TESTS = (f"{Path(where).parent}/" for where in (str(comity.__file__), Path(__file__).parent))
CALLING = utils.__file__
VALUES = re.compile(r"'[^']*'|\b\d+\b|%s")
SAVEPOINT = re.compile(r'"?s\d+_x\d+"?')
REPEATED = re.compile(r"(\?|\(\?\))(?:\s*,\s*\1)+")


def kind_of(statement: str) -> str:
    """Return a statement without its values: however many there are in a list, it is of one kind."""
    plain = VALUES.sub("?", SAVEPOINT.sub("?", statement))
    while (shorter := REPEATED.sub(r"\1", plain)) != plain:
        plain = shorter
    return plain


def is_of_the_product() -> bool:
    """Say whether it is our code that asks, or a builder that asks again what our code asked; not a test itself.

    What stands around statements, as this does, does not ask them: the question begins where Django calls all of that.
    """
    frame: FrameType | None = sys._getframe()
    while frame and frame.f_code.co_filename != CALLING:
        frame = frame.f_back
    while frame:
        code, frame = frame.f_code, frame.f_back
        if code.co_filename.startswith(PRODUCT) or code is remembered._repeat.__code__:
            return True
        if code.co_filename.startswith(TESTS):
            return False
    return False


class Recorder:
    """What was asked so far, by the name of the test."""

    def __init__(self) -> None:
        self.asked: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.running = ""

    def note(self, execute: Callable[..., Any], statement: object, *rest: object) -> Any:
        """Stand around a statement, as Django lets one stand."""
        if self.running and is_of_the_product():
            self.asked[self.running].add(kind_of(str(statement)))
        return execute(statement, *rest)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Listen while one test runs."""
        for connection in connections.all():
            if self.note not in connection.execute_wrappers:
                connection.execute_wrappers.append(self.note)
        self.running, began = item.nodeid, time.monotonic()
        answer = yield
        self.seconds[self.running] += time.monotonic() - began
        self.running = ""
        return answer

    def pytest_sessionfinish(self) -> None:
        """Write down what this process heard."""
        told = {name: [self.seconds[name], sorted(kinds)] for name, kinds in self.asked.items()}
        worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
        Path(os.environ["COMITY_STATEMENTS"], f"{worker}.json").write_text(json.dumps(told))


def pytest_configure(config: pytest.Config) -> None:
    """Listen in each process of the run."""
    config.pluginmanager.register(Recorder(), "statements")
