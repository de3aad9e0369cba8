"""A process of its own that prepares one node, step by step (see `comity.cli.demo.found`)."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Any, Self, cast

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LAST = 2000  # characters of what the process said


class PreparingError(ComityError):
    """A step failed: `E_DEMO`, with the end of what the process said."""


class Steps:
    """The process for the node in `folder`; a context manager that leaves nothing running."""

    def __init__(self, folder: Path, *, env: Mapping[str, str] | None = None) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "comity.cli.demo.found", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, text=True, env=env,
        )  # fmt: skip

    def take(self, plan: Mapping[str, Any]) -> dict[str, Any]:
        """Take one step, and return what it answers.

        Raises:
            PreparingError: it failed, and so will every further one.
        """
        asked, answered = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        with contextlib.suppress(BrokenPipeError):  # it ended, and said why
            asked.write(json.dumps(plan) + "\n")
            asked.flush()
        line = answered.readline()
        if not line:
            self._process.wait()
            self._said.seek(0)
            raise PreparingError("E_DEMO", self._said.read().decode(errors="replace")[-LAST:])
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if kind is not None:
            self._process.kill()
        with contextlib.suppress(BrokenPipeError):
            self._process.communicate()
        self._said.close()
