"""The graph of questions, read from TOML: refused unless every answer leads on and each advice names an article."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any

from comity.kernel.languages import Text
from comity.kernel.plaintext import clean, one_line, visible
from comity.law.errors import RuleViolation
from comity.law.facts import Kind

LIMIT = 256 * 1024  # bytes of a file
FILE = "channels"  # how messages name the whole file
FEWEST = 2  # answers of a question
LONGEST = 300  # characters of what is said to be wrong
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer, and the code of the question or advice that it leads to."""

    code: str
    text: Text
    to: str


@dataclass(frozen=True, slots=True)
class Query:
    """One question."""

    code: str
    text: Text
    articles: tuple[str, ...]
    answers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """Where a walk ends: a channel; `informal` needs no formal request, `kind` says what legal basis to look for."""

    code: str
    text: Text
    articles: tuple[str, ...]
    informal: bool
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole graph; `digest` tells one file from another (SHA-256 of its bytes)."""

    version: str
    start: str
    questions: dict[str, Query]
    advice: dict[str, Advice]
    digest: str


@cache
def shipped_tree() -> Tree:
    """Return the tree that ships with the product."""
    return read_tree((files("comity.law") / "data" / "channels.toml").read_bytes())


def read_tree(raw: bytes) -> Tree:
    """Read a file or raise RuleViolation `E_CHANNELS`. Steps: 1 syntax, 2 parts, 3 ends, 4 circles, reach."""
    if len(raw) > LIMIT:
        raise _wrong(f"more than {LIMIT} bytes", f"超过 {LIMIT} 字节")
    try:
        given = tomllib.loads(raw.decode())
    except (ValueError, RecursionError) as problem:  # a number of thousands of digits, thousands of brackets too
        raise _wrong(f"not TOML ({problem})", f"不是 TOML 格式（{problem}）") from None
    _only(given, {"version", "start", "questions", "advice"}, FILE)
    tree = Tree(
        _text_of(given, "version", FILE),
        _text_of(given, "start", FILE),
        {code: _query(code, part) for code, part in _tables(given, "questions").items()},
        {code: _advice(code, part) for code, part in _tables(given, "advice").items()},
        hashlib.sha256(raw).hexdigest(),
    )
    _check_ends(tree)
    _check_circles(tree)
    return tree


def _wrong(en: str, zh: str) -> RuleViolation:
    """Return the refusal of a file, with what is wrong in both languages; words of the file stand in it."""
    en, zh = (one_line(clean(said), LONGEST) for said in (en, zh))
    said = Text(f"This decision tree cannot be used: {en}.", f"该决策树无法使用：{zh}。")
    return RuleViolation("E_CHANNELS", Text(_plain(said.en), _plain(said.zh)))


def _plain(text: str) -> str:
    """Words of a file stand in a sentence that is formatted later: braces are doubled."""
    return text.replace("{", "{{").replace("}", "}}")


def _only(part: dict[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(part) - known)
    if unknown:
        raise _wrong(f"{where} has an unknown entry “{unknown[0]}”", f"{where} 含有未知的项目“{unknown[0]}”")


def _text_of(part: dict[str, Any], key: str, where: str) -> str:
    value = part.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{where} has no “{key}”", f"{where} 缺少“{key}”")
    return _seen(value, where)


def _seen(value: str, where: str) -> str:
    """Return a text, or refuse one with characters that nobody sees: not every database keeps them."""
    if visible(clean(value)) != unicodedata.normalize("NFC", value):
        raise _wrong(f"{where} has characters that cannot be seen", f"{where} 含有不可见字符")
    return value


def _tables(given: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    found = given.get(key)
    if not isinstance(found, dict) or not all(isinstance(part, dict) for part in found.values()) or not found:
        raise _wrong(f"there are no {key}", f"缺少 {key}")
    for code in found:
        if not _CODE.fullmatch(code):
            raise _wrong(
                f"“{code}” is no code: small letters, digits and _", f"“{code}”不是有效代码，只能使用小写字母、数字和 _"
            )
    return found


def _both(part: dict[str, Any], where: str) -> Text:
    return Text(_text_of(part, "en", where), _text_of(part, "zh", where))


def _articles(part: dict[str, Any], where: str) -> tuple[str, ...]:
    found = part.get("articles")
    if not isinstance(found, list) or not found or not all(isinstance(one, str) and one for one in found):
        raise _wrong(f"{where} names no article", f"{where} 没有注明条款")
    return tuple(_seen(one, where) for one in found)


def _query(code: str, part: dict[str, Any]) -> Query:
    where = f"questions.{code}"
    _only(part, {"en", "zh", "articles", "answers"}, where)
    listed = part.get("answers")
    if not isinstance(listed, list) or len(listed) < FEWEST or not all(isinstance(one, dict) for one in listed):
        raise _wrong(f"{where} has fewer than {FEWEST} answers", f"{where} 的回答少于 {FEWEST} 个")
    answers = tuple(_choice(one, where) for one in listed)
    if len({one.code for one in answers}) != len(answers):
        raise _wrong(f"{where} has one answer twice", f"{where} 有重复的回答")
    return Query(code, _both(part, where), _articles(part, where), answers)


def _choice(part: dict[str, Any], where: str) -> Choice:
    _only(part, {"code", "en", "zh", "to"}, f"{where}.answers")
    code = _text_of(part, "code", f"{where}.answers")
    if not _CODE.fullmatch(code):
        raise _wrong(
            f"“{code}” is no code: small letters, digits and _", f"“{code}”不是有效代码，只能使用小写字母、数字和 _"
        )
    here = f"{where}.answers.{code}"
    return Choice(code, _both(part, here), _text_of(part, "to", here))


def _advice(code: str, part: dict[str, Any]) -> Advice:
    where = f"advice.{code}"
    _only(part, {"en", "zh", "articles", "informal", "kind"}, where)
    informal, kind = part.get("informal", False), part.get("kind")
    if not isinstance(informal, bool):
        raise _wrong(f"{where}: “informal” is true or false", f"{where} 的 informal 只能是 true 或者 false")
    if kind is not None and (not isinstance(kind, str) or kind not in set(Kind)):
        raise _wrong(f"{where} has an unknown kind “{kind}”", f"{where} 的合作种类“{kind}”未知")
    return Advice(code, _both(part, where), _articles(part, where), informal, Kind(kind) if kind else None)


def _check_ends(tree: Tree) -> None:
    """Every answer leads to a question or an advice; no code is both."""
    both = sorted(set(tree.questions) & set(tree.advice))
    if both:
        raise _wrong(f"“{both[0]}” is a question and an advice", f"“{both[0]}”既是问题又是建议")
    if tree.start not in tree.questions:
        raise _wrong(f"it starts with “{tree.start}”, which is no question", f"起点“{tree.start}”不是问题")
    for query in tree.questions.values():
        for one in query.answers:
            if one.to not in tree.questions and one.to not in tree.advice:
                raise _wrong(
                    f"answer “{one.code}” of question “{query.code}” leads to “{one.to}”, which is nowhere",
                    f"{query.code} 的回答“{one.code}”指向不存在的“{one.to}”",
                )


def _check_circles(tree: Tree) -> None:
    """No walk comes to a question twice, and every question and advice is reached by some walk."""
    leads = {code: [one.to for one in query.answers] for code, query in tree.questions.items()}
    try:
        TopologicalSorter(leads).prepare()
    except CycleError as circle:
        code = circle.args[1][0]
        raise _wrong(f"question “{code}” leads back to itself", f"问题“{code}”循环指向自身") from None
    reached, ahead = set[str](), [tree.start]
    while ahead:
        code = ahead.pop()
        if code not in reached:
            reached.add(code)
            ahead += leads.get(code, [])
    lost = sorted((set(tree.questions) | set(tree.advice)) - reached)
    if lost:
        raise _wrong(f"no answer leads to “{lost[0]}”", f"没有回答指向“{lost[0]}”")
