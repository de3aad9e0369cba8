"""Pages of a full node: home, list, searches and a case, at a thousand and at two hundred thousand requests.

    python bench/pages.py [--small 1000] [--large 200000] [--loads 200] [--json FILE]

Against the real `comity serve`, signed in as a case officer who works on every fifth of the first ten thousand
requests; each load is a whole page, by the clock of a client on the same machine, one after the other. Every page of a
kind is another one where there is another: another case, another word. Milliseconds of CPU are those of the server's
processes a page. The node is on SQLite as `comity init` makes it. Requests have two measures, two persons, three
members and four lines of their timeline. After filling, the daily job that tells the database about its tables has run.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import nodes  # noqa: E402 (beside this file)
import seeding  # noqa: E402 (the same)

if TYPE_CHECKING:
    from comity.cli.demo.pages import Person

PATIENCE = 8.0  # seconds after which the loads of one kind end, so that a slow machine ends as well
WARMING = 5


@dataclass
class Figure:
    """Loads of one kind of page at one size."""

    page: str
    cases: int
    loads: int
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    kib: float


def addresses(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the addresses that are loaded, by kind of page."""
    return {
        "home": ["/"],
        "list": ["/requests/"],
        "list, our turn": ["/requests/?turn=ours"],
        "list, overdue": ["/requests/?turn=late"],
        "list, closed": ["/requests/?turn=nobody"],
        "list, one State": [f"/requests/?counterpart_state={one}" for one in seeding.STATES],
        "list, kind and age": ["/requests/?kind=SERVICE&older=365"],
        "list, direction": ["/requests/?direction=incoming"],
        "search by reference": [f"/requests/?q={quote(one, safe='')}" for one in found["references"]],
        "search by subject": [f"/requests/?q={quote(one)}" for one in found["subjects"]],
        "search by person": [f"/requests/?q={quote(one)}" for one in found["persons"]],
        "search, common word": ["/requests/?q=bribery"],
        "search in all texts": [f"/search/?q={quote(one)}" for one in found["persons"]],
        "search in all texts, common": ["/search/?q=bribery"],
        "desk, own": ["/desk/"],
        "calendar, own": ["/calendar/", "/calendar/?view=list"],
        "case": [f"/requests/{one}/" for one in found["cases"]],
    }


def load(person: Person, server: nodes.Processes, kind: tuple[str, int], paths: list[str], loads: int) -> Figure:
    """Load pages of one kind (its name, and how many cases there are), warm."""
    name, cases = kind
    for path in paths[:WARMING]:
        answer = person.raw("GET", path)
        if answer.status != 200:
            raise SystemExit(f"{name}: {answer.status} {answer.text[:300]}")
    if name.startswith("search by") and "/requests/0" not in answer.body.decode():
        raise SystemExit(f"{name}: nothing found")
    times: list[float] = []
    size, spent, end = 0, server.cpu(), time.monotonic() + PATIENCE
    while len(times) < loads and time.monotonic() < end:
        path = paths[len(times) % len(paths)]
        began = time.perf_counter()
        answer = person.raw("GET", path)
        times.append((time.perf_counter() - began) * 1000)
        size += len(answer.body)
        if answer.status != 200:
            raise SystemExit(f"{name}: {answer.status}")
    cpu = (server.cpu() - spent) * 1000 / len(times)
    p50, p95 = nodes.percentile(times, 0.5), nodes.percentile(times, 0.95)
    return Figure(name, cases, len(times), p50, p95, cpu, size / len(times) / 1024)


def run(sizes: tuple[int, int], loads: int) -> tuple[list[Figure], str]:
    """Measure every kind of page at both sizes; return the figures and what the larger seeding took."""
    figures, took = [], ""
    with nodes.one_node("xb") as stage:
        place = stage.place("xb")
        person = place.person("case_officer")
        server = nodes.Processes(stage.children[0].process.pid)
        person.sign_in()
        first = 0
        for size in sizes:
            began = time.perf_counter()
            found = nodes.inside(place.folder, seeding.fill, first, size, person.login)
            took, first = f"{time.perf_counter() - began:.0f} s, {found.pop('cpu')[0]:.0f} s of CPU", size
            print(f"{size} requests: seeding took {took}", file=sys.stderr)
            figures += [load(person, server, (name, size), paths, loads) for name, paths in addresses(found).items()]
    return figures, took


def ratios(figures: list[Figure], sizes: tuple[int, int]) -> dict[str, float]:
    """Return how much each kind of page has grown, by p95 and by CPU."""
    by = {(one.page, one.cases): one for one in figures}
    found = {}
    for name in dict.fromkeys(one.page for one in figures):
        small, large = by[name, sizes[0]], by[name, sizes[1]]
        found[f"{name}, p95, large to small"] = round(large.p95_ms / small.p95_ms, 2)
        found[f"{name}, CPU, large to small"] = round(large.cpu_ms / small.cpu_ms, 2)
    return found


def main() -> None:
    """Measure, print a table, and write JSON where asked."""
    parser = argparse.ArgumentParser(description="Pages of a full node, at two sizes.")
    parser.add_argument("--small", type=int, default=1_000, help="requests of the first round (1000)")
    parser.add_argument("--large", type=int, default=200_000, help="requests of the second round (200000)")
    parser.add_argument("--loads", type=int, default=200, help="loads of each kind of page (200)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    versions, sizes = nodes.versions("granian", "django"), (options.small, options.large)
    figures, seeded = run(sizes, options.loads)
    print(nodes.heading(f"seeding of the larger node {seeded}", versions))
    print(f"{'page':<28}{'cases':>8}{'loads':>7}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}{'KiB':>7}")
    for one in figures:
        print(
            f"{one.page:<28}{one.cases:>8}{one.loads:>7}{one.p50_ms:>9.1f}{one.p95_ms:>9.1f}"
            f"{one.cpu_ms:>9.1f}{one.kib:>7.0f}"
        )
    compared = ratios(figures, sizes)
    print()
    for name, ratio in compared.items():
        print(f"{name}: {ratio:.2f}")
    found: dict[str, Any] = {"seeding": seeded, "versions": versions, "ratios": compared}
    nodes.write_json(options.json, found | {"figures": [asdict(one) for one in figures]})


if __name__ == "__main__":
    main()
