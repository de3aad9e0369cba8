"""The catalogue of a hub's library: what is signed stands for every line, and nothing of another form is read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders.hub_libraries import LIFE, an_entry
from tests.builders.keys import NOW

from comity.kernel import strictjson
from comity.library.mirroring import catalogue
from comity.library.mirroring.catalogue import Entry, Head, MirrorError
from comity.seal.dsse import decode, encode
from comity.seal.keydirectory import holding

SIGNER = holding.new_key()
KEYS = {SIGNER.public_key.keyid: SIGNER.public_key}
HEAD = Head(3, 2, "ab" * 32, NOW, NOW + LIFE)
TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=400)


@settings(max_examples=30)
@given(title=TEXTS, name=TEXTS)
def test_an_entry_comes_back_from_its_line_whatever_its_title(title: str, name: str):
    entry = an_entry(b"x", title=title, name=name)
    line = entry.line()
    assert b"\n" not in line
    assert len(line) <= catalogue.MAX_LINE
    assert Entry.of_line(line) == replace(entry, title=title[:300], name=name[:120])


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0},
        {"number": 2**31},
        {"size": -1},
        {"size": True},
        {"sha256": "AB" * 32},
        {"reading": ""},
        {"kind": 3},
        {"more": 1},
    ],
)
def test_a_line_of_another_form_is_refused(changes: dict[str, object]):
    value = strictjson.loads_object(an_entry(b"x").line(), limit=4096) | changes
    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        Entry.of_line(strictjson.dumps(value))
    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        Entry.of_line(b" " + an_entry(b"x").line())


def test_a_head_is_believed_from_the_key_of_the_hub_alone():
    raw = catalogue.sign(HEAD, SIGNER)
    assert catalogue.verified(raw, KEYS) == HEAD
    other = holding.new_key()
    for keys in ({}, {SIGNER.public_key.keyid: other.public_key}, {other.public_key.keyid: other.public_key}):
        with pytest.raises(MirrorError, match="E_MIRROR_SIGNATURE"):
            catalogue.verified(raw, keys)


@settings(max_examples=60)
@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_of_a_head_can_be_changed(at: int, by: int):
    raw = bytearray(catalogue.sign(HEAD, SIGNER))
    raw[at % len(raw)] ^= by
    with pytest.raises(MirrorError):
        catalogue.verified(bytes(raw), KEYS)


def test_what_the_key_signed_for_another_purpose_is_no_head():
    """The same key signs the time stamp of the key directory: neither can stand for the other."""
    item = strictjson.loads_object(catalogue.sign(HEAD, SIGNER), limit=catalogue.MAX_HEAD)
    payload = decode(item["payload"])
    made = SIGNER.sign(payload)  # as TUF signs: the bytes alone
    item["signatures"] = [{"keyid": made.keyid, "sig": made.signature}]
    with pytest.raises(MirrorError, match="E_MIRROR_SIGNATURE"):
        catalogue.verified(strictjson.dumps(item), KEYS)
    item = strictjson.loads_object(catalogue.sign(HEAD, SIGNER), limit=catalogue.MAX_HEAD)
    for changes in ({"payloadType": "application/json"}, {"payload": encode(b"{}")}, {"signatures": []}, {"more": 1}):
        with pytest.raises(MirrorError):
            catalogue.verified(strictjson.dumps(item | changes), KEYS)


@pytest.mark.parametrize("changes", [
    {"count": catalogue.MOST + 1}, {"issue": 0}, {"issue": 2**31}, {"chain": "x"}, {"ends": "soon"},
])  # fmt: skip
def test_a_head_that_says_nonsense_is_refused_though_it_is_signed(changes: dict[str, object]):
    value = strictjson.loads_object(HEAD.payload(), limit=catalogue.MAX_HEAD) | changes

    class Nonsense(Head):
        def payload(self) -> bytes:
            return strictjson.dumps(value)

    with pytest.raises(MirrorError, match="E_MIRROR_SYNTAX"):
        catalogue.verified(catalogue.sign(Nonsense(1, 1, "", NOW, NOW), SIGNER), KEYS)


def test_lines_come_whole_however_the_blocks_are_cut_and_no_more_than_asked_for():
    raw = b"one\ntwo\nthree\n"
    for size in (1, 3, 100):
        blocks = [raw[at : at + size] for at in range(0, len(raw), size)]
        assert list(catalogue.lines_of(blocks, most=3)) == [b"one", b"two", b"three"]
    for blocks, most, code in (
        ([raw], 2, "E_MIRROR_SYNTAX"),
        ([raw[:-1]], 3, "E_MIRROR_AWAY"),
        (iter(lambda: b"x" * 1000, b""), 3, "E_MIRROR_SYNTAX"),  # a line without an end
    ):
        with pytest.raises(MirrorError, match=code):
            list(catalogue.lines_of(blocks, most=most))


def test_the_digest_of_a_reading_changes_with_every_word_key_and_order():
    pieces = [("para_1", "One."), ("para_2", "Two.")]
    others = [pieces[::-1], pieces[:1], [("para_1", "One.para_2"), ("", "Two.")], [("para_1", "One"), pieces[1]]]
    assert catalogue.reading_of(pieces) not in {catalogue.reading_of(one) for one in others}
    assert catalogue.reading_of(pieces) == catalogue.reading_of(iter(pieces))
