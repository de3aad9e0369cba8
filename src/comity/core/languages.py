"""Names of languages, as the reader's language calls them, and the list from which one is chosen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.languages import get_official_languages

from comity.kernel.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

LOCALES: Final = {"en": "en_GB", "zh-hans": "zh_Hans_CN"}
TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}")  # as messages between nodes take it
ISO_639_1: Final = 2  # letters of the tag of a language that many speak
NO_LANGUAGE: Final = frozenset({"mul", "und", "zxx"})  # tags that CLDR names, and that name no language


def locale_of(language: str) -> str:
    """Return the locale in which a text of this language writes dates and names; English where there is none."""
    return LOCALES.get(language, LOCALES["en"])


@lru_cache(maxsize=4096)
def language_name(tag: str, language: str) -> str:
    """Return the name of the language of a tag (BCP 47) in `language`; an unknown tag as it stands."""
    names = Locale.parse(locale_of(language))
    primary, *rest = tag.lower().replace("_", "-").split("-")
    name = "" if primary in NO_LANGUAGE else names.languages.get(primary, "")
    more = [names.scripts.get(one.title()) or names.territories.get(one.upper(), "") for one in rest]
    if not name or not all(more):
        return tag
    if language.startswith("zh"):
        return f"{name}（{'，'.join(more)}）" if more else name
    return f"{name} ({', '.join(more)})" if more else name


def is_language(tag: str) -> bool:
    """Return whether a tag in lower case is one that messages take and that names a language."""
    return bool(TAG.fullmatch(tag)) and language_name(tag, "en") != tag


def first_languages(needed: Iterable[str]) -> tuple[str, ...]:
    """Return the languages to choose from first: the six of the United Nations, then what is needed besides."""
    return tuple(dict.fromkeys([*LANGUAGES, *filter(None, needed)]))


def official_languages(place: str) -> tuple[str, ...]:
    """Return the languages that are official in a State or an area (ISO 3166-1, two letters), as far as is known."""
    found = (tag.replace("_", "-").lower() for tag in get_official_languages(place))
    return tuple(tag for tag in found if tag != "zh" and is_language(tag))


@lru_cache
def other_languages(language: str) -> tuple[tuple[str, str], ...]:
    """Return the other languages, each with its name and by name: those of ISO 639-1, and those official somewhere."""
    known = Locale.parse(LOCALES["en"])
    official = {tag.replace("_", "-").lower() for one in known.territories for tag in get_official_languages(str(one))}
    common = {tag for tag in map(str, known.languages) if len(tag) == ISO_639_1}
    found = [(tag, language_name(tag, language)) for tag in (common | official) - {"zh", *LANGUAGES}]
    return tuple(sorted((one for one in found if one[0] != one[1]), key=lambda one: _order(one[1], language)))


def _order(name: str, language: str) -> tuple[bytes, str]:
    """Order names as a reader looks for them: the code of GB 18030 orders common Chinese characters by sound."""
    return (name.encode("gb18030") if language.startswith("zh") else b"", name.casefold())
