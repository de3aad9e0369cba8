"""The doors to saved searches: each person's own, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum
from django.db.models.functions import Coalesce

from comity.library.saved.models import News, SavedSearch

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from comity.core.actors import Actor


def searches_of(actor: Actor) -> QuerySet[SavedSearch]:
    """Return a person's searches, each with `fresh`, how many paragraphs are new; for the system none."""
    if actor.officer_id is None:
        return SavedSearch.objects.none()
    found = SavedSearch.objects.filter(officer_id=actor.officer_id)
    return found.annotate(fresh=Coalesce(Sum("news__count"), 0))


def news_of(actor: Actor) -> QuerySet[News]:
    """Return what is new for a person, by document, the newest first."""
    if actor.officer_id is None:
        return News.objects.none()
    return News.objects.filter(search__officer_id=actor.officer_id).select_related("expression__work")


def count_of_news(actor: Actor) -> int:
    """Return how many paragraphs are new in a person's searches, all together."""
    return int(news_of(actor).aggregate(all=Sum("count"))["all"] or 0)


def told_since(actor: Actor, since: datetime) -> QuerySet[News]:
    """Return what came for a person after a time."""
    return news_of(actor).filter(at__gt=since)
