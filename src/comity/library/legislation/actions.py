"""What is done to the laws of States: entered, given a new version, confirmed, marked as repealed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from comity.core import access
from comity.core.audit.log import record
from comity.library.access import Permission
from comity.library.citing import typed_articles
from comity.library.entering import LAW, Given, keep_text
from comity.library.errors import LibraryError
from comity.library.legislation.models import Law, LawVersion, Provision
from comity.library.models import Citation, Cited, Paragraph, StateMention
from comity.library.places import code_of, iso3_of, known_places

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from uuid import UUID

    from comity.core.actors import Actor
    from comity.library.models import Expression

OF_STATE = "law_of"  # how a law names its State
_MOST_PROVISIONS = 200


@dataclass(frozen=True, slots=True)
class Reported:
    """A version of a law as it was reported.

    Attributes:
        raw: the text, in any format that the library reads; name: of the file, only ever shown.
        in_force_from: the day from which it holds so, None where nobody knows.
        reported_on: the day on which it was reported; source: by whom and how.
        verified: whether somebody compared it with the State's own publication.
        language: of the text, empty where the reader shall tell.
        title: in that language; empty where the text has the title of the law.
        provisions: article keys, each with the place in the law that gives effect to it.
    """

    raw: bytes
    name: str
    media_type: str
    in_force_from: date | None
    reported_on: date
    source: str
    verified: bool = False
    provisions: list[tuple[str, str]] = field(default_factory=list)
    language: str = ""
    title: str = ""


def typed_provisions(text: str) -> list[tuple[str, str]]:
    """Return provisions typed one a line, `46(9): section 12(3)`. Raises LibraryError `E_LIBRARY_ARTICLE`."""
    rows: list[tuple[str, str]] = []
    for line in text.splitlines():
        articles, _colon, place = re.sub("：", ":", line).partition(":")
        rows += [(key, place.strip()[:120]) for key in typed_articles(articles)]
    if len(rows) > _MOST_PROVISIONS:
        raise LibraryError("E_LIBRARY_ARTICLE")
    return list(dict.fromkeys(rows))


def report_law(
    *, actor: Actor, place: str, kind: str, title: str, number: str, reported: Reported, now: datetime, hub: str = ""
) -> Law:
    """Enter a law of a State with its first version; `hub` is the hub that it came from.

    Raises:
        AccessDenied: an actor who may not.
        LibraryError: `E_LIBRARY_STATE`, `E_LIBRARY_KNOWN`, `E_LIBRARY_MEANWHILE`, `E_LIBRARY_DAY`.
        ReadingError: the text cannot be read; nothing was entered.
    """
    access.require(actor, Permission.LAW_WRITE)
    code = code_of(place, known_places())
    if code is None:
        raise LibraryError("E_LIBRARY_STATE")
    done: list[Law] = []

    def enter(expression: Expression) -> None:
        law = Law.objects.create(
            work=expression.work, place=code, kind=kind, number=number, title=title, entered_at=now, hub=hub
        )  # fmt: skip
        _enter_version(actor, law, expression, reported, now)
        record(actor=actor, code="library.law.reported", subject=f"library.law:{law.pk}", at=now, data={"place": code})
        done.append(law)

    given = Given(LAW, reported.title or title, reported.in_force_from, reported.language)
    _keep(actor, given, reported, now, enter)
    return done[0]


def report_version(*, actor: Actor, law_id: UUID, reported: Reported, now: datetime) -> LawVersion:
    """Enter what a law says now. Raises as `report_law` does."""
    law = Law.objects.select_related("work").get(pk=law_id)
    access.require(actor, Permission.LAW_WRITE, law)
    done: list[LawVersion] = []

    def enter(expression: Expression) -> None:
        done.append(_enter_version(actor, law, expression, reported, now))
        record(actor=actor, code="library.law.changed", subject=f"library.law:{law.pk}", at=now)

    title = reported.title or law.title
    _keep(actor, Given(LAW, title, reported.in_force_from, reported.language, work=law.work), reported, now, enter)
    return done[0]


def confirm_law(*, actor: Actor, law_id: UUID, on: date, source: str, now: datetime) -> Law:
    """Write down that the State said on a day that what is here is right."""
    with transaction.atomic():
        law = Law.objects.select_for_update().get(pk=law_id)
        access.require(actor, Permission.LAW_WRITE, law)
        _not_later(on, now)
        if law.confirmed_on is None or law.confirmed_on < on:
            law.confirmed_on, law.confirmed_by = on, source
            law.save(update_fields=["confirmed_on", "confirmed_by"])
        record(actor=actor, code="library.law.confirmed", subject=f"library.law:{law.pk}", at=now)
    return law


def repeal_law(*, actor: Actor, law_id: UUID, on: date, source: str, now: datetime) -> Law:
    """Write down that a law no longer holds from a day on. It stays: acts are judged by the law of their time."""
    with transaction.atomic():
        law = Law.objects.select_for_update().get(pk=law_id)
        access.require(actor, Permission.LAW_WRITE, law)
        law.repealed_on, law.repealed_by = on, source
        law.save(update_fields=["repealed_on", "repealed_by"])
        record(actor=actor, code="library.law.repealed", subject=f"library.law:{law.pk}", at=now)
    return law


def _not_later(day: date, now: datetime) -> None:
    if day > now.date():
        raise LibraryError("E_LIBRARY_DAY")


def _keep(actor: Actor, given: Given, reported: Reported, now: datetime, enter: Callable[[Expression], None]) -> None:
    _not_later(reported.reported_on, now)
    keep_text(reported.raw, given, actor=actor, name=reported.name, media_type=reported.media_type, now=now, also=enter)


def _enter_version(actor: Actor, law: Law, expression: Expression, reported: Reported, now: datetime) -> LawVersion:
    version = LawVersion.objects.create(
        law=law, expression=expression, in_force_from=reported.in_force_from, reported_on=reported.reported_on,
        source=reported.source, verified=reported.verified, entered_at=now,
        entered_by_id=None if actor.is_system else actor.person(),
    )  # fmt: skip
    rows = [Provision(version=version, article=key, place=place, order=at)
            for at, (key, place) in enumerate(reported.provisions)]  # fmt: skip
    Provision.objects.bulk_create(rows)
    say_in_rows(version)
    return version


def say_in_rows(version: LawVersion) -> None:
    """Write beside what is read in a version what was entered of it: its State, and the articles it gives effect to."""
    expression = version.expression
    first = Paragraph.objects.filter(expression=expression).order_by("order").first()
    Citation.objects.bulk_create([
        Citation(expression=expression, what=Cited.ARTICLE, key=row.article, pin=row.place[:80], paragraph=first)
        for row in version.provisions.all()
    ])  # fmt: skip
    StateMention.objects.create(
        expression=expression, iso3=iso3_of(version.law.place), category=OF_STATE, order=0, paragraph=first
    )
