"""The copy of a whole file: complete, marked, for its reader alone, and closed where the case is closed to him."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from pypdf import PdfReader
from tests.builders.cases import NOW, Cast, a_result, a_sent, an_accepted, an_arrived
from tests.builders.people import signed_in
from tests.builders.scans import a_pdf

from comity.cases.actions import copying
from comity.cases.actions.keeping import join
from comity.cases.models import Case, Evidence, Exclusion, FileCopy
from comity.core.audit.models import AuditEntry
from comity.core.files.actions import store_bytes
from comity.core.files.models import StoredFile
from comity.core.files.reader import read_file
from comity.core.roles import Role
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from tests.builders.cases import TestSigner

    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db


def made(case: Case, actor: Actor, language: str = "en") -> FileCopy:
    """Ask for a copy and do what the job does."""
    copy = copying.ask_copy(actor=actor, case_id=case.pk, language=language, now=NOW)
    copying.make({"copy": str(copy.pk)})
    copy.refresh_from_db()
    return copy


def texts(copy: FileCopy) -> list[str]:
    assert copy.file
    return [page.extract_text() for page in PdfReader(io.BytesIO(read_file(copy.file, limit=10**8))).pages]


def with_evidence(cast: Cast) -> Case:
    """Return a case with results and four items: a sound PDF, one that acts, one that is locked, and a picture."""
    case = an_accepted(cast)
    files = {
        "Statement.pdf": a_pdf(), "Acting.pdf": a_pdf(script="app.alert(1)"), "Locked.pdf": a_pdf(password="x"),
        "Picture.png": b"\x89PNG\r\n\x1a\n",
    }  # fmt: skip
    measure = case.measures.earliest("position")
    a_result(cast, case)
    for name, content in files.items():
        file = store_bytes(
            content, actor=cast.case_officer, purpose="evidence", name=name, media_type="application/pdf", now=NOW
        )
        Evidence.objects.create(
            case=case, measure=measure, name=name, file=file, size=file.size or 0, sha256=file.sha256, added_at=NOW
        )
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(("language", "words"), [("en", ["Contents", "Timeline"]), ("zh-hans", ["目录", "时间线"])])
def test_copy_has_every_part_on_the_page_that_its_contents_name(cast: Cast, language: str, words: list[str]) -> None:
    case = with_evidence(cast)
    copy = made(case, cast.case_officer, language)
    found = texts(copy)
    assert copy.state == "ready"
    assert copy.done == copy.total
    assert copy.pages == len(found)
    for number, text in enumerate(found, 1):
        assert cast.case_officer.name in text
        assert re.search(rf"(page {number} of|第 {number} 页)", text)
    whole = "\n".join(found)
    for word in [*words, case.reference, *case.evidence.values_list("name", flat=True)]:
        assert word in whole
    for item in case.evidence.all():
        assert item.sha256 in whole.replace("\n", "")
    contents = found[0].partition(words[0])[2].partition(case.reference)[0]
    listed = re.findall(r"(?m)^(.{2,80}) (\d+)$", contents)
    assert len(listed) >= 7
    for title, page in listed:
        assert title in found[int(page) - 1] or title == "Statement.pdf", (title, page)


def test_what_acts_or_is_locked_is_listed_and_not_joined(cast: Cast) -> None:
    copy = made(with_evidence(cast), cast.case_officer)
    whole = " ".join("\n".join(texts(copy)).split())
    assert copy.left_out >= 3
    for why in ("act by", "it is locked", "it is no PDF"):
        assert why in whole
    assert "app.alert" not in whole


def test_request_that_we_make_has_its_letter_first(cast: Cast, signer: TestSigner) -> None:
    case = a_sent(cast, signer=signer)
    copy = made(case, cast.drafter)
    found = texts(copy)
    assert copy.left_out == 0
    assert "Letter of request 2" in found[0]
    assert case.our_reference in found[1]
    assert case.title in "".join(found)


def test_copy_is_for_its_reader_alone_and_its_reading_is_written_down(cast: Cast) -> None:
    case = with_evidence(cast)
    copy = made(case, cast.case_officer)
    address = reverse("cases:file-copy", args=[case.pk])
    answer = signed_in(cast.officer(Role.CASE_OFFICER)).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert "no-store" in answer["Cache-Control"]
    entry = AuditEntry.objects.filter(code="cases.file_copy.read").get()
    assert entry.subject == f"cases.case:{case.pk}"
    assert str(copy.pk) in entry.data
    reviewer = cast.officer(Role.REVIEWER)
    join(case, reviewer.pk, Role.REVIEWER, at=NOW)
    assert signed_in(reviewer).get(address).status_code == 404


def test_copy_is_closed_with_the_case(cast: Cast) -> None:
    """Who is shut out after the copy was made gets it no more; who is shut out before gets none."""
    case, casey = with_evidence(cast), cast.officer(Role.CASE_OFFICER)
    early = copying.ask_copy(actor=cast.case_officer, case_id=case.pk, language="en", now=NOW)
    Exclusion.objects.create(case=case, officer=casey, reason="a cousin", by=cast.officer(Role.HEAD), at=NOW)
    copying.make({"copy": str(early.pk)})
    early.refresh_from_db()
    assert (early.state, early.file) == ("failed", None)
    assert signed_in(casey).get(reverse("cases:file-copy", args=[case.pk])).status_code == 404
    with pytest.raises(Case.DoesNotExist):
        copying.ask_copy(actor=cast.case_officer, case_id=case.pk, language="en", now=NOW)


def test_new_copy_takes_the_place_of_the_old_and_old_ones_are_forgotten(cast: Cast) -> None:
    case = an_accepted(cast)
    first = made(case, cast.case_officer)
    second = made(case, cast.case_officer)
    assert first.file_id
    assert not StoredFile.objects.filter(pk=first.file_id).exists()
    FileCopy.objects.filter(pk=second.pk).update(asked_at=utc_now() - copying.KEPT - timedelta(minutes=1))
    copying.forget_old()
    assert not FileCopy.objects.exists()
    assert not StoredFile.objects.filter(purpose="work").exists()


def test_job_that_runs_twice_makes_one_copy(cast: Cast) -> None:
    copy = made(an_accepted(cast), cast.case_officer)
    copying.make({"copy": str(copy.pk)})
    copying.make({"copy": "0198a5e0-0000-7000-8000-000000000000"})
    assert StoredFile.objects.filter(purpose="work").count() == 1
    assert FileCopy.objects.get().file_id == copy.file_id


def test_character_that_no_font_has_does_not_stop_a_copy(cast: Cast) -> None:
    case = an_arrived()
    Case.objects.filter(pk=case.pk).update(title="Bribe \U0001f0a1 \u202e \U000e0041", their_reference="#let x = 1")
    copy = made(case, cast.registry)
    assert copy.state == "ready"
    assert "#let x = 1" in texts(copy)[0]


def test_page_shows_how_far_the_copy_is(cast: Cast) -> None:
    case = an_accepted(cast)
    client, page = signed_in(cast.officer(Role.CASE_OFFICER)), reverse("cases:case-file", args=[case.pk])
    assert "Make a copy" in client.get(page).content.decode()
    assert client.post(reverse("cases:file-copy-ask", args=[case.pk]), {"language": "zh-hans"}).status_code == 302
    html = client.get(page).content.decode()
    assert "<progress" in html
    assert "Make a copy" not in html
    copy = FileCopy.objects.get()
    assert copy.language == "zh-hans"
    copying.make({"copy": str(copy.pk)})
    assert "Download the copy" in client.get(page).content.decode()
