"""`comity evidence add`: an officer proves to be one, and a file becomes evidence of the measure that is theirs."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from tests.builders import cases
from tests.builders.legal_requests import a_measure
from tests.builders.node_folder import use_node_folder
from tests.builders.requests import a_request
from typer.testing import CliRunner

from comity.cases.actions import executing
from comity.cli.demo.pages import totp
from comity.cli.main import build
from comity.core.files.reader import read_file
from comity.core.roles import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from tests.builders.cases import Cast

    from comity.cases.models import Case

SECRET = base64.b32encode(b"a secret for tests!!").decode()
PASSWORD = "correct horse battery staple"
CONTENT = b"%PDF-1.7 the statement of the bank"


@pytest.fixture
def cast(db: None, settings: SettingsWrapper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Be XA; the executing officer has a password and an authenticator app."""
    del db
    folder = use_node_folder(settings, tmp_path / "xa")
    (folder / "node.json").write_text("{}")
    monkeypatch.setenv("COMITY_DATA", str(folder))
    cache.clear()  # which codes were used already
    cases.a_peer("xb")
    cast = cases.a_cast()
    officer = cast.officer(Role.EXECUTING_AUTHORITY)
    officer.set_password(PASSWORD)
    officer.save(update_fields=["password"])
    Authenticator.objects.filter(user=officer).update(data={"secret": get_adapter().encrypt(SECRET)})
    return cast


@pytest.fixture
def case(cast: Cast) -> Case:
    """Return a request of XB of which the first measure is the executing officer's."""
    measures = [a_request()["measures"][0], a_measure("statement", "m2")]
    case = cases.an_accepted(cast, measures=measures)
    assign(cast, case, 0)
    return case


def assign(cast: Cast, case: Case, number: int) -> None:
    """Give a measure to the executing officer."""
    executing.assign_measure(
        actor=cast.case_officer, case_id=case.pk, measure_id=case.measures.all()[number].measure_id,
        officer_id=cast.officer(Role.EXECUTING_AUTHORITY).pk, instructions="Ask the bank.", due=None, now=cases.NOW,
    )  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file to add."""
    path = tmp_path / "statement.pdf"
    path.write_bytes(CONTENT)
    return path


def add(cast: Cast, file: Path, named: str, *more: str, password: str = PASSWORD, code: str = "") -> Any:
    """Run the command as the executing officer."""
    officer = cast.officer(Role.EXECUTING_AUTHORITY)
    arguments = ["evidence", "add", named, str(file), "--data", str(file.parent / "xa"), "--officer", officer.login]
    proof = f"{password}\n{code or totp(SECRET, time.time())}\n"
    return CliRunner().invoke(build(arguments), [*arguments, *more], input=proof)


def code_of(answer: Any) -> str:
    """Return the code of the error that ended a command."""
    return str(getattr(answer.exception, "code", ""))


def test_file_becomes_evidence_of_the_one_measure_and_nothing_is_said_twice(cast: Cast, case: Case, file: Path) -> None:
    answer = add(cast, file, str(case.pk), "--handling", "Sealed", "--json")
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.stdout)
    assert said["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    assert (said["ok"], said["name"], said["size"]) == (True, "statement.pdf", len(CONTENT))
    item = case.evidence.get()
    assert (str(item.evidence_id), item.media_type, item.handling) == (said["evidence_id"], "application/pdf", "Sealed")
    assert read_file(item.file, limit=1000) == CONTENT


def test_case_may_be_named_by_our_reference(cast: Cast, case: Case, file: Path) -> None:
    case.refresh_from_db()
    assert case.our_reference
    assert add(cast, file, case.our_reference).exit_code == 0
    assert case.evidence.count() == 1


def test_measure_must_be_named_where_several_are_meant(cast: Cast, case: Case, file: Path) -> None:
    assign(cast, case, 1)
    assert code_of(add(cast, file, str(case.pk))) == "E_MEASURE"
    assert not case.evidence.exists()


@pytest.mark.parametrize(("password", "code"), [("wrong horse battery staple", ""), (PASSWORD, "000000"), ("", "")])
def test_nobody_who_does_not_prove_to_be_the_officer_adds_anything(
    cast: Cast, case: Case, file: Path, password: str, code: str
) -> None:
    assert code_of(add(cast, file, str(case.pk), password=password, code=code)) == "E_OFFICER"
    assert not case.evidence.exists()


@pytest.mark.parametrize("named", ["theirs", "XA/1999/0001", "0" * 8 + "-" * 4 + "0" * 24])
def test_measure_of_somebody_else_cannot_be_told_from_none(cast: Cast, file: Path, named: str) -> None:
    other = cases.an_accepted(cast)
    assert code_of(add(cast, file, str(other.pk) if named == "theirs" else named)) == "E_MEASURE"
    assert not other.evidence.exists()


def test_file_that_is_not_there_is_wrong_use(cast: Cast, case: Case, file: Path) -> None:
    file.unlink()
    answer = add(cast, file, str(case.pk))
    assert (code_of(answer), int(answer.exception.exit_code)) == ("E_FILE", 2)  # type: ignore[attr-defined]
