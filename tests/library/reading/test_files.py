"""Which characters a file holds: told, or refused in words; never guessed."""

import pytest

from comity.library.errors import TEXTS, ReadingError
from comity.library.reading import read_bytes, read_file

CHINESE = "一. 开幕\n\n1. 《公约》缔约国会议在维也纳开幕。\n\n2. 会议审议了国际合作的问题。\n"
ENGLISH = "I. Opening\n\n1. The meeting was opened.\n\n2. The meeting was closed.\n"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_chinese_in_any_of_its_encodings_reads_the_same(name):
    found = read_bytes(CHINESE.encode(name))
    assert [one.text for one in found.paragraphs] == ["《公约》缔约国会议在维也纳开幕。", "会议审议了国际合作的问题。"]


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "utf-16-be", "ascii"])
def test_english_reads_the_same(name):
    assert [one.number for one in read_bytes(ENGLISH.encode(name)).paragraphs] == [1, 2]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E_LIBRARY_EMPTY"),
        (b" \n\r\n\t", "E_LIBRARY_EMPTY"),
        ("\ufeff \n".encode("utf-16"), "E_LIBRARY_EMPTY"),
        (bytes(range(256)) * 40, "E_LIBRARY_BINARY"),
        ("Déjà vu, été, Ñandú, façade.".encode("latin-1"), "E_LIBRARY_ENCODING"),
        ("Конференция государств-участников".encode("cp1251"), "E_LIBRARY_ENCODING"),
        ("公約締約國會議".encode("big5"), "E_LIBRARY_ENCODING"),
        (b"\xff\xfe\x00", "E_LIBRARY_ENCODING"),
    ],
)
def test_what_cannot_be_told_is_refused_in_words(raw, code):
    with pytest.raises(ReadingError) as refused:
        read_bytes(raw)
    assert refused.value.code == code
    assert all(refused.value.text.get(tongue) for tongue in ("en", "zh-hans"))


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(ReadingError) as refused:
        read_file(path)
    assert (refused.value.code, refused.value.params["megabytes"]) == ("E_LIBRARY_SIZE", 100)


def test_every_text_says_what_to_do():
    assert all(text.en.count(". ") >= 1 or ": " in text.en for text in TEXTS.values())
    assert all("。" in text.zh for text in TEXTS.values())
