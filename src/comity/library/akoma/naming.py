"""Names of documents in the naming convention of Akoma Ntoso as the United Nations system uses it.

`/akn/un/{type}/{subtype}/{actor}/{date}/{number}`, and for a version in a language `/{language}@{date}`. A name is
made, never taken apart again: `/` in a symbol becomes `-`, which a symbol may hold itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from comity.library.identity import body_of

if TYPE_CHECKING:
    from datetime import date

LANGUAGES: Final = {"ar": "ara", "zh": "zho", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa"}
# kind -> element, and the subtype in the name
CLASSES: Final = {
    "report": ("debateReport", "report"),
    "draft_report": ("debateReport", "report"),
    "agenda": ("debateReport", "agenda"),
    "resolution": ("statement", "deliberation"),
    "draft_resolution": ("statement", "deliberation"),
}
TREATIES: Final = {
    "uncac": "/akn/un/act/treaty/un/2003-10-31/uncac",
    "untoc": "/akn/un/act/treaty/un/2000-11-15/untoc",
}
_ACTORS = {"CAC": "uncac", "CTOC": "untoc", "A": "ga"}
_UNKNOWN = "und"  # as ISO 639-2 says "undetermined"


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a document is made of.

    Attributes:
        kind: as the reader says it; unknown kinds are documents of their own kind.
        symbol: the document's own, empty if not known.
        date: of the document.
        version: of its text in this language, from 1.
        without_symbol: what stands for the number where there is no symbol.
    """

    kind: str
    symbol: str
    date: date
    language: str
    version: int = 1
    without_symbol: str = "nn"

    @property
    def element(self) -> str:
        """The element that holds the document."""
        return CLASSES.get(self.kind, ("doc", ""))[0]

    @property
    def subtype(self) -> str:
        """What kind of that element it is."""
        return CLASSES.get(self.kind, ("", self.kind.replace("_", "-") or "other"))[1]

    @property
    def actor(self) -> str:
        """The body whose document it is: `uncac-cosp-eg.1` of CAC/COSP/EG.1; `un` if not known."""
        first, *rest = body_of(self.symbol).split("/")
        return "-".join([_ACTORS.get(first, first.lower()), *rest]).lower() or "un"

    @property
    def number(self) -> str:
        """The symbol as a part of a name."""
        return self.symbol.replace("/", "-").replace(" ", "_") or self.without_symbol

    @property
    def work(self) -> str:
        """The name of the document whatever its language and version."""
        return f"/akn/un/{self.element}/{self.subtype}/{self.actor}/{self.date.isoformat()}/{self.number}"

    @property
    def tongue(self) -> str:
        """The language in three letters."""
        return LANGUAGES.get(self.language.partition("-")[0], _UNKNOWN)

    @property
    def expression(self) -> str:
        """The name of its text in a language and version."""
        later = f";ver{self.version}" if self.version > 1 else ""
        return f"{self.work}/{self.tongue}@{self.date.isoformat()}{later}"


_KEY = re.compile(r"(?P<instrument>.+):(?P<article>\d+)(?:\((?P<paragraph>\d+)\))?(?:\((?P<item>[^()]+)\))?")


def article_named(key: str) -> str:
    """Return the name of an article by the library's key of it, `uncac:46(3)(a)`; empty where it has none."""
    found = _KEY.fullmatch(key)
    if found is None:
        return ""
    paragraph = int(found["paragraph"]) if found["paragraph"] else None
    return article_name(found["instrument"], int(found["article"]), paragraph, found["item"] or "")


def article_name(instrument: str, article: int, paragraph: int | None, item: str) -> str:
    """Return the name of an article of a treaty, empty where the treaty's own is not known."""
    treaty = TREATIES.get(instrument)
    if treaty is None:
        return ""
    places = [f"art_{article}", *([f"para_{paragraph}"] if paragraph else []), *([f"point_{item}"] if item else [])]
    return f"{treaty}/!main~{'__'.join(places)}"
