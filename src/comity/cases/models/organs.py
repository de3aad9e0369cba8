"""The organs of this State that work on a request: the chains by which it is approved, and the one a request takes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from comity.cases.chains import STANDARD, STANDARD_NAME, Scope, Stage
from comity.cases.models.case import Case
from comity.cases.states import ChainState
from comity.kernel.ids import new_id
from comity.kernel.languages import Text


class Chain(models.Model):
    """One version of an approval chain; two people make it: an administrator proposes, the head confirms."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(default=new_id, help_text="the same for all versions of a chain")
    version = models.PositiveIntegerField(default=1)
    name = models.JSONField(help_text="language tag -> name")
    kinds = models.JSONField(default=list, blank=True, help_text="kinds of measure it is for; none means all")
    states = models.JSONField(default=list, blank=True, help_text="codes of the States it is for; none means all")
    stages = models.JSONField(help_text="the stages in their order, as comity.cases.chains keeps them")
    in_use = models.BooleanField(default=True, help_text="whether new requests may take this version")
    state = models.CharField(max_length=12, default=ChainState.initial.name)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        """The database itself asks for two people, one version in force, and one open proposal."""

        ordering: ClassVar = ["key", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version"], name="chain_version_once"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="active"), name="chain_one_active"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="proposed"), name="chain_one_proposed"),
            models.CheckConstraint(
                condition=~models.Q(state="active")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("proposed_by"))),
                name="chain_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"chain {self.key} v{self.version}"

    @property
    def text(self) -> Text:
        """Its name."""
        return Text(en=self.name["en"], zh=self.name["zh-hans"])

    @property
    def scope(self) -> Scope:
        """For which requests it is meant."""
        return Scope(str(self.key), frozenset(self.kinds), frozenset(self.states))

    @property
    def organs(self) -> tuple[Stage, ...]:
        """Its stages."""
        return tuple(Stage.of_row(row) for row in self.stages)


class CaseChain(models.Model):
    """The chain that a request takes, as it stood when its approval began: later versions do not change it."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="chain")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stages = models.JSONField(default=list, blank=True, help_text="a copy of its stages; none for the standard chain")
    kinds = models.CharField(max_length=300, blank=True, default="", help_text="what the request asked when it began")
    counterpart_state = models.CharField(max_length=80, blank=True, default="", help_text="and of whom")
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"chain of {self.case_id}"

    @property
    def text(self) -> Text:
        """Its name."""
        return self.chain.text if self.chain else STANDARD_NAME

    @property
    def organs(self) -> tuple[Stage, ...]:
        """Its stages."""
        return tuple(Stage.of_row(row) for row in self.stages) or STANDARD
