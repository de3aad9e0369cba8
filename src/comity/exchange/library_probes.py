"""What `comity doctor` looks at in the library that is taken over from the hub."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings

from comity.core.doctor.lights import Colour, Light, probe
from comity.exchange import directories
from comity.kernel.languages import Text
from comity.library.mirroring.hubs import SILENCE
from comity.library.mirroring.queries import mirror_of
from comity.library.mirroring.words import WORDS

if TYPE_CHECKING:
    from datetime import datetime

    from comity.library.mirroring.models import Mirror

NAME: Final = "exchange.library"
PAGE: Final = "library:mirror"
LATE: Final = timedelta(days=1)
STUCK: Final = timedelta(days=7)
_SEE_WORKER: Final = Text(
    "See that a worker runs (`comity work`): it looks at the hub's library by itself.",
    "请确认后台进程（`comity work`）正在运行：由其自动查看中心节点的图书馆。",
)


@probe(NAME)
def library(now: datetime) -> Light:
    """Look when the hub's library was last taken over whole: amber after a day, red after a week or after a lie."""
    directory = directories.followed() if settings.NODE.library_mirror else None
    if directory is None or not directory.url:
        return _green(
            Text(
                "No documents are taken over from a hub: none is followed by its address, or it is switched off.",
                "不从中心节点接收文件：未按地址跟踪中心节点，或该功能已关闭。",
            )
        )
    mirror = mirror_of(directory.fingerprint)
    if mirror is None or mirror.looked_at is None:
        return Light(NAME, Colour.AMBER, _NEVER, _SEE_WORKER, page=PAGE)
    if mirror.trouble == "E_MIRROR_NONE":
        return _green(WORDS[mirror.trouble][0])
    return _troubled(mirror, now) if mirror.trouble else _aged(mirror, now)


def _troubled(mirror: Mirror, now: datetime) -> Light:
    """What a look went wrong by, how long ago it last went well, and what to do."""
    seen, do = WORDS[mirror.trouble]
    lie = mirror.trouble not in SILENCE
    old = (mirror.good_at or mirror.trouble_at or now) < now - STUCK
    last = _day(mirror)
    what = Text(f"{seen.en} Last success: {last.en}.", f"{seen.zh}最近一次成功：{last.zh}。")
    return Light(NAME, Colour.RED if lie or old else Colour.AMBER, what, do, page=PAGE)


def _aged(mirror: Mirror, now: datetime) -> Light:
    last = _day(mirror)
    what = Text(
        f"The hub's library was last taken over on {last.en}; {mirror.count} entries are listed.",
        f"最近一次接收中心节点图书馆的文件：{last.zh}；清单共 {mirror.count} 项。",
    )
    good = mirror.good_at or now
    if good >= now - LATE:
        return _green(what)
    return Light(NAME, Colour.RED if good < now - STUCK else Colour.AMBER, what, _SEE_WORKER, page=PAGE)


def _green(what: Text) -> Light:
    return Light(NAME, Colour.GREEN, what, page=PAGE)


def _day(mirror: Mirror) -> Text:
    good = mirror.good_at
    return Text(f"{good:%Y-%m-%d %H:%M} UTC", f"{good:%Y-%m-%d %H:%M}（UTC）") if good else _NOT_YET


_NEVER: Final = Text("The hub's library was never looked at.", "尚未查看过中心节点的图书馆。")
_NOT_YET: Final = Text("never", "从未成功")
