"""The pages of a translation: asked for, written side by side, handed in, approved; a file goes out and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in
from tests.cases.actions.test_translating import ZH, asked, joined, translate, whole

from comity.cases.actions import translating
from comity.cases.translating.pieces import Given
from comity.core.files.models import StoredFile
from comity.core.roles import Role

if TYPE_CHECKING:
    from django.test import Client

    from comity.cases.models import Case

pytestmark = pytest.mark.django_db


def at(name: str, case: Case, *more: str) -> str:
    return reverse(f"cases:{name}", args=[case.pk, ZH, *more])


def fields_of(client: Client, case: Case, part: str) -> dict[str, str]:
    page = client.get(at("translation-part", case, part))
    form = page.context["form"]
    return {name: str(field.initial or "") for name, field in form.fields.items()}


def test_translator_is_led_from_his_work_to_the_paragraphs_and_saves_as_he_goes(cast: Cast) -> None:
    case = asked(cast, note="Keep <names>.")
    translator = signed_in(cast.officer(Role.TRANSLATOR))
    assert at("translation", case) in translator.get("/").content.decode()
    assert "Keep &lt;names&gt;." in translator.get(at("translation", case)).content.decode()
    given = fields_of(translator, case, "facts")
    names = [name for name in given if name.startswith("t_")]
    assert len(names) == 2
    answer = translator.post(
        at("translation-part", case, "facts"), {**given, names[0]: "2021年5月<b>", "then": "stay"}, follow=True
    )
    page = answer.content.decode()
    assert "2021年5月&lt;b&gt;" in page
    assert "The name Meridian Quarry Ltd is not in the translation." in page
    assert "Why it is right nevertheless" in page
    assert 'lang="zh-Hans"' in page


def test_what_another_wrote_meanwhile_is_shown_and_nothing_typed_is_lost(cast: Cast) -> None:
    case = asked(cast)
    translator = signed_in(cast.officer(Role.TRANSLATOR))
    given = fields_of(translator, case, "facts")
    name = next(name for name in given if name.startswith("t_"))
    translating.save_segments(
        actor=cast.drafter, case_id=case.pk, language=ZH, given={name[2:]: Given(target="起草人所写")}, now=NOW
    )
    page = translator.post(at("translation-part", case, "facts"), {**given, name: "译员所写"})
    assert page.status_code == 200
    assert "Somebody else wrote here meanwhile: 起草人所写" in page.content.decode()
    form = page.context["form"]
    settled = {key: form.data.get(key, "") for key in form.fields}
    assert translator.post(at("translation-part", case, "facts"), settled).status_code == 302
    assert case.translations.get().segments.get().target == "译员所写"


def test_asked_handed_in_and_approved_by_the_pages(cast: Cast) -> None:
    case = asked(cast)
    drafter, reviewer = signed_in(cast.officer(Role.DRAFTER)), joined(case, cast, Role.REVIEWER)
    again = drafter.post(reverse("cases:translations", args=[case.pk]), {"language": ZH, "translator": "", "note": ""})
    assert "The translation has moved on" in again.content.decode()
    translator = signed_in(cast.officer(Role.TRANSLATOR))
    early = translator.post(at("translation-act", case), {"act": "submit", "note": ""})
    assert "Some paragraphs have no translation yet." in early.content.decode()
    translate(case, cast.translator)
    assert "Hand the translation in" in translator.get(at("translation", case)).content.decode()
    translator.post(at("translation-act", case), {"act": "submit", "note": ""})
    own = translator.get(at("translation", case)).content.decode()
    assert "Who wrote a paragraph of the translation cannot approve it" in own
    assert 'value="approve"' not in own
    checking = signed_in(cast.officer(Role.REVIEWER))
    assert 'value="approve"' in checking.get(at("translation", case)).content.decode()
    assert checking.get(at("translation-letter", case))["Content-Type"] == "application/pdf"
    page = checking.post(at("translation-act", case), {"act": "approve", "note": ""}, follow=True)
    assert "among the annexes" in page.content.decode()
    assert case.annexes.get().language == ZH
    assert reviewer.officer_id == case.translations.get().decided_by_id


def test_whoever_is_to_check_can_open_the_draft_and_is_never_who_translates(cast: Cast) -> None:
    case, drafter = a_draft(cast), signed_in(cast.officer(Role.DRAFTER))
    translator, reviewer = str(cast.officer(Role.TRANSLATOR).pk), str(cast.officer(Role.REVIEWER).pk)
    given = {"language": ZH, "translator": translator, "note": ""}
    door = reverse("cases:translations", args=[case.pk])
    assert "cannot approve it" in drafter.post(door, {**given, "checker": translator}).content.decode()
    assert drafter.post(door, {**given, "checker": str(cast.officer(Role.HEAD).pk)}).status_code == 200
    assert not case.translations.exists()
    checking = signed_in(cast.officer(Role.REVIEWER))
    assert checking.get(at("translation", case)).status_code == 404
    assert drafter.post(door, {**given, "checker": reviewer}).status_code == 302
    assert checking.get(at("translation", case)).status_code == 200


def test_file_goes_out_and_comes_back_and_is_not_kept(cast: Cast) -> None:
    case = asked(cast, translator_id=None)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    out = drafter.post(at("translation-file", case), {"hide": "yes"})
    assert out["Content-Disposition"].endswith('-zh-hans.xlf"')
    assert b"Meridian" not in out.content
    for raw, said in (
        (out.content, "not translated in the file"),
        (b"<!DOCTYPE x>" + out.content, "This file holds a document type"),
        (b"<xliff", "This file is damaged or breaks off."),
    ):
        page = drafter.post(at("translation-bring", case), {"file": SimpleUploadedFile("t.xlf", raw)}, follow=True)
        assert said in page.content.decode()
    assert not StoredFile.objects.filter(purpose="translation").finished().exists()


def test_unknown_translation_part_or_number_leads_back(cast: Cast) -> None:
    case = asked(cast)
    drafter = signed_in(cast.officer(Role.DRAFTER))
    assert drafter.get(reverse("cases:translation", args=[case.pk, "fr"])).status_code == 404
    assert drafter.get(at("translation-part", case, "none")).url == at("translation", case)
    for start in ("0", "99", "x", "9" * 30):
        assert drafter.get(at("translation-part", case, "facts"), {"from": start}).status_code == 200
    assert whole(case).missing > 0
