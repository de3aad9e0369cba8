"""The directory as a file: out and in again without a change, every row judged first, all or nothing."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from comity.directory import files, queries
from comity.directory.errors import DirectoryError
from comity.directory.models import Authority, Entry

ROW = {
    "place": "NE", "functions": "mla; prevention", "name_en": "Bureau of Letters", "languages": "fr; en",
    "source": "Note no. 1", "source_date": "2026-01-05", "electronic": "alone",
}  # fmt: skip


def judged(*rows):
    return [(one.result, [name for name, _text in one.reasons]) for one in files.judge(rows)]


@pytest.fixture
def many(published):
    published("NE", phone="+00 1", address='One\nTwo, "three"', languages=["fr", "en"], largest_megabytes=25)
    published("NE", functions=["extradition"], designated=False, names={}, verified=False)
    main = published("NG", names={"en": "=Office", "zh-hans": "办公室"}, post="'quoted'", networks=["One", "Two"])
    published(
        "NG", functions=["prevention"], fallback=main.authority, instruments=["UNCAC"], made_known="directory",
        contact="Ada", fax="+00 7", secure_address="x", spoken=["fr"], around_the_clock=True, ways=["post", "email"],
        help_given="Much", executing="Court\nPolice",
    )  # fmt: skip


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("kind", ["csv", "json"])
def test_what_goes_out_comes_in_as_the_same(kind):
    text = files.export(kind)
    assert [one.result for one in files.judge(files.read(text.encode()))] == ["same"] * 4
    assert [one.result for one in files.judge(files.read(b"\xef\xbb\xbf" + text.encode()))] == ["same"] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "tags"),
    [("FR; en", ["fr", "en"]), ("zh-hans, en", ["zh-hans", "en"]), ("qqq;en-evil", ["qqq", "en-evil"]), ("", [])],
)
def test_languages_come_in_as_tags_in_the_order_of_the_file_whether_they_have_a_name_here_or_not(cell, tags):
    (found,) = files.judge([{**ROW, "languages": cell, "urgent_languages": cell, "spoken": cell}])
    assert [found.values[name] for name in ("languages", "urgent_languages", "spoken")] == [tags] * 3


@pytest.mark.django_db
def test_what_is_no_tag_is_told_as_a_file_is_written():
    (found,) = files.judge([{**ROW, "languages": "French"}])
    assert found.reasons == [("languages", "“French” is no tag of a language, such as en, fr or zh-hans.")]


@pytest.mark.usefixtures("many")
def test_no_cell_of_a_table_is_a_formula():
    table = files.export("csv")
    assert ",'=Office," in table
    assert ",=Office," not in table


@pytest.mark.usefixtures("many")
def test_another_node_takes_a_file_in_under_the_same_ids(ada, hana):
    from comity.core.actors import Actor
    from comity.directory import actions
    from tests.builders.people import NOW

    text = files.export("json")
    known = set(Authority.objects.values_list("pk", flat=True))
    Entry.objects.all().delete()
    Authority.objects.all().delete()
    rows = files.judge(files.read(text.encode()))
    assert [one.result for one in rows] == ["new"] * 4, "also the one that names another of the file as its fallback"
    assert files.take_in(actor=Actor.of_officer(ada), judged=rows, now=NOW) == 4
    taken = set(Authority.objects.values_list("pk", flat=True))
    assert taken == known
    assert list(queries.current_entries()) == [], "each waits for a second officer"
    for one in taken:
        actions.publish_entry(actor=Actor.of_officer(hana), authority_id=one, now=NOW)
    assert [one.result for one in files.judge(files.read(text.encode()))] == ["same"] * 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"place": "ZZ"}, "place"),
        ({"place": ""}, "place"),
        ({"authority": "7"}, "authority"),
        ({"functions": "spying"}, "functions"),
        ({"functions": ""}, "functions"),
        ({"name_en": ""}, "name_en"),
        ({"none_designated": "yes"}, "none_designated"),
        ({"languages": "French"}, "languages"),
        ({"source": ""}, "source"),
        ({"source_date": "5/1/2026x"}, "source_date"),
        ({"electronic": "perhaps"}, "electronic"),
    ],
)
def test_a_wrong_cell_is_named_with_its_column(changed, column):
    assert judged(ROW, {**ROW, **changed}) == [("new", []), ("refused", [column])]


def test_an_id_stays_with_its_state_and_one_version_waits(ada, published):
    entry = published("NE")
    mine = {**ROW, "authority": str(entry.authority_id)}
    assert judged(mine, {**mine, "place": "NG"}) == [("changed", []), ("refused", ["authority"])]
    files.take_in(actor=_actor(ada), judged=files.judge([mine]), now=entry.decided_at)
    assert judged(mine) == [("refused", ["authority"])]


def _actor(officer):
    from comity.core.actors import Actor

    return Actor.of_officer(officer)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"[" * 5000,
        b'{"authorities": [{"place": 1}]}',
        b'{"authorities": {}}',
        b"place,spy\nNE,1\n",
        b"name_en\nx\n",
        b"place,source\nNE\n",
        b'place\n"NE',
        b"x" * (files.LARGEST + 1),
    ],
    ids=range(11),
)
def test_a_file_that_is_none_is_refused_in_words(raw):
    with pytest.raises(DirectoryError, match="E_FILE"):
        files.read(raw)


@given(st.binary(max_size=300))
def test_no_bytes_at_all_are_an_error_of_ours(raw):
    try:
        assert files.read(raw)
    except DirectoryError as refused:
        assert refused.code == "E_FILE"


@pytest.mark.usefixtures("ada", "many")
def test_the_commands_write_and_take_in_all_or_nothing(tmp_path):
    table = tmp_path / "out.csv"
    call_command("export_authorities", str(table))
    with pytest.raises(CommandError, match="could not be written"):
        call_command("export_authorities", str(table))
    with pytest.raises(CommandError, match=r"\.csv or \.json"):
        call_command("export_authorities", str(tmp_path / "out.txt"))
    fresh = tmp_path / "in.json"
    fresh.write_text(json.dumps({"authorities": [ROW, {**ROW, "place": "CN"}]}))

    def run(*options):
        out = io.StringIO()
        call_command("import_authorities", str(fresh), "--json", *options, stdout=out)
        return json.loads(out.getvalue())

    before = Entry.objects.count()
    assert (run("--dry-run")["new"], Entry.objects.count()) == (2, before)
    with pytest.raises(CommandError, match="--officer"):
        run()
    assert (run("--officer", "ada")["written"], Entry.objects.count()) == (2, before + 2)
    fresh.write_text(json.dumps([ROW, {**ROW, "source": ""}]))
    with pytest.raises(SystemExit) as ended:
        run("--officer", "ada")
    assert (ended.value.code, Entry.objects.count()) == (1, before + 2)


@pytest.mark.usefixtures("many")
def test_judging_needs_no_more_statements_for_more_rows(django_assert_max_num_queries):
    rows = files.read(files.export("csv").encode()) * 20
    with django_assert_max_num_queries(3):
        found = files.judge(rows)
    assert [one.result for one in found] == ["same"] * 4 + ["refused"] * 76, "an id stands once in a file"
