"""The recovery paper can be read back, and a slip of the pen is found."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.backup.errors import BackupError
from comity.core.backup.paper import WORDS, new_paper, read_paper, words_of
from comity.seal.age import HybridIdentity, X25519Identity

SEEDS = st.binary(min_size=32, max_size=32)


@given(SEEDS)
def test_both_forms_read_back_to_the_identity(seed: bytes):
    identity = HybridIdentity(seed)
    words = words_of(identity)
    assert len(words) == WORDS
    assert all(len(word) == 5 and word.isascii() and word.isalpha() for word in words)
    for typed in (
        " ".join(words),
        "\n".join(f"{word.upper()}," for word in words),
        str(identity),
        str(identity).lower(),
    ):
        assert str(read_paper(typed)) == str(identity)


def test_two_words_that_changed_places_are_found():
    for number in range(200):
        words = list(words_of(HybridIdentity(hashlib.sha256(bytes([number])).digest())))
        at = number % (WORDS - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
        with pytest.raises(BackupError):
            read_paper(" ".join(words))


@pytest.mark.parametrize(
    "typed",
    [
        *("", "babab", "babab " * 17, "babab " * 16, "xxxxx " * 17, "baba " * 17, "AGE-SECRET-KEY-PQ-1QQQ"),
        str(X25519Identity(bytes(32))),
    ],
)
def test_what_is_no_paper_is_refused(typed: str):
    with pytest.raises(BackupError) as raised:
        read_paper(typed)
    assert raised.value.code == "E_RECOVERY_WORDS"


def test_paper_asks_two_of_its_words_and_never_prints_itself():
    paper, identity = new_paper()
    assert read_paper(" ".join(paper.words)).recipient() == identity.recipient()
    assert paper.identity == str(identity)
    first, second = paper.asked
    assert 1 <= first < second <= WORDS
    assert paper.agrees((f" {paper.words[first - 1].upper()} ", paper.words[second - 1]))
    assert not paper.agrees((paper.words[second - 1], paper.words[first - 1]))
    assert not paper.agrees(("", ""))
    assert paper.words[0] not in repr(paper)
    assert paper.identity not in repr(paper)
