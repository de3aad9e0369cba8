"""What casework adds to the navigation and to the home page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comity.cases.access import Permission
from comity.cases.queries.work import work
from comity.core.menu import Entry, register_entry
from comity.core.work import register_work


def register_all() -> None:
    """Register the entries and the work of cases; called once, when the app is ready."""
    register_entry(Entry(_("Requests"), "cases:request-list", Permission.REQUEST_READ, order=10, section="/requests/"))
    register_entry(Entry(_("Work of the desk"), "cases:desk", Permission.DESK_READ, order=11, section="/desk/"))
    register_entry(Entry(_("Calendar"), "cases:calendar", Permission.DESK_READ, order=11, section="/calendar/"))
    register_entry(Entry(_("Search"), "cases:search", Permission.REQUEST_READ, order=12, section="/search/"))
    register_entry(Entry(_("Basis and channel"), "cases:basis", Permission.LAW_READ, order=13, section="/basis/"))
    register_entry(
        Entry(_("Arrived"), "cases:inbox", Permission.REQUEST_REGISTER, order=15, section="/requests/arrived/")
    )
    register_entry(
        Entry(
            _("Drafts shown to us"),
            "cases:shared-drafts",
            Permission.DRAFT_COMMENT,
            order=16,
            section="/requests/shared-drafts/",
        )
    )
    register_entry(
        Entry(
            _("To be posted"), "cases:letters-to-post", Permission.LETTER_POST, order=17, section="/requests/to-post/"
        )
    )
    register_entry(
        Entry(_("Statistics"), "cases:statistics", Permission.STATISTICS_READ, order=70, section="/statistics/")
    )
    _register_settings()
    register_work(work)


def _register_settings() -> None:
    """Register what stands on the page of settings, each with a sentence."""
    register_entry(
        Entry(
            _("Hand over a desk"), "cases:desk-hand-over", Permission.DESK_HAND_OVER, order=80,
            section="/requests/hand-over/",
            about=_("When an officer leaves: all or chosen open requests of one officer go to another."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("From letter to Comity"), "cases:moves", Permission.REQUEST_SEND, order=81, section="/requests/moves/",
            about=_("Requests by letter whose authority has a node now, and which of them can move to it."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Clauses"), "cases:clauses", Permission.CLAUSE_READ, order=81, section="/clauses/",
            about=_("Wording that drafts take up, by State and measure."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Approval chains"), "cases:chains", Permission.CHAIN_READ, order=82, section="/chains/",
            about=_("Which organs approve a request before it is signed, and in which order."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Rules of the authority"), "cases:national-rules", Permission.RULES_READ, order=83, section="/rules/",
            about=_("Time limits, what makes a request pressing, what is trifling, how long cases are kept."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Retention"), "cases:retention", Permission.RETENTION_READ, order=84, section="/retention/",
            about=_("Cases whose content is due to be destroyed, and what was destroyed."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Reference numbers"), "cases:numbering", Permission.HOUSE_READ, order=85, section="/numbering/",
            about=_("How your authority numbers its requests."),
        )
    )  # fmt: skip
    register_entry(
        Entry(
            _("Letterhead"), "cases:letterhead", Permission.HOUSE_READ, order=86, section="/letterhead/",
            about=_("Name, address and emblem at the head of your letters."),
        )
    )  # fmt: skip
