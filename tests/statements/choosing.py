"""The tests that between them ask every kind of statement, at little cost; the others are listed in a file."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

LIST = Path(__file__).with_name("asked_by_others.txt")
START = 0.03  # seconds that any test costs beside what was measured
Asked = tuple[float, frozenset[str]]  # seconds, kinds of statements


def chosen(tests: Mapping[str, Asked]) -> set[str]:
    """Return tests that together ask whatever is asked: each time the one that asks most anew for its cost.

    What was taken before others came that ask the same and more is given up again, the dearest first.
    """
    found: set[str] = set()
    missing = frozenset().union(*(kinds for _, kinds in tests.values()))
    while missing:
        best = max(sorted(tests), key=lambda name: len(tests[name][1] & missing) / (tests[name][0] + START))
        found.add(best)
        missing -= tests[best][1]
    often = Counter(kind for name in found for kind in tests[name][1])
    for name in sorted(found, key=lambda name: (-tests[name][0], name)):
        if all(often[kind] > 1 for kind in tests[name][1]):
            found.remove(name)
            often.subtract(tests[name][1])
    return found


def recorded(folder: Path) -> dict[str, Asked]:
    """Return what all processes of a run wrote down."""
    asked: dict[str, Asked] = {}
    for path in folder.glob("*.json"):
        for name, (seconds, kinds) in json.loads(path.read_text()).items():
            before = asked.get(name, (0.0, frozenset()))
            asked[name] = (before[0] + seconds, before[1] | frozenset(kinds))
    return asked


def write(folder: Path) -> str:
    """Write the names of the tests that are not needed; return in words what is saved."""
    tests = recorded(folder)
    needed = chosen(tests)
    LIST.write_text("".join(f"{name}\n" for name in in_short(tests.keys() - needed, needed)))
    seconds = (seconds_of(tests, needed), seconds_of(tests, tests))
    kinds = len(frozenset().union(*(kinds for _, kinds in tests.values())))
    return f"{len(needed)} of {len(tests)} tests ask all {kinds} kinds: {seconds[0]:.0f} of {seconds[1]:.0f} s"


def in_short(left_out: Collection[str], needed: Collection[str]) -> list[str]:
    """Return the names in order; where a test is needed with none of its parameters, it stands once, without them."""
    split = {function_of(name) for name in needed}
    return sorted({name if function_of(name) in split else function_of(name) for name in left_out})


def function_of(name: str) -> str:
    """Return the name of a test without its parameters."""
    return name.partition("[")[0]


def seconds_of(tests: Mapping[str, Asked], names: Collection[str]) -> float:
    """Return what these tests cost together."""
    return sum(tests[name][0] for name in names)


def asked_by_others() -> list[str]:
    """Return the names that are listed."""
    return LIST.read_text().splitlines()
