"""Whether two requests speak of the same: marks taken from what a request says, and what shared marks mean. Pure.

A mark is a name, a number or a reference in the form in which it is compared: without capitals, accents and width, the
words of a name in any order, without the legal form of a company. Chinese names are compared as they are written.
Nothing is decided here: a person reads why two requests may belong together, and says whether they do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from comity.core.tokens import fold
from comity.kernel.plaintext import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST, MOST = 120, 200  # characters of a mark; marks of one request
SHORTEST_NAME, SHORTEST_NUMBER = 4, 5
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+")
# Legal forms, which one writer names and another leaves out; as they are after `fold`.
FORMS = frozenset(
    {
        "ab", "ag", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "limited", "llc",
        "llp", "ltd", "nv", "oy", "plc", "pte", "pty", "sa", "sarl", "sas", "spa", "srl",
    }
)  # fmt: skip
FORMS_IN_CHINESE = ("股份有限公司", "有限责任公司", "有限公司", "集团公司", "公司")


class Sort(StrEnum):
    """What a mark is taken from."""

    REFERENCE = "reference"
    PROCEEDINGS = "proceedings"
    ACCOUNT = "account"
    REGISTER = "register"
    PERSON = "person"
    COMPANY = "company"


class Verdict(StrEnum):
    """How two requests stand to each other."""

    SAME = "same"
    RELATED = "related"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One mark of a request; `said` is as it stands there and takes no part in comparing."""

    sort: Sort
    key: str
    said: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Looks:
    """What of a request besides its marks tells whether another is the same."""

    direction: str
    state: str
    kinds: frozenset[str]


def name_key(name: str) -> str:
    """Return a name as it is compared; empty where it is too short to mean anybody.

    The words stand in one order whatever order they were written in; a name in Chinese characters stays as it is.
    """
    key = fold(name)
    if _HAN.search(key):
        whole = "".join(_WORD.findall(key))
        for form in FORMS_IN_CHINESE:
            if len(whole) - len(form) > 1:
                whole = whole.removesuffix(form)
        return whole[:LONGEST] if len(whole) > 1 else ""
    words = _WORD.findall(key)
    kept = sorted(word for word in words if word not in FORMS) or sorted(words)
    found = " ".join(kept)
    return found[:LONGEST] if len(found) >= SHORTEST_NAME else ""


def number_key(text: str) -> str:
    """Return a number or reference as it is compared: letters and digits alone; empty without enough of them."""
    found = "".join(_WORD.findall(fold(text)))
    return found[:LONGEST] if len(found) >= SHORTEST_NUMBER and any(sign.isdigit() for sign in found) else ""


def marks_of(request: Mapping[str, Any], *, state: str, their_reference: str) -> list[Mark]:
    """Return the marks of a request, each once, at most `MOST`.

    Args:
        request: in the shape of RequestV1; what is missing or of another shape gives no mark.
        state: the other State, whose references mean something only beside it.
        their_reference: the reference of the other State.
    """
    found: dict[Mark, None] = {}
    for mark in _marks(request, state, their_reference):
        if mark.key and len(found) < MOST:
            found.setdefault(mark)
    return list(found)


def _marks(request: Mapping[str, Any], state: str, their_reference: str) -> Iterator[Mark]:
    beside = number_key(their_reference)
    if beside:
        yield Mark(Sort.REFERENCE, f"{fold(state)} {beside}"[:LONGEST], one_line(their_reference, LONGEST))
    number = _text(request, "proceedings", "case_number")
    asker = _text(request, "requesting", "state") or state
    if number_key(number):
        yield Mark(Sort.PROCEEDINGS, f"{fold(asker)} {number_key(number)}"[:LONGEST], one_line(number, LONGEST))
    for person in _list(request, "persons"):
        company = _text(person, "kind") == "legal"
        for name in [_text(person, "name"), *_text(person, "variants").splitlines()]:
            yield Mark(Sort.COMPANY if company else Sort.PERSON, name_key(name), one_line(name, LONGEST))
        yield _numbered(Sort.REGISTER, _text(person, "register_number"))
    for measure in _list(request, "measures"):
        yield _numbered(Sort.ACCOUNT, _text(measure, "details", "account_number"))
        yield _numbered(Sort.REGISTER, _text(measure, "details", "register_number"))


def _numbered(sort: Sort, text: str) -> Mark:
    return Mark(sort, number_key(text), one_line(text, LONGEST))


def _text(data: Any, *path: str) -> str:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, str) else ""


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    found = data.get(name)
    return found if isinstance(found, list) else []


def verdict(ours: Looks, other: Looks, shared: Iterable[Sort]) -> Verdict:
    """Return what shared marks suggest: one request under two numbers, or two that belong together.

    The same in the same direction with the same State, under one reference of theirs, or out of one proceeding and for
    an assistance of the same kind; everything else that shares a mark is related.
    """
    found = set(shared)
    if ours.direction == other.direction and ours.state == other.state:
        if Sort.REFERENCE in found:
            return Verdict.SAME
        if Sort.PROCEEDINGS in found and ours.kinds & other.kinds:
            return Verdict.SAME
    return Verdict.RELATED


WEIGHTS = {
    Sort.REFERENCE: 6, Sort.PROCEEDINGS: 5, Sort.ACCOUNT: 4, Sort.REGISTER: 4, Sort.PERSON: 2, Sort.COMPANY: 2,
}  # fmt: skip


def weight(shared: Iterable[Mark]) -> int:
    """Return how much shared marks say together: by it the likest stands first."""
    return sum(WEIGHTS[one.sort] for one in set(shared))
