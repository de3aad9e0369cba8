from __future__ import annotations

import ast
from pathlib import Path

import pytest

import comity.seal
from comity.seal.errors import TEXTS, SealError, explain

SOURCES = sorted(Path(str(comity.seal.__file__)).parent.rglob("*.py"))


def codes(source: Path) -> set[str]:
    """Return the codes that a source file gives to SealError, where they are written out."""
    return {
        call.args[0].value
        for call in ast.walk(ast.parse(source.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "SealError"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_code_raised_has_a_sentence_for_people(source: Path) -> None:
    assert codes(source) <= set(TEXTS)


def test_codes_are_found() -> None:
    assert "E_AGE_HEADER" in {code for source in SOURCES for code in codes(source)}


@pytest.mark.parametrize("code", TEXTS)
def test_sentences_are_whole_in_both_languages(code: str) -> None:
    text = explain(code)
    assert text.en.endswith(".")
    assert text.zh.endswith("。")
    assert code.startswith("E_")


def test_an_unknown_code_has_no_sentence() -> None:
    with pytest.raises(KeyError):
        explain("E_UNKNOWN")


def test_seal_errors_are_permanent() -> None:
    assert SealError("E_SIZE").permanent
