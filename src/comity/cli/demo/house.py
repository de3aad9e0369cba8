"""What officers keep in the house, through the pages: translations, offices, originals, handling codes, e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.cli.demo import house_stories as said
from comity.cli.demo.desk import case_path, measures_of
from comity.cli.demo.turning import MONTH, in_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from comity.cli.demo.desk import Desk
    from comity.cli.demo.turn_steps import Run

    Step = tuple[str, Callable[[Desk], object]]


def steps(run: Run) -> Iterator[Step]:
    """Yield what is kept of a case beside its journey, at the stage where the demo shows it."""
    plot, tag = run.plot, run.plot.language
    match plot.stage:
        case "draft":
            yield plot.sender, lambda desk: have_translated(desk, run.case, tag)
            yield plot.sender, lambda desk: translate_subject(desk, run.case, tag)
        case "refused_in_part":
            yield plot.receiver, lambda desk: ask_office(desk, run.case, said.OFFICE[tag])
        case "delivered_in_part":
            yield plot.sender, lambda desk: take_original(desk, run.case, said.ORIGINAL[tag])
            yield plot.sender, lambda desk: set_mark(desk, run.case, "no_onward", said.MARK_NOTE[tag])
            yield plot.sender, lambda desk: assure(desk, run.case, "return", said.ASSURED[tag])
        case "sent":
            yield plot.sender, choose_mail
        case _:
            return


def other(language: str) -> str:
    """Return the other language of letters."""
    return "en" if language == "zh-hans" else "zh-hans"


def have_translated(desk: Desk, case_id: str, language: str) -> None:
    """Ask for a translation of the draft into the other language, by the translator."""
    path = f"{case_path(case_id)}translations/"
    page = desk.officer("drafter").get(path)
    choices = page.form(field="translator").choices["translator"]
    translator = next(value for value, _label in choices if value)
    values = {"language": other(language), "translator": translator, "due": in_days(MONTH)}
    desk.act("drafter", path, {**values, "note": said.TRANSLATE_NOTE[language]}, wants="translator")


def translate_subject(desk: Desk, case_id: str, language: str) -> None:
    """Translate the subject of the draft, as the translator; the rest is still to be done."""
    path = f"{case_path(case_id)}translations/{other(language)}/parts/case/"
    page = desk.officer("translator").get(path)
    name = next(name for form in page.forms for name in form.values if name.startswith("t_"))
    desk.act("translator", path, {name: said.IN_CHINESE if language == "en" else said.IN_ENGLISH}, button="stay")


def ask_office(desk: Desk, case_id: str, asked: said.Texts) -> None:
    """Ask the first measure of an office without an account, and print its task sheet."""
    measure = measures_of(desk, "case_officer", case_id)[0]
    path = f"{case_path(case_id)}measures/{measure}/office/"
    page = desk.act("case_officer", path, {**asked, "due": in_days(MONTH)}, wants="office")
    desk.officer("case_officer").submit(page, page.form("/sheet/"))


def take_original(desk: Desk, case_id: str, told: said.Texts) -> None:
    """Write down that a physical original came."""
    desk.act("case_officer", f"{case_path(case_id)}custody/new/", {**told, "on": in_days(0)}, wants="description")


def set_mark(desk: Desk, case_id: str, code: str, note: str) -> None:
    """Put a handling code on the whole case."""
    desk.act("case_officer", f"{case_path(case_id)}handling/", {"code": code, "mark_note": note}, wants="code")


def assure(desk: Desk, case_id: str, kind: str, text: str) -> None:
    """Write down an assurance that we gave."""
    values = {"ours": "ours", "kind": kind, "text": text}
    desk.act("case_officer", f"{case_path(case_id)}handling/", values, wants="kind")


def choose_mail(desk: Desk) -> None:
    """Choose, as the case officer, to be told by e-mail; the demo has no mail server, so that nothing is sent."""
    address = f"officer@{desk.place.node.id}.example"
    values: dict[str, str | list[str] | None] = {"address": address, "kinds": ["turn", "overdue"], "rhythm": "daily"}
    desk.act("case_officer", "/account/mail/", values, wants="rhythm")
