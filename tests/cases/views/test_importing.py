"""Taking over running cases through the pages and the command: real cases, once, at the right step, counted."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from tests.builders import by_letter
from tests.builders.cases import NOW
from tests.builders.people import signed_in

from comity.cases.actions import drafting, importing
from comity.cases.models import Case, CaseImport, Line
from comity.core.audit.models import AuditEntry
from comity.core.jobs.models import Job
from comity.core.jobs.worker import work_all
from comity.core.roles import Role
from comity.law.steps import STEPS

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from tests.builders.cases import Cast

    from comity.exchange.models import Peer

HEAD = "Direction,State,Our reference,Their reference,Subject,Kind of assistance,Date sent,Registered on,Decision,Decided on,Date closed,Outcome,Deadline,Officer"  # noqa: E501
ROWS = (
    "out,XC,OLD-1,,Sent only,bank_records,2024-03-01,,,,,,,",
    "out,XC,OLD-2,XC-2,Registered,service,2024-03-01,2024-03-20,,,,,,dana",
    "out,XC,OLD-3,XC-3,Accepted,bank_records; statement,2024-03-01,2024-03-20,accepted,2024-05-01,,,,dana",
    "out,XC,OLD-4,XC-4,Closed,tracing,2024-03-01,2024-03-20,accepted,2024-05-01,2025-01-01,executed,,",
    "in,XC,,XC-5,Arrived,bank_records,2024-04-01,,,,,,,",
    "in,XC,OLD-6,XC-6,Being examined,46(3)(f),2024-04-01,2024-04-05,,,,,2024-12-01,casey",
    "in,XC,OLD-7,XC-7,To be executed,bank_records,2024-04-01,2024-04-05,accepted,2024-06-01,,,,casey",
    "in,XC,OLD-8,XC-8,Refused,bank_records,2024-04-01,2024-04-05,refused,2024-06-01,2024-07-01,refused,,",
)
STEPS_OF = {
    "Sent only": "sent", "Registered": "acknowledged", "Accepted": "in_execution", "Closed": "closed",
    "Arrived": "received", "Being examined": "registered", "To be executed": "executing", "Refused": "closed",
}  # fmt: skip


@pytest.fixture
def ministry(cast: Cast) -> Peer:
    return by_letter.a_letter_peer(cast.head)


def table(*rows: str, head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile("cases.csv", "\n".join((head, *rows)).encode(), "text/csv")


def brought(client: Client, *rows: str) -> CaseImport:
    answer = client.post(reverse("cases:imports"), {"file": table(*rows)})
    assert answer.status_code == 302, answer.content.decode()
    return CaseImport.objects.first()


def read(client: Client, batch: CaseImport, **changes: Any) -> str:
    given = {key: str(place) for key, place in batch.mapping.items()} | {"order": "ymd"} | changes
    answer = client.post(reverse("cases:import-mapping", args=[batch.pk]), given, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def write(client: Client, batch: CaseImport) -> str:
    client.post(reverse("cases:import-begin", args=[batch.pk]))
    work_all(now=datetime.now(UTC))
    return client.get(reverse("cases:import-report", args=[batch.pk])).content.decode()


@pytest.mark.usefixtures("ministry")
def test_a_table_becomes_cases_at_their_steps(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.REGISTRY))
    batch = brought(client, *ROWS, "out,Nowhere,OLD-9,,Lost,bank_records,2024-03-01,,,,,,,")
    assert "Our reference – OLD-1" in client.get(reverse("cases:import-mapping", args=[batch.pk])).content.decode()
    said = read(client, batch)
    assert "Write 8 cases" in said
    assert "no authority by letter of this State" in said
    assert Case.objects.count() == 0
    assert "8 cases were written" in write(client, batch)
    found = {one.title: one for one in Case.objects.all()}
    assert {title: one.step for title, one in found.items()} == STEPS_OF
    for one in found.values():
        assert one.counterpart.startswith("letter.")
        assert one.lines.filter(code="imported").count() == 1
        assert one.turn_side in {"ours", "theirs", "nobody"}
        assert (one.direction, one.step) in STEPS
        assert one.lines.get(code="request_sent").at == one.sent_at
    accepted = found["Accepted"]
    assert list(accepted.measures.values_list("state", flat=True)) == ["accepted", "accepted"]
    assert accepted.turn_since == datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert found["Being examined"].deadline.isoformat() == "2024-12-01"
    assert AuditEntry.objects.filter(code="cases.case.imported").count() == 8
    page = signed_in(cast.officer(Role.DRAFTER)).get(reverse("cases:case", args=[accepted.pk]))
    assert "Taken over from a list of running cases" in page.content.decode()


@pytest.mark.usefixtures("ministry")
def test_the_same_table_again_writes_nothing(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    for _turn in range(2):
        batch = brought(client, *ROWS)
        read(client, batch)
        write(client, batch)
    assert Case.objects.count() == 8
    assert Line.objects.filter(code="imported").count() == 8
    assert (
        "<dt>Here already</dt>\n    <dd>8</dd>"
        in client.get(reverse("cases:import-report", args=[batch.pk])).content.decode()
    )


@pytest.mark.usefixtures("ministry")
def test_a_job_that_begins_again_goes_on(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    batch = brought(client, *ROWS)
    read(client, batch)
    client.post(reverse("cases:import-begin", args=[batch.pk]))
    importing.run(batch.pk, now=NOW)
    CaseImport.objects.filter(pk=batch.pk).update(state="waiting")
    importing.run(batch.pk, now=NOW)
    assert Case.objects.count() == 8
    assert Job.objects.filter(name="cases.import_cases").count() == 1


@pytest.mark.usefixtures("ministry")
def test_the_mapping_is_kept_for_the_next_table(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    head = HEAD.replace("Subject", "Betreff")
    client.post(reverse("cases:imports"), {"file": table(*ROWS, head=head)})
    batch = CaseImport.objects.first()
    assert "title" not in batch.mapping
    assert "error-summary" in read(client, batch)
    read(client, batch, title="4", order="dmy")
    client.post(reverse("cases:imports"), {"file": table(ROWS[0], head=head)})
    again = CaseImport.objects.first()
    assert (again.mapping["title"], again.order) == (4, "dmy")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "no table"), (b"a,b", "no rows"),
        (b'a,b\n"x', "quotation mark"), (b"a,b\n\xff\xfe\x00", "encoding"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table(content: bytes, said: str, cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    answer = client.post(reverse("cases:imports"), {"file": SimpleUploadedFile("x.csv", content)})
    text = answer.content.decode()
    assert "error-summary" in text
    assert said in text
    assert not CaseImport.objects.exists()


@pytest.mark.usefixtures("ministry")
def test_the_report_is_a_table_in_the_readers_language_without_formulas(cast: Cast) -> None:
    head = cast.officer(Role.HEAD)
    head.language = "zh-hans"
    head.save(update_fields=["language"])
    client = signed_in(head)
    batch = brought(client, "out,XC,=1+1,,A,bank_records,2024-03-01,,,,,,,", *ROWS)
    read(client, batch)
    text = client.get(reverse("cases:import-table", args=[batch.pk])).content.decode("utf-8-sig")
    assert "'=1+1" in text
    assert "以电子表格公式的符号" in text
    assert len(text.strip().splitlines()) == 1 + 9


@pytest.mark.usefixtures("ministry")
def test_a_number_that_was_imported_is_not_given_again(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    batch = brought(client, f"out,XC,XA/{NOW.year}/0001,,A,bank_records,2024-03-01,,,,,,,")
    read(client, batch)
    write(client, batch)
    case = drafting.begin_request(actor=cast.drafter, title="New", state="XA", defaults={}, now=NOW)
    assert case.our_reference == f"XA/{NOW.year}/0002"


@pytest.mark.usefixtures("ministry")
def test_an_imported_case_goes_on_by_letter(cast: Cast) -> None:
    client = signed_in(cast.officer(Role.HEAD))
    batch = brought(client, *ROWS)
    read(client, batch)
    write(client, batch)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    case = Case.objects.get(our_reference="OLD-3")
    answer = drafter.post(
        reverse("cases:letter-record", args=[case.pk, "material.deliver"]),
        {"channel": "post", "on": NOW.date().isoformat(), "result-0": "executed", "result-1": "executed"},
        follow=True,
    )
    assert 'class="error-summary"' not in answer.content.decode()
    case.refresh_from_db()
    assert case.step == "material_check"


@pytest.mark.usefixtures("ministry")
def test_the_command(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes("\n".join((HEAD, *ROWS)).encode("utf-16"))
    out = io.StringIO()
    call_command("import_cases", str(path), "--dry-run", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["accepted"], told["refused"], told["written"], told["encoding"]) == (8, 0, False, "utf-16")
    assert not Case.objects.exists()
    with pytest.raises(CommandError, match="officer"):
        call_command("import_cases", str(path), stdout=out)
    call_command("import_cases", str(path), "--officer", cast.officer(Role.HEAD).login, stdout=out)
    assert Case.objects.count() == 8
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"title": "No such heading"}))
    with pytest.raises(CommandError, match="No such heading"):
        call_command("import_cases", str(path), "--mapping", str(mapping), "--dry-run", stdout=out)
    path.write_text(f"{HEAD}\nsideways,XC,OLD-30,,A,bank_records,2024-03-01,,,,,,,")
    with pytest.raises(SystemExit):
        call_command("import_cases", str(path), "--dry-run", "--json", stdout=out)
