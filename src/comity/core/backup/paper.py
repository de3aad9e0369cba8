"""The recovery paper: the identity that opens every backup, as seventeen words and as an age identity.

A word is sixteen bits in five letters, consonants and vowels in turn (`lusab`), so that people can read it aloud and
write it down in any country; the seventeenth is a check over the others. Sixteen words are the identity's 32 bytes.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from comity.core.backup.errors import BackupError
from comity.seal.age import HybridIdentity, parse_identity
from comity.seal.age.bech32 import decode
from comity.seal.errors import SealError

CONSONANTS: Final = "bdfghjklmnprstvz"
VOWELS: Final = "aiou"
WORDS: Final = 17
_PATTERN: Final = ((12, CONSONANTS), (10, VOWELS), (6, CONSONANTS), (4, VOWELS), (0, CONSONANTS))


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryPaper:
    """What is printed or written down once, and the two words that are asked back.

    Attributes:
        words: the seventeen words.
        identity: the same as `AGE-SECRET-KEY-PQ-1…`, which the `age` program understands.
        asked: the numbers (from 1) of the two words to type back.
    """

    words: tuple[str, ...]
    identity: str
    asked: tuple[int, int]

    def answers(self) -> tuple[str, str]:
        """Return the two words that are asked for."""
        return self.words[self.asked[0] - 1], self.words[self.asked[1] - 1]

    def agrees(self, typed: tuple[str, str]) -> bool:
        """Return whether these are the two words, whatever their case and surroundings."""
        return tuple(word.strip().lower() for word in typed) == self.answers()


def new_paper() -> tuple[RecoveryPaper, HybridIdentity]:
    """Make a recovery identity and its paper."""
    identity = HybridIdentity.generate()
    first, second = sorted(secrets.SystemRandom().sample(range(1, WORDS + 1), 2))
    return RecoveryPaper(words_of(identity), str(identity), (first, second)), identity


def words_of(identity: HybridIdentity) -> tuple[str, ...]:
    """Return the seventeen words of an identity."""
    seed = decode(str(identity))[1]
    return tuple(_word(both) for both in _pairs(seed + _check(seed)))


def read_paper(text: str) -> HybridIdentity:
    """Return the identity that was typed from the paper, in either form.

    Raises:
        BackupError: `E_RECOVERY_WORDS` when it is neither, or a word is wrong.
    """
    typed = text.split()
    if len(typed) == 1:
        try:
            identity = parse_identity(typed[0].upper())
        except SealError:
            raise _wrong("this is not a recovery identity") from None
        if not isinstance(identity, HybridIdentity):
            raise _wrong("this is another kind of identity")
        return identity
    if len(typed) != WORDS:
        raise _wrong(f"{WORDS} words are needed")
    raw = b"".join(_value(word.strip(".,;-").lower(), number) for number, word in enumerate(typed, 1))
    seed, check = raw[:-2], raw[-2:]
    if not secrets.compare_digest(check, _check(seed)):
        raise _wrong("a word is wrong, or two have changed places")
    return HybridIdentity(seed)


def _check(seed: bytes) -> bytes:
    return hashlib.sha256(b"comity recovery paper" + seed).digest()[:2]


def _pairs(raw: bytes) -> list[int]:
    return [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]


def _word(value: int) -> str:
    return "".join(letters[value >> shift & (len(letters) - 1)] for shift, letters in _PATTERN)


def _value(word: str, number: int) -> bytes:
    value = 0
    if len(word) != len(_PATTERN):
        raise _wrong("a word has five letters", number=number)
    for letter, (shift, letters) in zip(word, _PATTERN, strict=True):
        if letter not in letters:
            raise _wrong("there is no such word on a paper", number=number)
        value |= letters.index(letter) << shift
    return value.to_bytes(2, "big")


def _wrong(detail: str, number: int = 0) -> BackupError:
    return BackupError("E_RECOVERY_WORDS", detail, number=number)
