"""Numbers as lists write them: (a), (iv), 十二."""

from __future__ import annotations

_HAN = "零一二三四五六七八九"


def letter(number: int) -> str:
    """Return the small letter of a place in a list."""
    return chr(ord("a") + (number - 1) % 26)


def roman(number: int) -> str:
    """Return a number in Roman numerals; lists longer than 89 stop there."""
    parts = (("L", 50), ("XL", 40), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))
    text, left = "", min(number, 89)
    for sign, value in parts:
        while left >= value:
            text, left = text + sign, left - value
    return text


def chinese(number: int) -> str:
    """Return a number below one hundred in Chinese."""
    tens, ones = divmod(min(number, 99), 10)
    return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones or not tens else "")
