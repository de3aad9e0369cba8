"""Every kind of wrong row, every encoding, and that whatever a table says no row makes the judging fail."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.cases.importing import columns, rows
from comity.cases.importing.rows import Known, judge
from comity.cases.importing.sheet import MOST_BYTES, MOST_ROWS, SheetError, read_sheet

HEADINGS = ("Direction,State,Our reference,Their reference,Subject,Kind of assistance,Date sent,Registered on,"
            "Decision,Decided on,Date closed,Outcome,Deadline,Officer")  # fmt: skip
CHINESE = "方向,国家,案号,对方编号,案由,协助种类,发出日期,登记日期,决定,决定日期,结案日期,结果,期限,承办人"
GOOD = "out,XC,XA-7/2024,XC-9,Bank records,bank_records,2024-03-01,2024-04-01,accepted,2024-05-01,,,2024-12-31,"
KNOWN = Known(
    peers={"xc": ("letter.1",), "ministry of justice of xc": ("letter.1",), "xd": ("letter.2", "letter.3")},
    references={"XA-1/2024": ("outgoing", "letter.1"), "XA-2/2024": ("incoming", "letter.2")},
    theirs=frozenset({("incoming", "letter.1", "XC-77")}),
    officers={"outgoing": {"dana"}, "incoming": {"carl"}},
    today=date(2026, 3, 12),
)


def judged(*lines: str, order: str = "ymd", headings: str = HEADINGS):
    sheet = read_sheet("\r\n".join((headings, *lines)).encode())
    mapping = columns.guess(sheet.headings)
    assert columns.missing(mapping) == []
    return judge(sheet, mapping, order=order, known=KNOWN)


def changed(**cells: str) -> str:
    names = ("direction", "state", "our_reference", "their_reference", "title", "kinds", "opened_on", "registered_on",
             "decision", "decided_on", "closed_on", "outcome", "deadline", "officer")  # fmt: skip
    row = dict(zip(names, GOOD.split(","), strict=True)) | cells
    return ",".join(f'"{row[name]}"' for name in names)


def test_a_good_row_becomes_a_case():
    (one,) = judged(GOOD)
    assert one.result == "accepted"
    entry = one.entry
    assert (entry.direction, entry.peer, entry.modules) == ("outgoing", "letter.1", (("bank_records", "DOCUMENTS"),))
    assert (entry.state, entry.last_on, entry.deadline) == ("accepted", date(2024, 5, 1), date(2024, 12, 31))


def test_headings_and_words_in_chinese():
    (one,) = judged("发出,XC,甲-7,,银行记录案,银行和财务记录、送达司法文书,2024年3月1日,,,,,,,", headings=CHINESE)
    assert one.result == "accepted", one.reasons
    assert [module for module, _kind in one.entry.modules] == ["bank_records", "service"]


WRONG = [
    ({"state": "Nowhere"}, "state", "state"),
    ({"state": "XD"}, "state", "state_twice"),
    ({"state": "=XC"}, "state", "formula"),
    ({"direction": "sideways"}, "direction", "direction"),
    ({"opened_on": "2024-02-30"}, "opened_on", "date"),
    ({"opened_on": "45352"}, "opened_on", "date"),
    ({"opened_on": "1024-01-01"}, "opened_on", "date"),
    ({"opened_on": ""}, "opened_on", "empty"),
    ({"opened_on": "3/4/2024"}, "opened_on", "order"),
    ({"decided_on": "2099-01-01"}, "decided_on", "future"),
    ({"closed_on": "2024-01-01", "outcome": "executed"}, "closed_on", "before"),
    ({"registered_on": "2024-02-01"}, "registered_on", "before"),
    ({"decided_on": ""}, "decided_on", "half"),
    ({"closed_on": "2025-01-01"}, "outcome", "half"),
    ({"outcome": "splendid", "closed_on": "2025-01-01"}, "outcome", "outcome"),
    ({"decision": "maybe"}, "decision", "decision"),
    ({"kinds": "witchcraft"}, "kinds", "kind"),
    ({"kinds": ""}, "kinds", "empty"),
    ({"title": ""}, "title", "empty"),
    ({"title": "=HYPERLINK(1)"}, "title", "formula"),
    ({"title": "@SUM(A1)"}, "title", "formula"),
    ({"title": "safe\u202egnp.exe"}, "title", "hidden"),
    ({"title": "bell\x07"}, "title", "control"),
    ({"title": "x" * 301}, "title", "too_long"),
    ({"our_reference": "R" * 41}, "our_reference", "too_long"),
    ({"our_reference": ""}, "our_reference", "reference"),
    ({"our_reference": "XA-2/2024"}, "our_reference", "taken"),
    ({"officer": "nobody"}, "officer", "officer"),
    ({"officer": "carl"}, "officer", "officer"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "code"), WRONG)
def test_a_wrong_row_is_refused_with_its_reason(cells, column, code):
    (one,) = judged(changed(**cells))
    assert one.result == "refused"
    assert (column, code) in {(why.column, why.code) for why in one.reasons}
    for language in ("en", "zh-hans"):
        assert all(why.sentence(language) for why in one.reasons)


def test_half_a_row_and_a_row_too_long():
    half, long = judged("out,XC,XA-8", GOOD + ",more")
    assert ("", "half_row") in {(why.column, why.code) for why in half.reasons}
    assert ("", "too_many") in {(why.column, why.code) for why in long.reasons}


def test_a_reference_counts_once_and_one_that_is_here_is_known():
    first, second, known, theirs = judged(
        GOOD, changed(title="Another"), changed(our_reference="XA-1/2024", their_reference=""),
        changed(direction="in", our_reference="", registered_on="", decision="", decided_on="",
                their_reference="XC-77"),
    )  # fmt: skip
    assert [first.result, second.result, known.result, theirs.result] == ["accepted", "refused", "known", "known"]
    assert second.reasons[0].code == "twice"


@pytest.mark.parametrize(("order", "day"), [("dmy", date(2024, 4, 3)), ("mdy", date(2024, 3, 4))])
def test_the_order_of_day_and_month_is_as_chosen(order, day):
    (one,) = judged(changed(opened_on="3/4/2024", registered_on="", decision="", decided_on=""), order=order)
    assert one.entry.opened_on == day


@pytest.mark.parametrize("title", ["n" * 80, "ş" * 80, "银" * 80, "م" * 80])
def test_a_name_of_eighty_characters_fits(title):
    (one,) = judged(changed(title=title))
    assert one.entry.title == title


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_encoding_and_separator(encoding, separator):
    text = f"{CHINESE}\n发出,XC,甲-7,,案由一,送达司法文书,2024-03-01,,,,,,,".replace(",", separator)
    sheet = read_sheet(text.encode(encoding))
    assert sheet.headings[4] == "案由"
    assert sheet.rows[0][1][4] == "案由一"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "E_CSV_EMPTY"), (b"a,b\n", "E_CSV_EMPTY"), (b"PK\x03\x04xl", "E_CSV_KIND"), (b"%PDF-1.7", "E_CSV_KIND"),
        ("Stra\xdfe,b\n1,2".encode("latin-1"), "E_CSV_ENCODING"), (b"a,b\n\x00,1", "E_CSV_ENCODING"),
        (b'a,b\n"open,2', "E_CSV_BROKEN"), (b"a" * (MOST_BYTES + 1), "E_CSV_LARGE"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), "E_CSV_ROWS"), (b"\xff\xfea", "E_CSV_ENCODING"),
        (",".join("abc" * 50).encode() + b"\n" + b"1," * 150, "E_CSV_KIND"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(raw, code):
    with pytest.raises(SheetError) as caught:
        read_sheet(raw)
    assert caught.value.code == code


def test_ten_thousand_rows_are_judged():
    sheet = read_sheet(
        "\n".join((HEADINGS, *(changed(our_reference=f"R{n}", their_reference="") for n in range(MOST_ROWS)))).encode()
    )
    found = judge(sheet, columns.guess(sheet.headings), order="ymd", known=KNOWN)
    assert sum(one.result == "accepted" for one in found) == MOST_ROWS


@given(
    st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=16), min_size=1, max_size=5),
    st.sampled_from(["ymd", "dmy"]),
)
def test_no_row_breaks_the_judging_and_none_is_accepted_with_a_reason(found, order):
    from comity.cases.importing.sheet import Sheet

    sheet = Sheet(tuple(HEADINGS.split(",")), tuple((n, tuple(row)) for n, row in enumerate(found, 2)), "utf-8")
    for one in judge(sheet, columns.guess(sheet.headings), order=order, known=KNOWN):
        assert (one.result == "accepted") == (one.entry is not None)
        assert bool(one.reasons) == (one.result == "refused")
        assert {why.code for why in one.reasons} <= rows.REASONS.keys()


def test_a_column_that_is_needed_is_missed():
    assert {one.key for one in columns.missing(columns.guess(("State", "Subject")))} == {
        "direction", "kinds", "opened_on", "our_reference",
    }  # fmt: skip


@pytest.mark.parametrize(("cells", "day"), [
    ({}, date(2024, 5, 1)),
    ({"decision": "", "decided_on": ""}, None),
    ({"decision": "", "decided_on": "", "outcome": "executed", "closed_on": "2024-06-01"}, date(2024, 6, 1)),
    ({"decision": "", "decided_on": "", "outcome": "refused", "closed_on": "2024-06-01"}, None),
    ({"decision": "refused", "outcome": "executed", "closed_on": "2024-06-01"}, None),
])  # fmt: skip
def test_what_was_executed_had_been_granted_by_the_day_of_its_end(cells, day):
    (one,) = judged(changed(**cells))
    assert one.entry.granted_on == day
