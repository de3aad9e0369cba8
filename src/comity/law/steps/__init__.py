"""What each step asks of a person: what to do next, in which role, under which article, by when, with which acts."""

from __future__ import annotations

from comity.law.steps.incoming import INCOMING
from comity.law.steps.model import Step
from comity.law.steps.outgoing import OUTGOING

STEPS: dict[tuple[str, str], Step] = {(step.direction, step.name): step for step in (*OUTGOING, *INCOMING)}

__all__ = ["STEPS", "Step"]
