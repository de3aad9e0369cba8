"""Pure rules of casework: references, search words, merging two authors' texts, four eyes.

No clock and no database. What the Convention demands stands in `comity.law`; these are rules of good keeping.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from comity.kernel import strictjson
from comity.kernel.errors import ComityError

MAX_TERM = 40
MAX_TERMS = 200
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+")


class CaseworkError(ComityError):
    """An act that the rules of casework do not allow as things stand."""


def format_reference(state: str, year: int, number: int) -> str:
    """Write our reference: `XB/2026/0001`; numbers above 9999 simply grow."""
    return f"{state}/{year}/{number:04d}"


def search_terms(*texts: str) -> list[str]:
    """Return the words by which a text is found, sorted: case-folded words, and pairs of Chinese characters."""
    found: set[str] = set()
    for text in texts:
        normal = unicodedata.normalize("NFKC", text).casefold()
        for word in _WORD.findall(normal):
            for run in re.split(f"({_CJK.pattern}+)", word):
                if not run:
                    continue
                if _CJK.match(run):
                    found.update(run[i : i + 2] for i in range(len(run)))
                else:
                    found.add(run[:MAX_TERM])
    return sorted(found)[:MAX_TERMS]


def query_terms(text: str) -> list[str]:
    """Return the beginnings of words that a search asks for; a Chinese text asks for its pairs of characters."""
    terms = search_terms(text)
    return [
        term for term in terms if not (len(term) == 1 and _CJK.match(term) and any(t != term and term in t for t in terms))
    ]


def merge_shown(stored: Mapping[str, Any], posted: Mapping[str, Any], shown: Collection[str]) -> dict[str, Any]:
    """Return the new data of a section: what was shown is replaced, what was not shown stays as it stood."""
    return {**stored, **{name: posted[name] for name in shown if name in posted}}


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the names of the fields in which two texts differ, sorted; a missing field counts as empty."""
    names = set(before) | set(after)
    return sorted(name for name in names if _blank(before.get(name)) != _blank(after.get(name)))


def _blank(value: Any) -> Any:
    return None if value in ("", [], {}, None, False) else value


def three_way(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """Return the fields that both authors changed to different texts since `base`: those a person must settle."""
    by_me, by_them = set(changed_fields(base, mine)), set(changed_fields(base, theirs))
    return sorted(name for name in by_me & by_them if _blank(mine.get(name)) != _blank(theirs.get(name)))


def digest(request: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a request in canonical form (RFC 8785): what was approved must be what is signed."""
    return hashlib.sha256(strictjson.dumps(dict(request))).hexdigest()


def check_approver(approver: object, authors: Iterable[object]) -> None:
    """Raise CaseworkError `E_FOUR_EYES` if the reviewer wrote part of the draft."""
    if approver in set(authors):
        raise CaseworkError("E_FOUR_EYES", "an author cannot approve the draft")


def check_signatory(signer: object, *, authors: Iterable[object], approver: object) -> None:
    """Raise CaseworkError `E_FOUR_EYES` unless the signatory neither wrote nor approved the request."""
    if signer == approver or signer in set(authors):
        raise CaseworkError("E_FOUR_EYES", "who wrote or approved the request cannot sign it")


def check_unchanged(approved: str, now: str) -> None:
    """Raise CaseworkError `E_CHANGED` if the request is no longer the one that was approved."""
    if approved != now:
        raise CaseworkError("E_CHANGED", "the request changed after it was approved")
