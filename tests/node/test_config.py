"""Settings: environment, files named by it, node.json; bad ones are refused or reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import ValidationError
from tests.builders.channels import a_tree

from comity.node.checks import problems
from comity.node.config import NodeConfig
from comity.node.database import SettingsError, database_from
from comity.node.logs import FORBIDDEN, drop_content

KEY = "k" * 40


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch, tmp_path):
    for name in ("COMITY_DATA", "COMITY_SECRET_KEY", "COMITY_TEST_LANGUAGES", "COMITY_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_any_environment_there_is_a_node_of_xa():
    node = NodeConfig()
    assert (node.node_id, node.state, node.production, node.secret()) == ("xa", "XA", False, "")
    assert node.cookie_prefix == "comity_xa_"


def test_environment_wins_over_the_node_file(tmp_path, monkeypatch):
    (tmp_path / "node.json").write_text(json.dumps({"node_id": "xb", "state": "XB", "unknown": 1}))
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))
    assert (NodeConfig().node_id, NodeConfig().state) == ("xb", "XB")
    monkeypatch.setenv("COMITY_NODE_ID", "central-authority.xb")
    assert NodeConfig().cookie_prefix == "comity_central_authority_xb_"


def test_secret_comes_from_a_file_named_by_the_environment(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text(KEY + "\n")
    monkeypatch.setenv("COMITY_SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert NodeConfig().secret() == KEY
    assert KEY not in repr(NodeConfig())


def test_secret_lies_in_the_data_folder_where_none_is_given(tmp_path, monkeypatch):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "django-secret").write_text(KEY)
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))
    assert NodeConfig().secret() == KEY


def test_node_file_never_gives_secrets(tmp_path, monkeypatch):
    (tmp_path / "node.json").write_text(json.dumps({"secret_key": KEY, "database_url": "postgres://x"}))
    monkeypatch.setenv("COMITY_DATA", str(tmp_path))
    assert NodeConfig().secret() == ""
    assert NodeConfig().database_url.get_secret_value() == ""


def test_complex_value_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "hosts").write_text('["node.example"]')
    monkeypatch.setenv("COMITY_HOSTS_FILE", str(tmp_path / "hosts"))
    assert NodeConfig().hosts == ["node.example"]


def test_the_tree_of_a_secretariat_comes_from_a_file_and_is_checked(tmp_path, monkeypatch):
    file = tmp_path / "channels.toml"
    file.write_text(a_tree(), encoding="utf-8")
    monkeypatch.setenv("COMITY_CHANNEL_TREE_FILE", str(file))
    assert "secretariat-1" in NodeConfig().channel_tree
    file.write_text(a_tree().replace('to = "post"', 'to = "nowhere"'), encoding="utf-8")
    with pytest.raises(ValidationError, match="which is nowhere"):
        NodeConfig()


@pytest.mark.parametrize(("name", "value"), [
    ("NODE_ID", "Not A Node"), ("LANGUAGES", '["tlh"]'), ("NAMES", '{"en": "Only English"}'), ("SESSION_HOURS", "0"),
    ("LOG_FORMAT", "poetry"), ("MAX_PART", "-1"), ("ROLE", "ministry"),
    ("DEADLINES", '{"no_such": 3}'), ("DEADLINES", '{"sign": -1}'), ("WEEKEND", "[0,1,2,3,4,5,6]"),
    ("HOLIDAYS", '["soon"]'), ("PRIORITY_WEIGHTS", '{"rank": 3}'),
    ("RETENTION", '[{"months": 0}]'), ("RETENTION", '[{"months": 12, "kinds": ["GOSSIP"]}]'),
    ("SMTP_HOST", "mail.example"), ("MAIL_HOUR", "24"), ("SMTP_SECURITY", "perhaps"),
    ("DE_MINIMIS", '[{"currency": "xbc", "below": 1}]'), ("DE_MINIMIS", '[{"currency": "XBC"}]'),
    ("DE_MINIMIS", '[{"currency": "XBC", "below": 5, "kinds": ["GOSSIP"]}]'),
    ("DE_MINIMIS", "[{}]"), ("DE_MINIMIS", '[{"older_than_years": 0}]'),
    ("DE_MINIMIS", '[{"currency": "XBC", "older_than_years": 10}]'),
    ("DE_MINIMIS", '[{"currency": "XBC", "below": 5, "except_treaties": ["the treaty"]}]'),
])  # fmt: skip
def test_bad_value_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(f"COMITY_{name}", value)
    with pytest.raises(ValidationError):
        NodeConfig()


@pytest.mark.parametrize("name", sorted(NodeConfig.model_fields))
def test_every_field_says_what_it_is_for(name):
    description = NodeConfig.model_fields[name].description or ""
    assert description.endswith("."), name
    assert len(description) > 20, name


def test_sqlite_is_durable_and_takes_its_lock_at_once():
    options = database_from("", data=Path("/data"))["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


@pytest.mark.django_db
def test_sqlite_is_set_up_as_said():
    from django.db import connection

    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_postgresql_address_is_read_with_socket_and_secrets():
    found = database_from("postgres://me:p%40ss@db.example:5433/comity?sslmode=require", data=Path("/data"))
    wanted = {"NAME": "comity", "USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert {name: found[name] for name in wanted} == wanted
    assert found["OPTIONS"]["sslmode"] == "require"
    assert database_from("postgresql://me:@/postgres?host=/run/pg", data=Path("/data"))["HOST"] == "/run/pg"


def test_other_databases_are_refused():
    with pytest.raises(SettingsError, match="E_DATABASE_URL"):
        database_from("mysql://x", data=Path("/data"))


def test_problems_are_reported_in_production_only():
    assert problems(NodeConfig()) == []
    found = {message.id for message in problems(NodeConfig(production=True, test_languages=["ar"], hosts=["*"]))}
    assert found == {"node.E001", "node.E002", "node.E003", "node.E004", "node.W005"}


def test_sound_production_has_no_problem():
    node = NodeConfig(
        production=True, secret_key=KEY, url="https://node.example", hosts=["node.example"],
        time_authorities=["https://tsa.example"],
    )  # fmt: skip
    assert problems(node) == []


def test_log_drops_whatever_could_carry_content():
    event = {"event": "x", "case": 1, **dict.fromkeys(FORBIDDEN, "secret")}
    assert drop_content(None, "info", event) == {"event": "x", "case": 1}


MAIL = {"smtp_host": "mail.example", "mail_from": "comity@xa.example"}


@pytest.mark.parametrize("wrong", [
    {"mail_from": ""}, {"mail_from": "a@xa.example\nBcc: b@xb.example"}, {"smtp_security": "none"},
    {"smtp_security": "none", "smtp_host": "localhost", "smtp_user": "node"},
])  # fmt: skip
def test_mail_without_a_sender_or_in_clear_to_another_machine_is_refused(wrong):
    NodeConfig(**MAIL)
    NodeConfig(**MAIL | {"smtp_host": "localhost", "smtp_security": "none"})
    with pytest.raises(ValidationError):
        NodeConfig(**MAIL | wrong)


def test_the_password_of_the_mail_server_is_never_read_from_node_json(tmp_path):
    (tmp_path / "node.json").write_text('{"smtp_password": "in clear", "mail_hour": 9}')
    found = NodeConfig(data=tmp_path)
    assert (found.smtp_password.get_secret_value(), found.mail_hour) == ("", 9)
