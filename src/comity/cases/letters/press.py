"""A typst template that is read once and prints for every thread of a node, one print at a time.

A compiler that two threads use at once raises "Already borrowed": two officers who print at the same moment wait for
each other, some milliseconds for a letter.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

import typst

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path


class Press:
    """One template. Its fonts are found at the first print (200 ms, later prints take a few)."""

    def __init__(self, template: Path) -> None:
        self._template = template
        self._in_use = threading.Lock()

    def fonts(self) -> typst.Fonts:
        """Return the fonts of this machine."""
        with self._in_use:
            return self._fonts

    def pdf(self, inputs: dict[str, str], *, at: datetime, standards: Sequence[Any] = ()) -> object:
        """Return what the template makes of the inputs, dated `at`.

        Raises:
            typst.TypstError: the template or its inputs cannot be printed.
        """
        with self._in_use:
            return self._compiler.compile(
                format="pdf", sys_inputs=inputs, pdf_standards=list(standards), timestamp=int(at.timestamp())
            )

    @cached_property
    def _fonts(self) -> typst.Fonts:
        return typst.Fonts()

    @cached_property
    def _compiler(self) -> typst.Compiler:
        return typst.Compiler(self._template, root=self._template.parent, font_paths=self._fonts)
