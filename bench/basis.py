"""Answers of the legal-basis engine a second on one core, over the facts that ship and every kind of cooperation.

    python bench/basis.py [--pairs 2000]

Loading the facts is measured apart: it happens once in the life of a process.
"""

from __future__ import annotations

import argparse
import random
import time
from datetime import date

from comity.law.basis import Question, find_bases
from comity.law.facts import Kind
from comity.law.facts.shipped import shipped_facts

TODAY = date(2026, 6, 1)
SEED = 46


def questions(places: list[str], pairs: int) -> list[Question]:
    """Return one question of each kind for pairs drawn at random, the same at every run."""
    draw = random.Random(SEED)  # noqa: S311 (no secret is drawn)
    return [
        Question(kind=kind, asking=one, asked=other, on=TODAY, today=TODAY, offences=("15", "20"), coercive=True)
        for one, other in (draw.sample(places, 2) for _ in range(pairs))
        for kind in Kind
    ]


def main() -> None:
    """Load, ask, and say how many answers a second of processor time."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=2000)
    pairs = options.parse_args().pairs
    began = time.process_time()
    facts = shipped_facts()
    loaded = time.process_time() - began
    asked = questions(sorted(facts.places), pairs)
    began = time.process_time()
    certain = sum(find_bases(one, facts).certain for one in asked)
    spent = time.process_time() - began
    print(f"facts loaded in {loaded * 1000:.0f} ms of CPU")
    print(f"{len(asked)} answers in {spent:.2f} s of CPU: {len(asked) / spent:,.0f} a second on one core")
    print(f"{certain} of them certain")


if __name__ == "__main__":
    main()
