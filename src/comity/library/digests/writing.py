"""A digest as a document: numbered paragraphs under headings, so that each can be cited. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.kernel.languages import Text
from comity.library.citing import article_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HEADINGS: Final = {
    "about": Text("The case", "案件概况"),
    "facts": Text("Facts", "案情"),
    "course": Text("How cooperation went", "合作经过"),
    "lessons": Text("Lessons", "经验教训"),
}
SUBJECTS: Final = {
    "mla": Text("Mutual legal assistance", "司法协助"),
    "extradition": Text("Extradition", "引渡"),
    "asset_recovery": Text("Asset recovery", "资产追回"),
    "law_enforcement": Text("Law enforcement cooperation", "执法合作"),
    "joint_investigation": Text("Joint investigation", "联合侦查"),
    "transfer_person": Text("Transfer of sentenced persons", "被判刑人的移管"),
    "transfer_proceedings": Text("Transfer of criminal proceedings", "刑事诉讼的移交"),
    "civil_administrative": Text("Civil and administrative matters", "民事和行政事项"),
}
OUTCOMES: Final = {
    "granted": Text("granted", "已提供协助"),
    "partly": Text("granted in part", "已提供部分协助"),
    "refused": Text("refused", "被拒绝"),
    "withdrawn": Text("withdrawn", "已撤回"),
    "pending": Text("not decided yet", "尚未决定"),
}
_ABOUT: Final = Text("{subject}, {year}. Outcome: {outcome}.", "{subject}，{year}年。结果：{outcome}。")
_STATES: Final = Text("States: {states}.", "所涉国家：{states}。")
_ARTICLES: Final = Text("Provisions of the Convention: {articles}.", "所涉《公约》条款：{articles}。")
_OTHERS: Final = Text("Other instruments: {instruments}.", "其他文书：{instruments}。")
_FIRST: Final = ("一", "二", "三", "四")
_ROMAN: Final = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Written:
    """What a digest says; `states` are names in its language, `articles` keys."""

    language: str
    year: int
    subject: str
    outcome: str
    states: Sequence[str]
    articles: Sequence[str]
    instruments: str
    facts: str
    course: str
    lessons: str


def text_of(digest: Written) -> str:
    """Return the text of a digest: headings, and paragraphs numbered through."""
    chinese = digest.language == "zh"
    lines: list[str] = []
    number = 0
    parts = {"about": "\n".join(_about(digest)), "facts": digest.facts, "course": digest.course}
    for at, (code, words) in enumerate({**parts, "lessons": digest.lessons}.items()):
        label = _FIRST[at] if chinese else _ROMAN[at]
        lines.append(f"{label}. {_in(HEADINGS[code], digest)}")
        for paragraph in filter(None, map(str.strip, words.splitlines())):
            number += 1
            lines.append(f"{number}. {paragraph}")
    return "\n\n".join(lines) + "\n"


def _in(text: Text, digest: Written) -> str:
    return text.zh if digest.language == "zh" else text.en


def _about(digest: Written) -> Iterator[str]:
    between = "、" if digest.language == "zh" else ", "
    yield _in(_ABOUT, digest).format(
        subject=_in(SUBJECTS[digest.subject], digest), year=digest.year, outcome=_in(OUTCOMES[digest.outcome], digest)
    )
    if digest.states:
        yield _in(_STATES, digest).format(states=between.join(digest.states))
    if digest.articles:
        words = [article_words(key, digest.language) for key in digest.articles]
        yield _in(_ARTICLES, digest).format(articles=("、" if digest.language == "zh" else "; ").join(words))
    if digest.instruments.strip():
        yield _in(_OTHERS, digest).format(instruments=digest.instruments.strip())
