"""What every test stands on: a data folder of its own before Django reads its settings, and the database asked for."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings as django_settings

from tests.builders import catalogues, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

# Whatever is imported and collected stays to the end: looking through it for what is not used any more took a tenth of
# the time of a run. It is set aside once, and from then on only what tests make is looked through.
gc.disable()

# Settings come from the environment alone; a test run starts from an empty one. The settings module is named here and
# neither in pyproject.toml nor outside: pytest-django would read it before this file could prepare anything.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"comity.{os.environ.get('COMITY_TEST_ROLE', 'node')}.settings")
_kept = {"COMITY_TALLY", "COMITY_LONG", "COMITY_STATEMENTS"}  # what the gate says to the tests themselves
if os.environ.get("COMITY_TEST_DATABASE") == "postgres":
    _kept.add("COMITY_DATABASE_URL")
for _name in [name for name in os.environ if name.startswith("COMITY_") and not name.startswith("COMITY_TEST_")]:
    if _name not in _kept:
        del os.environ[_name]
_folder = Path(tempfile.mkdtemp(prefix="comity-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["COMITY_DATA"] = str(_folder)
os.environ["COMITY_SECRET_KEY"] = "a secret key for tests only, long enough to be taken for a real one"
os.environ["COMITY_TEST_LANGUAGES"] = '["ar"]'
# The gate is to give the same answer twice; everybody else's runs look for new examples. How long an example takes by
# the clock is no finding there: it runs several things at once on whatever machine it is given.
hypothesis.settings.register_profile(
    "gate", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
if "COMITY_TALLY" in os.environ:
    hypothesis.settings.load_profile("gate")
tables.shared_folder()  # before any other process of this run starts
catalogues.compile_stale()
catalogues.write_mirrored(_folder / "locale")


def pytest_configure() -> None:
    """Read the settings now, so that pytest-django sets Django up."""
    assert django_settings.INSTALLED_APPS


def pytest_collection_finish() -> None:
    """Set aside what was collected."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Give the test database its tables, whoever asks for it; only the first process of a run has to make them."""
    del django_test_environment, django_db_modify_db_settings
    with django_db_blocker.unblock():
        take_away = tables.give_tables()
    yield
    with django_db_blocker.unblock():
        take_away()


@pytest.fixture(autouse=True, scope="session")
def _audit_log_can_be_emptied() -> Iterator[None]:
    """Lift the triggers of the audit log while a transactional test's tables are emptied, and for nothing else."""
    from django.db import connections
    from django.test import TransactionTestCase

    from comity.core.audit import triggers

    def empty(_self: Any) -> None:
        with connections["default"].schema_editor() as editor:
            triggers.remove(None, editor)
        try:
            tables.empty()
        finally:
            with connections["default"].schema_editor() as editor:
                triggers.install(None, editor)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_found_once() -> Iterator[None]:
    """Let every client know the static files that the first one found: looking for them takes as long as a page."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    find, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    patch = pytest.MonkeyPatch()
    patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", once)
    yield
    patch.undo()
