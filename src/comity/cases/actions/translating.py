"""Have a draft translated: asked of somebody, written paragraph by paragraph, checked by another, printed as an annex.

The letter that is signed stays the one in its own language. What is approved is printed in the other language and goes
with it; while a translation is open, or the draft changed after it, the draft cannot be handed to its review.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from comity.cases import letters, rules
from comity.cases.access import Permission
from comity.cases.actions import drafting, keeping
from comity.cases.codes import AuditCode
from comity.cases.models import Annex, Segment, Translation
from comity.cases.queries import people, translating
from comity.cases.translating.pieces import Given, mark_of
from comity.cases.translating.xliff import tidy
from comity.core.files.actions import store_bytes
from comity.core.roles import Role
from comity.kernel.plaintext import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from comity.cases.models import Case
    from comity.cases.queries.translating import Whole
    from comity.core.actors import Actor


@dataclass(slots=True)
class Kept:
    """What became of it: how many were saved, and paragraph -> the text of somebody else that stands instead."""

    saved: int = 0
    met: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def ask_translation(
    *, actor: Actor, case_id: UUID, language: str, translator_id: UUID | None, due: date | None, note: str,
    now: datetime, checker_id: UUID | None = None,
) -> Translation:  # fmt: skip
    """Have the draft translated, by a translator who becomes a member, or by whoever asks.

    Who is to check it becomes a member too: nobody else than the author and the translator could open the draft.

    Raises:
        CaseworkError: `E_NOT_DRAFT`, `E_TRANSLATION_LANGUAGE` for the letter's own language or one in which no letter
            can be printed, `E_TRANSLATION_STATE` where it was asked before, `E_OFFICER` for who is no translator,
            or may not approve; `E_TRANSLATION_EYES` for a translator who would check himself.
    """
    case = _draft(actor, case_id, Permission.TRANSLATION_ASK, now)
    if language not in translating.languages_for(case):
        raise rules.CaseworkError("E_TRANSLATION_LANGUAGE", "no letter is printed in it")
    if translator_id is not None:
        if translator_id not in people.names_with_role(Role.TRANSLATOR):
            raise rules.CaseworkError("E_OFFICER", "no translator")
        keeping.join(case, translator_id, Role.TRANSLATOR, at=now)
    if checker_id is not None:
        _join_checker(case, checker_id, translator_id=translator_id or actor.officer_id, now=now)
    row = case.translations.filter(language=language).first()
    if row is not None and row.state != "dropped":
        raise rules.CaseworkError("E_TRANSLATION_STATE", "asked before")
    row = row or Translation(case=case, language=language)
    row.state, row.note, row.due, row.translator_id = "open", note, due, translator_id
    row.asked_at, row.asked_by_id, row.decision_note = now, keeping.officer_of(actor), ""
    row.save()
    _say_so(case, language, actor=actor, now=now)
    keeping.note(case, "translation_asked", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_ASKED, actor=actor, now=now)
    return row


def _join_checker(case: Case, officer_id: UUID, *, translator_id: UUID | None, now: datetime) -> None:
    if officer_id == translator_id:
        raise rules.CaseworkError("E_TRANSLATION_EYES", "who translates does not check")
    role = next((one for one in people.CHECKS if officer_id in people.names_with_role(one)), None)
    if role is None:
        raise rules.CaseworkError("E_OFFICER", "neither a reviewer nor a translator")
    keeping.join(case, officer_id, role, at=now)


def _say_so(case: Case, language: str, *, actor: Actor, now: datetime) -> None:
    """Write into the draft in which language a translation goes with it, unless it says another."""
    section = case.sections.filter(key="annexes").first()
    if section and section.data.get("translation.language") not in {None, "", case.language}:
        return
    drafting.save_section(
        actor=actor, case_id=case.pk, key="annexes", data={"translation.language": language},
        shown=["translation.language"], version=section.version if section else 0, now=now,
    )  # fmt: skip


@transaction.atomic
def save_segments(*, actor: Actor, case_id: UUID, language: str, given: Mapping[str, Given], now: datetime) -> Kept:
    """Keep translations of paragraphs of the draft; of one that somebody else changed meanwhile, his stands.

    Args:
        actor: who writes.
        case_id: the draft.
        language: into which it is translated.
        given: digest of the paragraph -> what was given; paragraphs that the draft no longer has are left alone.
        now: when.

    Raises:
        CaseworkError: `E_NOT_DRAFT`, or `E_TRANSLATION_STATE` while it is not open.
    """
    case = _draft(actor, case_id, Permission.TRANSLATION_WRITE, now)
    row = _row(case, language, "open")
    kept = write(row, given, actor=actor, now=now)
    if kept.saved:
        _noted(row, AuditCode.TRANSLATION_SAVED, actor=actor, now=now, paragraphs=kept.saved)
    return kept


def write(row: Translation, given: Mapping[str, Given], *, actor: Actor, now: datetime) -> Kept:
    """Write translations down, inside the caller's transaction."""
    whole, kept = translating.whole_of(row.case, row, "en"), Kept()
    stored = {one.digest: one for one in row.segments.select_for_update()}
    for line in whole.lines:
        one = given.get(line.piece.digest)
        if one is None:
            continue
        before, target = stored.get(line.piece.digest), tidy(one.target)
        stands = before.target if before else line.target
        if (target, one.why) == (stands, before.why if before else ""):
            continue
        if one.seen is not None and one.seen != mark_of(stands) and target != stands:
            kept.met[line.piece.digest] = stands
            continue
        kept.saved += 1
        if not target:
            row.segments.filter(digest=line.piece.digest).delete()
            continue
        Segment.objects.update_or_create(
            translation=row, digest=line.piece.digest,
            defaults={
                "part": line.piece.part, "source": line.piece.text, "target": target, "why": one.why,
                "written_at": now, "written_by_id": keeping.officer_of(actor), "checked_at": None, "checked_by": None,
            },
        )  # fmt: skip
    return kept


@transaction.atomic
def submit_translation(*, actor: Actor, case_id: UUID, language: str, now: datetime) -> Translation:
    """Hand a whole translation to whoever checks it.

    Raises:
        CaseworkError: `E_UNTRANSLATED` while a paragraph has no translation, `E_TRANSLATION_LOST` while something
            seems lost and nobody said why it is right.
    """
    case = _draft(actor, case_id, Permission.TRANSLATION_WRITE, now)
    row = _row(case, language, "open")
    _check_whole(translating.whole_of(case, row, "en"))
    row.state, row.submitted_at, row.submitted_by_id = "submitted", now, keeping.officer_of(actor)
    row.save(update_fields=["state", "submitted_at", "submitted_by"])
    keeping.note(case, "translation_submitted", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_SUBMITTED, actor=actor, now=now)
    return row


def _check_whole(whole: Whole) -> None:
    if whole.missing:
        raise rules.CaseworkError("E_UNTRANSLATED", "a paragraph has no translation", count=whole.missing)
    if whole.questioned:
        raise rules.CaseworkError("E_TRANSLATION_LOST", "something seems lost", count=whole.questioned)


@transaction.atomic
def return_translation(*, actor: Actor, case_id: UUID, language: str, note: str, now: datetime) -> Translation:
    """Return a translation to its translator, with what is to be changed."""
    case = _draft(actor, case_id, Permission.TRANSLATION_APPROVE, now)
    row = _row(case, language, "submitted")
    rules.check_said(note, "notes")
    _decide(row, "open", note, actor=actor, now=now)
    keeping.note(case, "translation_returned", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_RETURNED, actor=actor, now=now)
    return row


@transaction.atomic
def approve_translation(*, actor: Actor, case_id: UUID, language: str, now: datetime) -> Translation:
    """Approve a translation as a second person: it is printed as a letter, which goes with the request as an annex.

    Steps: 1 whole, and nothing lost unexplained; 2 four eyes: who approves wrote no paragraph that was not checked
    before; 3 the letter; 4 the annex; 5 the approval.

    Raises:
        CaseworkError: `E_UNTRANSLATED`, `E_TRANSLATION_LOST`, `E_TRANSLATION_EYES`, `E_ANNEX`.
        LetterError: a character that no font has.
    """
    case = _draft(actor, case_id, Permission.TRANSLATION_APPROVE, now)
    row = _row(case, language, "submitted")
    whole = translating.whole_of(case, row, "en")
    _check_whole(whole)
    if translating.wrote_of(whole, actor):
        raise rules.CaseworkError("E_TRANSLATION_EYES", "who wrote it cannot approve it")
    row.annex = _annex(case, whole, language, actor=actor, now=now)
    row.digest = translating.digest_of(whole, language)
    used = [one.piece.digest for one in whole.lines if one.state == "translated"]
    row.segments.filter(digest__in=used).update(checked_at=now, checked_by=actor.officer_id)
    _decide(row, "approved", "", actor=actor, now=now)
    drafting.refresh(case, actor=actor, at=now)
    keeping.note(case, "translation_approved", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_APPROVED, actor=actor, now=now, paragraphs=len(used))
    return row


def _annex(case: Case, whole: Whole, language: str, *, actor: Actor, now: datetime) -> Annex:
    name = one_line(letters.translation_name(case.language, language), 200)
    file = store_bytes(
        letters.render_translation(whole.translated(language), own=case.language, at=now), actor=actor,
        purpose="annex", name=f"{case.our_reference.replace('/', '-')}-{language}.pdf", media_type="application/pdf",
        now=now,
    )  # fmt: skip
    drafting.check_annex(case, file, round_no=0)
    return Annex.objects.create(
        case=case, position=case.annexes.count(), name=name, language=language, size=file.whole_size(),
        sha256=file.sha256, file=file, added_at=now,
    )  # fmt: skip


@transaction.atomic
def reopen_translation(*, actor: Actor, case_id: UUID, language: str, now: datetime) -> Translation:
    """Take a translation up again; the letter that was printed of it is no annex any more."""
    case = _draft(actor, case_id, Permission.TRANSLATION_ASK, now)
    row = _row(case, language, "approved", "submitted")
    _without_annex(row, actor=actor, now=now)
    row.state = "open"
    row.save(update_fields=["state", "annex"])
    keeping.note(case, "translation_reopened", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_REOPENED, actor=actor, now=now)
    return row


@transaction.atomic
def drop_translation(*, actor: Actor, case_id: UUID, language: str, now: datetime) -> Translation:
    """Give a translation up: what was written stays and is there when it is asked for again."""
    case = _draft(actor, case_id, Permission.TRANSLATION_ASK, now)
    row = _row(case, language, "open", "submitted", "approved")
    _without_annex(row, actor=actor, now=now)
    row.state = "dropped"
    row.save(update_fields=["state", "annex"])
    keeping.note(case, "translation_dropped", actor=actor, at=now)
    _noted(row, AuditCode.TRANSLATION_DROPPED, actor=actor, now=now)
    return row


def check_translated(case: Case) -> None:
    """Raise CaseworkError `E_TRANSLATION_OPEN` while a translation of the draft is not approved as the draft stands."""
    if translating.not_ready(case) is not None:
        raise rules.CaseworkError("E_TRANSLATION_OPEN", "a translation is not approved")


def _draft(actor: Actor, case_id: UUID, permission: Permission, now: datetime) -> Case:
    case = keeping.load(actor, case_id, permission, now=now)
    rules.check_draft(case.step)
    return case


def _row(case: Case, language: str, *states: str) -> Translation:
    """Return the translation, locked; Translation.DoesNotExist where none was ever asked for."""
    row = Translation.objects.select_for_update().get(case=case, language=language)
    if row.state not in states:
        raise rules.CaseworkError("E_TRANSLATION_STATE", "it has moved on")
    row.case = case
    return row


def _decide(row: Translation, state: str, note: str, *, actor: Actor, now: datetime) -> None:
    row.state, row.decision_note, row.decided_at, row.decided_by_id = state, note, now, actor.officer_id
    row.save(update_fields=["state", "decision_note", "decided_at", "decided_by", "annex", "digest"])


def _without_annex(row: Translation, *, actor: Actor, now: datetime) -> None:
    if row.annex is not None:
        row.annex.delete()
        row.annex = None
        drafting.refresh(row.case, actor=actor, at=now)


def _noted(row: Translation, code: AuditCode, *, actor: Actor, now: datetime, **data: int) -> None:
    keeping.audit(row.case, code, actor=actor, at=now, data={"language": row.language, **data})
    keeping.touch(row.case, at=now)
