"""Text from outside, made safe to show: what cannot be seen is written out."""

from __future__ import annotations

import unicodedata

# Controls that reorder or hide text on a screen (Unicode UAX 9 and format characters that lie about length).
_HIDDEN = {
    "\u061c", "\u200b", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
    "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff",
}  # fmt: skip
_KEEP = {"\n", "\t"}


def clean(text: str) -> str:
    """Normalise typed text for keeping: NFC, one kind of line end, no other control characters."""
    normal = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in normal if c in _KEEP or unicodedata.category(c) not in {"Cc", "Cs"})


def visible(text: str) -> str:
    """Return `text` with hidden direction and format controls written as `⟦U+202E⟧`, so nobody is misled."""
    return "".join(f"⟦U+{ord(c):04X}⟧" if c in _HIDDEN else c for c in text)


def one_line(text: str, limit: int = 120) -> str:
    """Return `text` on one line of at most `limit` characters, safe to show."""
    line = " ".join(visible(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
