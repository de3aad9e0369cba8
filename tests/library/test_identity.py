"""Which work a document is of: symbol, wording, meeting; never by a guess."""

from __future__ import annotations

import pytest

from comity.library.identity import Face, article_key, body_of, resolution_key, work_of
from comity.library.likeness import sketch

TEXT = "0123456789abcdefghijklmnopqrstuvwxyz" * 3
KNOWN = Face("CAC/COSP/EG.1/2031/3", "zh", sketch(TEXT), "21 2031-02-10 2031-02-12")


def face(symbol="", language="zh", text="another wording altogether", meeting=""):
    return Face(symbol, language, sketch(text), meeting)


@pytest.mark.parametrize(
    ("new", "how"),
    [
        (face(KNOWN.symbol, "ar"), "symbol"),
        (face(text=TEXT), "wording"),
        (face(text=TEXT, language="en"), None),  # one wording, told to be two languages: no version
        (face(language="en", meeting=KNOWN.meeting), "meeting"),
        (face("CAC/COSP/EG.1/2031/4", text=TEXT), None),  # another symbol is another document
        (face("CAC/COSP/EG.1/2031/4", meeting=KNOWN.meeting), None),
        (face(), None),
        (face(text=TEXT, meeting="22 2032-02-10 2032-02-12"), None),  # reports of two meetings are two documents
        (face(text=TEXT, meeting=KNOWN.meeting), "wording"),
        (face(meeting="22 2031-02-10 2031-02-12"), None),
    ],
)
def test_by_what_a_document_is_recognised(new, how):
    found = work_of(new, [("a", face()), ("b", KNOWN)] if new.sketch != face().sketch else [("b", KNOWN)])
    assert (found.how if found else None) == how
    assert found is None or found.key == "b"


def test_a_draft_is_a_work_of_its_own_however_like_the_final_text_is():
    draft = face("CAC/COSP/EG.1/2031/L.1", text=TEXT)
    assert work_of(draft, [("final", face(text=TEXT))]) is None
    assert work_of(face(text=TEXT), [("draft", draft)]) is None
    assert work_of(face("CAC/COSP/EG.1/2031/L.1"), [("draft", draft)]).how == "symbol"


def test_two_reports_of_one_meeting_in_doubt_are_not_chosen_from():
    meeting = "21 2031-02-10 2031-02-12"
    known = [("a", face(language="fr", meeting=meeting)), ("b", face(language="es", meeting=meeting))]
    assert work_of(face(language="en", meeting=meeting), known) is None


@pytest.mark.parametrize(
    ("symbol", "body"),
    [
        ("CAC/COSP/EG.1/2021/4", "CAC/COSP/EG.1"),
        ("CAC/COSP/WG.2/2031/L.1/Add.2", "CAC/COSP/WG.2"),
        ("CAC/COSP/2021/1", "CAC/COSP"),
        ("A/58/422", "A"),
        ("A/RES/58/4", "A"),
        ("CTOC/COP/WG.2/CRP.1", "CTOC/COP/WG.2"),
        ("", ""),
    ],
)
def test_the_body_of_a_symbol(symbol, body):
    assert body_of(symbol) == body


def test_keys_name_what_is_cited():
    assert article_key("uncac", 46, 7, "") == "uncac:46(7)"
    assert article_key("uncac", 46, 3, "a") == "uncac:46(3)(a)"
    assert article_key("uncac", 1, None, "b") == "uncac:1(b)"
    assert resolution_key("CAC/COSP", "8/2") == "CAC/COSP 8/2"
