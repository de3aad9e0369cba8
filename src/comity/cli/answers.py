"""How a command answers: exit codes, one JSON object on stdout, everything else on stderr."""

from __future__ import annotations

import json
import locale
import os
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NoReturn

from comity.kernel.errors import ComityError
from comity.seal.errors import TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.kernel.languages import Text


class Exit(IntEnum):
    """The exit codes that docs/cli.md promises."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2
    CANNOT_HERE = 3
    CANNOT_TELL = 4


class CommandError(ComityError):
    """A command cannot go on; `exit_code` says which of the promised codes it ends with."""

    def __init__(self, code: str, text: Text, exit_code: Exit = Exit.REFUSED, **params: object) -> None:
        super().__init__(code, text.en)
        self.params = params
        self.text = text
        self.exit_code = exit_code


def language() -> str:
    """Return the language of this terminal as a tag: Chinese if its locale is Chinese, else English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh-hans" if named.lower().startswith("zh") else "en"


def say(text: Text | str, **values: object) -> None:
    """Tell a person something, on stderr."""
    words = text if isinstance(text, str) else text.get(language())
    sys.stderr.write((words.format(**values) if values else words) + "\n")
    sys.stderr.flush()


def explain(problem: ComityError) -> str:
    """Return the sentence for an error in the language of this terminal, with its code."""
    if isinstance(problem, CommandError):
        sentence = problem.text.get(language()).format(**problem.params)
    elif problem.code in TEXTS:
        sentence = TEXTS[problem.code].get(language())
    else:
        sentence = problem.detail
    return f"{sentence} [{problem.code}]" if sentence else problem.code


def put_json(value: Mapping[str, Any]) -> None:
    """Write the one JSON object of a `--json` answer to stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=None) + "\n")
    sys.stdout.flush()


def fail(problem: ComityError, *, as_json: bool = False) -> NoReturn:
    """End the command because of `problem`."""
    if as_json:
        put_json({"ok": False, "code": problem.code, "message": explain(problem)})
    say(f"comity: {explain(problem)}")
    raise SystemExit(int(problem.exit_code if isinstance(problem, CommandError) else Exit.REFUSED))


def prepare_terminal() -> None:
    """Write UTF-8 whatever the locale says: names in Chinese must not end a command."""
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
