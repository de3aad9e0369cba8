"""What pages show of letters: how they travelled, which wait to be posted, what nobody but us has signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comity.cases.actions.keeping import to_day
from comity.cases.queries import doors
from comity.core.parts import Checked, ProofCheck, Status, Tone
from comity.exchange import queries as exchange
from comity.exchange.models import BY_LETTER, Channel
from comity.exchange.post import TOLD
from comity.seal.checks import LABELS
from comity.wire.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comity.cases.models import Case
    from comity.core.actors import Actor
    from comity.exchange.models import PostItem
    from comity.exchange.queries import MessageLine

MOST = 200
STATES = {
    "to_post": Status(gettext_lazy("printed, not posted yet"), Tone.WAITING),
    "posted": Status(gettext_lazy("posted"), Tone.DONE),
    "recorded": Status(gettext_lazy("recorded by us, not signed by them"), Tone.OPEN),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits to be posted, with its case."""

    item: PostItem
    case: Case
    title: str


def travelled(params: Mapping[str, Any]) -> str:
    """Return channel and day in words: `post, 3 March 2026`."""
    day = to_day(str(params.get("on", "")))
    channel = str(params.get("channel", ""))
    shown = str(Channel(channel).label) if channel in Channel.values else channel
    return _("%(channel)s, %(day)s") % {"channel": shown, "day": date_format(day) if day else "–"}


def checks_of(line: MessageLine, language: str) -> list[ProofCheck]:
    """Return what could not be checked about a message that came by letter; nothing for one of a node."""
    if line.post is None or line.direction != "in":
        return []
    told = travelled({"channel": line.post.channel, "on": str(line.post.travelled_on)})
    return [
        ProofCheck(_("Signature of the other authority"), Checked.NOT_MADE, _("recorded by us, not signed by them")),
        ProofCheck(LABELS[TOLD].get(language), Checked.NOT_MADE, told),
    ]


def waiting(actor: Actor, language: str) -> list[Waiting]:
    """Return letters that wait to be posted, of the cases within the actor's reach: two queries."""
    cases = doors.cases_visible_to(actor).filter(counterpart__startswith=BY_LETTER)
    found = list(exchange.letters_to_post(cases.values_list("pk", flat=True))[:MOST])
    known = cases.in_bulk({item.case_id for item in found})
    return [
        Waiting(item, known[item.case_id], KINDS[item.kind].title.get(language))
        for item in found
        if item.case_id in known
    ]
