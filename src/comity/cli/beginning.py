"""`comity init`: making a node, with a recovery key on paper and its first officers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.answers import CommandError, Exit, put_json, say
from comity.cli.entering import enter
from comity.core.init import initialise, make_tables
from comity.hub.directory import make_online_key
from comity.kernel.clock import utc_now
from comity.kernel.languages import Text
from comity.node.folder import NodeRole

if TYPE_CHECKING:
    from comity.core.backup.paper import RecoveryPaper

PAPER = Text(
    en="RECOVERY KEY. Write it down or print it now, and put it in a safe. It opens the backups of this node; it is "
    "shown once and kept nowhere.\n\n{words}\n",
    zh="恢复密钥。请立即抄写或打印，并存入保险柜。它用于开启本节点的备份；只显示一次，不在任何地方保存。\n\n{words}\n",
)
ASK = Text(en="Word {number} of the paper: ", zh="纸上第 {number} 个词：")
MADE = Text(
    en="The node is made. Read its fingerprint to your counterparts by telephone:\n{fingerprint}",
    zh="节点已建立。请通过电话向对方宣读其指纹：\n{fingerprint}",
)
CODE = Text(
    en="{role}: login {login}, one-time code {code} (three days). Open {url}/enrol/",
    zh="{role}：登录名 {login}，一次性代码 {code}（三天内有效）。请打开 {url}/enrol/",
)
FOUNDERS = Text(
    en="Name at least two administrators and one head: roles that see cases need two people.",
    zh="请至少指定两名管理员和一名负责人：能看到案件的角色须由两人授予。",
)
TWO = 2


def init(
    data: Annotated[Path, typer.Option("--data", help="The folder to make; must not exist or be empty.")],
    node: Annotated[str, typer.Option("--node", help="Short name of the node, such as xa.")],
    state: Annotated[str, typer.Option("--state", help="Code of the State.")],
    name: Annotated[str, typer.Option("--name", help="Name of the authority in English.")],
    name_zh: Annotated[str, typer.Option("--name-zh", help="Name of the authority in Chinese.")],
    administrator: Annotated[list[str], typer.Option("--administrator", help="LOGIN=NAME; at least two.")],
    head: Annotated[list[str], typer.Option("--head", help="LOGIN=NAME; at least one.")],
    url: Annotated[str, typer.Option("--url", help="Address for officers and peers.")] = "http://localhost:8000",
    hub: Annotated[
        bool, typer.Option("--hub", help="A secretariat's hub, with a key directory, and no cases.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Make a node or a hub: folder, keys, database, recovery paper, first officers."""
    if len(administrator) < TWO or not head:
        raise CommandError("E_FOUNDERS", FOUNDERS, Exit.WRONG_USE)
    names = {"en": name, "zh-hans": name_zh}
    made = initialise(
        data, node_id=node, state=state, names=names, url=url, confirm=_show_and_ask, now=utc_now(),
        further={"role": NodeRole.HUB.value} if hub else None,
    )  # fmt: skip
    enter(data)
    make_tables()
    if hub:
        make_online_key()
    founders = [("administrator", text) for text in administrator] + [("head", text) for text in head]
    codes = _found(founders)
    say(MADE, fingerprint=made.fingerprint)
    for code in codes:
        say(CODE, url=url, **code)
    if as_json:
        put_json({"ok": True, "data": str(data), "fingerprint": made.fingerprint, "officers": codes})


def _show_and_ask(paper: RecoveryPaper) -> tuple[str, str]:
    """Show the paper on the terminal and read two of its words back."""
    words = "\n".join(f"{number:>4}  {word}" for number, word in enumerate(paper.words, start=1))
    say(PAPER, words=f"{words}\n\n{paper.identity}")
    typed = []
    for number in paper.asked:
        say(ASK, number=number)
        typed.append(sys.stdin.readline().strip())
    return typed[0], typed[1]


def _found(founders: list[tuple[str, str]]) -> list[dict[str, str]]:
    """Make the first officers and return the one-time codes to come in with, each issued by another administrator."""
    # Models exist only once the node is entered.
    from comity.core.actors import Actor  # noqa: PLC0415
    from comity.core.officers.actions import found_officer, issue_enrolment_code  # noqa: PLC0415
    from comity.core.roles import Role  # noqa: PLC0415

    now = utc_now()
    officers = []
    for role, text in founders:
        login, _, name = text.partition("=")
        system = Actor.system("comity.init")
        officers.append(found_officer(actor=system, login=login, name=name or login, roles=[Role(role)], now=now))
    codes = []
    for number, (role, _text) in enumerate(founders):
        issuer = Actor.of_officer(officers[1 if number == 0 else 0])
        issued = issue_enrolment_code(actor=issuer, officer_id=officers[number].pk, now=now)
        codes.append({"role": role, "login": issued.officer.login, "code": issued.code})
    return codes


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(init)
