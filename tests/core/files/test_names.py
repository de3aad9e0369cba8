"""Names that people send us are shown, never used."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.files.names import LONGEST, UNKNOWN_TYPE, display_name, media_type


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("statement.pdf", "statement.pdf"),
        ("银行对账单 2024.pdf", "银行对账单 2024.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\letter.docx", "letter.docx"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nSet-Cookie: x", "a Set-Cookie_ x"),
        ("con.txt", "_con.txt"),
        ("...", "file"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 145 + "….pdf"),
        ('q"u|o?te.txt', "q_u_o_te.txt"),
    ],
)
def test_display_name_is_safe_to_show(given_name: str, shown: str):
    assert display_name(given_name) == shown


@given(st.text(max_size=400))
def test_display_name_never_holds_a_path_or_anything_hidden(text: str):
    name = display_name(text)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('/\\\r\n\0<>:"|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in name)
    assert name not in {".", ".."}
    assert display_name(name) == name


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("application/pdf", "application/pdf"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("text/html\r\nX: y", UNKNOWN_TYPE),
        ("", UNKNOWN_TYPE),
        ("pdf", UNKNOWN_TYPE),
    ],
)
def test_media_type_is_a_label(text: str, kept: str):
    assert media_type(text) == kept
