"""The basis and the channel of a draft: what is taken is written down, and what it relied on is kept as it stood."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.builders.cases import NOW, Cast, a_draft, a_sent
from tests.builders.channels import a_tree
from tests.builders.people import signed_in
from tests.builders.treaty_world import TODAY, treaty_world

from comity.cases import erasing
from comity.cases.actions import grounding
from comity.cases.models import Case, LegalChoice
from comity.cases.queries import content
from comity.cases.rules import CaseworkError
from comity.core.access import AccessDenied
from comity.core.audit.models import AuditEntry
from comity.core.officers.models import Officer
from comity.core.roles import Role
from comity.directory.models import HubTree
from comity.law.basis import Question
from comity.law.channels import shipped_tree
from comity.law.errors import RuleViolation
from comity.law.facts import Kind

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

pytestmark = pytest.mark.django_db

WORLD = treaty_world()
MINI = "UNCAC:uncac_mini_treaty"


def asked(asked: str = "XB", **given: Any) -> Question:
    asks = {"kind": Kind.MLA, "offences": ("15",), "coercive": True, **given}
    return Question(asking="XA", asked=asked, on=TODAY, today=TODAY, **asks)


def take(cast: Cast, case: Case, question: Question, chosen: str = MINI, reason: str = "") -> LegalChoice:
    return grounding.choose_basis(
        actor=cast.drafter, case_id=case.pk, question=question, facts=WORLD, chosen=chosen, reason=reason, now=NOW
    )


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_draft(cast)


def basis_of(case: Case) -> dict[str, Any]:
    found: dict[str, Any] = content.request_of(Case.objects.get(pk=case.pk))["basis"]
    return found


def test_what_is_taken_stands_in_the_draft(cast: Cast, case: Case) -> None:
    take(cast, case, asked())
    said = basis_of(case)
    assert said["instrument"] == "treaty UNCAC"
    assert said["mode"] == "uncac_mini_treaty"
    assert said["articles"] == ["46(1)", "46(7)", "46(9)-(29)"]


def test_the_state_that_is_asked_is_named_where_none_is_and_never_written_over(cast: Cast) -> None:
    empty = a_draft(cast, filled=False)
    take(cast, empty, asked())
    assert content.request_of(Case.objects.get(pk=empty.pk))["requested"]["state"] == "XB"
    take(cast, empty, asked("XM"), "XM:domestic")
    assert content.request_of(Case.objects.get(pk=empty.pk))["requested"]["state"] == "XB"


def test_the_snapshot_keeps_question_answer_and_facts_in_both_languages(cast: Cast, case: Case) -> None:
    choice = take(cast, case, asked())
    kept = LegalChoice.objects.get(pk=choice.pk)
    assert kept.question["asked"] == "XB"
    assert kept.question["on"] == TODAY.isoformat()
    assert set(kept.answer) == {"en", "zh-hans", "addressee"}
    assert kept.answer["addressee"] == {}, "the directory knows nobody in XB here"
    facts = kept.answer["en"]["bases"][0]["facts"]
    assert {fact["source"] for fact in facts} == {"made for tests"}
    assert kept.answer["en"]["mode"] == kept.answer["zh-hans"]["mode"] == "uncac_mini_treaty"


def test_conduct_older_than_the_bond_is_kept_with_the_answer_and_asks_for_no_reason(cast: Cast, case: Case) -> None:
    kept = LegalChoice.objects.get(pk=take(cast, case, asked(conduct=date(2001, 2, 3))).pk)
    assert (kept.question["conduct"], kept.certain) == ("2001-02-03", True)
    for language in ("en", "zh-hans"):
        told = [one["text"] for one in kept.answer[language]["warnings"] if one["code"] == "FACTS_OLDER"]
        assert ["2006-01-01" in text for text in told] == [True, True], "the Convention, and UNTOC beside it"
    assert LegalChoice.objects.get(pk=take(cast, case, asked()).pk).question["conduct"] is None


def test_reciprocity_asks_for_its_statement(cast: Cast, case: Case) -> None:
    take(cast, case, asked("XM"), "XM:domestic")
    assert basis_of(case)["mode"] == "reciprocity"


def test_chapter_five_rests_on_article_46_as_it_applies_to_it(cast: Cast, case: Case) -> None:
    take(cast, case, asked(kind=Kind.CONFISCATE), "UNCAC:uncac")
    assert basis_of(case)["mode"] == "uncac_mini_treaty"
    assert "55(1)" in basis_of(case)["articles"]


@pytest.mark.parametrize(
    ("question", "chosen"), [(asked("XR"), MINI), (asked(), "XB:domestic")], ids=["not certain", "not the first"]
)
def test_what_is_not_plain_needs_a_reason(cast: Cast, case: Case, question: Question, chosen: str) -> None:
    with pytest.raises(CaseworkError, match="E_WHY"):
        take(cast, case, question, chosen)
    assert not LegalChoice.objects.exists()
    assert take(cast, case, question, chosen, "Confirmed by telephone").reason == "Confirmed by telephone"


@pytest.mark.parametrize("chosen", ["", "UNCAC:treaty", "REGIO:treaty", "UNCAC:ask"])
def test_what_does_not_hold_cannot_be_taken(cast: Cast, case: Case, chosen: str) -> None:
    before = basis_of(case)
    with pytest.raises(CaseworkError, match="E_BASIS"):
        take(cast, case, asked(), chosen, "Because")
    assert basis_of(case) == before


def test_a_later_choice_stands_beside_the_earlier_one(cast: Cast, case: Case) -> None:
    take(cast, case, asked())
    take(cast, case, asked(), "XB:domestic", "They asked for it")
    assert [one.chosen for one in case.legal_choices.order_by("pk")] == [MINI, "XB:domestic"]
    assert basis_of(case)["mode"] == "domestic"


def test_who_does_not_write_the_draft_takes_nothing(cast: Cast, case: Case) -> None:
    with pytest.raises((AccessDenied, Case.DoesNotExist)):
        grounding.choose_basis(
            actor=cast.reviewer, case_id=case.pk, question=asked(), facts=WORLD, chosen=MINI, reason="", now=NOW
        )


def test_a_request_that_was_sent_keeps_its_basis(cast: Cast) -> None:
    sent = a_sent(cast)
    with pytest.raises((CaseworkError, AccessDenied)):
        take(cast, sent, asked())
    assert not sent.legal_choices.exists()


def test_the_audit_log_says_that_and_not_what(cast: Cast, case: Case) -> None:
    take(cast, case, asked())
    entry = AuditEntry.objects.get(code="cases.basis.chosen")
    assert json.loads(entry.data) == {"certain": True}


def test_the_database_refuses_an_uncertain_choice_without_a_reason(cast: Cast, case: Case) -> None:
    choice = take(cast, case, asked())
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalChoice.objects.filter(pk=choice.pk).update(certain=False)


def test_choices_go_when_a_case_is_emptied(cast: Cast, case: Case) -> None:
    take(cast, case, asked())
    with transaction.atomic():
        erasing.empty(case)
    assert not LegalChoice.objects.exists()


WALK = {"available": "no", "leads": "no", "urgent": "no", "need": "evidence", "several": "no"}


MUTUAL = "mutual_legal_assistance"


def channel(cast: Cast, case: Case, answers: dict[str, str], reason: str = "", chosen: str = MUTUAL) -> LegalChoice:
    return grounding.choose_channel(
        actor=cast.drafter, case_id=case.pk, tree=shipped_tree(), answers=answers, chosen=chosen, reason=reason,
        now=NOW,
    )  # fmt: skip


def test_the_channel_is_kept_with_the_answers_the_words_and_the_version_of_the_tree(cast: Cast, case: Case) -> None:
    kept = channel(cast, case, WALK, "Agreed by telephone")
    assert kept.chosen == MUTUAL
    assert kept.answer["en"]["taken"] == kept.answer["en"]["advice"]["text"]
    assert kept.question == {"answers": WALK, "digest": shipped_tree().digest}
    assert kept.answer["en"]["version"] == shipped_tree().version
    assert len(kept.answer["zh-hans"]["words"]) == len(WALK)
    assert kept.reason == "Agreed by telephone"


def test_the_officer_takes_another_channel_for_a_reason_and_the_advice_stays_beside_it(cast: Cast, case: Case) -> None:
    with pytest.raises(CaseworkError, match="E_WHY"):
        channel(cast, case, WALK, chosen="joint_investigation")
    with pytest.raises(CaseworkError, match="E_BASIS"):
        channel(cast, case, WALK, "By pigeon", chosen="pigeon")
    assert not LegalChoice.objects.exists()
    kept = channel(cast, case, WALK, "Both prosecutors agreed on a team", chosen="joint_investigation")
    assert kept.chosen == "joint_investigation"
    assert kept.answer["en"]["advice"]["channel"] == MUTUAL
    assert kept.answer["zh-hans"]["taken"] == shipped_tree().advice["joint_investigation"].text.zh


def test_a_walk_that_has_not_ended_is_no_channel(cast: Cast, case: Case) -> None:
    with pytest.raises(CaseworkError, match="E_BASIS"):
        channel(cast, case, {"available": "no"})
    with pytest.raises(RuleViolation, match="E_ANSWER"):
        channel(cast, case, {"available": "perhaps"})


PAGE = {"kind": "mla", "asking": "XA", "asked": "XB", "offences": ["15"], "coercive": "yes"}


def test_the_page_begins_with_the_draft_answers_and_takes(cast: Cast, case: Case) -> None:
    client, address = signed_in(cast.officer(Role.DRAFTER)), reverse("cases:case-basis", args=[case.pk])
    begun = client.get(address).content.decode()
    assert '<option value="XB" selected>' in begun
    looked = client.post(address, {**PAGE, "act": "look"}).content.decode()
    assert "Certain by the facts that this node knows." in looked
    assert f'value="{MINI}"' in looked
    assert not LegalChoice.objects.exists()
    taken = client.post(address, {**PAGE, "act": "take", "chosen": MINI})
    assert taken.status_code == 302
    draft = client.get(reverse("cases:draft", args=[case.pk])).content.decode()
    assert "United Nations Convention against Corruption" in draft


def test_the_page_asks_why_at_its_question(cast: Cast, case: Case) -> None:
    client, address = signed_in(cast.officer(Role.DRAFTER)), reverse("cases:case-basis", args=[case.pk])
    answer = client.post(address, {**PAGE, "act": "take", "chosen": "XB:domestic"})
    assert answer.status_code == 200
    assert "Say why: the reason stays in the file." in answer.content.decode()
    assert not LegalChoice.objects.exists()


def test_the_tree_is_walked_in_the_case_and_nothing_stands_in_the_address(cast: Cast, case: Case) -> None:
    client, address = signed_in(cast.officer(Role.DRAFTER)), reverse("cases:case-channel", args=[case.pk])
    assert "act" not in client.get(address + "?available=no").request["QUERY_STRING"]
    advice = client.post(address, WALK).content.decode()
    assert "Keep with the case" in advice
    assert f'<option value="{MUTUAL}" selected>' in advice
    other = {**WALK, "act": "keep", "chosen": "law_enforcement_contact"}
    refused = client.post(address, other).content.decode()
    assert "Say why: the reason stays in the file." in refused
    assert '<option value="law_enforcement_contact" selected>' in refused, "what was chosen is not lost"
    assert client.post(address, {**other, "reason": "A lead is enough for now"}).status_code == 302
    law = client.get(reverse("cases:case-law", args=[case.pk])).content.decode()
    assert "Contact between law-enforcement or anti-corruption authorities" in law
    assert "A lead is enough for now" in law
    assert "Ask for mutual legal assistance, from central authority to central authority." in law
    assert "Does another State work on the same facts?" in law


def test_the_tree_of_the_secretariat_is_asked_and_its_version_kept(
    cast: Cast, case: Case, settings: SettingsWrapper
) -> None:
    settings.NODE = settings.NODE.model_copy(update={"channel_tree": a_tree()})
    client, address = signed_in(cast.officer(Role.DRAFTER)), reverse("cases:case-channel", args=[case.pk])
    assert "Is there haste?" in client.get(address).content.decode()
    assert "Is there haste?" in client.get(reverse("cases:channel")).content.decode()
    assert client.post(address, {"haste": "no", "act": "keep", "chosen": "post"}).status_code == 302
    kept = LegalChoice.objects.get()
    assert (kept.chosen, kept.answer["en"]["version"]) == ("post", "secretariat-1")


def of_the_hub(version: str) -> None:
    HubTree.objects.update_or_create(hub="1", defaults={"version": version, "text": a_tree(version), "good_at": NOW})


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("It comes from the secretariat's hub", "The decision tree has changed", "Decision tree of version hub-1.")),
    ("zh-hans", ("来自本节点所跟踪的秘书处中心节点", "决策树已有变动", "决策树版本：hub-1。")),
])  # fmt: skip
def test_advice_keeps_the_version_that_gave_it_when_the_hub_sends_another(
    cast: Cast, case: Case, language: str, words: tuple[str, str, str]
) -> None:
    source, changed, told = words
    officer = cast.officer(Role.DRAFTER)
    Officer.objects.filter(pk=officer.pk).update(language=language)
    client, address = signed_in(officer), reverse("cases:case-channel", args=[case.pk])

    def sent(**given: str) -> tuple[int, str]:
        answer = client.post(address, {"haste": "no", **given})
        return answer.status_code, unescape(answer.content.decode())

    of_the_hub("hub-1")
    _status, advice = sent()
    assert source in advice
    assert source in unescape(client.get(reverse("cases:channel")).content.decode())
    [shown] = re.findall(r'name="shown" value="(\w+)"', advice)
    assert sent(act="keep", chosen="post", shown=shown)[0] == 302
    of_the_hub("hub-2")
    status, page = sent(act="keep", chosen="post", shown=shown)
    assert (status, changed in page, LegalChoice.objects.count()) == (200, True, 1)
    assert LegalChoice.objects.get().answer["en"]["version"] == "hub-1"
    assert told in client.get(reverse("cases:case-law", args=[case.pk])).content.decode()
