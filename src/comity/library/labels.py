"""What the reader's codes mean, in the words of people: kinds, languages, categories, counts, doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.core.parts import Words

KINDS: Final[Mapping[str, Words]] = {
    "report": _("Report"),
    "note": _("Note by the Secretariat"),
    "background_paper": _("Background paper"),
    "agenda": _("Agenda"),
    "resolution": _("Resolution"),
    "draft_report": _("Draft report"),
    "draft_resolution": _("Draft resolution"),
    "working_paper": _("Conference room paper"),
    "law": _("Law of a State"),
    "legal_text": _("Treaty or other legal text"),
    "digest": _("Digest of a case"),
    "other": pgettext_lazy("a kind of document", "Other document"),
}
LANGUAGES: Final[Mapping[str, Words]] = {
    "ar": _("Arabic"),
    "zh": _("Chinese"),
    "en": _("English"),
    "fr": _("French"),
    "ru": _("Russian"),
    "es": _("Spanish"),
}
CATEGORIES: Final[Mapping[str, Words]] = {
    "states_parties": _("States parties"),
    "signatories": _("Signatories"),
    "observer_states": _("Observer States"),
    "regional_organisations": _("Regional economic integration organizations"),
    "un_bodies": _("United Nations bodies"),
    "institutes": _("Institutes of the crime prevention and criminal justice programme network"),
    "igos": _("Intergovernmental organizations"),
    "ngos": _("Non-governmental organizations"),
    "other_entities": _("Other entities"),
}
COUNTS: Final[Mapping[str, Words]] = {
    "directory.mutual_legal_assistance": _("Central authorities for mutual legal assistance in the directory"),
    "directory.prevention": _("Authorities for prevention in the directory"),
    "directory.asset_recovery": _("Focal points for asset recovery in the directory"),
    "directory.extradition": _("Authorities for extradition in the directory"),
    "directory.civil_and_administrative": _("Focal points for civil and administrative proceedings in the directory"),
    "membership.applications": _("Applications to join the network"),
    "membership.countries": _("Countries that applied to join the network"),
    "replies": _("States that replied"),
    "requests.sent": _("Requests"),
    "requests.executed": _("Requests executed"),
    "requests.not_executed": _("Requests not executed"),
    "requests.refused": _("Requests refused"),
    "treaties.extradition": _("Extradition treaties"),
    "treaties.mutual_legal_assistance": _("Treaties on mutual legal assistance"),
    "treaties.memorandums": _("Memorandums of understanding"),
    "meetings": _("Meetings held"),
    "participants": _("Participants"),
}
# What each speaker says of his own State: counts that no line may join.
SAID_BY_EACH: Final = frozenset(one for one in COUNTS if one.startswith(("requests.", "treaties.")))
DOUBTS: Final[Mapping[str, Words]] = {
    "text_without_number": _("A text without a number: the reader does not know what it is."),
    "numbers_missing": _("Paragraph numbers are missing before this paragraph."),
    "heading_out_of_order": _("A heading whose number does not follow the one before."),
    "no_paragraphs": _("No numbered paragraph was found."),
    "kind_unknown": _("What kind of document this is was not found."),
    "title_unknown": _("No title was found."),
    "state_unknown": _("A name in a list of States that no State is known by."),
    "category_unknown": _("Who attended in which category was not understood."),
    "attendance": _("A sentence about attendance that was not understood."),
    "letters_unknown": _("Letters of the file that cannot be told; each is shown as a sign of its own."),
    "outside_the_text": _("Words that the file holds beside its text: a header, a comment, a deletion."),
    "page_without_text": _("A page without text, perhaps a picture: it was not read."),
    "list_end": _("The last name of a list may be two names."),
    "decision_outdated": _("Somebody decided what this is, and a newer reader reads it otherwise."),
}
CHANGES: Final[Mapping[str, Words]] = {
    "number": pgettext_lazy("a change of wording", "number"),
    "negation": pgettext_lazy("a change of wording", "negation"),
    "name": pgettext_lazy("a change of wording", "name"),
    "citation": pgettext_lazy("a change of wording", "citation"),
    "added": pgettext_lazy("a change of wording", "added"),
    "removed": pgettext_lazy("a change of wording", "removed"),
    "wording": pgettext_lazy("a change of wording", "wording"),
}
DECISIONS: Final[Mapping[str, Words]] = {
    "waiting": pgettext_lazy("a piece of a document", "waits"),
    "accepted": pgettext_lazy("a piece of a document", "right as it stands"),
    "corrected": pgettext_lazy("a piece of a document", "of another kind"),
    "assigned": pgettext_lazy("a piece of a document", "belongs to a paragraph"),
}
DECIDE: Final[Mapping[str, Words]] = {
    "accepted": _("It is right as it stands"),
    "corrected": _("It is of another kind"),
    "assigned": _("It belongs to a paragraph"),
}
PIECES: Final[Mapping[str, Words]] = {
    "heading": pgettext_lazy("a piece of a document", "A heading"),
    "subheading": pgettext_lazy("a piece of a document", "A heading without a number"),
    "text": pgettext_lazy("a piece of a document", "Text without a number"),
    "summary": pgettext_lazy("a piece of a document", "Part of the summary"),
    "masthead": pgettext_lazy("a piece of a document", "Part of what stands above the title"),
    "furniture": pgettext_lazy("a piece of a document", "A running head or a page number: not shown"),
}

READ_AS: Final[Mapping[str, Words]] = {
    **PIECES,
    "title": pgettext_lazy("a piece of a document", "The title"),
    "paragraph": pgettext_lazy("a piece of a document", "A numbered paragraph"),
    "article": pgettext_lazy("a piece of a document", "An article of a law"),
}


def called(names: Mapping[str, Words], code: str) -> str:
    """Return the words for a code; a code that nobody has worded stands for itself."""
    return str(names.get(code, code))
