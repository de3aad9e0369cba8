"""The letter: a PDF that an officer signs and the authority seals (PAdES, ETSI EN 319 142, level B-B or B-T).

The letter is what was asked; the data attached to it is a help. `signing.py` writes both signatures, `reading.py`
checks a letter that came, `harmless.py` refuses what a letter never needs.

Whoever imports the package loads nothing of pyHanko yet; a part is loaded when one of its names is first used
(`pades.verify_letter`): see docs/architecture.md, "What is loaded late".
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comity.seal.pades.harmless import MAX_LETTER
    from comity.seal.pades.reading import Letter, verify_letter
    from comity.seal.pades.signing import seal_letter, seal_paper, sign_as_officer

__all__ = ["MAX_LETTER", "Letter", "seal_letter", "seal_paper", "sign_as_officer", "verify_letter"]

_PARTS = {
    "MAX_LETTER": "harmless",
    "Letter": "reading",
    "verify_letter": "reading",
    "seal_letter": "signing",
    "seal_paper": "signing",
    "sign_as_officer": "signing",
}


def __getattr__(name: str) -> Any:
    """Load the part that has the name (PEP 562)."""
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
    return found
