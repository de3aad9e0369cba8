"""Fonts for letters: Debian's Noto, installed where this machine lets us."""

from __future__ import annotations

import os
import shutil
import subprocess

from comity.cases.letters.render import can_print
from comity.cli.answers import say
from comity.kernel.languages import Text

PACKAGES = ("fonts-noto-core", "fonts-noto-cjk")
INSTALLING = Text(en="Installing fonts for letters (once) …", zh="正在安装函件所需字体（仅一次）……")
MISSING = Text(
    en="No Chinese font is installed: letters in Chinese will be refused. On Debian: apt-get install {packages}",
    zh="未安装中文字体：中文函件将被拒绝打印。Debian 上请运行：apt-get install {packages}",
)


def ensure_fonts() -> None:
    """Install the fonts when they are missing and we may; otherwise say what is missing and go on."""
    if can_print("zh-hans"):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(INSTALLING)
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *PACKAGES]):
            subprocess.run(command, check=False, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return
    say(MISSING, packages=" ".join(PACKAGES))
