"""Following answers through the graph, to the next question or to an advice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.kernel.languages import Text
from comity.law.errors import RuleViolation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.law.channels.tree import Advice, Choice, Query, Tree

_NOT_ASKED = Text(
    "“{question}” is not asked after these answers. Answer the next question: {next}.",
    "按照这些回答，不会提出“{question}”。请回答下一个问题：{next}。",
)
_NO_ANSWER = Text(
    "“{answer}” is no answer to “{question}”. Give one of: {known}.",
    "“{answer}”不是“{question}”的回答。请填写下列之一：{known}。",
)
_NO_PAIR = Text(
    "“{given}” is not a question and an answer. Write QUESTION=ANSWER, for example available=no.",
    "“{given}”不是问题和回答。请以“问题=回答”的形式填写，例如 available=no。",
)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a walk stands: what was answered, and either the next question or the advice."""

    path: tuple[tuple[Query, Choice], ...]
    question: Query | None
    advice: Advice | None

    def to_json(self, tree: Tree, language: str) -> dict[str, object]:
        """Return it as `docs/cli.md` promises, with texts in `language`."""
        return {
            "version": tree.version,
            "path": [{"question": query.code, "answer": choice.code} for query, choice in self.path],
            "question": _question(self.question, language),
            "advice": _advice(self.advice, language),
        }


def walk(tree: Tree, answers: Mapping[str, str]) -> Step:
    """Follow `answers` (question → answer) from the start; raise RuleViolation `E_ANSWER` for one that does not fit."""
    path: list[tuple[Query, Choice]] = []
    left = dict(answers)
    code = tree.start
    while code in tree.questions and code in left:
        query = tree.questions[code]
        choice = _choose(query, left.pop(code))
        path.append((query, choice))
        code = choice.to
    if left:
        following = code if code in tree.questions else "–"
        raise RuleViolation("E_ANSWER", _NOT_ASKED, question=next(iter(left)), next=following)
    return Step(tuple(path), tree.questions.get(code), tree.advice.get(code))


def _choose(query: Query, given: str) -> Choice:
    for one in query.answers:
        if one.code == given:
            return one
    known = ", ".join(one.code for one in query.answers)
    raise RuleViolation("E_ANSWER", _NO_ANSWER, answer=given, question=query.code, known=known)


def read_answers(given: Iterable[str]) -> dict[str, str]:
    """Return answers written as `question=answer`, or raise RuleViolation `E_ANSWER`; the last of two counts."""
    found = {}
    for one in given:
        question, sign, answer = (part.strip() for part in one.partition("="))
        if not (question and sign and answer):
            raise RuleViolation("E_ANSWER", _NO_PAIR, given=one)
        found[question] = answer
    return found


def _question(query: Query | None, language: str) -> dict[str, object] | None:
    if query is None:
        return None
    return {
        "code": query.code,
        "text": query.text.get(language),
        "articles": list(query.articles),
        "answers": [{"code": one.code, "text": one.text.get(language)} for one in query.answers],
    }


def _advice(advice: Advice | None, language: str) -> dict[str, object] | None:
    if advice is None:
        return None
    return {
        "channel": advice.code,
        "text": advice.text.get(language),
        "articles": list(advice.articles),
        "informal": advice.informal,
        "kind": advice.kind.value if advice.kind else None,
    }
