"""Laws: entered with their State, found by article, compared between versions, confirmed, repealed; never guessed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders.people import NOW, an_actor
from tests.library.conftest import DOCUMENTS

from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.roles import Role
from comity.library.access import KEEPERS
from comity.library.errors import LibraryError, ReadingError
from comity.library.legislation.actions import (
    Reported,
    confirm_law,
    repeal_law,
    report_law,
    report_version,
    typed_provisions,
)
from comity.library.legislation.models import Law
from comity.library.models import Citation, StateMention, Unresolved, Work

TEXT = b"PART ONE\n\n1. This Act is about assistance.\n\n2. A request is answered within 30 days.\n"
REPORTED = Reported(
    raw=TEXT, name="act.txt", media_type="text/plain", in_force_from=date(2025, 1, 1), reported_on=date(2026, 2, 1),
    source="Note verbale 12 of 1 February 2026",
    provisions=[("uncac:46(9)", "section 2"), ("uncac:46(24)", "section 2")],
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("node_folder")


@pytest.fixture
def keeper():
    return an_actor(Role.REGISTRY)


def a_law(keeper, reported=REPORTED, title="Assistance Act", place="XA"):
    return report_law(
        actor=keeper, place=place, kind="statute", title=title, number="No. 12", reported=reported, now=NOW
    )


def test_a_law_is_a_document_with_its_state_and_its_articles(keeper):
    law = a_law(keeper)
    expression = law.versions.get().expression
    assert (expression.title, expression.work.kind, expression.work.date) == ("Assistance Act", "law", date(2025, 1, 1))
    assert [one.number for one in expression.paragraphs.exclude(number=None)] == [1, 2]
    assert [(one.article, one.place) for one in law.versions.get().provisions.all()] == REPORTED.provisions
    assert set(Citation.objects.values_list("key", "pin")) >= {("uncac:46(9)", "section 2")}
    assert StateMention.objects.get(category="law_of").iso3 == "XA"
    assert not Unresolved.objects.exists()
    assert AuditEntry.objects.filter(code="library.law.reported", subject=f"library.law:{law.pk}").exists()


def test_a_version_is_a_version_of_the_same_document(keeper):
    law = a_law(keeper)
    later = replace(REPORTED, raw=TEXT.replace(b"30", b"20"), in_force_from=date(2026, 1, 1))
    version = report_version(actor=keeper, law_id=law.pk, reported=later, now=NOW + timedelta(days=1))
    assert (version.expression.work_id, version.expression.version) == (law.work_id, 2)
    assert law.versions.first() == version


def test_a_law_that_looks_like_another_document_is_not_taken_for_it(keeper, load):
    report = load("report.en.txt").expression
    raw = (DOCUMENTS / "report.en.txt").read_bytes() + b"\n18. And an end.\n"
    assert a_law(keeper, replace(REPORTED, raw=raw)).work_id != report.work_id
    again = load(raw + b"\n19. Another.\n")
    assert again.expression.work_id == report.work_id


def test_a_confirmation_only_goes_forward(keeper):
    law = a_law(keeper)
    for day in (date(2026, 3, 1), date(2026, 2, 1)):
        confirm_law(actor=keeper, law_id=law.pk, on=day, source="e-mail of the authority", now=NOW)
    law.refresh_from_db()
    assert law.confirmed_on == date(2026, 3, 1)


def test_a_repealed_law_stays(keeper):
    law = a_law(keeper)
    repeal_law(actor=keeper, law_id=law.pk, on=date(2032, 1, 1), source="Act 3 of 2031", now=NOW)
    law.refresh_from_db()
    assert (law.repealed_on, Work.objects.filter(pk=law.work_id).exists()) == (date(2032, 1, 1), True)


def test_bad_input_enters_nothing(keeper):
    tomorrow = NOW.date() + timedelta(days=1)
    cases = [
        (lambda: a_law(keeper, place="Nowhereland"), "E_LIBRARY_STATE"),
        (lambda: a_law(keeper, replace(REPORTED, reported_on=tomorrow)), "E_LIBRARY_DAY"),
        (lambda: a_law(keeper, replace(REPORTED, raw=b"")), "E_LIBRARY_EMPTY"),
    ]  # fmt: skip
    for act, code in cases:
        with pytest.raises((LibraryError, ReadingError)) as refused:
            act()
        assert refused.value.code == code
    assert not Law.objects.exists()
    a_law(keeper)
    with pytest.raises(LibraryError) as refused:
        a_law(keeper)
    assert (refused.value.code, Law.objects.count()) == ("E_LIBRARY_KNOWN", 1)


@pytest.mark.parametrize("role", sorted(set(Role) - set(KEEPERS)))
def test_only_keepers_enter_laws(role):
    with pytest.raises(AccessDenied):
        a_law(an_actor(role))


def test_provisions_are_typed_one_a_line():
    assert typed_provisions("46(9), 46(24): section 2\n44：第三条\n") == [
        ("uncac:46(9)", "section 2"), ("uncac:46(24)", "section 2"), ("uncac:44", "第三条"),
    ]  # fmt: skip
    with pytest.raises(LibraryError):
        typed_provisions("section 2: 46(9)")
