"""A draft is filled from the directory: authority, languages with the urgency, translation; the author's words stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.builders.authorities import VALUES
from tests.builders.cases import NOW, Cast, a_draft
from tests.builders.people import signed_in

from comity.cases.actions import drafting, filling, grounding
from comity.cases.models import Case
from comity.cases.queries import content
from comity.core.actors import Actor
from comity.core.roles import Role
from comity.directory import actions
from comity.law.channels import shipped_tree

if TYPE_CHECKING:
    from comity.directory.models import Entry

pytestmark = pytest.mark.django_db

KNOWN: dict[str, Any] = {
    **VALUES, "languages": ["fr", "ar"], "urgent_languages": ["en"], "electronic": "with_paper",
    "electronic_conditions": "Sealed to its key", "largest_megabytes": 20, "formalities": "Two copies",
    "ways": ["courier"], "help_given": "No interception",
}  # fmt: skip


def listed(cast: Cast, **values: Any) -> Entry:
    entry = actions.propose_entry(actor=cast.administrator, place="XB", values={**KNOWN, **values}, now=NOW)
    return actions.publish_entry(
        actor=Actor.of_officer(cast.officer(Role.HEAD)), authority_id=entry.authority_id, now=NOW
    )


def write(cast: Cast, case: Case, key: str, **data: Any) -> None:
    shown = {name.replace("__", "."): value for name, value in data.items()}
    section = case.sections.filter(key=key).first()
    drafting.save_section(
        actor=cast.drafter, case_id=case.pk, key=key, data=shown, shown=tuple(shown),
        version=section.version if section else 0, now=NOW,
    )  # fmt: skip


def fill(cast: Cast, case: Case) -> tuple[str, ...]:
    return filling.fill_from_directory(actor=cast.drafter, case_id=case.pk, now=NOW)


def said(case: Case) -> tuple[str, list[str], str]:
    request = content.request_of(Case.objects.get(pk=case.pk))
    return (request["requested"]["authority"], request["requested"]["languages"], request["translation"]["language"])


@pytest.fixture
def case(cast: Cast) -> Case:
    empty = a_draft(cast, filled=False)
    write(cast, empty, "addressee", requested__state="XB")
    return empty


def test_authority_languages_and_translation_are_filled_and_again_nothing(cast: Cast, case: Case) -> None:
    listed(cast)
    assert fill(cast, case) == ("requested.authority", "requested.languages", "translation.language")
    assert said(case) == ("Bureau of Letters", ["fr", "ar"], "fr")
    assert fill(cast, case) == ()


def test_an_urgent_request_takes_the_languages_of_urgent_cases_and_goes_back(cast: Cast, case: Case) -> None:
    listed(cast)
    fill(cast, case)
    write(cast, case, "urgency", urgency__level="urgent")
    assert fill(cast, case) == ("requested.languages", "translation.language")
    assert said(case) == ("Bureau of Letters", ["en"], "")
    write(cast, case, "urgency", urgency__level="routine")
    fill(cast, case)
    assert said(case) == ("Bureau of Letters", ["fr", "ar"], "fr")


def test_what_the_author_wrote_stays(cast: Cast, case: Case) -> None:
    listed(cast)
    write(cast, case, "addressee", requested__authority="Its Ministry", requested__languages=["es"])
    assert fill(cast, case) == ("translation.language",)
    assert said(case)[:2] == ("Its Ministry", ["es"])


def test_nobody_or_several_fill_nothing(cast: Cast, case: Case) -> None:
    assert fill(cast, case) == ()
    listed(cast)
    listed(cast, names={"en": "Second bureau"})
    assert fill(cast, case) == ()


def test_the_channel_fills_and_keeps_what_the_directory_said_of_the_addressee(cast: Cast, case: Case) -> None:
    entry, tree = listed(cast), shipped_tree()
    answers: dict[str, str] = {}
    while (query := grounding.walk(tree, answers).question) is not None:
        answers[query.code] = query.answers[0].code
    advised = grounding.walk(tree, answers).advice
    assert advised is not None
    choice = grounding.choose_channel(
        actor=cast.drafter, case_id=case.pk, tree=tree, answers=answers, chosen=advised.code,
        reason="", now=NOW,
    )  # fmt: skip
    assert said(case)[0] == "Bureau of Letters"
    kept = choice.answer["addressee"]
    assert (kept["authority"], kept["electronic"], kept["largest_megabytes"]) == (
        str(entry.authority_id), "with_paper", 20,
    )  # fmt: skip
    assert (kept["ways"], kept["help_given"]) == (["courier"], "No interception")


def test_the_sections_show_what_is_known_and_a_page_says_what_was_filled(cast: Cast, case: Case) -> None:
    listed(cast)
    client = signed_in(cast.officer(Role.DRAFTER))
    page = client.get(f"/requests/{case.pk}/draft/addressee/").content.decode()
    assert "From the directory" in page
    assert "yes, and the paper must follow" in page
    assert "Two copies" in page
    assert "courier" in page
    assert "No interception" in page
    version = case.sections.get(key="addressee").version
    answer = client.post(
        f"/requests/{case.pk}/draft/addressee/",
        {"requested.state": "XB", "version": version, "shown": "requested.state", "then": "list"}, follow=True,
    )  # fmt: skip
    assert said(case)[0] == "Bureau of Letters", answer.content.decode()[:3000]
    assert "Filled from the directory" in answer.content.decode()
    write(cast, case, "addressee", requested__languages=["es"])
    assert "The draft says otherwise:" in client.get(f"/requests/{case.pk}/draft/annexes/").content.decode()


def test_nobody_designated_leads_to_the_diplomatic_channel(cast: Cast, case: Case) -> None:
    client = signed_in(cast.officer(Role.DRAFTER))
    path = f"/requests/{case.pk}/draft/addressee/"
    assert "No authority of XB is known for this" in client.get(path).content.decode()
    listed(cast, designated=False, names={})
    assert "XB has designated nobody for this" in client.get(path).content.decode()


def test_a_page_sent_again_as_it_stands_keeps_the_order_and_goes_on_following_the_urgency(
    cast: Cast, case: Case
) -> None:
    listed(cast)
    fill(cast, case)
    client, address = signed_in(cast.officer(Role.DRAFTER)), f"/requests/{case.pk}/draft/addressee/"
    page = client.get(address)
    sent = [tag for tag in ("ar", "fr") if f'name="requested_languages" value="{tag}"' in page.content.decode()]
    form = {"shown": "requested_languages", "version": page.context["form"].initial["version"]}
    client.post(address, form | {"requested_languages": [*sent, ""]})  # boxes come in the order of the page
    assert said(case)[1] == ["fr", "ar"]
    assert "The draft says otherwise" not in client.get(address).content.decode()
    write(cast, case, "urgency", urgency__level="urgent")
    fill(cast, case)
    assert said(case)[1] == ["en"]
