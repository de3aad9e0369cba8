from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.seal.age import (
    HybridIdentity,
    HybridRecipient,
    Recipient,
    ScryptRecipient,
    X25519Identity,
    X25519Recipient,
    bech32,
    parse_identity,
    parse_identity_file,
    parse_recipient,
    require_hybrid,
)
from comity.seal.errors import SealError

KINDS = [HybridIdentity, X25519Identity]
Kind = type[HybridIdentity] | type[X25519Identity]

# Printed in the format's specification.
PUBLISHED_IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
PUBLISHED_RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


def refused(text: str, *, identity: bool) -> str:
    with pytest.raises(SealError) as refusal:
        (parse_identity if identity else parse_recipient)(text)
    return refusal.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_keys_read_back_as_they_were_written(kind: Kind) -> None:
    identity = kind.generate()
    assert str(parse_identity(str(identity))) == str(identity)
    assert parse_recipient(str(identity.recipient())) == identity.recipient()
    assert hash(parse_recipient(str(identity.recipient()))) == hash(identity.recipient())
    assert bytes(parse_recipient(str(identity.recipient()))) == bytes(identity.recipient())
    assert identity.recipient() != kind.generate().recipient()
    assert identity.recipient() != str(identity.recipient())


@pytest.mark.parametrize("kind", KINDS)
def test_repr_shows_no_secret(kind: Kind) -> None:
    identity = kind.generate()
    assert str(identity) not in repr(identity)
    assert str(identity)[20:40].lower() not in repr(identity).lower()
    assert len(repr(identity.recipient())) < 100


def test_published_x25519_pair() -> None:
    assert str(parse_identity(PUBLISHED_IDENTITY).recipient()) == PUBLISHED_RECIPIENT


@pytest.mark.parametrize("kind", KINDS)
def test_keys_have_one_case_and_their_own_parser(kind: Kind) -> None:
    identity = kind.generate()
    assert refused(str(identity).lower(), identity=True) == "E_KEY"
    assert refused(str(identity.recipient()).upper(), identity=False) == "E_KEY"
    assert refused(str(identity), identity=False) == "E_KEY"
    assert refused(str(identity).lower(), identity=False) == "E_KEY"
    assert refused(str(identity.recipient()), identity=True) == "E_KEY"
    assert refused(str(identity.recipient()).upper(), identity=True) == "E_KEY"


@pytest.mark.parametrize("prefix", ["age1tag", "age1tagpq", "age1xwing", "other"])
def test_recipients_of_other_kinds_are_refused(prefix: str) -> None:
    assert refused(bech32.encode(prefix, bytes(33)), identity=False) == "E_KEY"


@pytest.mark.parametrize(("prefix", "size"), [("age", 31), ("age", 33), ("age1pq", 1215), ("age1pq", 1217)])
def test_recipients_of_wrong_size_are_refused(prefix: str, size: int) -> None:
    assert refused(bech32.encode(prefix, bytes(size)), identity=False) == "E_KEY"


@pytest.mark.parametrize("prefix", ["age-secret-key-", "age-secret-key-pq-"])
@pytest.mark.parametrize("size", [0, 31, 33])
def test_identities_of_wrong_size_are_refused(prefix: str, size: int) -> None:
    assert refused(bech32.encode(prefix, bytes(size)).upper(), identity=True) == "E_KEY"


def test_hybrid_key_outside_the_field_is_refused() -> None:
    with pytest.raises(SealError, match="E_KEY"):
        HybridRecipient(b"\xff" * 1216).wrap(bytes(16))


def test_keys_of_low_order_seal_nothing() -> None:
    with pytest.raises(SealError, match="protects nothing"):
        X25519Recipient(bytes(32)).wrap(bytes(16))
    good = bytes(HybridIdentity.generate().recipient())
    with pytest.raises(SealError, match="protects nothing"):
        HybridRecipient(good[:1184] + bytes(32)).wrap(bytes(16))


def test_refusals_do_not_repeat_what_may_be_a_secret() -> None:
    secret = str(HybridIdentity.generate())
    for text in (secret.lower(), secret[:-1], secret + "Q", secret.replace("1", "!"), f" {secret}"):
        with pytest.raises(SealError) as refusal:
            parse_identity(text)
        assert secret[20:40].lower() not in str(refusal.value).lower()


def test_identity_file_has_comments_and_both_kinds() -> None:
    one, two = HybridIdentity.generate(), X25519Identity.generate()
    text = f"# created: today\r\n# public key: {two.recipient()}\r\n{one}\r\n\r\n{two}"
    assert [str(found) for found in parse_identity_file(text.encode())] == [str(one), str(two)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E_KEY"),
        (b"# nothing\n", "E_KEY"),
        (b"\xff\xfe", "E_KEY"),
        (b"AGE-SECRET-KEY-1\n", "E_KEY"),
        (f" {PUBLISHED_IDENTITY}\n".encode(), "E_KEY"),
        (b"#" * (64 * 1024 + 1), "E_SIZE"),
    ],
)
def test_identity_file_refuses(raw: bytes, code: str) -> None:
    with pytest.raises(SealError) as refusal:
        parse_identity_file(raw)
    assert refusal.value.code == code


@given(st.text(max_size=200))
def test_parsers_raise_nothing_but_their_own_error(text: str) -> None:
    assert refused(text, identity=True) == "E_KEY"
    assert refused(text, identity=False) == "E_KEY"


def test_require_hybrid_demands_hybrid_alone() -> None:
    hybrid, classical = HybridIdentity.generate().recipient(), X25519Identity.generate().recipient()
    require_hybrid([hybrid, hybrid])
    forbidden: list[list[Recipient]] = [[], [classical], [hybrid, classical], [ScryptRecipient("secret", 1)]]
    for recipients in forbidden:
        with pytest.raises(SealError) as refusal:
            require_hybrid(recipients)
        assert refusal.value.code == "E_RECIPIENT"
