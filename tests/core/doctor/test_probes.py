"""Each probe of `core`: green when well, and the right colour when not."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.db import connection
from tests.builders.keys import NOW as KEYS_NOW
from tests.builders.node_folder import use_node_folder

from comity.core.actors import Actor
from comity.core.audit.log import record
from comity.core.backup import state
from comity.core.doctor import probes, texts
from comity.core.doctor.lights import Colour, look
from comity.core.files.actions import store_bytes
from comity.core.jobs.models import Job, WorkerBeat
from comity.core.keys import forget_node_keys, keys_folder, unlock_file
from comity.kernel.clock import utc_now
from comity.seal.timestamp import DemoAuthority, wsgi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

NOW = KEYS_NOW


@pytest.fixture(autouse=True)
def node_folder(tmp_path: Path, settings: SettingsWrapper) -> Path:
    return use_node_folder(settings, tmp_path / "node")


def test_keys_green_then_amber_when_others_may_read_then_red_without_unlock_file(node_folder: Path):
    assert probes.keys(NOW).state == Colour.GREEN
    (node_folder / "keys" / "node.age").chmod(0o644)
    light = probes.keys(NOW)
    assert (light.state, "node.age" in light.what.zh) == (Colour.AMBER, True)
    (node_folder / "keys" / "node.age").chmod(0o600)
    keys_folder().chmod(0o755)
    assert probes.keys(NOW).state == Colour.AMBER
    keys_folder().chmod(0o700)
    unlock_file().unlink()
    forget_node_keys()
    assert probes.keys(NOW).state == Colour.RED


def test_keys_red_when_they_have_run_out():
    assert probes.keys(NOW + timedelta(days=9000)).state == Colour.RED


@pytest.mark.django_db
def test_database_green_then_red_when_a_migration_is_missing():
    assert probes.database(NOW).state == Colour.GREEN
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    assert probes.database(NOW).state == Colour.RED


@pytest.mark.django_db
def test_clock_red_when_it_stands_before_the_audit_log():
    assert probes.clock(NOW).state in {Colour.GREEN, Colour.AMBER, Colour.UNKNOWN}
    record(actor=Actor.system("test"), code="test.happened", subject="test", at=NOW)
    assert probes.clock(NOW - timedelta(minutes=1)).state != Colour.RED
    assert probes.clock(NOW - timedelta(minutes=3)).state == Colour.RED


@pytest.mark.django_db
def test_audit_green_on_a_log_that_holds():
    for _ in range(3):
        record(actor=Actor.system("test"), code="test.happened", subject="test", at=NOW)
    light = probes.audit(NOW)
    assert (light.state, "3" in light.what.en) == (Colour.GREEN, True)


@pytest.mark.django_db
def test_audit_red_names_the_entry_that_was_changed():
    for _ in range(3):
        record(actor=Actor.system("test"), code="test.happened", subject="test", at=NOW)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER core_auditentry_no_update")
        cursor.execute("UPDATE core_auditentry SET actor = 'officer:nobody' WHERE seq = 1")
    light = probes.audit(NOW)
    assert (light.state, "entry 1" in light.what.en) == (Colour.RED, True)


@pytest.mark.parametrize(
    ("look_at", "name", "old"),
    [(probes.backup_made, state.MADE, probes.BACKUP_OLD), (probes.backup_proved, state.PROVED, probes.PROOF_OLD)],
)
def test_backup_red_until_done_then_green_then_amber(look_at, name: str, old: timedelta):
    assert look_at(NOW).state == Colour.RED
    state.write(name, at=NOW)
    assert look_at(NOW + old).state == Colour.GREEN
    assert look_at(NOW + old + timedelta(seconds=1)).state == Colour.AMBER


def test_unfinished_restore_is_red():
    assert probes.restore_finished(NOW).state == Colour.GREEN
    state.write(state.RESTORED, at=NOW, made_at="2026-01-01T00:00:00.000Z")
    assert probes.restore_finished(NOW).state == Colour.RED


@pytest.mark.django_db
def test_worker_red_when_silent():
    assert probes.worker(NOW).state == Colour.RED
    WorkerBeat.objects.create(worker="w", started_at=NOW, seen_at=NOW)
    assert probes.worker(NOW + timedelta(seconds=60)).state == Colour.GREEN
    assert probes.worker(NOW + timedelta(seconds=61)).state == Colour.RED


@pytest.mark.django_db
def test_dead_job_is_amber_with_its_name():
    assert probes.dead_jobs(NOW).state == Colour.GREEN
    Job.objects.create(name="exchange.deliver", state="dead", not_before=NOW, created_at=NOW, finished_at=NOW)
    light = probes.dead_jobs(NOW)
    assert (light.state, "exchange.deliver" in light.what.zh) == (Colour.AMBER, True)


@pytest.mark.parametrize(("gib", "colour"), [(0.5, "red"), (1, "amber"), (9.9, "amber"), (10, "green"), (500, "green")])
def test_disk_by_free_space(gib: float, colour: str):
    assert probes.disk_light(int(gib * (1 << 30))).state == colour


class _Silent(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def authority(request: pytest.FixtureRequest) -> Iterator[str]:
    skew = timedelta(seconds=request.param)
    made = DemoAuthority.generate("DEMO Time of XA", now=datetime.now(UTC), clock=lambda: utc_now() + skew)
    server = make_server("127.0.0.1", 0, wsgi(made), handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("authority", "colour"), [(0, "green"), (100, "green"), (-300, "red"), (300, "red")], indirect=["authority"]
)
def test_time_authority_compares_clocks(authority: str, colour: str, settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": [authority]})
    assert probes.time_authority(utc_now()).state == colour


@pytest.mark.enable_socket
@pytest.mark.parametrize("authority", [0], indirect=True)
def test_time_authority_for_demonstrations_is_red_in_production(authority: str, settings: SettingsWrapper):
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": [authority], "production": True})
    light = probes.time_authority(utc_now())
    assert (light.state, light.what) == (Colour.RED, texts.AUTHORITY_DEMO)


def test_time_authority_amber_when_none_is_set_or_none_answers(settings: SettingsWrapper):
    assert probes.time_authority(utc_now()).state == Colour.AMBER
    settings.NODE = settings.NODE.model_copy(update={"time_authorities": ["http://127.0.0.1:9/"]})
    assert probes.time_authority(utc_now()).state == Colour.AMBER


@pytest.mark.django_db
def test_every_probe_of_core_gives_a_light_of_its_own_name():
    store_bytes(b"x", actor=Actor.system("test"), purpose="t", name="", media_type="", now=NOW)
    found = [light for light in look(NOW) if light.id.startswith("core.")]
    assert len({light.id for light in found}) == len(found) >= 12
    assert not [light for light in found if light.state == Colour.UNKNOWN and light.id != "core.clock"]
    assert found[0].to_json("zh-hans")["what"]
