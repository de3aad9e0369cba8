"""The command line: finds the module of a command, runs it, and turns errors into promised exit codes.

Modules are imported by name when their command is called, so that `comity seal` and `comity verify` never
load the database layer: they must work on a machine that has nothing but the file.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from comity import __version__
from comity.cli.answers import Exit, fail, prepare_terminal, put_json, say
from comity.cli.loading import loading
from comity.kernel.errors import ComityError

# command -> module; each module has `add_to(app)`
COMMANDS = {
    "seal": "comity.cli.sealing",
    "open": "comity.cli.sealing",
    "keys": "comity.cli.keys",
    "key-directory": "comity.cli.key_directory",
    "verify": "comity.cli.verifying",
    "law": "comity.cli.law",
    "directory": "comity.cli.directory",
    "init": "comity.cli.beginning",
    "serve": "comity.cli.nodes",
    "work": "comity.cli.nodes",
    "manage": "comity.cli.nodes",
    "doctor": "comity.cli.care",
    "backup": "comity.cli.care",
    "restore": "comity.cli.care",
    "evidence": "comity.cli.evidence",
    "library": "comity.cli.library",
    "demo": "comity.cli.demo.command",
}


def build(arguments: list[str]) -> typer.Typer:
    """Return the application with the command that was called, or with all of them."""
    app = typer.Typer(
        name="comity",
        help="International cooperation against corruption.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,  # they print local variables: case content must not reach a log
    )
    app.callback()(about)
    called = next((word for word in arguments if not word.startswith("-")), "")
    wanted = {COMMANDS[called]} if called in COMMANDS else dict.fromkeys(COMMANDS.values())
    with loading():
        modules = [import_module(name) for name in wanted]
    for module in modules:
        module.add_to(app)
    return app


def about() -> None:
    """International cooperation under the United Nations Convention against Corruption."""


def run() -> None:
    """Run the command line; the entry point of the `comity` script."""
    prepare_terminal()
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        put_json({"comity": __version__})
        return
    try:
        build(arguments)()
    except ComityError as problem:
        fail(problem, as_json="--json" in arguments)
    except KeyboardInterrupt:
        say("")
        raise SystemExit(int(Exit.DONE)) from None
    except BrokenPipeError:
        raise SystemExit(int(Exit.REFUSED)) from None
