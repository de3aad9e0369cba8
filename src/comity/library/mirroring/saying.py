"""What is said of a law or a digest that was entered here, as a statement: for nodes that follow, and for the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.library.mirroring.statements import MOST_VERSIONS, DigestSaid, LawSaid, VersionSaid
from comity.library.models import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from comity.library.digests.models import Digest
    from comity.library.legislation.models import LawVersion
    from comity.library.models import Manifestation


def law_said(versions: Sequence[LawVersion]) -> LawSaid:
    """Return what is said of a law by these versions of it, the first reported first; at least one."""
    law = versions[0].law
    return LawSaid(
        str(law.pk), law.place, law.kind, law.number, law.title, _day(law.confirmed_on), law.confirmed_by,
        _day(law.repealed_on), law.repealed_by, tuple(map(_version, versions[-MOST_VERSIONS:])),
    )  # fmt: skip


def digest_said(one: Digest) -> DigestSaid:
    """Return what is said of a digest."""
    return DigestSaid(
        str(one.pk), one.title, one.language, one.year, one.subject, one.outcome, tuple(one.states),
        tuple(one.articles), one.instruments, one.facts, one.course, one.lessons,
    )  # fmt: skip


def text_of(version: LawVersion) -> Manifestation:
    """Return the file with the text of a version."""
    [text] = [each for each in version.expression.manifestations.all() if each.state == Source.READ]
    return text


def _version(one: LawVersion) -> VersionSaid:
    text = text_of(one)
    return VersionSaid(
        sha256=text.sha256, size=text.file.size or 0, name=text.file.name[:120], media_type=text.file.media_type[:120],
        language=one.expression.language, in_force_from=_day(one.in_force_from), reported_on=_day(one.reported_on),
        source=one.source, verified=one.verified,
        provisions=tuple((each.article, each.place) for each in one.provisions.all()),
        title="" if one.expression.title == one.law.title else one.expression.title,
    )  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
