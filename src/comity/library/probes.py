"""What `comity doctor` looks at in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from comity.core.doctor.lights import Colour, Light, filled, probe
from comity.kernel.languages import Text
from comity.library import queries

if TYPE_CHECKING:
    from datetime import datetime

NAME: Final = "library.reader"


@probe(NAME)
def reader(_now: datetime) -> Light:
    """Was every document read by the reader of this version of the program?"""
    count = queries.read_by_another_reader().count()
    if count:
        return Light(NAME, Colour.AMBER, filled(_OLDER, count=count), _OLDER_DO)
    return Light(NAME, Colour.GREEN, _GOOD)


_GOOD: Final = Text(
    en="Every document of the library was read by the reader of this version.",
    zh="图书馆的文件均由本版本的识读程序读取。",
)
_OLDER: Final = Text(
    en="Read by an older reader: {count} documents of the library. What is read since is not found in them.",
    zh="图书馆有 {count} 份文件由旧版识读程序读取，其中查不到新版本才能识读的内容。",
)
_OLDER_DO: Final = Text(
    en="Run comity library reread --dry-run, which says what would change, then comity library reread.",
    zh="请运行 comity library reread --dry-run 查看将有哪些变化，然后运行 comity library reread。",
)
