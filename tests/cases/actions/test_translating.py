"""A translation from question to annex: by two people, whole, of the text that is signed, and through a file."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.requests import CHINESE, ENGLISH

from comity.cases.actions import drafting, reviewing, translating, translation_files
from comity.cases.models import Case, Translation
from comity.cases.queries import side_by_side, work
from comity.cases.queries import translating as reading
from comity.cases.rules import CaseworkError
from comity.cases.translating import xliff
from comity.cases.translating.pieces import Given
from comity.cases.translating.xliff import XliffError
from comity.core.access import AccessDenied
from comity.core.files.actions import store_bytes
from comity.core.files.reader import read_file
from comity.core.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from comity.cases.queries.translating import Whole
    from comity.core.actors import Actor

pytestmark = pytest.mark.django_db
ZH = "zh-hans"
MEANT = dict(zip(ENGLISH.values(), CHINESE.values(), strict=True))


def chinese_of(text: str) -> str:
    """Return what the builder's Chinese says for a paragraph of its English, names kept."""
    found = MEANT.get(text) or next(
        (zh_part for en, zh in MEANT.items() if "\n" in en
         for en_part, zh_part in zip(en.split("\n\n"), zh.split("\n\n"), strict=True) if en_part == text), "译文",
    )  # fmt: skip
    return f"{found}（Meridian Quarry Ltd）" if "Meridian Quarry Ltd" in text else found


def asked(cast: Cast, **more: Any) -> Case:
    case = a_draft(cast)
    given = {"translator_id": cast.officer(Role.TRANSLATOR).pk, "due": date(2026, 3, 20), "note": "", **more}
    translating.ask_translation(actor=cast.drafter, case_id=case.pk, language=ZH, now=NOW, **given)
    return Case.objects.get(pk=case.pk)


def whole(case: Case) -> Whole:
    return reading.whole_of(case, case.translations.get(), "en")


def translate(case: Case, actor: Actor) -> None:
    given = {one.piece.digest: Given(target=chinese_of(one.piece.text)) for one in whole(case).lines if not one.target}
    translating.save_segments(actor=actor, case_id=case.pk, language=ZH, given=given, now=NOW)


def approved(cast: Cast) -> Case:
    case = asked(cast)
    translate(case, cast.translator)
    translating.submit_translation(actor=cast.translator, case_id=case.pk, language=ZH, now=NOW)
    translating.approve_translation(actor=joined(case, cast, Role.REVIEWER), case_id=case.pk, language=ZH, now=NOW)
    return Case.objects.get(pk=case.pk)


def joined(case: Case, cast: Cast, role: Role) -> Actor:
    translating.keeping.join(case, cast.officer(role).pk, role, at=NOW)
    actor: Actor = getattr(cast, role.value)
    return actor


def refused(code: str, act: Callable[..., object], **given: Any) -> None:
    with pytest.raises((CaseworkError, XliffError)) as error:
        act(language=ZH, now=NOW, **given)
    assert error.value.code == code


def test_curated_texts_come_without_translating(cast: Cast) -> None:
    lines = {one.piece.text: one for one in whole(asked(cast)).lines}
    known = {text: one.target for text, one in lines.items() if one.state == "curated"}
    assert known["United Nations Convention against Corruption"] == "《联合国反腐败公约》"
    assert "Office of the Prosecutor of XA" not in known
    assert lines["10 years"].state == "open"


def test_approved_translation_is_printed_and_goes_with_the_request(cast: Cast) -> None:
    case = approved(cast)
    row, annex = case.translations.get(), case.annexes.get()
    assert (row.state, row.annex_id, annex.language) == ("approved", annex.pk, ZH)
    assert annex.file is not None
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(read_file(annex.file, limit=10**7))).pages)
    for said in ("译文", "经签署的请求书为英文本", "承包商为取得公共合同向公职人员付款", "Meridian Quarry Ltd"):
        assert said in text
    assert "A contractor paid" not in text
    assert case.sections.get(key="annexes").data["translation.language"] == ZH
    reviewing.ask_review(
        actor=cast.drafter, case_id=case.pk, note="", reviewer_id=cast.officer(Role.REVIEWER).pk, now=NOW
    )


def test_side_by_side_shows_the_translation(cast: Cast) -> None:
    case = asked(cast)
    translate(case, cast.translator)
    cells = [row for block in side_by_side.paper_of(case, NOW).blocks if hasattr(block, "cells") for row in block.cells]
    [row] = [one for one in cells if ENGLISH["conduct"] in one[0]]
    assert CHINESE["conduct"] in row[1]


def test_draft_goes_to_no_review_while_its_translation_is_not_approved_as_it_stands(cast: Cast) -> None:
    def ask_review(language: str, **given: Any) -> None:
        del language
        reviewing.ask_review(note="", reviewer_id=cast.officer(Role.REVIEWER).pk, **given)

    case = asked(cast)
    refused("E_TRANSLATION_OPEN", ask_review, actor=cast.drafter, case_id=case.pk)
    translating.drop_translation(actor=cast.drafter, case_id=case.pk, language=ZH, now=NOW)
    ask_review(actor=cast.drafter, case_id=case.pk, now=NOW, language=ZH)
    case = approved(cast)
    section = case.sections.get(key="facts")
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key="facts", data={"facts.summary": "Now 500,000 left."},
        shown=["facts.summary"], version=section.version, now=NOW,
    )  # fmt: skip
    refused("E_TRANSLATION_OPEN", ask_review, actor=cast.drafter, case_id=case.pk)
    translating.reopen_translation(actor=cast.drafter, case_id=case.pk, language=ZH, now=NOW)
    assert not case.annexes.exists()
    lines = {one.piece.text: one for one in whole(Case.objects.get(pk=case.pk)).lines}
    assert lines[ENGLISH["conduct"]].state == "checked"
    assert lines["Now 500,000 left."].state == "open"
    assert "fact" not in lines


def test_removed_annex_keeps_the_draft_from_its_review(cast: Cast) -> None:
    case = approved(cast)
    drafting.remove_annex(actor=cast.drafter, case_id=case.pk, annex_id=case.annexes.get().annex_id, now=NOW)
    assert reading.not_ready(Case.objects.get(pk=case.pk)) is not None


def test_incomplete_or_lossy_translation_is_not_handed_in_until_it_is_explained(cast: Cast) -> None:
    case = asked(cast)
    mine: dict[str, Any] = {"actor": cast.translator, "case_id": case.pk}
    refused("E_UNTRANSLATED", translating.submit_translation, **mine)
    translate(case, cast.translator)
    [line] = [one for one in whole(case).lines if one.piece.text == "10 years"]
    translating.save_segments(**mine, language=ZH, given={line.piece.digest: Given(target="九年")}, now=NOW)
    refused("E_TRANSLATION_LOST", translating.submit_translation, **mine)
    given = {line.piece.digest: Given(target="九年", why="The law says nine.")}
    translating.save_segments(**mine, language=ZH, given=given, now=NOW)
    assert translating.submit_translation(**mine, language=ZH, now=NOW).state == "submitted"


def test_two_people(cast: Cast) -> None:
    case = asked(cast)
    translate(case, cast.translator)
    translating.submit_translation(actor=cast.translator, case_id=case.pk, language=ZH, now=NOW)
    refused("E_TRANSLATION_EYES", translating.approve_translation, actor=cast.translator, case_id=case.pk)
    with pytest.raises(AccessDenied):
        translating.approve_translation(actor=cast.drafter, case_id=case.pk, language=ZH, now=NOW)
    reviewer = joined(case, cast, Role.REVIEWER)
    refused("E_SAY", translating.return_translation, actor=reviewer, case_id=case.pk, note=" ")
    row = translating.return_translation(actor=reviewer, case_id=case.pk, language=ZH, note="Look at 3.", now=NOW)
    assert (row.state, row.decision_note) == ("open", "Look at 3.")


def test_work_of_the_translator_and_of_who_checks(cast: Cast) -> None:
    case = asked(cast)
    reviewer = joined(case, cast, Role.REVIEWER)
    assert [str(one.what) for one in work.work(cast.translator, NOW).waits] == ["Translate the draft"]
    assert not [one for one in work.work(reviewer, NOW).waits if "ranslat" in str(one.what)]
    translate(case, cast.translator)
    translating.submit_translation(actor=cast.translator, case_id=case.pk, language=ZH, now=NOW)
    assert work.work(cast.translator, NOW).waits == []
    assert "Check the translation of the draft" in [str(one.what) for one in work.work(reviewer, NOW).waits]


def test_of_two_who_write_at_once_the_later_sees_what_the_other_wrote(cast: Cast) -> None:
    case = asked(cast)
    line = next(one for one in whole(case).lines if one.state == "open")
    key = line.piece.digest
    for actor, text, met in (
        (cast.translator, "甲", {}), (cast.drafter, "乙", {key: "甲"}), (cast.drafter, "甲", {}),
    ):  # fmt: skip
        kept = translating.save_segments(
            actor=actor, case_id=case.pk, language=ZH, given={key: Given(target=text, seen="")}, now=NOW
        )
        assert kept.met == met
    assert Translation.objects.get().segments.get().target == "甲"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_only_languages_in_which_letters_are_printed(cast: Cast, language: str) -> None:
    with pytest.raises(CaseworkError) as error:
        translating.ask_translation(
            actor=cast.drafter, case_id=a_draft(cast).pk, language=language, translator_id=None, due=None, note="",
            now=NOW,
        )  # fmt: skip
    assert error.value.code == "E_TRANSLATION_LANGUAGE"


def bring(case: Case, cast: Cast, raw: bytes, *, replace: bool = False) -> dict[str, Any]:
    file = store_bytes(raw, actor=cast.drafter, purpose="translation", name="x", media_type="text/xml", now=NOW)
    row = translation_files.take_back(
        actor=cast.drafter, case_id=case.pk, language=ZH, file=file, replace=replace, now=NOW
    )
    return dict(row.brought["counts"])


def filled(raw: bytes, texts: dict[str, str]) -> bytes:
    """Translate the file as a program for translators does: source -> target, the rest left."""
    found = xliff.read(raw)
    units = [xliff.Unit(id=o.id, source=o.source, target=texts.get(o.source, o.target)) for o in found.units]
    return xliff.write(units, name="x", source="en", target=ZH, names=[], hidden={})


def test_file_goes_out_without_names_and_comes_back_with_them(cast: Cast) -> None:
    case = asked(cast, translator_id=None)
    raw = translation_files.hand_out(actor=cast.drafter, case_id=case.pk, language=ZH, hide_names=True, now=NOW)
    assert b"Meridian" not in raw
    place = case.translations.get().hidden["Meridian Quarry Ltd"]
    counts = bring(case, cast, filled(raw, {f"Bank records of {place}": f"{place}的银行记录", "10 years": "十年"}))
    assert counts["taken"] == 2
    found = {one.piece.text: one.target for one in whole(case).lines}
    assert found["Bank records of Meridian Quarry Ltd"] == "Meridian Quarry Ltd的银行记录"
    again = translation_files.hand_out(actor=cast.drafter, case_id=case.pk, language=ZH, hide_names=True, now=NOW)
    assert case.translations.get().hidden["Meridian Quarry Ltd"] == place
    assert b"Meridian" not in again


def test_file_takes_the_place_of_what_stands_only_where_that_is_asked(cast: Cast) -> None:
    case = asked(cast, translator_id=None)
    hand_out: dict[str, Any] = {"actor": cast.drafter, "case_id": case.pk, "language": ZH, "hide_names": False}
    raw = translation_files.hand_out(**hand_out, now=NOW)
    assert bring(case, cast, filled(raw, {"10 years": "十年"}))["taken"] == 1
    assert bring(case, cast, filled(raw, {"10 years": "10年"}))["stands"] == 1
    assert bring(case, cast, filled(raw, {"10 years": "10年"}), replace=True)["taken"] == 1
    assert {o.piece.text: o.target for o in whole(case).lines}["10 years"] == "10年"


def test_unit_of_another_text_is_told_and_not_taken(cast: Cast) -> None:
    case = asked(cast, translator_id=None)
    raw = translation_files.hand_out(actor=cast.drafter, case_id=case.pk, language=ZH, hide_names=False, now=NOW)
    units = list(xliff.read(raw).units)
    changed = xliff.Unit(id=units[0].id, source="Something else", target="别的")
    strange = xliff.Unit(id="strange", source="Never asked", target="未问")
    counts = bring(
        case, cast,
        xliff.write([changed, strange, *units[2:]], name="x", source="en", target=ZH, names=[], hidden={}),
    )  # fmt: skip
    assert (counts["changed"], counts["unknown"], counts.get("taken")) == (1, 1, None)
    assert not case.translations.get().segments.exists()
    told = case.translations.get().brought["rows"]
    assert {"result": "unknown", "source": "Never asked", "target": "未问"} in told
    with pytest.raises(XliffError) as error:
        bring(case, cast, raw.replace(b'trgLang="zh-hans"', b'trgLang="fr"'))
    assert error.value.code == "E_XLIFF_LANGUAGE"
