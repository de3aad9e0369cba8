"""What raises anywhere leaves its kind and its place in the log, and nothing of what it was about."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import sys
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from structlog.stdlib import ProcessorFormatter

from comity.core.jobs import enqueue, registry, work_all
from comity.core.jobs.models import Job
from comity.core.jobs.registry import Backoff, Declared
from comity.kernel.clock import utc_now
from comity.node.logs import log_uncaught, logging_settings
from comity.seal.errors import SealError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.fixtures import SettingsWrapper

FACTS = "Meridian Quarry paid 400,000 to a cousin"
SECRETS = {"name": FACTS, "passphrase": "amber-birch-cedar"}


def by_text(_request: HttpRequest) -> HttpResponse:
    """Raise with facts in the text and among the variables."""
    kept = dict(SECRETS)
    raise ValueError(f"not a date: {kept}")


def by_database(_request: HttpRequest) -> HttpResponse:
    """Raise an error of the database, which quotes the statement with its values."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{FACTS}" FROM "{FACTS}"')  # noqa: S608 (there is no such table; that is the point)
    return HttpResponse()


def by_chain(request: HttpRequest) -> HttpResponse:
    """Raise because of another error."""
    try:
        return by_text(request)
    except ValueError as error:
        raise RuntimeError(str(error)) from error


def by_own(_request: HttpRequest) -> HttpResponse:
    """Raise an error of ours that nobody expected here."""
    raise SealError("E_SYNTAX", f"a field {FACTS}")


VIEWS = {"text": by_text, "database": by_database, "chain": by_chain, "own": by_own}
urlpatterns = [path(f"raises/{name}/", view, name=f"raises-{name}") for name, view in VIEWS.items()]
handler500 = "comity.core.pages.errors.server_error"
ERRORS = {"text": "ValueError", "chain": "RuntimeError", "own": "E_SYNTAX"}


@pytest.fixture(params=["json", "console"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """Return what is written to the log, in one of its two formats."""
    made = logging_settings(log_format=request.param, level="DEBUG")
    lines = {name: value for name, value in made["formatters"]["lines"].items() if name != "()"}
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(ProcessorFormatter(**lines))
    handler.name = request.param
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def says_nothing(written: io.StringIO) -> str:
    """Return what was written, which has nothing of the facts and of the secrets."""
    text = written.getvalue()
    for secret in (FACTS, FACTS.split(maxsplit=1)[0], *SECRETS.values(), "SELECT"):
        assert secret not in text, text
    return text


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIEWS)
def test_page_that_raises_logs_kind_and_place_only(name: str, log: io.StringIO, settings: SettingsWrapper) -> None:
    settings.ROOT_URLCONF = __name__
    settings.COMITY_OPEN_URLS = {**settings.COMITY_OPEN_URLS, **{f"raises-{one}": "for this test" for one in VIEWS}}
    client = Client(raise_request_exception=False)
    answer = client.post(f"/raises/{name}/?q={FACTS}", SECRETS)
    assert answer.status_code == 500
    assert FACTS not in answer.content.decode()
    text = says_nothing(log)
    assert "test_logs.py:" in text
    assert ERRORS.get(name, "Error") in text


@pytest.mark.django_db
def test_job_that_raises_logs_and_keeps_kind_and_place_only(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_payload: Any) -> None:
        raise ValueError(FACTS)

    failing = Declared("tests.fail", fail, 1, Backoff(), timedelta(hours=1))
    monkeypatch.setitem(registry._declared, failing.name, failing)
    kept = enqueue(failing.name, {"note": "an id"})
    assert work_all(utc_now() + timedelta(minutes=1)) == 1
    assert "ValueError" in says_nothing(log)
    error = Job.objects.get(pk=kept).error
    assert "ValueError" in error
    assert "Meridian" not in error


def an_error() -> Exception:
    """Return an error that was raised, with facts in its text."""
    try:
        sqlite3.connect(":memory:").execute(f'SELECT "{FACTS}" FROM "{FACTS}"')  # noqa: S608 (there is no such table)
    except sqlite3.OperationalError as error:
        return error
    raise AssertionError


HOW: dict[str, Callable[[], dict[str, Any]]] = {
    "the error": lambda: {"exc_info": an_error()},
    "three parts": lambda: {"exc_info": (type(one := an_error()), one, one.__traceback__)},
    "none at hand": lambda: {"exc_info": True},
    "the stack": lambda: {"stack_info": True},
}


@pytest.mark.parametrize("how", HOW)
def test_whoever_logs_an_error_says_its_kind_only(how: str, log: io.StringIO) -> None:
    for logger in (structlog.get_logger("comity.tests"), logging.getLogger("somebody.elses")):
        logger.warning("it failed", **HOW[how]())
    text = says_nothing(log)
    assert text.count("it failed") == 2
    assert text.count("OperationalError") == (2 if how in {"the error", "three parts"} else 0)


def test_error_that_nobody_caught_is_told_like_any_other(log: io.StringIO) -> None:
    before = sys.excepthook, threading.excepthook
    try:
        log_uncaught()
        broken = threading.Thread(target=lambda: by_text(HttpRequest()))
        broken.start()
        broken.join()
        error = an_error()
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.excepthook, threading.excepthook = before
    text = says_nothing(log)
    assert text.count("process.failed") == 2
    assert "ValueError" in text
    assert "OperationalError" in text


def test_a_line_for_machines_is_one_object(log: io.StringIO) -> None:
    structlog.get_logger("comity.tests").error("peer.refused", code="E_TIME", request=FACTS, passphrase="x")
    [line] = says_nothing(log).splitlines()
    if line.startswith("{"):
        said = json.loads(line)
        assert (said["event"], said["code"], said["level"]) == ("peer.refused", "E_TIME", "error")
        assert not {"request", "passphrase"} & set(said)


def test_error_of_the_database_is_what_the_page_raises(db: None) -> None:
    del db
    with pytest.raises(DatabaseError, match="Meridian"):
        by_database(HttpRequest())
