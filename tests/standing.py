"""Standing rules of the repository: what may only get better, and what must never be committed."""

from __future__ import annotations

import ast
import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINES, FUNCTION = 400, 60
TEMPLATE_LINE = 120
# Ratchets: these numbers may go down, never up.
TYPE_IGNORES = 11
PATCHED_TESTS = 3
# Written apart so that this file does not name what it looks for.
HOSTS = re.compile(
    "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "deb" + r"\.debian\.org"])
)


def tracked(root: Path, *patterns: str) -> list[Path]:
    """Return the files that git tracks and that match."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=root, capture_output=True, check=True).stdout
    return [root / name for name in listed.decode().split("\0") if name and (root / name).exists()]


def broken(root: Path) -> list[str]:
    """Return a sentence for every standing rule that does not hold."""
    return [
        *_too_long(root),
        *_wide_templates(root),
        *_named_hosts(root),
        *_ratchets(root),
        *_locks(root),
        *_direct_access(root),
    ]


def _sources(root: Path) -> list[Path]:
    return [path for path in tracked(root, "*.py") if "migrations" not in path.parts]


def _too_long(root: Path) -> list[str]:
    found = []
    for path in _sources(root):
        text = path.read_text()
        if text.count("\n") > LINES:
            found.append(f"{path.relative_to(root)} has {text.count(chr(10))} lines; {LINES} are allowed")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION:
                    found.append(f"{path.relative_to(root)}: {node.name} has {length} lines; {FUNCTION} are allowed")
    return found


def _wide_templates(root: Path) -> list[str]:
    """A line of a template is read and compared like one of code."""
    return [
        f"{path.relative_to(root)}:{number} has {len(line)} characters; {TEMPLATE_LINE} are allowed"
        for path in tracked(root, "src/*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > TEMPLATE_LINE
    ]


def _named_hosts(root: Path) -> list[str]:
    found = []
    for path in tracked(root):
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if HOSTS.search(text):
            found.append(f"{path.relative_to(root)} names the host of a package registry")
    return found


def _ratchets(root: Path) -> list[str]:
    ignores = sum(path.read_text().count("# type: ignore") for path in tracked(root, "src/*.py", "requirements/*.py"))
    patched = sum(
        len(re.findall(r"monkeypatch\.setattr|mock\.patch", path.read_text()))
        for path in tracked(root, "tests/*.py")
        if path.name != "standing.py"
    )
    found = []
    if ignores > TYPE_IGNORES:
        found.append(f"{ignores} type: ignore; {TYPE_IGNORES} are allowed")
    if patched > PATCHED_TESTS:
        found.append(f"{patched} patched tests; {PATCHED_TESTS} are allowed")
    return found


def _locks(root: Path) -> list[str]:
    """Every requirement in a lock file must carry a digest and no address."""
    found = []
    for path in tracked(root, "requirements/*.txt"):
        if path.name == "npm.txt":
            continue
        blocks = re.split(r"\n(?=[a-z0-9])", path.read_text())
        unpinned = [
            block.split()[0] for block in blocks if "==" in block.split("\n")[0] and "--hash=sha256:" not in block
        ]
        found += [f"{path.name}: {name} has no digest" for name in unpinned]
        if "://" in path.read_text():
            found.append(f"{path.name} names an address")
    return found


def _direct_access(root: Path) -> list[str]:
    """Views and templates obtain objects through queries, never from a model's manager."""
    views = [
        path for path in tracked(root, "src/comity/*.py") if path.stem.startswith("views") or "views" in path.parts
    ]
    return [
        f"{path.relative_to(root)} reaches for `.objects`; use a query"
        for path in views
        if re.search(r"\.objects\b", path.read_text())
    ]
