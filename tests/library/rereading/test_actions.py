"""What an older reader read is read again: addresses, decisions and what was entered stay, or a person decides."""

# ruff: noqa: ARG001 (fixtures are asked for by name)

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core import serializers
from tests.builders.documents import FOLDER, a_digest
from tests.builders.hub_libraries import AHubLibrary, an_entry
from tests.builders.keys import NOW as HUB_NOW
from tests.builders.older_readers import OLDER, read_by_an_older_one, without_articles
from tests.builders.people import NOW, an_actor
from tests.library.mirroring.test_taking import Carrier
from tests.library.test_reviewing import LOOSE, decide

from comity.core.access import AccessDenied
from comity.core.actors import Actor
from comity.core.audit.models import AuditEntry
from comity.core.files.store import blob_store
from comity.core.roles import Role
from comity.library.access import KEEPERS
from comity.library.digests.actions import OF_CASE, publish_digest, submit_digest
from comity.library.finding.filling import index, refresh
from comity.library.finding.searching import Asked, search
from comity.library.legislation.actions import OF_STATE, Reported, report_law
from comity.library.mirroring import taking
from comity.library.mirroring.models import MirrorEntry
from comity.library.models import (
    Citation,
    Expression,
    Manifestation,
    News,
    Paragraph,
    SavedSearch,
    StateMention,
    Unresolved,
    Work,
)
from comity.library.queries import assigned_in
from comity.library.reading import READER, read_bytes
from comity.library.rereading.actions import DERIVED, Result, reread
from comity.library.reviewing import OUTDATED, is_own_piece

SAMPLES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.txt"))
SYMBOL = "CAC/COSP/EG.1/2031/3"
PRINTED = f"{SYMBOL}\n\n".encode() + (FOLDER / "report.en.txt").read_bytes()
LAW = (FOLDER / "laws" / "law.en.txt").read_bytes()
ROWS = (Work, Expression, Manifestation, Unresolved, News, AuditEntry, *DERIVED)


def again(manifestation, **options):
    return reread(actor=Actor.system("tests"), manifestation_id=manifestation.pk, now=NOW, **options)


def everything():
    return serializers.serialize("json", [row for model in ROWS for row in model._base_manager.order_by("pk")])


def keys(expression):
    return list(expression.paragraphs.values_list("key", flat=True))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_read_as_before_stays_as_it_is(load, name):
    loaded = load(name)
    before = keys(loaded.expression)
    done = again(read_by_an_older_one(loaded.expression))
    assert (done.result, done.before, done.problem) == (Result.SAME, OLDER, None)
    assert keys(loaded.expression) == before
    assert Manifestation.objects.get().reader == READER
    assert again(done.manifestation) is None


@pytest.mark.parametrize("name", [one for one in SAMPLES if one.startswith("laws")])
def test_a_law_that_was_loose_text_gets_its_articles(load, name):
    loaded = load(name)
    wanted, kind = keys(loaded.expression), loaded.expression.work.kind
    older = without_articles(read_bytes((FOLDER / name).read_bytes()))
    manifestation = read_by_an_older_one(loaded.expression, older)
    texts = dict(loaded.expression.paragraphs.exclude(kind="text").values_list("text", "key"))
    assert not any(key.startswith("art_") for key in keys(loaded.expression))
    assert Unresolved.objects.filter(state="waiting").count() > 4
    assert again(manifestation).result is Result.CHANGED
    assert [key for key in keys(loaded.expression) if key.startswith("art_")] == [
        key for key in wanted if key.startswith("art_")
    ]
    assert texts.items() <= dict(loaded.expression.paragraphs.values_list("text", "key")).items()
    assert not Unresolved.objects.exists()
    loaded.expression.refresh_from_db()
    assert loaded.expression.work.kind == kind
    entry = AuditEntry.objects.get(code="library.document.reread")
    assert entry.subject == f"library.manifestation:{manifestation.pk}"


def test_search_finds_what_is_read_since_and_tells_nobody_of_it_as_new(load):
    loaded = load(LAW)
    expression = loaded.expression
    manifestation = read_by_an_older_one(expression, without_articles(read_bytes(LAW)))
    owner = an_actor(Role.CASE_OFFICER)
    saved = SavedSearch.objects.create(officer_id=owner.officer_id, name="x", asked="q=law", saved_at=NOW, seen_at=NOW)
    News.objects.create(search=saved, expression=expression, count=1, at=NOW)
    Expression.objects.update(announced_at=NOW)
    refresh()
    asked = Asked("", {"article": ["uncac:46(13)"]})
    assert search(asked, 1).total == 0
    again(manifestation)
    held = index().held()
    assert refresh() == 1
    assert index().held() != held
    assert [hit.row.key for hit in search(asked, 1).hits] != []
    expression.refresh_from_db()
    assert (expression.announced_at, News.objects.count()) == (NOW, 1)


def test_what_was_entered_of_a_law_stays_beside_what_is_read(load):
    keeper = an_actor(Role.ADMINISTRATOR)
    law = report_law(
        actor=keeper, place="XA", kind="statute", title="An invented Act", number="7", now=NOW,
        reported=Reported(
            raw=LAW, name="act.txt", media_type="text/plain", in_force_from=NOW.date(), reported_on=NOW.date(),
            source="A note", provisions=[("uncac:46(9)", "section 1"), ("uncac:44", "")], language="en",
        ),
    )  # fmt: skip
    expression = law.versions.get().expression
    wanted = keys(expression)
    older = replace(without_articles(read_bytes(LAW, law=True)), kind="law", title="An invented Act")
    manifestation = read_by_an_older_one(expression, older)
    work = Work.objects.values().get()
    assert again(manifestation).result is Result.CHANGED
    assert [key for key in keys(expression) if "art" in key] == [key for key in wanted if "art" in key]
    assert Work.objects.values().get() == work | {"kind": "law", "date": None}  # as the builder left it
    assert Expression.objects.get().title == "An invented Act"
    first = expression.paragraphs.first()
    entered = Citation.objects.filter(where="", pin="section 1")
    assert [(one.key, one.paragraph) for one in entered] == [("uncac:46(9)", first)]
    assert StateMention.objects.filter(category=OF_STATE).count() == 1
    assert law.versions.get().provisions.count() == 2


def test_a_digest_keeps_its_states(load):
    writer, keeper = an_actor(Role.CASE_OFFICER), an_actor(Role.HEAD)
    digest = a_digest(writer, now=NOW)
    submit_digest(actor=writer, digest_id=digest.pk, now=NOW)
    publish_digest(actor=keeper, digest_id=digest.pk, now=NOW)
    expression = Expression.objects.get()
    assert again(read_by_an_older_one(expression)).result is Result.SAME
    mention = StateMention.objects.get(category=OF_CASE)
    assert mention.paragraph.number == 1


@pytest.fixture
def loose(load):
    """A report with a line that the reader does not understand."""
    expression = load(LOOSE.encode()).expression
    return expression, Unresolved.objects.get(code="text_without_number")


@pytest.mark.parametrize(
    ("decision", "answer"),
    [("accepted", ""), ("corrected", "subheading"), ("corrected", "furniture"), ("assigned", "para_2")],
)  # fmt: skip
def test_a_decision_about_words_that_are_still_not_understood_stays(loose, decision, answer):
    expression, one = loose
    decide(one, decision=decision, answer=answer)
    before = Unresolved.objects.values().get()
    row = Paragraph.objects.values().get(pk=one.paragraph_id)
    assert again(read_by_an_older_one(expression)).result is Result.SAME
    after = Unresolved.objects.values().get()
    now = Paragraph.objects.values().get(pk=after["paragraph_id"])
    assert after | {"paragraph_id": before["paragraph_id"]} == before
    assert now | {"id": row["id"]} == row


def test_a_decision_that_the_reader_now_comes_to_by_itself_stays(loose):
    """It was a heading that an older reader did not know; somebody said that it is one."""
    expression, one = loose
    decide(one, decision="corrected", answer="heading")
    heading = expression.paragraphs.filter(kind="heading").exclude(pk=one.paragraph_id).first()
    Unresolved.objects.update(text=heading.text)
    Paragraph.objects.filter(pk=heading.pk).update(key="text_9")
    again(read_by_an_older_one(expression))
    decided = Unresolved.objects.get(state="corrected")
    assert (decided.paragraph.text, decided.paragraph.kind, decided.paragraph.key) == (
        heading.text,
        "heading",
        "text_9",
    )
    assert Unresolved.objects.filter(state="waiting").count() == 1  # the line itself


def test_what_waits_keeps_its_address_and_goes_when_it_is_understood(loose):
    expression, one = loose
    gone = Unresolved.objects.create(expression=expression, code="kind_unknown", text="")
    again(read_by_an_older_one(expression))
    assert list(Unresolved.objects.values_list("pk", "paragraph__text")) == [(one.pk, one.text)]
    assert gone.pk != one.pk


def test_a_decision_that_the_reader_comes_to_is_not_asked_about_later(loose):
    """Somebody assigned the line to a paragraph, and the reader now reads it as a part of that paragraph."""
    expression, one = loose
    decide(one, decision="assigned", answer="para_2")
    second = expression.paragraphs.get(key="para_2").text
    Unresolved.objects.update(text=second[:40])
    done = again(read_by_an_older_one(expression))
    assert done.asked == 0
    decided = Unresolved.objects.get(state="assigned")
    assert (decided.paragraph, decided.reason) == (None, "As printed.")
    assert again(read_by_an_older_one(expression)).asked == 0
    assert Unresolved.objects.filter(state="waiting").count() == 1  # the line itself


@pytest.mark.parametrize(
    ("decision", "answer", "words", "read_as"),
    [
        ("corrected", "summary", "heading", "heading"),  # it is a heading, the reader says now
        ("assigned", "para_2", "heading", "heading"),
        ("corrected", "subheading", "Words that are not there.", ""),
        ("assigned", "para_2", "Words that are not there.", ""),
    ],
)  # fmt: skip
def test_a_decision_that_does_not_fit_is_kept_and_a_person_decides_again(loose, decision, answer, words, read_as):
    expression, one = loose
    decide(one, decision=decision, answer=answer)
    heading = expression.paragraphs.filter(kind="heading").first()
    words = heading.text if words == "heading" else words
    Unresolved.objects.update(text=words)
    before = Unresolved.objects.values().get()
    done = again(read_by_an_older_one(expression))
    assert (done.result, done.asked) == (Result.CHANGED, 1)
    assert Unresolved.objects.values().get(pk=one.pk) == before | {"paragraph_id": None}
    asked = Unresolved.objects.get(code=OUTDATED)
    assert (asked.state, asked.earlier_id, asked.text, asked.read_as) == ("waiting", one.pk, words, read_as)
    assert (asked.paragraph.key if asked.paragraph else "") == (heading.key if read_as else "")
    assert not expression.paragraphs.filter(kind="summary").exists()
    keeper = an_actor(Role.HEAD)
    assert is_own_piece(asked) == bool(read_as)
    if read_as:  # the person says again what was said before: that holds while the reader reads as it does now
        decide(asked, keeper, decision, answer, "As printed; see the file.")
    else:
        decide(asked, keeper, "accepted", "", "The words are in paragraph 2 now.")
    for _time in range(2):
        last = again(read_by_an_older_one(expression))
        assert (last.result, last.asked) == (Result.SAME, 0)
        kept = Unresolved.objects.get(pk=asked.pk)
        assert (kept.state, kept.earlier_id) == (decision if read_as else "accepted", one.pk)
    if decision == "corrected" and read_as:
        assert kept.paragraph.kind == answer


def test_what_is_put_to_a_person_again_waits_on_however_often_the_document_is_read(loose):
    expression, one = loose
    decide(one, decision="corrected", answer="summary")
    Unresolved.objects.update(text=expression.paragraphs.filter(kind="heading").first().text)
    again(read_by_an_older_one(expression))
    asked = Unresolved.objects.get(code=OUTDATED)
    assert again(read_by_an_older_one(expression)).result is Result.SAME
    kept = Unresolved.objects.get(code=OUTDATED)
    assert (kept.pk, kept.read_as, kept.paragraph.text) == (asked.pk, "heading", asked.text)
    assert kept.where == "heading I"


def test_which_of_the_same_words_somebody_meant_is_not_guessed(loose):
    expression, one = loose
    decide(one, decision="corrected", answer="subheading")
    Unresolved.objects.create(expression=expression, code=one.code, text=one.text)
    assert again(read_by_an_older_one(expression)).asked == 1
    [asked] = Unresolved.objects.filter(state="waiting")
    assert (asked.earlier_id, asked.code, asked.paragraph.kind) == (one.pk, one.code, "text")
    assert again(read_by_an_older_one(expression)).result is Result.SAME
    Unresolved.objects.filter(pk=asked.pk).update(text="Words that the reader understands now.")
    again(read_by_an_older_one(expression))
    asked.refresh_from_db()
    assert (asked.code, asked.earlier_id, asked.paragraph) == (OUTDATED, one.pk, None)


def test_a_numbered_paragraph_is_given_no_other_kind(loose):
    expression, one = loose
    decide(one, decision="corrected", answer="subheading")
    Unresolved.objects.update(text=expression.paragraphs.get(key="para_2").text)
    again(read_by_an_older_one(expression))
    asked = Unresolved.objects.get(code=OUTDATED)
    assert (asked.read_as, asked.paragraph.key, asked.where) == ("paragraph", "para_2", "2")
    assert not is_own_piece(asked)


@pytest.mark.parametrize("answer", ["para_2", "para_99"])
def test_an_assignment_to_a_paragraph_of_other_words_is_not_carried_over(loose, answer):
    expression, one = loose
    decide(one, decision="assigned", answer="para_2")
    Unresolved.objects.update(answer=answer)
    Paragraph.objects.filter(expression=expression, key="para_2").update(text="What an agenda says under 2.")
    assert again(read_by_an_older_one(expression)).asked == 1
    asked = Unresolved.objects.get(state="waiting")
    assert (asked.earlier_id, asked.text, asked.paragraph.text) == (one.pk, one.text, one.text)
    assert not assigned_in(expression)


@pytest.mark.parametrize("field", ["language", "symbol"])
def test_what_would_be_another_document_is_left(load, field):
    expression = load(PRINTED).expression
    assert expression.work.symbol == SYMBOL
    if field == "language":
        Expression.objects.update(language="fr")
    else:
        Work.objects.update(symbol=f"{SYMBOL}9")
    manifestation = read_by_an_older_one(expression)
    before = everything()
    assert again(manifestation).problem.code == "E_LIBRARY_ANOTHER"
    assert everything() == before


def test_a_kept_file_that_is_damaged_leaves_the_document_as_it_was(load):
    loaded = load("note.en.txt")
    blob_store().delete(loaded.manifestation.file.parts.get().blob)
    manifestation = read_by_an_older_one(loaded.expression)
    before = everything()
    assert again(manifestation).problem.code == "E_LIBRARY_FILE"
    assert everything() == before


def test_a_trial_run_tells_what_would_be_and_changes_nothing(load):
    expression = load(LAW).expression
    manifestation = read_by_an_older_one(expression, without_articles(read_bytes(LAW)))
    before = everything()
    assert again(manifestation, dry_run=True).result is Result.CHANGED
    assert everything() == before
    assert again(manifestation).result is Result.CHANGED


def test_a_symbol_that_is_read_now_joins_the_work_to_the_one_that_has_it(load):
    first = load("report.zh.txt").expression
    Work.objects.update(symbol=SYMBOL)
    apart = Work.objects.create(kind="other", created_at=NOW)
    second = load(PRINTED).expression
    assert second.work_id == first.work_id
    Expression.objects.filter(pk=second.pk).update(work=apart)
    second.refresh_from_db()
    manifestation = read_by_an_older_one(second, replace(read_bytes(PRINTED), symbol=None))
    done = again(manifestation)
    assert done.manifestation.expression.work_id == first.work_id
    assert not Work.objects.filter(pk=apart.pk).exists()


def test_a_work_gets_the_day_that_a_later_version_of_it_prints(load):
    report = (FOLDER / "report.en.txt").read_bytes()
    first = load(report.replace(b"3 March 2031\n", b"").replace(b"48 requests", b"84 requests")).expression
    load(report)
    Work.objects.update(date=date(2031, 2, 12))  # as it was kept before: the last day of the meeting
    again(read_by_an_older_one(first))
    assert Work.objects.get().date == date(2031, 3, 3)


def test_what_a_hub_reads_otherwise_is_found_again_by_the_same_reader_alone(tmp_path, load):
    raw = (FOLDER / "report.en.txt").read_bytes()
    hub = Carrier(AHubLibrary(tmp_path / "hub"))
    hub.library.pass_on(raw, source="read", reading="ab" * 32, reader=OLDER)
    assert taking.look(hub, now=HUB_NOW).trouble == ""
    expression = Manifestation.objects.get(sha256=an_entry(raw).sha256).expression
    manifestation = read_by_an_older_one(expression)
    MirrorEntry.objects.update(differs=True)
    again(manifestation)
    assert not MirrorEntry.objects.get().differs  # two readers cannot be compared
    line = MirrorEntry.objects.get().line.replace(f'"reader":"{OLDER}"', f'"reader":"{READER}"')
    MirrorEntry.objects.update(line=line)
    again(read_by_an_older_one(expression))
    assert MirrorEntry.objects.get().differs
    read = taking.reading_of_expression(expression)
    MirrorEntry.objects.update(line=line.replace("ab" * 32, read))
    Paragraph.objects.filter(expression=expression, key="heading_1").update(key="heading_77")
    again(read_by_an_older_one(expression))
    assert not MirrorEntry.objects.get().differs  # an address that lasted is no other reading
    assert Paragraph.objects.filter(expression=expression, key="heading_77").exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in KEEPERS])
def test_no_other_role_reads_again(load, role):
    manifestation = read_by_an_older_one(load("note.en.txt").expression)
    with pytest.raises(AccessDenied):
        reread(actor=an_actor(role), manifestation_id=manifestation.pk, now=NOW)
