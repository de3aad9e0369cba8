"""Saved searches, and what was found for them since their owner looked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.kernel.ids import new_id


class SavedSearch(models.Model):
    """A search of one person. `asked` is how its address holds it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    asked = models.TextField()
    saved_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when its owner looked last

    class Meta:
        """By name."""

        ordering: ClassVar = ["name", "saved_at"]

    def __str__(self) -> str:
        return f"search {self.pk}"


class News(models.Model):
    """How many paragraphs and footnotes of a document that came since then hold a search."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="news")
    expression = models.ForeignKey("library.Expression", on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        """A document once for a search; the newest first."""

        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["search", "expression"], name="library_news_once"),
        ]

    def __str__(self) -> str:
        return f"{self.count} for {self.search_id}"
