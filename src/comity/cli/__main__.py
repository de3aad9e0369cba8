"""`python -m comity.cli`: the same as the `comity` command."""

from comity.cli.main import run

run()
