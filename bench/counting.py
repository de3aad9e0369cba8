"""The figures of a year at several sizes of an archive, in CPU seconds and statements.

    python bench/counting.py [--sizes 1000,20000]

What is measured is `statistics.figures` of the last twelve months, without page and without network.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent)]

import nodes  # noqa: E402 (beside this file)
import seeding  # noqa: E402 (the same)

CLOSED = """
INSERT INTO cases_line (case_id, at, code, lane, crosses, actor, params)
SELECT id, changed_at, 'closed', 'ours', 'out', '', '{"outcome": "executed"}' FROM cases_case
WHERE step = 'closed' AND id NOT IN (SELECT case_id FROM cases_line WHERE code = 'closed')
"""
TIMES = 3


def count(folder: Path) -> dict[str, Any]:
    """Close what is closed, count the year before the last day, and return what it took."""
    nodes.enter_node(folder)
    from datetime import timedelta  # noqa: PLC0415 (the node is entered first)

    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from comity.cases.queries import statistics  # noqa: PLC0415
    from comity.core.planner import analyse  # noqa: PLC0415
    from comity.law.counting import Period  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(CLOSED)
    analyse()
    period = Period(seeding.NOW - timedelta(days=365), seeding.NOW)
    statistics.figures(period)
    spent = sum(os.times()[:2])
    for _ in range(TIMES):
        found = statistics.figures(period)
    spent = (sum(os.times()[:2]) - spent) / TIMES
    with CaptureQueriesContext(connection) as captured:
        statistics.figures(period)
    slowest = max(captured.captured_queries, key=lambda one: float(one["time"]))
    return {"cpu": spent, "statements": len(captured), "total": found.total.figures(), "slowest": slowest["time"]}


def main() -> None:
    """Fill a node to each size in turn and count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="1000,20000")
    sizes = [int(one) for one in options.parse_args().sizes.split(",")]
    print(nodes.heading("Figures of a year", nodes.versions("django")))
    with nodes.two_nodes(start=()) as stage:
        place = stage.place("xb")
        first = 0
        for size in sizes:
            nodes.inside(place.folder, seeding.fill, first, size, place.person("case_officer").login)
            found = nodes.inside(place.folder, count)
            first = size
            print(f"{size} requests: {found['cpu']:.2f} s of CPU, {found['statements']} statements, {found['total']},"
                  f" slowest {found['slowest']} s")  # fmt: skip


if __name__ == "__main__":
    main()
