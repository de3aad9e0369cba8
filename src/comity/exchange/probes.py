"""What `comity doctor` looks at in the exchange."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from comity.core.doctor.lights import Colour, Light, probe
from comity.exchange import chains, directories, edition_words, editions, queries, settings, splits
from comity.exchange import heads as chain_heads
from comity.exchange.directory_words import words_for
from comity.exchange.models import InboxItem, Peer
from comity.exchange.peers import key_file_of
from comity.exchange.read_directories import reading_of
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

STUCK: Final = timedelta(days=7)
UNOPENED: Final = timedelta(hours=1)
NOT_COMPARED: Final = timedelta(days=3)
RUNS_OUT: Final = timedelta(days=30)


@probe("exchange.outbox")
def outbox(now: datetime) -> Light:
    """Look for messages that the peer has not signed for: amber after a day, red after a week."""
    waiting = queries.waiting_too_long(now)
    count, oldest = waiting.count(), waiting.first()
    if oldest is None:
        return Light(
            "exchange.outbox",
            Colour.GREEN,
            Text("Every message is signed for, or new.", "所有文电均已签收或刚刚发出。"),
        )
    colour = Colour.RED if oldest.created_at < now - STUCK else Colour.AMBER
    return Light(
        "exchange.outbox",
        colour,
        Text(
            f"{count} messages have waited for more than a day; the last answer was {oldest.trouble or 'none'}.",
            f"有 {count} 份文电等待超过一天；最近一次答复为{oldest.trouble or '无'}。",
        ),
        Text(
            "Look at the code of each message; ask the counterpart by telephone whether its node is running.",
            "查看每份文电的代码；致电对方核实其节点是否运行。",
        ),
    )


@probe("exchange.clocks")
def clocks(now: datetime) -> Light:
    """Look for messages that a counterpart refuses because its clock and ours differ."""
    del now
    refused = queries.refused_for_time()
    count, oldest = refused.count(), refused.first()
    if oldest is None:
        return Light(
            "exchange.clocks",
            Colour.GREEN,
            Text("No counterpart says that the clocks differ.", "没有对方节点表示时钟不一致。"),
        )
    shown = queries.job_error_of(oldest) or "E_TIME"
    return Light(
        "exchange.clocks",
        Colour.AMBER,
        Text(
            f"{count} messages were refused because the clocks differ: {shown}.",
            f"有 {count} 份文电因双方时钟不一致被拒收：{shown}。",
        ),
        Text(
            "Set the clock of this node right (NTP). The messages are then signed anew and go by themselves.",
            "请校正本节点时钟（NTP）。校正后文电将自动重新签名并发送。",
        ),
    )


@probe("exchange.inbox")
def inbox(now: datetime) -> Light:
    """Look for messages we signed for and did not open within an hour, those aside that wait for an earlier one."""
    unopened = InboxItem.objects.filter(state="consigned", consigned_at__lt=now - UNOPENED).count()
    if not unopened:
        return Light(
            "exchange.inbox", Colour.GREEN, Text("Everything that arrived was opened.", "收到的文电均已启封。")
        )
    return Light(
        "exchange.inbox",
        Colour.RED,
        Text(
            f"{unopened} messages arrived more than an hour ago and could not be opened.",
            f"有 {unopened} 份文电送达超过一小时仍未能启封。",
        ),
        Text(
            "See that a worker runs and that the keys open; the log of the jobs names the cause.",
            "确认后台进程正在运行、密钥可以打开；任务日志载有原因。",
        ),
    )


@probe("exchange.alarms")
def alarms(now: datetime) -> Light:
    """Look for signed items that contradict one another and that nobody has looked at."""
    del now
    count, waiting = queries.unseen_alarms().count(), queries.waiting_findings().count()
    if not count:
        return Light(
            "exchange.alarms", Colour.GREEN, Text("No counterpart has told two stories.", "没有对方节点出现前后矛盾。")
        )
    return Light(
        "exchange.alarms",
        Colour.RED,
        Text(
            f"{count} alarms about counterparts are open; {waiting} of them wait for a second officer.",
            f"有 {count} 项关于对方节点的警报尚未了结，其中 {waiting} 项等待第二名工作人员确认。",
        ),
        Text(
            "Open the page of alarms. Compare by telephone before you trust further messages, and write down what you "
            "found out.",
            "请打开警报页面。在信任后续文电之前，请先致电对方核对，并记录查明的情况。",
        ),
        page="exchange:alarms",
    )


@probe("exchange.heads")
def heads(now: datetime) -> Light:
    """Look for heads of chains that two nodes see differently (red), or that were not compared for days (amber)."""
    differ = queries.unseen_alarms().filter(code__in=chain_heads.CODES)
    said = sorted({(str(one.peer.node_id), one.code) for one in differ})
    if said:
        names = ", ".join(f"{node} ({code})" for node, code in said)
        return Light(
            "exchange.heads",
            Colour.RED,
            Text(f"The heads of chains differ with: {names}.", f"与以下节点的文电链末端不一致：{names}。"),
            Text(
                "E_CHAIN_HEAD: one of you was shown another item. E_HEAD_BACK: an older state is shown, as after a "
                "loss. Compare the numbers by telephone; each side keeps the signed statement as evidence.",
                "E_CHAIN_HEAD：双方看到的项目不同。E_HEAD_BACK：出示的是较早的状态，如数据丢失之后。请致电核对编号；"
                "双方均保存经签名的声明作为证据。",
            ),
            page="exchange:alarms",
        )
    late = ", ".join(str(peer.node_id) for peer in chain_heads.stale(now, after=NOT_COMPARED))
    if not late:
        return Light(
            "exchange.heads",
            Colour.GREEN,
            Text("The heads of all chains agree.", "所有文电链的末端一致。"),
        )
    return Light(
        "exchange.heads",
        Colour.AMBER,
        Text(f"Heads were not compared for three days with: {late}.", f"三天以来未与以下节点核对文电链末端：{late}。"),
        Text("Ask the counterpart whether its node runs.", "请询问对方其节点是否运行。"),
    )


@probe("exchange.chains")
def gaps(now: datetime) -> Light:
    """Look for places in peers' chains that stay empty though later ones are filled."""
    del now
    found = [peer for peer in Peer.objects.confirmed() if chains.gaps(peer)]
    if not found:
        return Light(
            "exchange.chains", Colour.GREEN, Text("No number is missing in any chain.", "各文电链编号均无缺漏。")
        )
    names = ", ".join(sorted(str(peer.node_id) for peer in found))
    return Light(
        "exchange.chains",
        Colour.AMBER,
        Text(f"Numbers are missing in the chains of: {names}.", f"以下节点的文电链缺少编号：{names}。"),
        Text(
            "Usually the missing item is still on its way; if it stays so, ask the counterpart.",
            "缺少的项目通常仍在传送途中；若持续缺失，请询问对方。",
        ),
    )


@probe("exchange.peers")
def peers(now: datetime) -> Light:
    """Look for counterparts whose keys run out within thirty days."""
    confirmed = [key_file_of(peer) for peer in Peer.objects.confirmed()]
    ending = sorted(file.node_id for file in confirmed if not file.age_keys(now + RUNS_OUT))
    if not ending:
        return Light(
            "exchange.peers", Colour.GREEN, Text("The keys of all counterparts last.", "所有对方节点的密钥均有效。")
        )
    names = ", ".join(ending)
    return Light(
        "exchange.peers",
        Colour.AMBER,
        Text(f"Keys run out within thirty days: {names}.", f"以下节点的密钥将在三十天内到期：{names}。"),
        Text("Ask these authorities for their new key file.", "请向这些机关索取新的密钥文件。"),
    )


@probe("exchange.directory")
def directory(now: datetime) -> Light:
    """Look for a key directory that lies (red), or that is away or frozen (amber)."""
    found = directories.followed()
    if found is None:
        return Light(
            "exchange.directory",
            Colour.GREEN,
            Text(
                "No key directory is followed; counterparts are known by key files alone.",
                "未采用密钥目录；仅凭密钥文件识别对方节点。",
            ),
        )
    split = splits.open_about(found).first()
    if split is not None and split.snapshot is not None:
        what, do = words_for(splits.SPLIT)
        about = f" ({split.snapshot.number}: {split.snapshot.digest}; {split.peer.node_id}: {split.sha256})"
        about_both = Text(what.en + about, what.zh + about)
        return Light("exchange.directory", Colour.RED, about_both, do, page="exchange:alarms")
    alarm, page = queries.directory_alarms().filter(directory=found).first(), "exchange:directory"
    if alarm is not None:
        what, do = words_for(alarm.code)
        about = f" ({alarm.about}, {alarm.code})" if alarm.about else f" ({alarm.code})"
        return Light("exchange.directory", Colour.RED, Text(what.en + about, what.zh + about), do, page=page)
    reading = reading_of(found, now)
    if reading.trouble or reading.away or reading.expired:
        code = reading.trouble or ("E_DIRECTORY_FROZEN" if reading.expired else "E_DIRECTORY_AWAY")
        what, do = words_for(code)
        return Light("exchange.directory", Colour.AMBER, what, do, page=page)
    return Light(
        "exchange.directory", Colour.GREEN, Text("The key directory was verified.", "密钥目录已通过核验。"), page=page
    )


@probe("exchange.editions")
def authorities(now: datetime) -> Light:
    """Look for a hub that lied about the directory of authorities (red), or that is away or frozen (amber)."""
    name, page, found = "exchange.editions", "exchange:edition", editions.shown()
    if found is None:
        return Light(
            name,
            Colour.GREEN,
            Text("No hub's directory of authorities is taken.", "未采用任何中心节点的主管机关名录。"),
        )
    since = found.good_at or found.decided_at
    away = since is None or since + settings.directory_away_after() < now
    if found.trouble in editions.LIES:
        return Light(name, Colour.RED, *edition_words.words_for(found.trouble), page=page)
    if found.trouble and away:
        return Light(name, Colour.AMBER, *edition_words.words_for(found.trouble), page=page)
    return Light(
        name,
        Colour.GREEN,
        Text("The hub's directory of authorities was verified.", "中心节点的主管机关名录已通过核验。"),
        page=page,
    )
