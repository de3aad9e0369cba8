"""Bech32 (BIP 173) without its length limit: how age writes keys."""

from __future__ import annotations

from typing import Final

from comity.seal.errors import SealError

_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM: Final = 6
_LOWEST, _HIGHEST = 33, 126


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    return check


def _expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def encode(prefix: str, data: bytes) -> str:
    """Return `data` in Bech32 under the lower-case `prefix`, all in lower case."""
    values: list[int] = []
    held = bits = 0
    for byte in data:
        held = (held << 8 | byte) & 0xFFF
        bits += 8
        while bits >= 5:  # noqa: PLR2004  five bits a character is what Bech32 is
            bits -= 5
            values.append(held >> bits & 31)
    if bits:
        values.append(held << (5 - bits) & 31)
    check = _polymod([*_expand(prefix), *values, *[0] * _CHECKSUM]) ^ 1
    values += [check >> 5 * (_CHECKSUM - 1 - place) & 31 for place in range(_CHECKSUM)]
    return f"{prefix}1{''.join(_ALPHABET[value] for value in values)}"


def decode(text: str) -> tuple[str, bytes]:
    """Return prefix (in lower case) and data of a Bech32 string.

    Raises SealError `E_KEY` for mixed case, a foreign character, a wrong checksum or unclean padding.
    The detail never repeats the string, which may be a secret.
    """
    lower = text.lower()
    if text not in {lower, text.upper()} or any(not _LOWEST <= ord(c) <= _HIGHEST for c in text):
        raise SealError("E_KEY", "a Bech32 string is in one case and in printable ASCII")
    prefix, separator, rest = lower.rpartition("1")
    if not prefix or not separator or len(rest) < _CHECKSUM:
        raise SealError("E_KEY", "a Bech32 string has a prefix and a checksum")
    try:
        values = [_VALUES[c] for c in rest]
    except KeyError:
        raise SealError("E_KEY", "not a Bech32 character") from None
    if _polymod(_expand(prefix) + values) != 1:
        raise SealError("E_KEY", "the Bech32 checksum is wrong")
    data = bytearray()
    held = bits = 0
    for value in values[:-_CHECKSUM]:
        held = (held << 5 | value) & 0xFFF
        bits += 5
        if bits >= 8:  # noqa: PLR2004  eight bits a byte
            bits -= 8
            data.append(held >> bits & 0xFF)
    if bits >= 5 or held & ((1 << bits) - 1):  # noqa: PLR2004  a whole unused character
        raise SealError("E_KEY", "the Bech32 padding is not clean")
    return prefix, bytes(data)
