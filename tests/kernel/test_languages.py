import pytest

from comity.kernel.languages import Text


def test_a_text_answers_in_the_language_asked_or_in_english():
    text = Text(en="request", zh="请求", fr="demande")
    assert [text.get(tag) for tag in ("zh-hans", "zh_Hans", "fr-CA", "es", "de", "en")] == [
        "请求",
        "请求",
        "demande",
        "request",
        "request",
        "request",
    ]
    assert str(text) == "request"


def test_a_text_without_its_chinese_is_unfinished():
    with pytest.raises(ValueError, match="Chinese"):
        Text(en="request", zh="")
