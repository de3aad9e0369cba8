from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from comity.kernel import strictjson
from comity.kernel.errors import KernelError
from comity.seal import intake
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: intake.canonical_object(b"{}" * 9, limit=10), "E_SIZE"),
        (lambda: intake.canonical_object(b"{ }", limit=10), "E_SYNTAX"),
        (lambda: intake.canonical_object(b"[]", limit=10), "E_SYNTAX"),
        (lambda: intake.exactly([], set(), "it"), "E_SYNTAX"),
        (lambda: intake.exactly({"a": 1}, set(), "it"), "E_SYNTAX"),
        (lambda: intake.exactly({}, {"a"}, "it"), "E_SYNTAX"),
        (lambda: intake.whole_number(True), "E_SYNTAX"),  # noqa: FBT003 (true is no number here)
        (lambda: intake.whole_number(1.0), "E_SYNTAX"),
        (lambda: intake.whole_number(-1), "E_SYNTAX"),
        (lambda: intake.whole_number(3, most=2), "E_SIZE"),
        (lambda: intake.sha256("A" * 64), "E_DIGEST"),
        (lambda: intake.sha512("a" * 64), "E_DIGEST"),
        (lambda: intake.sha512(None), "E_DIGEST"),
        (lambda: intake.text(1, most=2), "E_SYNTAX"),
        (lambda: intake.text("abc", most=2), "E_SYNTAX"),
        (lambda: intake.text("", least=1, most=2), "E_SYNTAX"),
        (lambda: intake.listed({}, most=2), "E_SYNTAX"),
        (lambda: intake.listed([1, 2, 3], most=2), "E_SIZE"),
    ],
)
def test_intake_refuses_what_is_not_of_the_form(call: Callable[[], Any], code: str):
    with pytest.raises(SealError) as refused:
        call()
    assert refused.value.code == code


def test_intake_returns_what_is_of_the_form():
    assert intake.canonical_object(b'{"a":1}', limit=7) == {"a": 1}
    assert intake.exactly({"a": 1}, {"a"}, "it") == {"a": 1}
    assert intake.whole_number(strictjson.MAX_INTEGER) == 2**53 - 1
    assert intake.sha512("ab" * 64) == "ab" * 64
    assert intake.text("ab", least=2, most=2) == "ab"
    assert intake.listed([1], most=1) == [1]


def test_refusing_keeps_what_the_kernel_said():
    with pytest.raises(SealError) as refused, intake.refusing():
        raise KernelError("E_ID", "not a UUID", place=3)
    assert (refused.value.code, refused.value.detail, refused.value.params) == ("E_SYNTAX", "not a UUID", {"place": 3})
