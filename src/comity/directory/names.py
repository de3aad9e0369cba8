"""Which State a text means: one name, names in running text, and lists of names.

Nothing is guessed: what is not known comes back as None, and a reader puts it before a person. Names are compared by a
key (NFKC, without case, accents, spaces and brackets); the text itself is never changed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from comity.directory.states import Form, State, all_states
from comity.kernel.patterns import late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_DROPPED = late(r"[\W_]+")
_HAN = late(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = late(r"[A-Za-z]")
_SEPARATOR = late(r"[、，,؛;；،]")
_LEADING = late(r"\s*(?:以及|及|和|and\s|et\s|y\s|и\s|و)\s*", re.IGNORECASE)
_LAST = late(r"以及|和|及|与|\s(?:and|et|y|e|и)\s|\s?&\s?|\sو", re.IGNORECASE)
_ARABIC = str.maketrans("ىة", "يه")
MOST_COMMAS = 4  # in one name: else a list of n names takes n² comparisons
_LANGUAGES = ("en", "zh", "fr", "es", "ru", "ar")


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text: `text[start:end]` means `state`."""

    start: int
    end: int
    state: State


@dataclass(frozen=True, slots=True)
class Listed:
    """One element of a list, at `text[start:end]`; `state` is None where the name is of no State."""

    start: int
    end: int
    text: str
    state: State | None


def key(text: str) -> str:
    """Return the form in which two spellings of one name are equal."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign != "\u0640")
    return _DROPPED.sub("", bare).translate(_ARABIC)


@cache
def _by_name() -> dict[str, State]:
    known: dict[str, State] = {}
    for state in all_states().values():
        for name in state.names:
            if known.setdefault(key(name.text), state) is not state:
                raise ValueError(f"{name.text}: a name of {known[key(name.text)].iso2} and of {state.iso2}")
    return known


@cache
def _by_code() -> dict[str, State]:
    return {code: one for one in all_states().values() for code in (one.iso2, one.iso3, one.m49) if code}


def resolve(text: str) -> State | None:
    """Return the State that a name in any of the six languages, or an ISO 3166 or M49 code, means; None if none."""
    return _by_name().get(key(text)) or _by_code().get(text.strip().upper())


def find_names(text: str, language: str) -> list[Found]:
    """Return the names of States in a text in one language, in their order.

    Where names overlap the longest one stands (刚果民主共和国 and not 刚果). A name may be broken over lines. A
    language without a list of its own finds nothing.
    """
    primary = language.replace("_", "-").lower().split("-")[0]
    if primary not in _LANGUAGES:
        return []
    begins, pattern, meanings = _pattern(primary)
    matches = [
        (*found.span(1), meanings.get(key(found[1])))
        for sign in begins.finditer(text)
        if (found := pattern.match(text, sign.start())) is not None
    ]
    return [Found(start, end, state) for start, end, state in _longest(matches) if state is not None]


Span = tuple[int, int, State | None]


def _longest(matches: list[Span]) -> list[Span]:
    """Keep of overlapping matches the longest first, then the earlier one."""
    kept: list[Span] = []
    for cluster in _clusters(matches):
        chosen: list[Span] = []
        for span in sorted(cluster, key=lambda one: (one[0] - one[1], one[0])):
            if all(span[1] <= other[0] or other[1] <= span[0] for other in chosen):
                chosen.append(span)
        kept.extend(sorted(chosen, key=lambda one: one[0]))
    return kept


def _clusters(matches: Iterable[Span]) -> Iterator[list[Span]]:
    cluster: list[Span] = []
    reach = 0
    for span in matches:
        if cluster and span[0] >= reach:
            yield cluster
            cluster, reach = [], 0
        cluster.append(span)
        reach = max(reach, span[1])
    if cluster:
        yield cluster


@cache
def _pattern(language: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, State | None]]:
    """Build the patterns of the first signs and of all names, and what each means (None: no name, only looks so)."""
    meanings: dict[str, State | None] = {}
    spellings: set[str] = set()
    for state in all_states().values():
        for name in state.names:
            if name.language == language and name.form is not Form.ALONE:
                spellings |= _spellings(name.text)
                meanings[key(name.text)] = state
    decoys = json.loads((files("comity.directory") / "data" / "not_names.json").read_text(encoding="utf-8"))
    for phrase in decoys.get(language, []):
        spellings |= _spellings(phrase)
        meanings.setdefault(key(phrase), None)
    signs = {text[0] for text in spellings}
    if language == "ar":  # a conjunction is written together with the name
        body, signs = rf"(?<!\w)و?({_trie(spellings)})(?!\w)", signs | {"و"}
    else:
        body = f"({_trie(spellings)})" if language == "zh" else rf"(?<!\w)({_trie(spellings)})(?!\w)"
    return re.compile(f"[{re.escape(''.join(sorted(signs)))}]"), re.compile(body), meanings


def _spellings(text: str) -> set[str]:
    """Return the spellings to look for: in capitals, without accents, with either apostrophe and either brackets."""
    forms = {text, _without_accents(text)}
    forms |= {one.upper() for one in forms}
    forms |= {one.replace("'", "’") for one in forms} | {one.replace("’", "'") for one in forms}
    forms |= {one.translate(str.maketrans("()", "（）")) for one in forms}
    return forms | {one.translate(str.maketrans("（）", "()")) for one in forms}


def _without_accents(text: str) -> str:
    """Leave the accents of Latin letters away, as capitals and many a keyboard do; other scripts stay as they are."""
    if not _LATIN.search(text):
        return text
    plain = (sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", "".join(plain))


class _Node(dict[str, "_Node"]):
    """A step in the tree of spellings; the empty key marks where one ends."""


def _trie(spellings: Iterable[str]) -> str:
    """Write the spellings as one pattern that shares what they begin with and prefers the longest."""
    root = _Node()
    for text in spellings:
        node = root
        for sign in text:
            node = node.setdefault(sign, _Node())
        node[""] = _Node()
    return _write(root, first=True)


def _write(node: _Node, *, first: bool = False) -> str:
    ways = [_sign(sign, first=first) + _write(rest) for sign, rest in sorted(node.items()) if sign]
    if not ways:
        return ""
    if len(ways) == 1 and "" not in node:
        return ways[0]
    return f"(?:{'|'.join(ways)}){'?' if '' in node else ''}"


def _sign(sign: str, *, first: bool) -> str:
    """Write one sign: a line may break at a space, after a hyphen, and between any two Han signs."""
    if sign == " ":
        return r"\s+"
    if _HAN.match(sign):
        return sign if first else rf"\s*{sign}"
    return rf"{re.escape(sign)}\s*" if sign in "-‐‑–" else re.escape(sign)


def split_list(text: str, *, known: Callable[[str], bool] = lambda _: False) -> list[Listed]:
    """Split a list of names into its elements, in order; every element comes back, known or not.

    A comma inside a name that is known does not part it. The last element is split at its 和, 以及, and … only where
    all the parts are known names: names of States, or what `known` says (organisations of an attendance list).
    """
    pieces = _pieces(text)
    elements: list[tuple[int, int]] = []
    at = 0
    while at < len(pieces):
        start, end, used = *pieces[at], at + 1
        for last in range(min(len(pieces) - 1, at + MOST_COMMAS), at, -1):
            if _is_known(text[start : pieces[last][1]], known):
                end, used = pieces[last][1], last + 1
                break
        elements.extend(_parts(text, start, end, known))
        at = used
    return [Listed(start, end, text[start:end], resolve(text[start:end])) for start, end in elements]


def _is_known(text: str, known: Callable[[str], bool]) -> bool:
    return resolve(text) is not None or known(text)


def _pieces(text: str) -> list[tuple[int, int]]:
    """Part at commas and their like; give where each piece begins and ends without blanks and a closing stop."""
    ends = [found.span() for found in _SEPARATOR.finditer(text)]
    bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text)], strict=True)
    return [trimmed for start, end in bounds if (trimmed := _trim(text, start, end)) is not None]


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    inner = text[start:end]
    bare = inner.rstrip().rstrip("。.").strip()
    if not bare:
        return None
    start += inner.index(bare)
    lead = _LEADING.match(text, start, start + len(bare))
    begin = lead.end() if lead and resolve(bare) is None else start
    return (begin, start + len(bare)) if begin < start + len(bare) else None


def _parts(text: str, start: int, end: int, known: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Split one element at its conjunctions where all the parts are known; else leave it whole."""
    if _is_known(text[start:end], known):
        return [(start, end)]
    for found in _LAST.finditer(text, start, end):
        left, right = _trim(text, start, found.start()), _trim(text, found.end(), end)
        if left is None or right is None or not _is_known(text[slice(*left)], known):
            continue
        rest = _parts(text, *right, known)
        if all(_is_known(text[slice(*one)], known) for one in rest):
            return [left, *rest]
    return [(start, end)]
