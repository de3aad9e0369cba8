"""What officers do, one function an intent, each through the same pages that a person uses."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from comity.cli.demo.pages import PageError, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from comity.cli.demo.pages import Page
    from comity.cli.demo.stage import Place
    from comity.cli.demo.stories import Answers, Story

PATIENCE = 120.0
LOOK_EVERY = 0.15
SECTIONS = (
    "case",
    "addressee",
    "basis",
    "authorities",
    "contact",
    "urgency",
    "proceedings",
    "facts",
    "purpose",
    "costs",
)
PART = 8 * 1024 * 1024


@dataclass
class Desk:
    """The officers of one node, signed in when they are first needed."""

    place: Place
    people: dict[str, Person] = field(default_factory=dict)

    def officer(self, role: str) -> Person:
        """Return the officer of a role, signed in."""
        if role not in self.people:
            person = self.place.person(role)
            person.sign_in()
            self.people[role] = person
        return self.people[role]

    def act(
        self,
        role: str,
        path: str,
        values: Mapping[str, str | list[str] | None],
        *,
        button: str | None = None,
        wants: str = "",
    ) -> Page:
        """Open a page as the officer of a role, fill in its form that has the field `wants`, and send it."""
        person = self.officer(role)
        page = person.get(path)
        form = page.form(field=wants or next(iter(values), ""))
        return person.submit(page, form, values, button)

    def wait(self, role: str, path: str, link: str = "", **facts: str) -> Page:
        """Look at a page until it offers a link or form that ends so, and its facts are these (`whose="ours"`).

        Raises PageError when that takes too long: the other side's message has not arrived.
        """
        person, end = self.officer(role), time.monotonic() + PATIENCE
        while time.monotonic() < end:
            page = person.get(path)
            told = all(page.facts.get(f"data-{name}") == value for name, value in facts.items())
            if told and (not link or page.offers(link)):
                return page
            time.sleep(LOOK_EVERY)
        raise PageError("E_PAGE", f"{path} never had {link or facts}; it says: {page.text[:600]}")


def case_path(case_id: str) -> str:
    """Return the address of a case; the same id on both nodes."""
    return f"/requests/{case_id}/"


def begin(desk: Desk, story: Story, *, counterpart: str, omit: Iterable[str] = ()) -> str:
    """Draft the whole request; return its id. `omit` names places that are left empty."""
    drafter = desk.officer("drafter")
    page = drafter.get("/requests/new/")
    page = drafter.submit(page, page.form(field="title"), {"title": story.title, "language": story.language})
    case_id = page.path.split("/")[2]
    left_out = set(omit)
    answers = {key: value for key, value in story.sections.items() if key not in left_out}
    answers["requested.node_id"] = counterpart
    for section in SECTIONS:
        page = _at(drafter, page, f"{case_path(case_id)}draft/{section}/")
        form = page.form(field="version")
        offered = {key.replace(".", "_"): value for key, value in answers.items() if value}
        values = {name: value for name, value in offered.items() if name in form.values or name in form.choices}
        if section == "proceedings":
            values |= {f"offences-0-{key}": value for key, value in story.offence.items()}
        page = drafter.submit(page, form, values)  # and go on: the next section is shown
    for person in story.persons:
        _row(drafter, case_id, "persons", {k: v for k, v in person.items() if f"persons.{k}" not in left_out})
    for measure in story.measures:
        _row(drafter, case_id, "measures", {k: v for k, v in measure.items() if f"measures.{k}" not in left_out})
    return case_id


def _at(person: Person, page: Page, path: str) -> Page:
    """Return the page at an address: the one that is open, where it is that one."""
    return page if page.path == path else person.get(path)


def _row(drafter: Person, case_id: str, part: str, values: Answers) -> None:
    """Add one person or measure; a measure's sort is chosen first, then its own questions appear."""
    page = drafter.get(f"{case_path(case_id)}draft/{part}/")
    page = drafter.submit(page, page.form(f"rows/{part}/new/"))
    address = page.path
    if "module" in values:
        page = drafter.submit(page, page.form(field="version"), {"module": values["module"]})
        page = _at(drafter, page, address)
    form = page.form(field="version")
    fields = set(form.values) | set(form.choices)
    module = values.get("module", "")
    named = {key if key in fields else f"{module}_{key}": value for key, value in values.items()}
    drafter.submit(page, form, {name: value for name, value in named.items() if name in fields})


def ask_review(desk: Desk, case_id: str) -> None:
    """Hand the draft to a reviewer."""
    path = f"{case_path(case_id)}ask-review/"
    page = desk.officer("drafter").get(path)
    desk.act("drafter", path, {"reviewer": _first(page, "reviewer")})


def remark(desk: Desk, case_id: str, part: str, text: str, *, must_settle: bool = False) -> None:
    """Comment on a part of the draft as its reviewer."""
    values = {"part": part, "text": text, **({"must_settle": "on"} if must_settle else {})}
    desk.act("reviewer", f"{case_path(case_id)}draft/remarks/", values, wants="part")


def approve(desk: Desk, case_id: str) -> None:
    """Approve the draft exactly as it stands."""
    desk.act("reviewer", f"{case_path(case_id)}review/", {"notes": ""}, button="approved")


def sign_and_send(desk: Desk, case_id: str) -> None:
    """Sign with the head's own passphrase, and send."""
    desk.act("head", f"{case_path(case_id)}send/", {"passphrase": desk.officer("head").passphrase})


def name_officer(desk: Desk, case_id: str) -> None:
    """Name the case officer who follows our request, as the head."""
    path = f"{case_path(case_id)}people/"
    page = desk.officer("head").get(path)
    choices = page.form(field="officer").choices["officer"]
    chosen = next(value for value, _label in choices if value.endswith("case_officer"))
    desk.act("head", path, {"officer": chosen})


def register(desk: Desk, case_id: str) -> None:
    """Register what arrived and acknowledge it."""
    path = f"{case_path(case_id)}register/"
    desk.wait("registry", "/requests/arrived/", path)
    page = desk.officer("registry").get(path)
    desk.act("registry", path, {
        "officer": _first(page, "officer"), "shown_officer": "Case officer, Central Authority",
        "contact": f"registry@{desk.place.node.id}.example",
    })  # fmt: skip


def examine(desk: Desk, case_id: str) -> None:
    """Begin the legal review."""
    person = desk.officer("case_officer")
    page = desk.wait("case_officer", f"{case_path(case_id)}examine/", "/examine/begin/")
    person.submit(page, page.form("/examine/begin/"))


def ask(desk: Desk, case_id: str, question: str) -> None:
    """Ask for what is missing."""
    desk.act("case_officer", f"{case_path(case_id)}ask/", {"own": question, "note": ""})


def answer(desk: Desk, case_id: str, text: str) -> None:
    """Answer every question of the open round."""
    path = f"{case_path(case_id)}answer/"
    desk.wait("drafter", case_path(case_id), "/answer/")
    page = desk.officer("drafter").get(path)
    form = page.form(field="note")
    values = {name: text for name in form.values if name.startswith("answer-")}
    desk.officer("drafter").submit(page, form, values, "send")


def decide(desk: Desk, case_id: str, refuse: Mapping[int, tuple[str, str]], accept: Iterable[int]) -> None:
    """Accept some measures; refuse others with ground and reasons, after consultation, proposed first to the head."""
    path = case_path(case_id)
    desk.wait("case_officer", path, whose="ours")
    if refuse:
        page = desk.officer("case_officer").get(f"{path}consultation/")
        form = page.form(field="summary")
        chosen = [value for number, (value, _label) in enumerate(form.choices["measures"]) if number in refuse]
        today = time.strftime("%Y-%m-%d")
        desk.officer("case_officer").submit(page, form, {
            "measures": chosen, "opened_on": today,
            "summary": "The legal officers of both authorities spoke; conditions were discussed and found not to help.",
        })  # fmt: skip
    values: dict[str, str | list[str] | None] = {f"m{number}-decision": "accepted" for number in accept}
    for number, (ground, reasons) in refuse.items():
        values |= {f"m{number}-decision": "refused", f"m{number}-ground": ground, f"m{number}-reasons": reasons}
    values["dual"] = "not_met" if any(ground == "NO_DUAL_CRIMINALITY" for ground, _ in refuse.values()) else "met"
    desk.act("case_officer", f"{path}decide/", values, button="propose" if refuse else "issue", wants="dual")
    if refuse:
        desk.act("head", f"{path}decide/", {}, button="issue", wants="dual")


def assign(desk: Desk, case_id: str, measure_id: str) -> None:
    """Give a measure to the executing authority."""
    path = f"{case_path(case_id)}measures/{measure_id}/assign/"
    page = desk.officer("case_officer").get(path)
    desk.act("case_officer", path, {"officer": _first(page, "officer"), "instructions": "Please execute as asked."})


def record(desk: Desk, case_id: str, measure_id: str, result: str, text: str) -> None:
    """Report the result of a measure as its executing officer."""
    path = f"{case_path(case_id)}measures/{measure_id}/"
    desk.act("executing_authority", path, {"result": result, "text": text})


def upload(desk: Desk, case_id: str, measure_id: str, file: Path) -> None:
    """Add evidence in resumable parts, as the page's script does, in constant memory."""
    person = desk.officer("executing_authority")
    door = f"{case_path(case_id)}measures/{measure_id}/upload/"
    size = file.stat().st_size
    begun = person.json("POST", door, {"name": file.name, "type": "application/octet-stream", "size": size, "key": ""})
    with file.open("rb") as source:
        source.seek(begun["offset"])
        offset = int(begun["offset"])
        while data := source.read(min(PART, int(begun["part"]))):
            headers = {
                "content-range": f"bytes {offset}-{offset + len(data) - 1}/{size}",
                "referer": urljoin(person.url, door),
            }
            answered = person.raw("PUT", begun["url"], body=data, headers=headers)
            if answered.status >= 400:  # noqa: PLR2004 (an HTTP error)
                raise PageError("E_PAGE", f"{answered.status} for a part: {answered.body[:300]!r}")
            offset += len(data)
    person.form_post(begun["finish"], {"name": file.name, "collector": "The executing prosecutor"})


def deliver(desk: Desk, case_id: str) -> None:
    """Deliver every result that waits at the central authority."""
    desk.wait("case_officer", case_path(case_id), "/deliver/")
    desk.act("case_officer", f"{case_path(case_id)}deliver/", {
        "use_limits": "For the proceedings named in the request only.", "note": "",
    }, wants="use_limits")  # fmt: skip


def confirm(desk: Desk, case_id: str) -> None:
    """Confirm receipt of a delivery after comparing digests."""
    desk.wait("drafter", case_path(case_id), "/confirm/")
    desk.act("drafter", f"{case_path(case_id)}confirm/", {"note": ""})


def ask_status(desk: Desk, case_id: str) -> None:
    """Ask where the request stands (46(24))."""
    desk.act("case_officer", f"{case_path(case_id)}status/ask/", {"note": "Where does the request stand?"})


def report_status(desk: Desk, case_id: str) -> None:
    """Answer where the request stands."""
    desk.wait("case_officer", case_path(case_id), "/status/report/", task="report_status")
    desk.act("case_officer", f"{case_path(case_id)}status/report/", {"note": "In execution."})


def withdraw(desk: Desk, case_id: str, measure_id: str) -> None:
    """Say that a measure is no longer needed (46(24))."""
    desk.act("case_officer", f"{case_path(case_id)}withdraw/", {
        "measures": [measure_id], "reason": "The question was settled by other evidence.",
    })  # fmt: skip


def withdraw_all(desk: Desk, case_id: str) -> None:
    """Say that nothing of the request is needed any more (46(24))."""
    path = f"{case_path(case_id)}withdraw/"
    page = desk.officer("case_officer").get(path)
    every = [value for value, _label in page.form(field="reason").choices["measures"]]
    desk.act("case_officer", path, {"measures": every, "reason": "The proceedings were closed."})


def close(desk: Desk, case_id: str, *, useful: str = "") -> None:
    """Close the case with a note."""
    role = "case_officer"
    desk.wait(role, case_path(case_id), "/close/")
    values: dict[str, str | list[str] | None] = {"reason": "Everything that was asked has an answer."}
    if useful:
        values |= {"useful": useful, "text": "The records were complete and well ordered."}
    desk.act(role, f"{case_path(case_id)}close/", values)


def copy_file(desk: Desk, case_id: str) -> None:
    """Have the whole file made one PDF; the worker does it while the demo goes on."""
    person = desk.officer("case_officer")
    page = person.get(f"{case_path(case_id)}file/")
    person.submit(page, page.form("file/copy/ask/"))


def measures_of(desk: Desk, role: str, case_id: str) -> list[str]:
    """Return the ids of the measures in their order, read from the page where they are assigned."""
    page = desk.officer(role).get(f"{case_path(case_id)}assign/")
    found = [href.split("/measures/")[1].split("/")[0] for href, _text in page.links if "/measures/" in href]
    return list(dict.fromkeys(found))


def _first(page: Page, name: str) -> str:
    """Return the first real choice of a question."""
    choices = page.form(field=name).choices[name]
    return next(value for value, _label in choices if value)


def see_closed(desk: Desk, case_id: str) -> None:
    """Wait until the other side's closure has closed the case here as well."""
    desk.wait("case_officer", case_path(case_id), step="closed")
