"""The description of the interface in Chinese: every text, and nothing but texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.directory.api.test_operations import BASE, a_program

from comity.directory.api.chinese import CHINESE, ONE_OF, SAID
from comity.directory.api.mount import description

if TYPE_CHECKING:
    from collections.abc import Iterator


def texts(part: Any) -> Iterator[str]:
    """Every text of a description."""
    for name, one in part.items() if isinstance(part, dict) else enumerate(part):
        if name in SAID and isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            yield from texts(one)


def without_texts(part: Any) -> Any:
    """What is left of a description: names, shapes and codes."""
    if isinstance(part, dict):
        return {name: without_texts(one) for name, one in part.items() if not (name in SAID and isinstance(one, str))}
    return [without_texts(one) for one in part] if isinstance(part, list) else part


def test_every_text_has_its_chinese_and_no_chinese_is_left_over() -> None:
    described = description()
    said = {*texts(described), described["info"]["title"]}
    assert said > {"States", "A fact relied on."}
    assert {one for one in said if not one.startswith(ONE_OF)} == set(CHINESE)
    assert [one for one in texts(description("zh-hans")) if not any(letter >= "\u4e00" for letter in one)] == []


def test_names_shapes_and_codes_are_the_same() -> None:
    english, chinese = without_texts(description()), without_texts(description("zh-hans"))
    assert chinese.pop("info")["version"] == english.pop("info")["version"]
    assert chinese == english


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "summary"), [("en", "Legal Basis"), ("zh-hans", "法律依据"), ("fr", "Legal Basis")]
)
def test_a_program_is_told_in_the_language_it_asks_for(language: str, summary: str) -> None:
    answer = a_program(language=language).get(f"{BASE}openapi.json")
    assert answer.headers["Content-Language"] == ("zh-hans" if language == "zh-hans" else "en")
    assert answer.json()["paths"]["/api/v1/legal-basis"]["post"]["summary"] == summary
