"""Real nodes for measuring: two of them on loopback, work done inside one, and what its processes cost.

CPU time and memory are what the kernel accounts to `comity serve` and everything it started, nothing estimated.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import multiprocessing
import os
import platform
import signal
import sqlite3
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.cli.demo.stage import Stage
from comity.cli.processes import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def one_node(name: str) -> Iterator[Stage]:
    """Yield one founded node that knows nobody and runs; nothing is left afterwards."""
    with _stage() as stage:
        stage.found_alone(stage.place(name))
        stage.start(only=[name])
        yield stage


@contextlib.contextmanager
def two_nodes(*, start: Sequence[str] = ("xa", "xb")) -> Iterator[Stage]:
    """Yield two founded nodes that know each other, those in `start` running; nothing is left afterwards."""
    with _stage() as stage:
        stage.found()
        if start:
            stage.start(only=start)
        yield stage


@contextlib.contextmanager
def _stage() -> Iterator[Stage]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that whoever stops us leaves nothing either
    with (
        tempfile.TemporaryDirectory(prefix="comity-bench-") as folder,
        Stage(Path(folder), (free_port(), free_port())) as stage,
    ):
        yield stage


def inside(folder: Path, action: Callable[..., Any], *arguments: Any) -> Any:
    """Call `action(folder, …)` in a fresh process, where it may enter that node; return what it returns."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(action, folder, *arguments).result()


def enter_node(folder: Path) -> None:
    """Make `folder` the node of this process, its keys opened by the unlock file beside them."""
    from comity.cli.nodes import enter  # noqa: PLC0415 (only a fresh process enters a node)

    enter(folder)


class Processes:
    """A process and all it started."""

    def __init__(self, root: int) -> None:
        self.root = root

    def cpu(self) -> float:
        """Return user and system seconds spent so far, also of children that have ended."""
        return sum(sum(int(field) for field in stat[11:15]) for stat in map(_stat, self._all())) / TICKS

    def reset_peak(self) -> None:
        """Let the high-water marks of memory begin anew."""
        for process in self._all():
            Path(f"/proc/{process}/clear_refs").write_text("5")

    def peak(self) -> float:
        """Return the largest high-water mark of one of the processes, in MiB."""
        return max(_high_water(process) for process in self._all()) / 1024

    def _all(self) -> list[int]:
        parents = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    parents[int(entry.name)] = int(_stat(int(entry.name))[1])
        found = [self.root]
        for process in found:
            found += [child for child, parent in parents.items() if parent == process]
        return found


def _stat(process: int) -> list[str]:
    """Return the fields of /proc/<process>/stat after the program's name."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()


def _high_water(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def versions(*packages: str) -> dict[str, str]:
    """Return what was measured, with versions."""
    found = {name: version(name) for name in ("comity", *packages)} | {"python": platform.python_version()}
    return found | {"system": platform.platform(), "processors": str(os.cpu_count())}


def heading(what: str, about: dict[str, str]) -> str:
    """Return the line above a table; the load says how far wall times can be trusted."""
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{what}; {', '.join(f'{name} {value}' for name, value in about.items())}, load {load}\n"


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def write_json(path: Path | None, found: dict[str, Any]) -> None:
    """Write the figures where asked."""
    if path is not None:
        path.write_text(json.dumps(found, indent=2) + "\n")


def read_one(folder: Path, query: str) -> str:
    """Return one value of a node's database, read beside the running node."""
    with contextlib.closing(sqlite3.connect(f"file:{folder / 'db.sqlite3'}?mode=ro", uri=True)) as database:
        return str(database.execute(query).fetchone()[0])


def touch(size: int) -> None:
    """Touch so many bytes of memory and give them back: a virtual machine pays for the first touch."""
    with mmap.mmap(-1, size) as memory:
        for start in range(0, size, mmap.PAGESIZE):
            memory[start] = 1
