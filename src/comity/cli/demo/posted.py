"""Two cases of an authority without a node, through the pages: a request of ours that left by courier, and theirs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from comity.cases.letters.document import Paper, Paragraph
from comity.cases.letters.render import render
from comity.cli.demo import desk as acts
from comity.cli.demo import posted_stories as said
from comity.cli.demo.desk import case_path
from comity.cli.demo.pages import PageError
from comity.cli.demo.stories import story
from comity.cli.demo.turning import in_days
from comity.kernel.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.cli.demo.desk import Desk

    Step = tuple[str, Callable[[Desk], object]]
    Values = dict[str, str | list[str] | None]

LETTER = "letter."


def cases() -> list[Iterator[Step]]:
    """Return the steps of both cases: of XA in English, of XB in Chinese, so that each node knows the authority."""
    return [OurRequest("xa", "en").steps(), TheirRequest("xb", "zh-hans").steps()]


@dataclass
class ByLetter:
    """A case under way: the node that has it, its language, and its id once it was begun."""

    node: str
    language: str
    case: str = field(default="", init=False)

    def know(self, desk: Desk) -> None:
        """Write the authority down, as the head."""
        desk.act("head", "/peers/by-letter/new/", dict(said.MINISTRY), wants="state")

    def record(self, desk: Desk, kind: str, values: dict[str, str], *, role: str) -> None:
        """Write down what a letter of theirs says, with its scan."""
        person, path = desk.officer(role), f"{case_path(self.case)}record/{kind}/"
        page = person.get(path)
        form = page.form(field=next(iter(values)))
        person.submit(page, form, {**values, **travelled()}, files={"scan": scan(self.language, kind)})


class OurRequest(ByLetter):
    """Our request: signed, posted, acknowledged by letter, and a question that waits for our answer."""

    def steps(self) -> Iterator[Step]:
        """Yield the steps, all of them at our node."""
        yield self.node, self.know
        yield self.node, self.begin
        yield self.node, lambda desk: acts.ask_review(desk, self.case)
        yield self.node, lambda desk: acts.approve(desk, self.case)
        yield self.node, lambda desk: acts.sign_and_send(desk, self.case)
        yield self.node, self.post
        yield self.node, lambda desk: self.record(desk, "ack", said.ACK[self.language], role="drafter")
        yield self.node, lambda desk: self.record(desk, "clarify.ask", said.ASKED[self.language], role="drafter")

    def begin(self, desk: Desk) -> None:
        """Draft the request and address it to the authority."""
        matter = story(self.node.upper(), said.STATE, self.language, "bank_records")
        whom = {"requested.authority": said.NAME[self.language], "requested.state": said.STATE}
        matter = replace(matter, sections={**matter.sections, **whom})
        self.case = acts.begin(desk, matter, counterpart="")
        path = f"{case_path(self.case)}draft/addressee/"
        offered = desk.officer("drafter").get(path).form(field="version").choices["requested_node_id"]
        known = next(value for value, _label in offered if value.startswith(LETTER))
        desk.act("drafter", path, {"requested_node_id": known}, wants="version")

    def post(self, desk: Desk) -> None:
        """Record how the signed letter left."""
        page = desk.officer("drafter").get(case_path(self.case))
        path = next((href for href, _words in page.links if "/letters/" in href), "")
        if not path:
            raise PageError("E_PAGE", f"{page.path} leads to no letter that waits to be posted: {page.text[:600]}")
        desk.act("drafter", path, travelled(), wants="tracking")


class TheirRequest(ByLetter):
    """Their request: entered from its scan, registered, and an acknowledgement that waits to be posted."""

    def steps(self) -> Iterator[Step]:
        """Yield the steps, all of them at our node."""
        yield self.node, self.know
        yield self.node, self.enter
        yield self.node, lambda desk: acts.register(desk, self.case)

    def enter(self, desk: Desk) -> None:
        """Write down what the letter says, as the registry, with its scan."""
        registry = desk.officer("registry")
        page = registry.get("/requests/by-letter/")
        form = page.form(field="title")
        values: Values = {**said.REQUEST[self.language], **travelled(), "language": self.language}
        page = registry.submit(page, form, values, files={"scan": scan(self.language, "request.submit")})
        self.case = page.path.split("/")[2]


def travelled() -> Values:
    """Return how a letter travelled."""
    return {"channel": "courier", "on": in_days(0), "tracking": "EX 0000 0001"}


def scan(language: str, kind: str) -> tuple[str, bytes, str]:
    """Return a letter of theirs as its scan: its name, a PDF, its media type."""
    now = utc_now()
    paper = Paper(
        language=language, title=said.LETTERS[kind][language], reference=said.THEIRS, date=now,
        place_date=f"{now:%Y-%m-%d}", sender=said.NAME[language], sender_address=said.ADDRESS, addressee="",
        blocks=(Paragraph(said.WORDS[kind][language]),), closing="", signatories=((said.SIGNS[language], ""),),
        signature_note="", footer="",
    )  # fmt: skip
    return f"{kind}.pdf", render(paper, at=now), "application/pdf"
