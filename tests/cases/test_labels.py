"""Words around stored values: separators and details of checks follow the reader's language."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from comity.cases import labels

CHINESE = [
    ("there is no letter", "此份文电不附函件"),
    ("6 members", "6 个组成部分"),
    ("2 keys", "2 把密钥"),
    ("0 items", "0 项"),
    ("until 2026-12-20T22:53:07.459Z", "至 2026年12月20日 22:53"),
    ("until the end", "until the end"),
    ("until 2026-99-99T22:53:07.459Z", "until 2026-99-99T22:53:07.459Z"),
    ("many keys", "many keys"),
    ("CN=Seal,O=Central Authority of XB,C=XB", "CN=Seal,O=Central Authority of XB,C=XB"),
    ("", ""),
]


@pytest.mark.parametrize(("detail", "chinese"), CHINESE)
def test_details_of_checks_are_read_in_chinese(detail, chinese):
    with translation.override("zh-hans"), timezone.override("UTC"):
        assert labels.check_detail(detail) == chinese


def test_a_counted_detail_has_an_english_plural():
    assert [labels.check_detail(f"{number} keys") for number in (1, 2)] == ["1 key", "2 keys"]


@pytest.mark.parametrize(
    ("source", "chinese"),
    [("own clock", "签名方自身时钟"), ("time stamp: CN=DEMO Demo", "时间戳：CN=DEMO Demo"), ("a sundial", "a sundial")],
)
def test_the_clock_of_a_signature_is_named_in_chinese(source, chinese):
    with translation.override("zh-hans"):
        assert labels.time_source(source) == chinese


def test_chinese_joins_with_its_own_marks():
    with translation.override("zh-hans"):
        assert labels.labelled("有关人员", "王例证") == "有关人员：王例证"
        assert labels.kinds_text("|DOCUMENTS|STATEMENT|") == "文件和记录；陈述"
    assert labels.kinds_text("|DOCUMENTS|STATEMENT|") == "Documents and records; Statement"
