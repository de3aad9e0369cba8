"""A small model of one case between two nodes, with nothing of the exchange in it: what each act must lead to.

Of each message of ours: `new`, `packed`, then where the line left it: `tried` (not reached), `half` (the peer has its
bytes and has not signed), `held` (the peer signed and we have not heard), `consigned`, `handed_over`; or `dropped`
(withdrawn before it was packed) and `recalled` (after). Of each of theirs: `away`, `begun`, `consigned`, `opened`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

ON_THE_LINE: Final = {"packed", "tried", "half", "held"}
WITHDRAWN: Final = {"new": "dropped", "packed": "recalled"}
SIGNED_FOR: Final = {"held", "consigned", "handed_over"}


@dataclass(frozen=True, order=True)
class Step:
    """An act of one of the two, or what the line makes of it, about a message by its place."""

    act: str
    place: int = 0


@dataclass(frozen=True)
class Model:
    """How far each message is; `most` of ours are put, and one of them may be withdrawn, which a void then fills."""

    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    most: int

    def steps(self) -> dict[Step, Model]:
        """Return every act that is possible now, with where it must lead; some must change nothing."""
        found: dict[Step, Model] = {}
        gone = sum(state in WITHDRAWN.values() for state in self.ours)
        if len(self.ours) - gone < self.most:
            found[Step("put")] = replace(self, ours=(*self.ours, "new"))
        for place, state in enumerate(self.ours):
            for act, after in self._sending(state).items():
                found[Step(act, place)] = replace(self, ours=_with(self.ours, place, after))
            if state in WITHDRAWN and not gone:
                found[Step("withdraw", place)] = replace(self, ours=(*_with(self.ours, place, WITHDRAWN[state]), "new"))
        for place, state in enumerate(self.theirs):
            for act, after in self._coming(state).items():
                found[Step(act, place)] = replace(self, theirs=_with(self.theirs, place, after))
        return found

    def effects(self) -> int:
        """Return how many of their messages took effect: those opened before the first that was not."""
        return next((place for place, state in enumerate(self.theirs) if state != "opened"), len(self.theirs))

    @staticmethod
    def _sending(state: str) -> dict[str, str]:
        if state == "new":
            return {"pack": "packed"}
        if state in ON_THE_LINE:
            known = state == "held"  # the peer signed: whatever the line does, it never unsigns
            return {
                "not reached": "tried" if state == "packed" else state,
                "cut at the end": state if known else "half",
                "answer lost": "held",
                "delivered": "consigned",
                **({"told": "handed_over"} if known else {}),
            }
        if state in {"consigned", "handed_over"}:
            return {"told": "handed_over", "asked": "handed_over", "delivered": state}
        return {"pack": state, "delivered": state}

    @staticmethod
    def _coming(state: str) -> dict[str, str]:
        if state in {"away", "begun"}:
            return {"begin": "begun", "bring": "consigned"}
        return {"begin": state, "bring": state, "open": "opened"}


def _with(states: tuple[str, ...], place: int, state: str) -> tuple[str, ...]:
    return (*states[:place], state, *states[place + 1 :])
