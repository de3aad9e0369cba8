"""Documents as kept: what they are (work), in which words (expression), in which files (manifestation).

Rows of paragraphs, citations and the rest belong to one expression. They are written when it is first loaded, and anew
when a newer reader reads its file again (`rereading`).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from comity.core.files.models import StoredFile
from comity.kernel.ids import new_id
from comity.library.review_states import UnresolvedState


class Work(models.Model):
    """A document, whatever the language, version or file: `symbol` is its own, empty while nothing tells it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    symbol = models.CharField(max_length=120, default="", blank=True)
    body = models.CharField(max_length=80, default="", blank=True)  # `CAC/COSP/EG.1`, of the symbol
    kind = models.CharField(max_length=40)
    date = models.DateField(null=True)  # of the document, else the last day of its meeting
    meeting = models.CharField(max_length=60, default="", blank=True)  # number and days, of a report
    created_at = models.DateTimeField()

    class Meta:
        """A symbol belongs to one work."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["symbol"], condition=~Q(symbol=""), name="library_work_symbol"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-date"], name="library_work_date"),
            models.Index(fields=["meeting"], name="library_work_meeting"),
        ]

    def __str__(self) -> str:
        return self.symbol or f"{self.kind} {self.pk}"


class Expression(models.Model):
    """A work in one language and version; `version` counts from 1 in the order in which they were loaded.

    `sketch` finds other versions (`likeness`); `title_key` finds the document by the title that others cite.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="expressions")
    language = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1)
    date = models.DateField(null=True)  # as printed on it
    title = models.TextField(default="", blank=True)
    title_key = models.CharField(max_length=64, default="", blank=True)  # SHA-256 of the title's words
    masthead = models.JSONField(default=dict)  # what -> words, as printed
    dates: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    sketch = models.BinaryField(default=b"")
    created_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)  # when saved searches were told of it

    class Meta:
        """Each version of a language once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["work", "language", "version"], name="library_expression_version"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["title_key"], name="library_expression_title"),
            models.Index(fields=["created_at"], condition=Q(announced_at__isnull=True), name="library_expression_new"),
        ]

    def __str__(self) -> str:
        return f"{self.work} {self.language} {self.version}"


class Likeness(models.Model):
    """A key that an expression shares with what is much like it (`likeness.bands`): so none is compared with all."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="likenesses")
    key = models.BigIntegerField()

    class Meta:
        """Asked for by key."""

        indexes: ClassVar = [models.Index(fields=["key"], name="library_likeness_key")]

    def __str__(self) -> str:
        return f"{self.expression_id} {self.key}"


FROM_HUB = "system:library.mirror"  # by whom a file was loaded that was taken over from the hub


class Source(models.TextChoices):
    """What a file is to its expression."""

    READ = "read"  # the rows were read from it
    CONVERSION = "conversion"  # the same wording in another conversion


class Manifestation(models.Model):
    """A file that holds an expression, kept byte for byte. The same bytes are kept once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    expression = models.ForeignKey(Expression, on_delete=models.PROTECT, related_name="manifestations")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=Source.choices)
    reader = models.CharField(max_length=20)  # version of the reader that read it
    loaded_by = models.CharField(max_length=120)  # an actor, as the audit log names it
    loaded_at = models.DateTimeField()

    class Meta:
        """Rows come from one file of an expression."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["expression"], condition=Q(state="read"), name="library_manifestation_read"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]} of {self.expression_id}"

    @property
    def is_from_hub(self) -> bool:
        """Whether it was taken over from the hub."""
        return self.loaded_by == FROM_HUB


class Paragraph(models.Model):
    """A piece of a document in its place, whole. `key` is its stable address: `para_10`, `heading_3`, `text_1`.

    `kind` is that of the reader's block; only a numbered paragraph has a `number`. `items` and `agenda` repeat parts
    of `text`, each with its label.
    """

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="paragraphs")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    number = models.PositiveIntegerField(null=True)
    label = models.CharField(max_length=40, default="", blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    headings: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    text = models.TextField()
    items: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)
    agenda: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)

    class Meta:
        """One piece for each place and each address."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expression", "order"], name="library_paragraph_order"),
            models.UniqueConstraint(fields=["expression", "key"], name="library_paragraph_key"),
        ]

    def __str__(self) -> str:
        return f"{self.expression_id} {self.key}"


class Footnote(models.Model):
    """A footnote; `paragraph` is where its mark stands, where that was found."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="footnotes")
    order = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    mark = models.CharField(max_length=20)
    text = models.TextField()
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, null=True, related_name="footnotes")

    class Meta:
        """One footnote for each place."""

        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["expression", "order"], name="library_footnote_order"),
        ]

    def __str__(self) -> str:
        return f"{self.expression_id} {self.key}"


class Place(models.Model):
    """What stands in one place of an expression: a paragraph or a footnote; in neither, the document as a whole."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="%(class)ss")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, null=True, related_name="%(class)ss")
    footnote = models.ForeignKey(Footnote, on_delete=models.CASCADE, null=True, related_name="%(class)ss")
    where = models.CharField(max_length=80, default="", blank=True)  # as the reader says it

    class Meta:
        """No table of its own."""

        abstract = True


class Cited(models.TextChoices):
    """What is cited."""

    SYMBOL = "symbol"  # key: the symbol
    ARTICLE = "article"  # key: `uncac:46(7)`
    RESOLUTION = "resolution"  # key: `CAC/COSP 8/2`


class Citation(Place):
    """Something cited. `work` is the document cited, where the library has it; `pin` the place in it."""

    what = models.CharField(max_length=12, choices=Cited.choices)
    key = models.CharField(max_length=300)
    pin = models.CharField(max_length=80, default="", blank=True)
    work = models.ForeignKey(Work, on_delete=models.SET_NULL, null=True, related_name="cited_in")

    class Meta:
        """Asked for by what is cited."""

        indexes: ClassVar = [models.Index(fields=["what", "key"], name="library_citation_key")]

    def __str__(self) -> str:
        return f"{self.where} {self.key}"


class StateMention(Place):
    """A State that stands somewhere; `category` says how: `states_parties`, `signatories` ..., `list` or `mention`."""

    iso3 = models.CharField(max_length=3)
    category = models.CharField(max_length=40)
    order = models.PositiveIntegerField()

    class Meta:
        """Asked for by State."""

        ordering: ClassVar = ["order"]
        indexes: ClassVar = [models.Index(fields=["iso3"], name="library_state_iso3")]

    def __str__(self) -> str:
        return f"{self.where} {self.iso3}"


class Observer(models.Model):
    """An organisation that attended, as printed, by category (`un_bodies`, `igos` ...)."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="observers")
    category = models.CharField(max_length=40)
    name = models.CharField(max_length=500)
    order = models.PositiveIntegerField()

    class Meta:
        """In the order in which they are printed."""

        ordering: ClassVar = ["order"]

    def __str__(self) -> str:
        return self.name


class Figure(Place):
    """A number that a document gives. `date` is ISO 8601 to the day, month or year, or `2021-H1`; empty if not told."""

    what = models.CharField(max_length=60)
    value = models.BigIntegerField()
    at_least = models.BooleanField(default=False)
    date = models.CharField(max_length=10, default="", blank=True)
    text = models.TextField()

    class Meta:
        """Asked for by what is counted."""

        indexes: ClassVar = [models.Index(fields=["what", "date"], name="library_figure_what")]

    def __str__(self) -> str:
        return f"{self.what} {self.value} {self.date}"


class Recommendation(Place):
    """A recommendation, with the paragraph and item by which it is cited (`where`)."""

    text = models.TextField()

    def __str__(self) -> str:
        return self.where


class Unresolved(Place):
    """What the reader did not understand. It stays in its place; a person decides, with a reason.

    Where a later reader reads what was decided otherwise, that is put to a person again: `earlier` is what was decided,
    and `read_as` the kind that the reader gives the piece now.
    """

    code = models.CharField(max_length=40)
    text = models.TextField()
    state = models.CharField(max_length=12, default=UnresolvedState.initial.name, choices=UnresolvedState.choices())
    answer = models.CharField(max_length=40, default="", blank=True)  # the kind it was given, or the paragraph's key
    reason = models.TextField(default="", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    earlier = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="later")
    read_as = models.CharField(max_length=20, default="", blank=True)

    class Meta:
        """Decided by somebody, at a time, for a reason; or open."""

        indexes: ClassVar = [models.Index(fields=["state", "id"], name="library_unresolved_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="library_unresolved_decided_by_somebody",
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True, reason="")
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.where} {self.code}"


class Telling(models.Model):
    """What a document tells of another: that a symbol is the report of a meeting (`how` report), or has a title."""

    expression = models.ForeignKey(Expression, on_delete=models.CASCADE, related_name="tellings")
    how = models.CharField(max_length=8)
    what = models.CharField(max_length=64)  # the meeting's number, or the SHA-256 of the title's words
    symbol = models.CharField(max_length=120)

    class Meta:
        """Asked for by what is told."""

        indexes: ClassVar = [models.Index(fields=["how", "what"], name="library_telling_what")]

    def __str__(self) -> str:
        return f"{self.how} {self.symbol}"


# The models of these parts belong to the app, and Django finds them here.
from comity.library.digests.models import Digest  # noqa: E402, F401 (after what they point to)
from comity.library.legislation.models import Law, LawVersion, Provision  # noqa: E402, F401 (the same)
from comity.library.mirroring.models import Mirror, MirrorEntry, MirrorStatement  # noqa: E402, F401 (the same)
from comity.library.saved.models import News, SavedSearch  # noqa: E402, F401 (the same)
