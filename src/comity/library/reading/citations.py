"""What a text cites beside articles of treaties: document symbols with the place in them, and resolutions."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from comity.kernel.patterns import late
from comity.library.reading.articles import article_spans
from comity.library.reading.document import Citation, Resolution
from comity.library.reading.shapes import SYMBOL
from comity.library.reading.treaties import mentions, treaties_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.library.reading.treaties import Context, Mentions

_URL = late(r"https?://\S+|www\.\S+")
_SYMBOL = late(rf"(?<![A-Za-z0-9/]){SYMBOL}")
_MORE = late(
    r"\s*(?:,|，|、|and|和|及|以及)+\s*(?P<part>Add|Corr|Rev)\.\s?(?P<from>\d+)(?:\s*(?:[-–]|至|to)\s*(?P<to>\d+))?"
)


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


def is_symbol(text: str) -> bool:
    """Return whether a text is the symbol of a document and nothing else."""
    return bool(re.fullmatch(SYMBOL, text)) and any(sign.isdecimal() for sign in text)


def _tight(text: str) -> str:
    return re.sub(r"\s", "", text).replace("（", "(").replace("）", ")")


def resolutions_in(text: str, where: str, context: Context) -> Iterator[Resolution]:
    """Yield the resolutions cited, each with its body: named right after in English, else the one named last before."""
    named = mentions(text, context.rules.bodies)
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
    place = bisect_left(named, at, key=lambda one: one[0])
    return named[place][2] if place < len(named) and named[place][0] == at else ""


def cited_spans(text: str, context: Context) -> list[tuple[int, int]]:
    """Return where a text cites something: symbols, articles, resolutions, and treaties by name."""
    spans = [found.span() for pattern in (_SYMBOL, context.rules.resolution) for found in pattern.finditer(text)]
    return spans + article_spans(text, context) + treaties_in(text, context)
