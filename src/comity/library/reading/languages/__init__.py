"""What differs from language to language, kept as data: names of treaties and bodies, phrases, forms of dates."""

from __future__ import annotations

from comity.library.reading.languages import en, zh
from comity.library.reading.languages.rules import Rules

# Documents in other languages are read by their structure and by what is the same in all: symbols, numbers, letters.
RULES = {"zh": zh.RULES, "en": en.RULES}


def rules_for(language: str) -> Rules:
    """Return the rules of a language; English where there are none yet."""
    return RULES.get(language, en.RULES)


__all__ = ["RULES", "Rules", "rules_for"]
