"""The letter: a PDF that an officer signs and the authority seals (PAdES, ETSI EN 319 142, level B-B or B-T).

The letter is what was asked; the data attached to it is a help. `signing.py` writes both signatures, `reading.py`
checks a letter that came, `harmless.py` refuses what a letter never needs.
"""

from comity.seal.pades.harmless import MAX_LETTER
from comity.seal.pades.reading import Letter, verify_letter
from comity.seal.pades.signing import seal_letter, seal_paper, sign_as_officer

__all__ = ["MAX_LETTER", "Letter", "seal_letter", "seal_paper", "sign_as_officer", "verify_letter"]
