"""Text in several languages, kept as data where the interface catalogues do not reach.

The pure layers (law, seal, wire) have no translation machinery: they carry `Text` values. English and
Simplified Chinese are always there; the other official languages of the United Nations where supplied.
"""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("en", "zh-hans", "ar", "fr", "ru", "es")
COMPLETE = ("en", "zh-hans")
RIGHT_TO_LEFT = ("ar",)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in English and Chinese, and in further languages where supplied."""

    en: str
    zh: str
    ar: str = ""
    fr: str = ""
    ru: str = ""
    es: str = ""

    def __post_init__(self) -> None:
        if not self.en or not self.zh:
            raise ValueError(f"a text needs English and Chinese: {self.en!r} / {self.zh!r}")

    def get(self, language: str) -> str:
        """Return the text in `language` (a tag such as `zh-hans` or `fr-CA`), else in English."""
        primary = language.replace("_", "-").lower().split("-")[0]
        return (
            getattr(self, primary, "")
            if primary in {"zh", "ar", "fr", "ru", "es"} and getattr(self, primary)
            else self.en
        )

    def __str__(self) -> str:
        return self.en
