"""How long it takes to read a document: the tests' own and, where it is beside the clone, the reference folder's.

    python bench/reading.py [FILE...]

Median of nine readings after one to warm up, wall clock and CPU, without starting Python.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from comity.library.reading import read_bytes

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "tests" / "library" / "documents", ROOT.parent / "shared" / "documents")
TIMES = 9


def measure(path: Path) -> tuple[float, float]:
    """Return the median milliseconds of wall clock and of CPU for one file."""
    raw = path.read_bytes()
    read_bytes(raw)
    walls, works = [], []
    for _ in range(TIMES):
        wall, work = time.perf_counter(), time.process_time()
        read_bytes(raw)
        walls.append((time.perf_counter() - wall) * 1000)
        works.append((time.process_time() - work) * 1000)
    return statistics.median(walls), statistics.median(works)


def main() -> None:
    """Print one line a file."""
    paths = [Path(name) for name in sys.argv[1:]] or [
        path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))
    ]
    for path in paths:
        wall, work = measure(path)
        print(f"{path.name:<55} {path.stat().st_size:>7} bytes {wall:>7.1f} ms, {work:>6.1f} ms CPU")


if __name__ == "__main__":
    main()
