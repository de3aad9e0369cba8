"""Which language a text is in: by its script, and between languages of one script by their commonest words."""

from __future__ import annotations

import re

from comity.kernel.patterns import late

_SCRIPTS = (
    ("zh", late(r"[\u4e00-\u9fff]"), 2.0),  # a character says as much as two letters
    ("ar", late(r"[\u0621-\u064a]"), 1.0),
    ("ru", late(r"[\u0400-\u04ff]"), 1.0),
    ("latin", late(r"[A-Za-z\u00c0-\u024f]"), 1.0),
)
_WORDS = {
    "en": late(r"\b(?:the|of|and|to|in|for|that|with)\b", re.IGNORECASE),
    "fr": late(r"\b(?:le|la|les|des|du|et|une|dans|pour|que|aux)\b", re.IGNORECASE),
    "es": late(r"\b(?:el|los|las|de|del|y|en|para|que|una)\b", re.IGNORECASE),
}
_ENOUGH = 20_000


def language_of(text: str) -> str:
    """Return `zh`, `en`, `fr`, `es`, `ru` or `ar`; `und` where there are no letters."""
    sample = text if len(text) <= _ENOUGH else text[:_ENOUGH]
    weights = {name: len(pattern.findall(sample)) * weight for name, pattern, weight in _SCRIPTS}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script]:
        return "und"
    if script != "latin":
        return script
    return max(_WORDS, key=lambda name: len(_WORDS[name].findall(sample)))
