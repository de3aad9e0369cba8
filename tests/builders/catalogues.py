"""Message catalogues for tests: compiled where they are stale, and a made-up Arabic that shows the mirrored layout."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "comity"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>|&\w+;")
LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ?,;",
    "ابچدهفگحیجکلمنوپقرستعڤوخزثابچدهفگحیجکلمنوپقرستعڤوخزث؟،؛",
)
ARABIC_PLURALS = (
    "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;"
)


def chinese() -> Iterator[Path]:
    """Yield the Chinese catalogue of every app."""
    yield from sorted(SOURCE.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))


def compile_stale() -> None:
    """Compile the catalogues that are newer than what was compiled from them."""
    for path in SOURCE.rglob("*.po"):
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            polib.pofile(str(path)).save_as_mofile(str(compiled))


def mirrored(text: str) -> str:
    """Return `text` in letters that run from right to left; placeholders and markup stay."""
    parts, last = [], 0
    for found in PLACEHOLDER.finditer(text):
        parts += [text[last : found.start()].translate(LETTERS), found.group()]
        last = found.end()
    return "".join([*parts, text[last:].translate(LETTERS)])


def write_mirrored(folder: Path) -> None:
    """Write one catalogue for `ar` with every message of every app into `folder`."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": ARABIC_PLURALS}
    seen = set()
    for path in chinese():
        for entry in polib.pofile(str(path)):
            if (entry.msgctxt, entry.msgid) in seen:
                continue
            seen.add((entry.msgctxt, entry.msgid))
            entry.flags = []
            entry.msgstr = "" if entry.msgid_plural else mirrored(entry.msgid)
            entry.msgstr_plural = dict.fromkeys(range(6), mirrored(entry.msgid_plural)) if entry.msgid_plural else {}
            catalogue.append(entry)
    target = folder / "ar" / "LC_MESSAGES"
    target.mkdir(parents=True, exist_ok=True)
    catalogue.save_as_mofile(str(target / "django.mo"))
