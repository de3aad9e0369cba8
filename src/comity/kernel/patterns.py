"""Regular expressions that are compiled when they are first used.

Reading documents takes hundreds of them, and to compile one costs more than to run it: a process that reads no document
would begin a tenth later for nothing.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, AnyStr, cast


class LatePattern:
    """A regular expression that is not compiled yet. Whatever is asked of it is answered by the compiled one."""

    def __init__(self, pattern: Any, flags: int) -> None:
        self.pattern = pattern
        self._given = (pattern, int(flags))

    @cached_property
    def compiled(self) -> re.Pattern[Any]:
        """The compiled expression. Raises `re.error` where it is none."""
        return re.compile(*self._given)

    def __getattr__(self, name: str) -> Any:
        """Answer what is asked for the first time; from then on the answer stands here, as fast as any other."""
        if name.startswith("_"):  # asked by Python itself, when it copies
            raise AttributeError(name)
        answer = getattr(self.compiled, name)
        self.__dict__[name] = answer
        return answer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LatePattern) and self._given == other._given

    def __hash__(self) -> int:
        return hash(self._given)

    def __reduce__(self) -> tuple[type[LatePattern], tuple[Any, int]]:
        return LatePattern, self._given

    def __repr__(self) -> str:
        return f"late{self._given}"


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a regular expression as `re.compile` does, but compile it when it is first used.

    For use through its methods (`search`, `sub` …): the functions of `re` do not take it, and the `re` of what it finds
    is the compiled one, not this. What is wrong in the expression raises `re.error` at the first use;
    `tests/kernel/test_patterns.py` compiles them all.
    """
    return cast("re.Pattern[AnyStr]", LatePattern(pattern, flags))
