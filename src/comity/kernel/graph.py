"""State graphs that are declared, checked when they are imported, and read like a treaty.

    class MeasureState(Graph):
        asked = State(initial=True)
        accepted = State()
        asked >> accepted | by("case_officer") | audit("cases.measure.accepted")

A graph is pure data: moving a stored object along it, and writing that down, is the business of the
application (`comity.core.moves`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from comity.kernel.errors import KernelError


class GraphError(KernelError):
    """A move that the graph does not have."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One condition on a move: who may make it, how it is audited, what must have happened first."""

    kind: str
    value: str
    article: str = ""


def by(*roles: str) -> tuple[Mark, ...]:
    """Say which roles may make the move."""
    return tuple(Mark("by", role) for role in roles)


def audit(code: str) -> tuple[Mark, ...]:
    """Name the audit code that the move writes."""
    return (Mark("audit", code),)


def needs(what: str, *, article: str) -> tuple[Mark, ...]:
    """Name a step that the law demands first, with its article."""
    return (Mark("needs", what, article),)


@dataclass(eq=False, slots=True)
class Move:
    """An edge of the graph."""

    source: State
    target: State
    marks: tuple[Mark, ...] = ()

    def __or__(self, marks: tuple[Mark, ...]) -> Move:
        self.marks += marks
        return self

    @property
    def roles(self) -> tuple[str, ...]:
        """Roles that may make this move; empty means the system alone."""
        return tuple(mark.value for mark in self.marks if mark.kind == "by")

    @property
    def audit_code(self) -> str:
        """The audit code that this move writes."""
        return next(mark.value for mark in self.marks if mark.kind == "audit")

    @property
    def needs(self) -> tuple[Mark, ...]:
        """Steps that must have happened before."""
        return tuple(mark for mark in self.marks if mark.kind == "needs")


@dataclass(eq=False, slots=True)
class State:
    """A node of the graph; its name is the attribute it is assigned to."""

    initial: bool = False
    terminal: bool = False
    turn: str = ""  # whose turn it is in this state: "ours", "theirs", "nobody"; graphs may leave it out
    name: str = ""
    moves: list[Move] = field(default_factory=list)

    def __rshift__(self, target: State) -> Move:
        move = Move(self, target)
        self.moves.append(move)
        return move

    def __str__(self) -> str:
        return self.name


class Graph:
    """Base of every declared graph; subclasses are checked when their class is made."""

    states: ClassVar[dict[str, State]]
    initial: ClassVar[State]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.states = {}
        for name, value in vars(cls).items():
            if isinstance(value, State):
                value.name = name
                cls.states[name] = value
        starts = [state for state in cls.states.values() if state.initial]
        if len(starts) != 1:
            raise TypeError(f"{cls.__name__} must have exactly one initial state")
        cls.initial = starts[0]
        cls._check()

    @classmethod
    def _check(cls) -> None:
        """Refuse a graph with a dead end, an unreachable state, a doubled move or a move without its audit code."""
        for state in cls.states.values():
            if state.terminal == bool(state.moves) and not (state.terminal and state.moves):
                raise TypeError(f"{cls.__name__}.{state}: a dead end that is not marked terminal")
            targets = [move.target for move in state.moves]
            if len(set(map(id, targets))) != len(targets):
                raise TypeError(f"{cls.__name__}.{state}: two moves to one state")
            for move in state.moves:
                if move.target.name not in cls.states:
                    raise TypeError(f"{cls.__name__}.{state}: moves out of the graph")
                if sum(mark.kind == "audit" for mark in move.marks) != 1:
                    raise TypeError(f"{cls.__name__}.{state} -> {move.target}: needs one audit code")
        missing = set(cls.states) - cls.reachable(cls.initial.name)
        if missing:
            raise TypeError(f"{cls.__name__}: cannot be reached: {sorted(missing)}")

    @classmethod
    def reachable(cls, name: str) -> set[str]:
        """Return the names of all states that can be reached from `name`, itself included."""
        seen, todo = set(), [cls.states[name]]
        while todo:
            state = todo.pop()
            if state.name not in seen:
                seen.add(state.name)
                todo.extend(move.target for move in state.moves)
        return seen

    @classmethod
    def edge(cls, source: str, target: str) -> Move:
        """Return the declared move, or raise GraphError `E_STATE`."""
        state = cls.states.get(source)
        for move in state.moves if state else ():
            if move.target.name == target:
                return move
        raise GraphError(
            "E_STATE", f"{cls.__name__} has no move from {source} to {target}", source=source, target=target
        )

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Return every state's name twice, as a model field wants it."""
        return [(name, name) for name in cls.states]
