"""Names of languages, as the reader's language calls them."""

from __future__ import annotations

from typing import Final

from babel import Locale, UnknownLocaleError

LOCALES: Final = {"en": "en_GB", "zh-hans": "zh_Hans_CN"}


def locale_of(language: str) -> str:
    """Return the locale in which a text of this language writes dates and names; English where there is none."""
    return LOCALES.get(language, LOCALES["en"])


def language_name(tag: str, language: str) -> str:
    """Return the name of the language of a tag (BCP 47) in `language`; an unknown tag as it stands."""
    try:
        name = str(Locale.parse(tag.replace("-", "_")).get_display_name(locale_of(language)) or tag)
    except (UnknownLocaleError, ValueError):
        return tag
    return name.replace(" (", "（").replace(")", "）") if language.startswith("zh") else name
