"""The page of the doctor: for administrators and auditors, the worst first, in words and shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.builders.people import an_officer, signed_in

from comity.core.doctor import lights
from comity.core.doctor.lights import NOTHING, Colour, Light, probe
from comity.core.doctor.views import STATUSES, SUMMARIES
from comity.core.roles import Role
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db
READERS = {Role.ADMINISTRATOR, Role.AUDITOR}


@pytest.fixture
def lamps() -> Iterator[None]:
    """One light of each colour, registered from best to worst, and a slow one."""
    before = dict(lights._probes)
    lights._probes.clear()
    for colour in Colour:
        text = Text(en=f"means {colour}", zh=f"含义 {colour}")
        do = NOTHING if colour is Colour.GREEN else Text(en=f"do {colour}", zh=f"处理 {colour}")
        probe(f"x.{colour}")(lambda _now, colour=colour, text=text, do=do: Light(f"x.{colour}", colour, text, do))
    probe("x.slow", slow=True)(lambda _now: Light("x.slow", Colour.RED, NOTHING))
    yield
    lights._probes.clear()
    lights._probes.update(before)


def a_reader(language: str = "en", role: Role = Role.AUDITOR) -> Client:
    return signed_in(an_officer("aude", [role], language=language))


@pytest.mark.parametrize("role", list(Role))
def test_only_administrators_and_auditors_see_it(role: Role):
    assert a_reader(role=role).get("/doctor/").status_code == (200 if role in READERS else 403)


@pytest.mark.usefixtures("lamps")
def test_the_worst_comes_first_and_slow_checks_are_left_to_the_command():
    page = a_reader().get("/doctor/").content.decode()
    assert re.findall(r"x\.(\w+)", page) == ["red", "amber", "unknown", "green"]
    assert "comity doctor" in page
    assert str(SUMMARIES[Colour.RED]) in page


@pytest.mark.usefixtures("lamps")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["act now", "act soon", "not known", "in order", "means red", "do red", "Nothing to do."]),
        ("zh-hans", ["须立即处理", "须尽快处理", "不明", "正常", "含义 red", "处理 red", "无须处理。"]),
    ],
)
def test_each_light_has_a_word_a_meaning_and_what_to_do(language: str, words: list[str]):
    page = a_reader(language).get("/doctor/").content.decode()
    assert [word for word in words if word not in page] == []


def test_each_colour_has_its_own_word_and_its_own_shape():
    assert set(STATUSES) == set(SUMMARIES) == set(Colour)
    assert len({status.tone for status in STATUSES.values()}) == len(Colour)
    assert len({str(status.label) for status in STATUSES.values()}) == len(Colour)


def test_the_menu_leads_there_for_its_readers_alone():
    assert b'href="/doctor/"' in a_reader().get("/").content
    assert b'href="/doctor/"' not in signed_in(an_officer("dana", [Role.DRAFTER])).get("/").content
