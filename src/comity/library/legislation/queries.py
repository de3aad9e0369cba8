"""The doors to the laws of States."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from comity.library.legislation.models import Law, LawVersion, Provision

if TYPE_CHECKING:
    from uuid import UUID


def laws(*, place: str = "", article: str = "") -> QuerySet[Law]:
    """Return the laws of a State, or of all, that give effect to an article (with all its paragraphs), or to any."""
    found = Law.objects.prefetch_related(_versions()).order_by("place", "title", "pk")
    if place:
        found = found.filter(place=place)
    if article:
        rows = Provision.objects.filter(version__law=OuterRef("pk"))
        exact = rows.filter(article=article)
        parts = rows.filter(article__startswith=f"{article}(")
        found = found.filter(Exists(exact) | Exists(parts))
    return found


def law(law_id: UUID) -> Law | None:
    """Return one law with all its versions."""
    return Law.objects.select_related("work").prefetch_related(_versions()).filter(pk=law_id).first()


def _versions() -> Prefetch[str, QuerySet[LawVersion], str]:
    rows = LawVersion.objects.select_related("expression__work", "entered_by").prefetch_related("provisions")
    return Prefetch("versions", rows)


def versions_to_state(passed: QuerySet[Any]) -> QuerySet[LawVersion]:
    """Return the versions that are `passed` on (ids) with their files and articles, the first reported first."""
    return _whole().filter(pk__in=passed, law__hub="").order_by("law", "reported_on", "entered_at", "pk")


def versions_to_offer(law_id: UUID) -> QuerySet[LawVersion]:
    """Return all versions of a law with their files and articles, the first reported first."""
    return _whole().filter(law=law_id).order_by("reported_on", "entered_at", "pk")


def _whole() -> QuerySet[LawVersion]:
    rows = LawVersion.objects.select_related("law", "expression")
    return rows.prefetch_related("provisions", "expression__manifestations__file")


def versions_besides(passed: QuerySet[Any]) -> QuerySet[LawVersion]:
    """Return the versions of laws entered here that are not `passed` on (ids), what was entered first first."""
    rows = LawVersion.objects.filter(law__hub="").exclude(pk__in=passed).select_related("law", "entered_by")
    return rows.order_by("entered_at", "pk")


def version_to_decide(version_id: int) -> LawVersion:
    """Return a version with its law and lock it. Raises LawVersion.DoesNotExist."""
    return LawVersion.objects.select_for_update(of=("self",)).select_related("law").get(pk=version_id)


def states_with_laws() -> list[str]:
    """Return the codes of the States whose laws are here."""
    return list(Law.objects.order_by("place").values_list("place", flat=True).distinct())


def articles_with_laws() -> list[str]:
    """Return the keys of the articles that laws here give effect to."""
    return list(Provision.objects.order_by("article").values_list("article", flat=True).distinct())
