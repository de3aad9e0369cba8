"""What officers do when a request takes a turn beside its main journey, one function an intent, through the pages."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from comity.cli.demo.desk import case_path
from comity.cli.demo.pages import PageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from comity.cli.demo.desk import Desk

DAY = 24 * 60 * 60
SHARED = "/requests/shared-drafts/"
MONTH, QUARTER = 30, 90


def in_days(days: int) -> str:
    """Return the day so many days from now, as a form wants it."""
    return time.strftime("%Y-%m-%d", time.localtime(time.time() + days * DAY))


def show_draft(desk: Desk, case_id: str, note: str) -> None:
    """Show the draft to the other authority."""
    desk.act("drafter", f"{case_path(case_id)}share/", {"note": note})


def comment(desk: Desk, text: str) -> None:
    """Comment on the first draft that waits for us."""
    page = desk.wait("case_officer", SHARED, waits="us")
    href = next(href for href, _words in page.links if href.startswith(SHARED) and href != SHARED)
    desk.act("case_officer", href, {"on0": text})  # on the whole draft


def see_comments(desk: Desk, case_id: str) -> None:
    """Wait until the comments are here and the draft is ours again."""
    desk.wait("drafter", case_path(case_id), step="draft")


def announce(desk: Desk, case_id: str, said: Mapping[str, str]) -> None:
    """Tell what was asked orally, before it is confirmed in writing (46(14))."""
    desk.act("drafter", f"{case_path(case_id)}announce/", dict(said))


def give_back(desk: Desk, case_id: str, defect: str, text: str) -> None:
    """Return a request before its registration."""
    path = case_path(case_id)
    desk.wait("registry", "/requests/arrived/", f"{path}register/")
    desk.act("registry", f"{path}return/", {defect: text})


def refer(desk: Desk, case_id: str, authority: str, reason: str) -> None:
    """Name the authority that is competent."""
    path = case_path(case_id)
    desk.wait("registry", "/requests/arrived/", f"{path}register/")
    desk.act("registry", f"{path}refer/", {"authority": authority, "reason": reason, "forwarded": "on"})


def take(
    desk: Desk,
    case_id: str,
    kind: str,
    values: Mapping[str, str | list[str] | None],
    *,
    role: str = "case_officer",
    measures: Iterable[int] = (),
) -> None:
    """Take one of the acts of the page of turns; `measures` are chosen by their place in the form."""
    path = f"{case_path(case_id)}turns/take/{kind}/"
    form = desk.officer(role).get(path).form(field=next(iter(values)))
    named = next((name for name in ("measure_ids", "measure_id") if name in form.choices), "")
    chosen = [form.choices[named][number][0] for number in measures] if named else []
    desk.act(role, path, {**values, named: chosen} if chosen else values)


def consult_by_telephone(desk: Desk, case_id: str, summary: str, measure: int) -> None:
    """Record a consultation that was held by telephone, about the measure at that place."""
    path = f"{case_path(case_id)}consultation/"
    form = desk.officer("case_officer").get(path).form(field="summary")
    chosen = [form.choices["measures"][measure][0]]
    desk.act("case_officer", path, {"summary": summary, "measures": chosen, "opened_on": in_days(0)})


def send_as_proposed(desk: Desk, case_id: str, kind: str) -> None:
    """Send, as the head, what the case officer put to the head."""
    path = f"{case_path(case_id)}turns/take/{kind}/"
    person = desk.officer("head")
    page = person.get(path)
    person.submit(page, next(form for form in page.forms if "measure_ids" in form.choices))


def answer_matter(desk: Desk, case_id: str, values: Mapping[str, str], *, role: str = "case_officer") -> None:
    """Answer the first matter that waits for us, from the list of turns."""
    _answer(desk, case_id, "/matters/", values, role)


def decide_use(desk: Desk, case_id: str, values: Mapping[str, str]) -> None:
    """Consent to another use of what we gave, or not, as the head."""
    answer_matter(desk, case_id, values, role="head")


def answer_offer(desk: Desk, case_id: str, values: Mapping[str, str]) -> None:
    """Accept conditions or reject them, as the head."""
    _answer(desk, case_id, "/offers/", values, "head")


def _answer(desk: Desk, case_id: str, part: str, values: Mapping[str, str], role: str) -> None:
    turns, end = f"{case_path(case_id)}turns/", time.monotonic() + MONTH
    while time.monotonic() < end:
        page = desk.officer(role).get(turns)
        href = next((href for href, _words in page.links if part in href), "")
        if href:
            desk.act(role, href, dict(values))
            return
        time.sleep(0.15)
    raise PageError("E_PAGE", f"{turns} never had anything to answer in {part}; it says: {page.text[:600]}")


def see_turn(desk: Desk, case_id: str, whose: str) -> None:
    """Wait until it is the turn of one side: `ours` or `theirs`."""
    desk.wait("case_officer", case_path(case_id), whose=whose)


def see_assignable(desk: Desk, case_id: str) -> None:
    """Wait until measures may be given to an executing authority: what their costs are is settled."""
    desk.wait("case_officer", case_path(case_id), "/assign/", task="assign_measures")


def resume(desk: Desk, case_id: str, note: str) -> None:
    """Take up what was postponed."""
    desk.act("case_officer", f"{case_path(case_id)}turns/resume/", {"note": note})


def ask_more(desk: Desk, case_id: str, values: Mapping[str, str]) -> None:
    """Send a supplementary request, which opens a closed case again."""
    desk.wait("head", case_path(case_id), "/supplement/")
    desk.act("head", f"{case_path(case_id)}supplement/", dict(values), wants="reason")
