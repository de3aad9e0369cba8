"""Pictures of everything Comity prints, in both languages, for docs/papers.md: `python -m tests.pictures [FOLDER]`.

Without a folder the pictures of the documentation are made anew; with one they are drawn into it, to be looked at after
a change of the template. With the answer of `comity demo --json` as a file (`.json`) in its place, what is printed of a
whole case is drawn from that running demonstration. All names are those of invented States.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from comity.cases.letters import Asked, render, reply_paper, request_paper, sheet_paper
from comity.cases.letters.cover import cover_paper, slip_paper
from comity.cases.letters.document import Row
from comity.cases.letters.translated import translated_paper
from comity.cli.demo.pages import Person
from tests.builders.messages import one_of_each
from tests.builders.requests import a_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from comity.cases.letters.document import Paper

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ROOT / "docs" / "images" / "papers"
AT: Final = datetime(2026, 3, 2, 9, 14, tzinfo=UTC)
LANGUAGES: Final = ("en", "zh-hans")
MESSAGE: Final = re.compile(r"/messages/[0-9a-f-]{36}/$")
RECEIPT: Final = re.compile(r"/receipts/[0-9a-f-]{36}/paper/(\?.*)?$")
CASE: Final = re.compile(r"/requests/[0-9a-f-]{36}/")
DOTS = 60  # an inch: a page is 496 pixels wide
NOT_PRINTED = {"request.submit", "chain.restart", "void"}  # the letter itself; matters between machines
ENGLISH: Final = {
    "xa": "Central Authority of XA", "xb": "Central Authority of XB\n2 Second Street, Capital of XB",
    "office": "Company Registry of XB\n7 Register Street", "signs": "Head One", "post": "Head of the Central Authority",
    "measure": "Bank records", "account": "Account", "note": "Answer in writing; copies need no certificate.",
}  # fmt: skip
CHINESE: Final = {
    "xa": "XA 中央机关", "xb": "XB 中央机关\nXB 首府第二街 2 号", "office": "XB 公司登记处\n登记街 7 号",
    "signs": "甲负责人", "post": "中央机关负责人", "measure": "银行记录", "account": "账户",
    "note": "请书面答复；复制件无须认证。",
}  # fmt: skip


def papers(language: str) -> Iterator[tuple[str, Paper]]:
    """Yield each thing that is printed, with the name of its picture."""
    words = CHINESE if language == "zh-hans" else ENGLISH
    request = a_request(language=language)
    request["measures"] = [{**request["measures"][0], "measure_id": name} for name in ("m1", "m2")]
    yield "request", request_paper(request, at=AT)
    other = "en" if language == "zh-hans" else "zh-hans"
    yield "translation", translated_paper(request, own=other, at=AT)
    yield "cover", cover_paper(request, address=words["xb"].partition("\n")[2], letter_sha256="ab" * 32, at=AT)
    yield "slip", slip_paper(request, at=AT)
    yield "task-sheet", _sheet(language, words)
    for kind, message in one_of_each().items():
        if kind not in NOT_PRINTED:
            yield kind, _reply(kind, message.to_json(), request, words)


def _reply(kind: str, message: dict[str, Any], request: dict[str, Any], words: dict[str, str]) -> Paper:
    return reply_paper(
        request, kind, message, outgoing=False, sender=words["xb"], addressee=words["xa"],
        references=("XB/2026/0001", request["reference"]), signatory=(words["signs"], words["post"]), at=AT,
    )  # fmt: skip


def _sheet(language: str, words: dict[str, str]) -> Paper:
    name, _line, address = words["xb"].partition("\n")
    asked = Asked(
        language=language, reference="XB/2026/0001", authority=name, address=address, office=words["office"],
        what=(Row(words["measure"], "Meridian Quarry Ltd"), Row(words["account"], "00-11-22")),
        instructions=words["note"], again="", due="2026-04-01", confidential=True,
        link="https://xb.example/office/not-a-real-code/", until="2026-04-08", number=1,
    )  # fmt: skip
    return sheet_paper(asked, at=AT, day="2026-03-02")


def of_a_case(officer: Person, case: str) -> Iterator[tuple[str, bytes]]:
    """Yield what is printed of a case of a running demonstration, with the name of its picture."""
    message = next(href for href, _words in officer.get(f"{case}messages/").links if MESSAGE.search(href))
    receipt = next(href for href, _words in officer.get(message).links if RECEIPT.search(href))
    for name, path in {"progress": "progress/paper/", "custody": "custody/paper/"}.items():
        for language in LANGUAGES:
            yield f"{name}-{language}", officer.get(f"{case}{path}?in={language}").body
    for language in LANGUAGES:
        yield f"receipt-{language}", officer.get(f"{receipt.partition('?')[0]}?in={language}").body
    yield "two-languages", officer.get(f"{case}request/two-languages/").body


def from_a_demo(answer: Path) -> None:
    """Draw what is printed of the first case of XA, as its case officer gets it."""
    told = json.loads(answer.read_text())
    [url] = [node["url"] for node in told["nodes"] if node["id"] == "xa"]
    who = next(one for one in told["people"] if (one["node"], one["role"]) == ("xa", "case_officer"))
    officer = Person(url=url, login=who["login"], password=who["password"], totp_secret=who["totp_secret"])
    officer.sign_in()
    page = officer.get("/requests/?q=XA%2F2026%2F0001")
    case = next(href for href, _words in page.links if CASE.fullmatch(href))
    for name, printed in of_a_case(officer, case):
        as_picture(printed, SHOWN / name)


def as_picture(pdf: bytes, target: Path) -> None:
    """Draw the first page of a PDF as PNG; `target` is its path without the ending."""
    with tempfile.TemporaryDirectory() as folder:
        printed = Path(folder) / "paper.pdf"
        printed.write_bytes(pdf)
        subprocess.run(["pdftocairo", "-png", "-gray", "-r", str(DOTS), "-singlefile", printed, target], check=True)


def main(folder: str = "") -> None:
    """Draw every letter and sheet, or what a running demonstration prints of a case."""
    if folder.endswith(".json"):
        from_a_demo(Path(folder))
        return
    target = Path(folder) if folder else SHOWN
    target.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        for name, paper in papers(language):
            as_picture(render(paper, at=AT), target / f"{name.replace('.', '-')}-{language}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
