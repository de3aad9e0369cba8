"""The library of the demo: documents of our own writing, and the published ones where they lie beside the clone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comity.cli.answers import say
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.library.errors import ReadingError

if TYPE_CHECKING:
    from collections.abc import Iterable

OWN = Path(__file__).parent / "documents"
PUBLISHED = Path(__file__).parents[5] / "shared" / "documents"
NOT_READ = Text(en="{name} was not read and is not in the library.", zh="未读取 {name}，图书馆中没有该文件。")


FROM_THE_HUB = frozenset({"5-note-2032.zh.txt"})  # what the demo's nodes take over from its hub


def documents() -> list[Path]:
    """Return the files that the demo's libraries have: ours, then the published ones that are there."""
    published = sorted(PUBLISHED.glob("*.txt")) if PUBLISHED.is_dir() else []
    return [*sorted(OWN.glob("*.txt")), *published]


def fill_library(files: Iterable[Path]) -> None:
    """Load documents into the library of this process's node; one that cannot be read is told and left out."""
    from comity.core.actors import Actor  # noqa: PLC0415 (models exist only once the node is entered)
    from comity.library.actions import load_document  # noqa: PLC0415 (the same)

    actor = Actor.system("comity.demo")
    for path in files:
        try:
            load_document(actor=actor, raw=path.read_bytes(), name=path.name, now=utc_now())
        except ReadingError:
            say(NOT_READ, name=path.name)
