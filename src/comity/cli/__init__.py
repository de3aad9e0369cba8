"""The command `comity`. One module for each family of commands; `main` finds them by name.

What the command line promises (names, options, exit codes, the one JSON object) stands in docs/cli.md
and is tested. Start reading at `main`.
"""
