"""What a text cites: document symbols with the place in them, treaty articles to paragraph and item, resolutions."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comity.library.reading.document import Article, Citation, Resolution
from comity.library.reading.languages.rules import one_of
from comity.library.reading.shapes import SYMBOL, chinese_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.reading.languages import Rules
    from comity.library.reading.languages.rules import Pairs

_URL = re.compile(r"https?://\S+|www\.\S+")
_SYMBOL = re.compile(rf"(?<![A-Za-z0-9/]){SYMBOL}")
_MORE = re.compile(
    r"\s*(?:,|，|、|and|和|及|以及)+\s*(?P<part>Add|Corr|Rev)\.\s?(?P<from>\d+)(?:\s*(?:[-–]|至|to)\s*(?P<to>\d+))?"
)
_N = r"[一二三四五六七八九十百]+|\d+"
_ZH_ARTICLE = re.compile(
    rf"第\s*(?P<a>{_N})\s*条(?:\s*第\s*(?P<p>{_N})\s*款(?P<more>(?:\s*[、和及至]\s*第\s*(?:{_N})\s*款)*))?"
    rf"(?:\s*第?\s*(?:[(（](?P<i>[一二三四五六七八九十]+|[a-z])[)）]|(?P<c>[㈠-㈩]))\s*项?)?(?P<through>\s*至\s*第\s*(?:{_N})\s*条)?"
)
_ZH_SEVERAL = re.compile(rf"第\s*(?P<list>(?:{_N})(?:\s*[、和及至]\s*(?:{_N}))+)\s*条")
_EN_HEAD = re.compile(r"\b(?:[Aa]rticles?|[Aa]rts?\.)\s+(?=\d)")
_EN_ONE = re.compile(
    r"(?P<a>\d{1,3})(?:\s*\((?P<p1>\d{1,2})\))?(?:\s*\((?P<i1>[a-z])\))?"
    r"(?:,?\s+(?:paragraphs?|paras?\.)\s*(?P<p2>\d{1,2})"
    r"(?P<more>(?:(?:,|,? and| to)\s+\d{1,2}(?!\s*,?\s*para)(?=\D|$))*)(?:\s*\((?P<i2>[a-z])\))?)?"
    r"(?:,?\s+(?:subparagraph|item)\s*\((?P<i3>[a-z])\))?"
)
_EN_NEXT = re.compile(r"(?:\s*[,;]\s*|\s+)(?:(?P<to>to)\s+|(?:and|or)\s+)?(?:[Aa]rticles?\s+)?(?=\d)")
Mentions = list[tuple[int, int, str]]  # where from, where to, what is named
_ITEMS = "abcdefghijklmnopqrstuvwxyz"
_WIDEST = 100  # articles in one "articles 15 to 42": more is a misreading
_FORWARD = 90


@dataclass(frozen=True, slots=True)
class Context:
    """What "the Convention" and "the Conference" mean in this document."""

    rules: Rules
    convention: str = "uncac"
    conference: str = "CAC/COSP"


def context_of(names: str, rules: Rules) -> Context:
    """Return what "the Convention" means: the one that organ and title name, else the one against corruption."""
    ours = re.search(r"反腐败公约|against Corruption|Corruption Convention", names)
    other = re.search(r"有组织犯罪公约|Organized Crime", names)
    return Context(rules, "untoc", "CTOC/COP") if other and not ours else Context(rules)


def symbols_in(text: str, where: str, context: Context) -> Iterator[Citation]:
    """Yield the document symbols cited, each with its place in the document cited; `X and Add.1` is two."""
    text = _URL.sub(lambda found: " " * len(found.group()), text)
    for found in _SYMBOL.finditer(text):
        symbol = found.group().rstrip(".-")
        if not re.search(r"\d", symbol):
            continue
        pin = context.rules.pin.match(text.replace("]", " ").replace("\u00a0", " "), found.start() + len(symbol))
        yield Citation(symbol, where, _tight(pin["pin"]) if pin else "")
        at = found.start() + len(symbol)
        while more := _MORE.match(text, at):
            first = int(more["from"])
            for number in range(first, min(int(more["to"] or first), first + 20) + 1):
                yield Citation(f"{symbol}/{more['part']}.{number}", where)
            at = more.end()


def treaties_in(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where a text names treaties."""
    return [(start, end) for start, end, _name in _mentions(text, context.rules.instruments)]


def is_symbol(text: str) -> bool:
    """Return whether a text is the symbol of a document and nothing else."""
    return bool(re.fullmatch(SYMBOL, text)) and any(sign.isdecimal() for sign in text)


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")


def articles_in(text: str, where: str, context: Context) -> Iterator[Article]:
    """Yield the treaty articles cited; each belongs to the treaty named with it, or last named before it."""
    for _start, _end, article in placed_articles(text, context, where):
        yield article


def placed_articles(text: str, context: Context, where: str = "") -> Iterator[tuple[int, int, Article]]:
    """Yield the treaty articles cited, each with where its citation begins and ends, the treaty's name left out."""
    named = _mentions(text, context.rules.instruments)
    taken: list[tuple[int, int]] = []
    for several in _ZH_SEVERAL.finditer(text):
        taken.append(several.span())
        instrument = _before(named, several.start(), context.convention)
        numbers = [chinese_number(one) for one in re.findall(_N, several["list"])]
        for one in _through(numbers, "至" in several["list"]):
            yield several.start(), several.end(), Article(instrument, one, where=where)
    for found in _ZH_ARTICLE.finditer(text):
        if not any(start <= found.start() < end for start, end in taken):
            instrument = _before(named, found.start(), context.convention)
            for article in _chinese(found, instrument, where):
                yield found.start(), found.end(), article
    for head in _EN_HEAD.finditer(text):
        yield from _english(text, head, named, where, context.convention)


def _chinese(found: re.Match[str], instrument: str, where: str) -> Iterator[Article]:
    article = chinese_number(found["a"])
    paragraph = chinese_number(found["p"]) if found["p"] else None
    item = _letter(found["i"] or (unicodedata.normalize("NFKC", found["c"]).strip("()") if found["c"] else ""))
    yield Article(instrument, article, paragraph, item, where)
    if found["more"]:
        further = [chinese_number(one) for one in re.findall(_N, found["more"])]
        numbers = _through([paragraph or 0, *further], "至" in found["more"])
        yield from (Article(instrument, article, one, "", where) for one in numbers if one != paragraph)
    if found["through"]:
        last = chinese_number(re.findall(_N, found["through"])[0])
        yield from (Article(instrument, one, where=where) for one in _through([article, last], through=True)[1:])


def _letter(label: str) -> str:
    """The Chinese text numbers items where the other languages letter them: (三) is (c)."""
    if label and label[0] in "一二三四五六七八九十":
        value = chinese_number(label)
        return _ITEMS[value - 1] if 0 < value <= len(_ITEMS) else label
    return label


def _english(
    text: str, head: re.Match[str], named: Mentions, where: str, default: str
) -> Iterator[tuple[int, int, Article]]:
    at = last = head.end()
    cited: list[Article] = []
    through = False
    while one := _EN_ONE.match(text, at):
        number = int(one["a"])
        if through and cited:
            cited += [
                Article("", between, where=where)
                for between in _through([cited[-1].article, number], through=True)[1:-1]
            ]
        paragraph = one["p1"] or one["p2"]
        item = one["i1"] or one["i2"] or one["i3"] or ""
        cited.append(Article("", number, int(paragraph) if paragraph else None, item, where))
        further = [int(each) for each in re.findall(r"\d+", one["more"] or "")]
        if further and paragraph:
            numbers = _through([int(paragraph), *further], " to" in one["more"])
            cited += [Article("", number, each, "", where) for each in numbers[1:]]
        at = last = one.end()
        following = _EN_NEXT.match(text, at)
        if not following:
            break
        through, at = bool(following["to"]), following.end()
    instrument = _after(text, at, named) or _before(named, head.start(), default)
    for article in cited:
        yield head.start(), last, replace(article, instrument=instrument)


def _through(numbers: list[int], through: bool) -> list[int]:
    if through and len(numbers) == 2 and 0 < numbers[1] - numbers[0] < _WIDEST:  # noqa: PLR2004 (from, to)
        return list(range(numbers[0], numbers[1] + 1))
    return numbers


def _mentions(text: str, rows: Pairs) -> Mentions:
    """Where treaties (or bodies) are named: start, end, and what is named; other laws by their own title."""
    found = []
    for mention in one_of(rows).finditer(text):
        name = rows[int(str(mention.lastgroup)[1:])][0]
        found.append((mention.start(), mention.end(), name or mention.group().strip("《》")))
    return found


def _before(named: Mentions, at: int, default: str) -> str:
    """The treaty named last before a place. A title that is no treaty counts only if it stands right there."""
    known = {"the_convention": default}
    for place in range(bisect_right(named, at, key=lambda one: one[1]) - 1, -1, -1):
        _start, end, name = named[place]
        if not re.search(r"[^a-z0-9_-]", name) or at - end <= 2:  # noqa: PLR2004 (a space or a particle)
            return known.get(name, name)
    return default


def _after(text: str, at: int, named: Mentions) -> str:
    """The treaty that follows an article in English: "article 16 of the Organized Crime Convention"."""
    link = re.match(
        r",?\s+(?:of|in|under|to)\s+(?:the\s+|its\s+|that\s+)?(?:[a-z-]+\s+){0,3}", text[at : at + _FORWARD]
    )
    if not link:
        return ""
    for start, _end, name in named:
        if at <= start <= at + link.end():
            return "" if name == "the_convention" else name
    return ""


def resolutions_in(text: str, where: str, context: Context) -> Iterator[Resolution]:
    """Yield the resolutions cited, each with its body: named right after in English, else the one named last before."""
    named = _mentions(text, context.rules.bodies)
    for found in context.rules.resolution.finditer(text):
        earlier = text[max(0, found.start() - 400) : found.start()]
        body = _following_body(text, found, named) or next(
            (named[at][2] for at in [bisect_right(named, found.start(), key=lambda one: one[0]) - 1] if at >= 0),
            "the_conference",
        )
        if body == "the_conference":
            joint = re.search(r"缔约方会议[^。]{0,6}$", earlier) and re.search(r"有组织犯罪公约", earlier)
            body = "CTOC/COP" if joint else context.conference
        pin = f"{found['pin']}({found['item']})" if found["item"] else found["pin"] or ""
        for number in re.findall(r"(?:S-)?\d+/\d+", found["numbers"]):
            yield Resolution(body, number, where, pin)


def _following_body(text: str, found: re.Match[str], named: Mentions) -> str:
    """Return the body that follows, as in "resolution 10/6 of the Conference", "its resolution 58/4, the Assembly"."""
    own = re.search(r"\bits $", text[max(0, found.start() - 8) : found.start()])
    link = re.match(
        r"\s+of\s+the\s+" if not own else r"(?:\s+of\s+the\s+|,\s+(?:the\s+)?)", text[found.end() : found.end() + 20]
    )
    at = found.end() + link.end() if link else -1
    return next((name for start, _end, name in named if start == at), "")


def cited_spans(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where a text cites something: symbols, articles, resolutions, and treaties by name."""
    patterns = (_SYMBOL, _ZH_ARTICLE, _ZH_SEVERAL, context.rules.resolution)
    spans = [found.span() for pattern in patterns for found in pattern.finditer(text)]
    spans += [(head.start(), one.end()) for head in _EN_HEAD.finditer(text) if (one := _EN_ONE.match(text, head.end()))]
    return spans + [(start, end) for start, end, _name in _mentions(text, context.rules.instruments)]
