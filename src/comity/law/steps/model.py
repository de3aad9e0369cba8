"""One step of the procedure, as a person needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.law.procedure import GRAPHS

if TYPE_CHECKING:
    from comity.kernel.languages import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the procedure, as a person needs it.

    Attributes:
        name: the state of the graph.
        direction: `outgoing` or `incoming`.
        title: what people call it.
        task: stable code of what is to be done next.
        next: what is to be done next, as a sentence with `{state}` for the other State.
        role: who on our side must act; where it is their turn, who on our side watches.
        article: the rule behind it; empty where practice.
        clock: the preset time limit that runs (`deadlines.PRESETS`); empty where none.
        acts: what may be done here, by stable names; messages by their kind.
    """

    name: str
    direction: str
    title: Text
    task: str
    next: Text
    role: str
    article: str = ""
    clock: str = ""
    acts: tuple[str, ...] = ()

    @property
    def turn(self) -> str:
        """Whose turn it is: `ours`, `theirs` or `nobody`."""
        return GRAPHS[self.direction].states[self.name].turn
