"""A PDF becomes lines of text, a form feed after each page. A process of its own opens it, and may be killed by it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.kernel.patterns import late
from comity.library.errors import ReadingError
from comity.library.reading.document import Unresolved
from comity.library.reading.words import Words

if TYPE_CHECKING:
    import re

PATIENCE = 60  # seconds of the clock; the processor's are counted inside
CUT = "\ufffe"  # stands for a hyphen at the end of a line
_PAGES = Path(__file__).with_name("pdf_pages.py")
_CUT = late(rf"(?P<before>[^\W\d_]+){CUT}(?P<end>\n*)(?P<after>[^\W\d_]+)?(?P<tail>\S*) ?")
_WORD = late(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDLESS = {-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL}


def pdf_text(raw: bytes) -> Words:
    """Return the words of a PDF. Raises ReadingError where it is locked, damaged or would unpack without end."""
    said = _opened(raw)
    text = whole_words("".join(f"{page}\n\f" for page in said["pages"]))
    doubts = [Unresolved(f"page {page}", "page_without_text", "") for page in said["pictures"]]
    if said["unreadable"]:
        doubts.append(Unresolved("", "letters_unknown", str(said["unreadable"])))
    return Words(text, tuple(doubts))


def _opened(raw: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_PAGES)]
    try:
        ran = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENCE, check=False, env={})
    except subprocess.TimeoutExpired:
        raise ReadingError("E_LIBRARY_BOMB") from None
    said: dict[str, Any] = {"refused": "damaged"} if ran.returncode else json.loads(ran.stdout)
    if ran.returncode in _ENDLESS or said.get("refused") == "too much":
        raise ReadingError("E_LIBRARY_BOMB")
    if said.get("refused") == "locked":
        raise ReadingError("E_LIBRARY_LOCKED")
    if "refused" in said:
        raise ReadingError("E_LIBRARY_DAMAGED", kind="PDF")
    return said


def whole_words(text: str) -> str:
    """Return a text with the words whole that a printer cut at the ends of lines.

    A hyphen at the end of a line may be the printer's or the word's own. It is the word's own where the word stands
    with it elsewhere, or before a capital; else the printer's where other words of the document show that he cuts.
    """
    known = set(_WORD.findall(text.lower()))
    cuts = [(found["before"].lower(), (found["after"] or "").lower()) for found in _CUT.finditer(text)]
    hyphenates = any(before + after in known for before, after in cuts if after)

    def joined(found: re.Match[str]) -> str:
        before, after = found["before"], found["after"] or ""
        own = not after or after[0].isupper() or f"{before}-{after}".lower() in known
        printed = hyphenates or (before + after).lower() in known
        return (before + after if printed and not own else f"{before}-{after}") + found["tail"] + (found["end"] or " ")

    return _CUT.sub(joined, text).replace(CUT, "-")
