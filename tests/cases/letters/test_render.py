from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.builders.requests import a_request

from comity.cases.letters import LetterError, render_draft, render_request
from comity.cases.letters.request import DETAILS, Writer
from comity.kernel.strictjson import dumps

AT = datetime(2026, 3, 1, 9, 14, tzinfo=UTC)


def attached(pdf):
    """Return the files inside a PDF, read by a library that did not write them."""
    names = PdfFileReader(BytesIO(pdf)).root["/Names"]["/EmbeddedFiles"]["/Names"]
    return {str(names[i]): names[i + 1]["/EF"]["/F"].data for i in range(0, len(names), 2)}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_request_travels_inside_its_letter_byte_for_byte(language):
    request = a_request(language=language)
    pdf = render_request(request, at=AT)
    assert attached(pdf) == {"request.json": dumps(request)}
    assert b"pdfuaid:part" in pdf
    assert b"pdfaid:part" in pdf


def test_the_same_request_gives_the_same_letter():
    assert render_request(a_request(), at=AT) == render_request(a_request(), at=AT)


def test_a_character_that_no_font_has_is_refused_and_never_printed_as_a_box():
    with pytest.raises(LetterError) as refused:
        render_request(a_request(facts={"summary": "a \U000f1234 b"}), at=AT)
    assert refused.value.code == "E_FONT"


def test_a_language_without_font_is_refused():
    with pytest.raises(LetterError) as refused:
        render_request(a_request() | {"language": "xx"}, at=AT)
    assert refused.value.code == "E_FONT"


def test_a_draft_carries_no_data_and_says_that_it_is_one():
    pdf = render_draft(a_request(), at=AT)
    assert "/Names" not in PdfFileReader(BytesIO(pdf)).root or b"request.json" not in pdf


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from('#$*_`<>@\\"[]{}()=/-+~\n abc请求'), max_size=60))
def test_no_text_is_ever_read_as_markup(text):
    words = render_draft(a_request(facts={"summary": f"x{text}x"}), at=AT)
    assert words.startswith(b"%PDF")


@pytest.mark.parametrize("text", ['#panic("x")', "$ x $", "*x*", "#{1+1}", '"', "\\", "{requesting}", "/etc/passwd"])
def test_markup_in_a_name_stays_text(text):
    request = a_request()
    request["persons"][0]["name"] = text
    assert render_request(request, at=AT).startswith(b"%PDF")


def test_officers_who_print_at_once_each_get_their_letter():
    requests = [a_request(language=language) for language in ("en", "zh-hans")] * 4
    with ThreadPoolExecutor(len(requests)) as together:
        printed = list(together.map(lambda request: render_request(request, at=AT), requests))
    assert [attached(pdf) for pdf in printed] == [{"request.json": dumps(request)} for request in requests]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_was_chosen_for_a_measure_is_printed_in_words_as_the_form_had_it(language):
    writer = Writer({}, language)
    chosen = [(path, value, label) for path, labels in DETAILS.items() for value, label in labels.items()]
    assert ("status", "witness") in {(path, value) for path, value, _label in chosen}
    assert [writer.text(path, value) for path, value, _label in chosen] == [one.get(language) for *_, one in chosen]


def test_a_half_filled_request_still_gives_a_draft_to_read():
    assert render_draft({"language": "en", "measures": [{}], "persons": [{}]}, at=AT).startswith(b"%PDF")
