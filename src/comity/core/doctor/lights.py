"""Lights and the probes that set them.

@probe("exchange.outbox")
def outbox(now: datetime) -> Light:
    return Light("exchange.outbox", Colour.GREEN, Text(en="…", zh="…"))
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import structlog

from comity.kernel.errors import ComityError
from comity.kernel.languages import LANGUAGES, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

log = structlog.get_logger("comity.doctor")


class Colour(StrEnum):
    """How bad it is; from best to worst in `SEVERITY`."""

    GREEN = "green"
    UNKNOWN = "unknown"
    AMBER = "amber"
    RED = "red"


SEVERITY: Final = tuple(Colour)
NOTHING: Final = Text(en="Nothing to do.", zh="无须处理。")


@dataclass(frozen=True, slots=True)
class Light:
    """One finding: its stable id, its colour, what it means, what to do. Never case content.

    `page` names the address where it is seen to, for readers of the page; empty where there is none.
    """

    id: str
    state: Colour
    what: Text
    do: Text = NOTHING
    page: str = ""

    def to_json(self, language: str) -> dict[str, str]:
        """Return it for a program, with its texts in one language."""
        return {"id": self.id, "state": self.state, "what": self.what.get(language), "do": self.do.get(language)}


@dataclass(frozen=True, slots=True)
class _Registered:
    look: Callable[[datetime], Light]
    slow: bool


_probes: dict[str, _Registered] = {}


def probe(name: str, *, slow: bool = False) -> Callable[[Callable[[datetime], Light]], Callable[[datetime], Light]]:
    """Register a function as the probe `name`. `slow` ones (seconds, network) are left out where a page waits."""

    def register(look: Callable[[datetime], Light]) -> Callable[[datetime], Light]:
        if name in _probes:
            raise ValueError(f"the probe {name} is registered twice")
        _probes[name] = _Registered(look, slow)
        return look

    return register


def look(now: datetime, *, slow: bool = True) -> list[Light]:
    """Ask every probe and return the lights, the worst first. A probe that fails gives an unknown light, no error."""
    found = [_ask(name, known.look, now) for name, known in _probes.items() if slow or not known.slow]
    return sorted(found, key=lambda light: (-SEVERITY.index(light.state), light.id))


def worst(lights: Iterable[Light]) -> Colour:
    """Return the worst colour of all; green where there is no light."""
    return max((light.state for light in lights), key=SEVERITY.index, default=Colour.GREEN)


def filled(text: Text, **values: Any) -> Text:
    """Return a text with its `{names}` filled in, in every language that it has."""
    fields = ("en", "zh", "ar", "fr", "ru", "es")
    return Text(**{field: getattr(text, field).format(**values) for field in fields[: len(LANGUAGES)]})


def _ask(name: str, look_at: Callable[[datetime], Light], now: datetime) -> Light:
    try:
        return look_at(now)
    except Exception as error:  # noqa: BLE001 (a doctor that falls ill helps nobody)
        code = error.code if isinstance(error, ComityError) else type(error).__name__
        log.warning("doctor.probe_failed", probe=name, error=code)
        return Light(name, Colour.UNKNOWN, filled(_FAILED, code=code), _SEE_LOG)


_FAILED: Final = Text(en="This could not be looked at ({code}).", zh="无法检查此项（{code}）。")
_SEE_LOG: Final = Text(en="See the log of the node.", zh="请查看节点日志。")
