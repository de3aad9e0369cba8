"""docs/cli.md promises only what there is: every command and every option that it names."""

import re
from pathlib import Path

import pytest
import typer

from comity.cli.main import build

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()
PROMISED = re.findall(r"`comity ([^`]+)`", PAGE)
COMMAND = typer.main.get_command(build([]))


def find(words):
    """Return the command that the words lead to."""
    found = COMMAND
    for word in words:
        if not hasattr(found, "commands"):
            break
        if word not in found.commands:
            raise AssertionError(f"no command {word}")
        found = found.commands[word]
    return found


@pytest.mark.parametrize("line", [line for line in PROMISED if not line.startswith("manage")])
def test_what_is_promised_exists(line):
    command = find([word for word in line.split() if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", word)])
    offered = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    assert set(re.findall(r"--[a-z-]+", line)) <= offered


def test_the_page_promises_every_command():
    assert {line.split()[0] for line in PROMISED} >= set(COMMAND.commands)


def test_the_exit_codes_stand_on_the_page():
    assert [int(number) for number in re.findall(r"^\| (\d) \|", PAGE, re.MULTILINE)] == [0, 1, 2, 3, 4]
