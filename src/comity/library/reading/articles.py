"""Which articles of treaties a text cites, to paragraph and item, in any of the six languages."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.document import Article
from comity.library.reading.languages.citing import ITEM_LETTERS, pattern, words
from comity.library.reading.shapes import chinese_number
from comity.library.reading.treaties import OWN, named_in, treaty_after, treaty_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.reading.treaties import Context, Named

_HAN = r"[一二三四五六七八九十百]+|\d+"
_ZH_ARTICLE = late(
    rf"第\s*(?P<a>{_HAN})\s*条(?:\s*第\s*(?P<p>{_HAN})\s*款(?P<more>(?:\s*[、和及至]\s*第\s*(?:{_HAN})\s*款)*))?"
    rf"(?:\s*第?\s*(?:[(（](?P<i>[一二三四五六七八九十]+|[a-z])[)）]|(?P<c>[㈠-㈩]))\s*项?)?(?P<through>\s*至\s*第\s*(?:{_HAN})\s*条)?"
)
_ZH_SEVERAL = late(rf"第\s*(?P<list>(?:{_HAN})(?:\s*[、和及至]\s*(?:{_HAN}))+)\s*条")
_ITEMS = "abcdefghijklmnopqrstuvwxyz"
_WIDEST = 100  # articles in one "articles 15 to 42": more is a misreading

_ARTICLE, _PARAGRAPH, _ITEM = words("article"), words("paragraph"), words("item")
_THROUGH, _ALSO = words("through"), words("also")
_LETTER = r"(?:[(«“\"]\s*)?(?P<{0}>[a-zа-к]|[أابجدهوزحطي](?=ـ?[)»”\"]))ـ?\s*[)»”\"]"
_NUMBER = r"(?:\((?P<{0}b>\d{{1,3}})\)|(?P<{0}>\d{{1,3}}))(?!\d)"
_LISTED = rf"(?:[,،]|[,،]?\s+{_ALSO}|\s+{_THROUGH})\s+|\s+و\s*|[-–](?=\d)"
_MORE = rf"(?P<more>(?:(?:{_LISTED})\(?\d{{1,2}}\)?(?!\s*[,،]?\s*{_PARAGRAPH})(?=\D|$))*)"
_HEAD = late(rf"{_ARTICLE}\s*(?:من\s+)?(?=\(?\d)")
_ONE = late(
    rf"{_NUMBER.format('a')}(?:\s*\((?P<p1>\d{{1,2}})\))?(?:\s*\((?P<i1>[a-z])\))?"
    rf"(?:[,،]?\s+{_PARAGRAPH}\s*\(?(?P<p2>\d{{1,2}})\)?{_MORE}(?:\s*{_LETTER.format('i2')})?)?"
    rf"(?:[,،]?\s+{_ITEM}\s*{_LETTER.format('i3')})?"
)
_NEXT = late(
    rf"(?:\s*[,;،؛]\s*|\s+)(?:(?P<to>{_THROUGH})\s+|{_ALSO}\s+)?(?:{_ARTICLE}\s+)?(?=\(?\d)"
    rf"|\s+و\s*(?=\(?\d)|(?P<dash>[-–])(?=\d)"
)
_SECTION = late(r"(?:\b[Ss]ect(?:ions?|\.)\s+|§+\s*)(?P<a>\d{1,4})(?:\s?\((?P<p1>\d{1,2})\))?(?:\s?\((?P<i1>[a-z])\))?")
_LEAD = late(
    rf"(?:{_ITEM}\s*{_LETTER.format('i')}{pattern('of')})?"
    rf"{_PARAGRAPH}\s*\(?(?P<p>\d{{1,2}})\)?{_MORE}(?:\s*{_LETTER.format('j')})?{pattern('of')}(?={_ARTICLE})"
    rf"|{_ITEM}\s*{_LETTER.format('k')}{pattern('of')}(?={_ARTICLE})"
)


def articles_in(text: str, where: str, context: Context) -> Iterator[Article]:
    """Yield the treaty articles cited; each belongs to the treaty named with it, or last named before it."""
    for _start, _end, article in placed_articles(text, context, where):
        yield article


def placed_articles(text: str, context: Context, where: str = "") -> Iterator[tuple[int, int, Article]]:
    """Yield the treaty articles cited, each with where its citation begins and ends, the treaty's name left out."""
    named = named_in(text, context)
    taken: list[tuple[int, int]] = []
    for several in _ZH_SEVERAL.finditer(text):
        taken.append(several.span())
        instrument = treaty_before(text, named, several.start(), context)
        numbers = [chinese_number(one) for one in re.findall(_HAN, several["list"])]
        for one in _through(numbers, "至" in several["list"]):
            yield several.start(), several.end(), Article(instrument, one, where=where)
    for found in _ZH_ARTICLE.finditer(text):
        place = bisect_right(taken, found.start(), key=lambda one: one[0]) - 1
        if place < 0 or found.start() >= taken[place][1]:
            instrument = treaty_before(text, named, found.start(), context)
            for article in _chinese(found, instrument, where):
                yield found.start(), found.end(), article
    yield from _sections(text, named, context, where)
    end = 0
    for head, lead in _heads(text):
        if head.start() < end:
            continue  # cited together with the one before: "article 5 and article 6"
        start, end, cited = _worded(text, head, lead, Article("", 0, where=where))
        instrument = treaty_after(text, end, named, context) or treaty_before(text, named, head.start(), context)
        for article in cited:
            yield start, end, replace(article, instrument=instrument)


def _sections(text: str, named: Named, context: Context, where: str) -> Iterator[tuple[int, int, Article]]:
    """Yield the sections of the law itself that it cites."""
    for found in _SECTION.finditer(text) if context.own == "section" else ():
        if treaty_after(text, found.end(), named, context) in {"", OWN}:
            for one in _parts(int(found["a"]), found, Article(OWN, 0, where=where)):
                yield *found.span(), one


def article_spans(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where a text cites articles; of several cited together the first with all that belongs to it."""
    patterns = (_ZH_ARTICLE, _ZH_SEVERAL, *([_SECTION] if context.own == "section" else []))
    spans = [found.span() for one in patterns for found in one.finditer(text)]
    for head, lead in _heads(text):
        if one := _ONE.match(text, head.end()):
            spans.append((lead.start() if lead else head.start(), one.end()))
    return spans


def _heads(text: str) -> list[tuple[re.Match[str], re.Match[str] | None]]:
    """Return each word for an article before a number, with what is cited of it before ("paragraph 7 of"), if any."""
    heads = list(_HEAD.finditer(text))
    leads = {found.end(): found for found in _LEAD.finditer(text)} if heads else {}  # most lines cite nothing
    return [(head, leads.get(head.start())) for head in heads]


def _chinese(found: re.Match[str], instrument: str, where: str) -> Iterator[Article]:
    article = chinese_number(found["a"])
    paragraph = chinese_number(found["p"]) if found["p"] else None
    item = _letter(found["i"] or (unicodedata.normalize("NFKC", found["c"]).strip("()") if found["c"] else ""))
    yield Article(instrument, article, paragraph, item, where)
    if found["more"]:
        further = [chinese_number(one) for one in re.findall(_HAN, found["more"])]
        numbers = _through([paragraph or 0, *further], "至" in found["more"])
        yield from (Article(instrument, article, one, "", where) for one in numbers if one != paragraph)
    if found["through"]:
        last = chinese_number(re.findall(_HAN, found["through"])[0])
        yield from (Article(instrument, one, where=where) for one in _through([article, last], through=True)[1:])


def _letter(label: str) -> str:
    """The Chinese text numbers items where the other languages letter them: (三) is (c)."""
    if label and label[0] in "一二三四五六七八九十":
        value = chinese_number(label)
        return _ITEMS[value - 1] if 0 < value <= len(_ITEMS) else label
    return ITEM_LETTERS.get(label, label)


def _worded(
    text: str, head: re.Match[str], lead: re.Match[str] | None, bare: Article
) -> tuple[int, int, list[Article]]:
    """Return where a citation begins and ends, and what is cited after a word for article and just before it."""
    at = last = head.end()
    cited: list[Article] = []
    through = False
    while one := _ONE.match(text, at):
        number = int(one["a"] or one["ab"])
        if through and cited:
            if number <= cited[-1].article:
                break
            run = _through([cited[-1].article, number], through=True)[1:-1]
            cited += [replace(bare, article=between) for between in run]
        parts = lead if lead and not cited and not (one["p1"] or one["p2"]) else one
        cited += _parts(number, parts, bare)
        at = last = one.end()
        following = _NEXT.match(text, at)
        if not following:
            break
        through, at = bool(following["to"] or following["dash"]), following.end()
    return lead.start() if lead else head.start(), last, cited


def _parts(number: int, found: re.Match[str], bare: Article) -> list[Article]:
    """Return the parts of one article that are cited, the article as a whole where none is."""
    named = found.groupdict()
    paragraph = named.get("p1") or named.get("p2") or named.get("p")
    item = next((named[one] for one in ("i1", "i2", "i3", "i", "j", "k") if named.get(one)), "") or ""
    first = replace(bare, article=number, paragraph=int(paragraph) if paragraph else None, item=_letter(item))
    further = [int(each) for each in re.findall(r"\d+", named.get("more") or "")]
    if not further or not paragraph:
        return [first]
    numbers = _through([int(paragraph), *further], _is_run(named["more"] or ""))
    return [first, *(replace(bare, article=number, paragraph=each) for each in numbers[1:])]


def _is_run(more: str) -> bool:
    return bool(re.match(rf"\s+{_THROUGH}\s|[-–]", more))


def _through(numbers: list[int], through: bool) -> list[int]:
    if through and len(numbers) == 2 and 0 < numbers[1] - numbers[0] < _WIDEST:  # noqa: PLR2004 (from, to)
        return list(range(numbers[0], numbers[1] + 1))
    return numbers
