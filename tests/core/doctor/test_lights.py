"""Lights: the worst first, and a probe that fails is a finding, not an error."""

from __future__ import annotations

import string
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from comity.core.doctor import lights, texts
from comity.core.doctor.lights import Colour, Light, filled, look, probe, worst
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TEXT = Text(en="x", zh="x")


@pytest.fixture(autouse=True)
def _own_probes() -> Iterator[None]:
    before = dict(lights._probes)
    lights._probes.clear()
    yield
    lights._probes.clear()
    lights._probes.update(before)


def test_look_returns_the_worst_first_and_leaves_slow_ones_out_on_request():
    for name, colour in (("b", Colour.GREEN), ("a", Colour.GREEN), ("c", Colour.AMBER), ("d", Colour.UNKNOWN)):
        probe(name)(lambda _now, name=name, colour=colour: Light(name, colour, TEXT))
    probe("e", slow=True)(lambda _now: Light("e", Colour.RED, TEXT))
    assert [light.id for light in look(NOW)] == ["e", "c", "d", "a", "b"]
    assert [light.id for light in look(NOW, slow=False)] == ["c", "d", "a", "b"]
    assert worst(look(NOW)) == Colour.RED
    assert worst([]) == Colour.GREEN


def test_probe_that_fails_is_an_unknown_light_that_shows_no_more_than_its_kind():
    @probe("x")
    def broken(_now: datetime) -> Light:
        raise ValueError("the name of a suspect")

    (light,) = look(NOW)
    assert (light.id, light.state) == ("x", Colour.UNKNOWN)
    assert "suspect" not in light.what.en
    assert "ValueError" in light.what.zh


def test_two_probes_of_one_name_are_refused():
    probe("x")(lambda _now: Light("x", Colour.GREEN, TEXT))
    with pytest.raises(ValueError, match="twice"):
        probe("x")(lambda _now: Light("x", Colour.GREEN, TEXT))


def test_every_text_has_the_same_gaps_in_both_languages():
    for name, text in vars(texts).items():
        if isinstance(text, Text):
            gaps = [
                {field for _, field, _, _ in string.Formatter().parse(part) if field} for part in (text.en, text.zh)
            ]
            assert gaps[0] == gaps[1], name
            assert filled(text, **dict.fromkeys(gaps[0], "7")).zh.count("7") >= len(gaps[0])
