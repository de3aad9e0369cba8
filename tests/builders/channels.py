"""A decision tree of channels as a secretariat would write its own."""

from __future__ import annotations


def a_tree() -> str:
    """Return TOML with one question and two channels."""
    return """
version = "secretariat-1"
start = "haste"
[questions.haste]
en = "Is there haste?"
zh = "是否紧急？"
articles = ["46(13)"]
answers = [
    { code = "yes", en = "Yes", zh = "是", to = "call" },
    { code = "no", en = "No", zh = "否", to = "post" },
]
[advice.call]
en = "Telephone the central authority."
zh = "致电中央机关。"
articles = ["46(14)"]
informal = true
[advice.post]
en = "Write to the central authority."
zh = "致函中央机关。"
articles = ["46(13)"]
kind = "mla"
"""
