"""What differs from language to language, kept as data: names of treaties and bodies, phrases, forms of dates."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from comity.kernel.patterns import late
from comity.library.reading.languages import ar, en, es, fr, ru, zh
from comity.library.reading.languages.rules import Rules

# French, Spanish, Russian and Arabic have names of treaties of their own; what else a paper of a meeting says is read
# by its structure and by what is the same in all: symbols, numbers, letters.
RULES = {"zh": zh.RULES, "en": en.RULES, "fr": fr.RULES, "es": es.RULES, "ru": ru.RULES, "ar": ar.RULES}
_SCRIPTS = (("zh", late("[\u4e00-\u9fff]")), ("ru", late("[\u0400-\u04ff]")),
            ("ar", late("[\u0621-\u064a]")))  # fmt: skip


def rules_for(language: str) -> Rules:
    """Return the rules of a language; English where there are none yet."""
    return RULES.get(language, en.RULES)


def rules_for_words(text: str) -> Rules:
    """Return the rules for a few words whose language nobody says: by script, and all of one script together."""
    return next((RULES[name] for name, script in _SCRIPTS if script.search(text)), _latin())


@cache
def _latin() -> Rules:
    rows = [row for name in ("en", "fr", "es") for row in RULES[name].instruments]
    known = [row for row in rows if row[0] not in {"", "the_convention"}]
    return replace(RULES["en"], instruments=(*known, *(row for row in rows if row not in known)))


__all__ = ["RULES", "Rules", "rules_for", "rules_for_words"]
