"""What `comity doctor` looks at on a hub."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from comity.core.doctor.lights import Colour, Light, probe
from comity.hub import directory
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from datetime import datetime

SOON: Final = timedelta(days=30)
NAME: Final = "hub.directory"


@probe(NAME)
def published(now: datetime) -> Light:
    """Look whether the directory is there, is renewed, and when what was signed off line runs out."""
    repository = directory.repository()
    if not repository.exists:
        return Light(
            NAME,
            Colour.AMBER,
            Text("No key directory was founded yet.", "尚未建立密钥目录。"),
            Text('See docs/operations.md, "A hub".', "请参阅 docs/operations.md 中的“A hub”一节。"),
        )
    found = repository.read()
    if found.timestamp.signed.expires <= now:
        return Light(
            NAME,
            Colour.RED,
            Text("What the key directory shows has run out.", "密钥目录所示内容已过有效期。"),
            Text("See that a worker runs: it renews the time stamp.", "请确认后台进程正在运行：由其更新时间戳。"),
        )
    ends = {"root": found.root.signed.expires, "targets": found.targets.signed.expires}
    ends |= {state: one.signed.expires for state, one in found.states.items()}
    ending = ", ".join(sorted(name for name, end in ends.items() if end < now + SOON))
    if ending:
        return Light(
            NAME,
            Colour.AMBER,
            Text(f"To be signed anew off line within thirty days: {ending}.", f"须在三十天内离线重新签署：{ending}。"),
            Text("Draft the next ones and have the holders sign them.", "请起草下一版本并请密钥持有人签名。"),
        )
    return Light(NAME, Colour.GREEN, Text("The key directory is fresh.", "密钥目录为最新。"), page="hub:nodes")
