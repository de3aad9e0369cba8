"""A node signs its directory, another takes it in, and anybody reads it off line with the key file."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.builders.cases import a_peer
from tests.builders.directories import key_file
from tests.builders.keys import NOW, node_keys
from tests.builders.node_folder import use_node_folder
from tests.builders.people import an_officer

from comity.cli import signed_directory
from comity.cli.answers import CommandError as CannotGoOn
from comity.core.actors import Actor
from comity.core.keys import node_keys as own_keys
from comity.core.roles import Role
from comity.directory import fact_queries, queries
from comity.directory.models import Entry
from comity.directory.signed import SignedDirectory, sign_directory
from comity.exchange import editions
from comity.exchange.models import EditionSource
from comity.seal.age import seal_bytes

ROW = {
    "place": "XB", "functions": "mla", "name_en": "Bureau of Letters", "languages": "fr; en", "source": "Note no. 1",
    "source_date": "2026-01-05", "electronic": "alone",
}  # fmt: skip
RULE = {
    "sort": "rule", "place": "XB", "rule": "extradites_nationals", "value": "no", "article": "Act, s. 9",
    "source": "Note no. 2", "source_date": "2026-01-05",
}  # fmt: skip


@pytest.fixture
def node(settings, tmp_path, time_machine, db):
    """Let this process be the node `xa` with its keys, at a fixed time."""
    del db
    time_machine.move_to(NOW, tick=False)
    return use_node_folder(settings, tmp_path / "xa")


@pytest.fixture
def file(tmp_path):
    """Return a function that writes what XB signed."""

    def write(authorities=(ROW,), facts=(RULE,), node="xb", name="xb.directory"):
        said = SignedDirectory(node, "XB", NOW, tuple(authorities), tuple(facts))
        path = tmp_path / name
        path.write_bytes(sign_directory(said, node_keys(node).signing_pair(NOW)))
        return path

    return write


@pytest.fixture
def keys(tmp_path):
    path = tmp_path / "xb.peer.json"
    path.write_bytes(node_keys("xb").peer_file(NOW))
    return [str(path)]


def taken(path, *options):
    out = io.StringIO()
    call_command("import_directory", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.usefixtures("node")
def test_what_a_counterpart_signed_is_judged_and_taken_in_and_waits(file):
    a_peer("xb")
    an_officer("ada", [Role.ADMINISTRATOR])
    judged = taken(file(), "--dry-run")
    assert (judged["node"], judged["new"], judged["written"]) == ("xb", 2, 0)
    assert not Entry.objects.exists()
    with pytest.raises(CommandError, match="--officer"):
        taken(file())
    assert taken(file(), "--officer", "ada")["written"] == 2
    assert (queries.all_waiting().count(), fact_queries.all_waiting().count()) == (1, 1)


@pytest.mark.usefixtures("node")
def test_a_refused_row_or_signature_takes_nothing_in(file, tmp_path):
    a_peer("xb")
    an_officer("ada", [Role.ADMINISTRATOR])
    with pytest.raises(SystemExit):
        taken(file([{**ROW, "source": ""}]), "--officer", "ada")
    with pytest.raises(CommandError, match="columns must be some of"):
        taken(file([{**ROW, "spy": "x"}]), "--officer", "ada")
    with pytest.raises(CommandError, match="no counterpart of this node signed it"):
        taken(file(node="stranger"), "--officer", "ada")
    with pytest.raises(CommandError, match="Nothing was taken in"):
        taken(tmp_path / "none", "--officer", "ada")
    assert not Entry.objects.exists()


@pytest.fixture
def hub(node):
    """Let the node `stranger` be the hub whose key file two officers confirmed."""
    del node
    ada, hana = an_officer("ada", [Role.ADMINISTRATOR]), an_officer("hana", [Role.HEAD])
    found = editions.propose_source(actor=Actor.of_officer(ada), raw=key_file("stranger"), url="", now=NOW)
    actor = Actor.of_officer(hana)
    return editions.confirm_source(actor=actor, anchor_id=found.pk, fingerprint=found.fingerprint, now=NOW)


def edition(tmp_path, *authorities, at=NOW, sealed=False, by="stranger"):
    said = SignedDirectory("stranger", node_keys("stranger").state, at, authorities or (ROW,), (RULE,))
    raw = sign_directory(said, node_keys(by).signing_pair(at))
    path = tmp_path / "edition"
    path.write_bytes(seal_bytes(raw, [own_keys().age_identities[0].recipient()]) if sealed else raw)
    return path


@pytest.mark.parametrize("sealed", [False, True])
def test_an_edition_of_the_hub_is_kept_and_its_rows_wait(hub, tmp_path, sealed):
    path = edition(tmp_path, sealed=sealed)
    assert taken(path, "--dry-run")["new"] == 2
    hub.refresh_from_db()
    assert hub.created is None, "a dry run writes nothing down"
    with pytest.raises(CommandError, match="--officer"):
        taken(path)
    assert taken(path, "--officer", "ada")["written"] == 2
    hub.refresh_from_db()
    assert (hub.created, hub.trouble) == (NOW, "")
    entry = Entry.objects.get()
    assert (entry.state, entry.origin["node"]) == ("proposed", "stranger")
    assert fact_queries.all_waiting().count() == 1


@pytest.mark.usefixtures("hub")
def test_an_edition_is_refused_as_on_the_page_and_the_hub_stays_believed(tmp_path):
    an_officer("dora", [Role.DRAFTER])
    with pytest.raises(CommandError, match="Nothing was taken in"):
        taken(edition(tmp_path), "--officer", "dora")
    taken(edition(tmp_path), "--officer", "ada")
    for changed, code in (({"at": NOW - timedelta(hours=1)}, "E_EDITION_BACK"), ({"by": "xa"}, "E_EDITION_SIGNATURE")):
        for options in (["--dry-run"], ["--officer", "ada"]):
            with pytest.raises(CommandError, match=code):
                taken(edition(tmp_path, **changed), *options)
    with pytest.raises(SystemExit):
        taken(edition(tmp_path, {**ROW, "source": ""}, at=NOW + timedelta(minutes=1)), "--officer", "ada")
    assert Entry.objects.count() == 1
    assert EditionSource.objects.get().state == "believed"
    with pytest.raises(CommandError, match="E_EDITION_TWO"):
        taken(edition(tmp_path, at=NOW + timedelta(minutes=1)), "--officer", "ada")
    assert EditionSource.objects.get().state == "distrusted"
    with pytest.raises(CommandError, match="E_EDITION_NOBODY") as refused:
        taken(edition(tmp_path, sealed=True), "--officer", "ada")
    assert refused.value.returncode == 3


@pytest.mark.usefixtures("hub")
def test_an_old_edition_is_told_of(tmp_path, capsys):
    taken(edition(tmp_path, at=NOW - timedelta(days=30)), "--officer", "ada")
    assert "renews its directory no longer" in capsys.readouterr().err


@pytest.mark.usefixtures("node")
def test_the_directory_of_this_node_goes_out_signed_and_comes_in_as_the_same(tmp_path):
    ada, hana = an_officer("ada", [Role.ADMINISTRATOR]), an_officer("hana", [Role.HEAD])
    from comity.directory import actions, files

    files.take_in(actor=Actor.of_officer(ada), judged=files.judge([{**ROW, "place": "XA"}]), now=NOW)
    for entry in queries.all_waiting():
        actions.publish_entry(actor=Actor.of_officer(hana), authority_id=entry.authority_id, now=NOW)
    path = tmp_path / "xa.directory"
    call_command("export_directory", str(path))
    assert taken(path, "--dry-run")["same"] == 1
    with pytest.raises(CommandError, match="could not be written"):
        call_command("export_directory", str(path))


def test_it_is_verified_and_read_off_line(file, keys, capsys):
    signed_directory.verify(file(), keys)
    assert "Valid: signed by xb of XB" in capsys.readouterr().out
    signed_directory.read(file(), keys)
    assert "XB\tmla\tBureau of Letters\tfr; en" in capsys.readouterr().out
    signed_directory.read(file(), keys, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["authorities"], told["facts"]) == ("XB", [ROW], [RULE])
    signed_directory.verify(file(), keys, as_json=True)
    assert json.loads(capsys.readouterr().out)["authorities"] == 1


def test_a_changed_file_is_refused_in_words_and_an_unknown_node_cannot_be_told(file, keys, tmp_path):
    whole = file()
    other = file([{**ROW, "phone": "1"}], name="other")
    mixed = json.loads(whole.read_bytes())
    mixed["payload"] = json.loads(other.read_bytes())["payload"]
    changed = tmp_path / "changed"
    changed.write_text(json.dumps(mixed, separators=(",", ":"), sort_keys=True))
    for path, peers, code, exit_code, words in (
        (changed, keys, "E_SIGNATURE", 1, "changed afterwards"),
        (whole, [], "E_SENDER", 4, "Give it with --peer"),
        (tmp_path / "xb.peer.json", keys, "E_VERSION", 1, "no signed directory"),
        (tmp_path / "none", keys, "E_FILE", 2, ""),
    ):
        with pytest.raises(CannotGoOn) as refused:
            signed_directory.verify(path, peers)
        assert (refused.value.code, int(refused.value.exit_code)) == (code, exit_code)
        assert words in refused.value.text.en
