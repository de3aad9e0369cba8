"""What can go wrong with stored files, by code."""

from __future__ import annotations

from typing import Final

from comity.kernel.errors import ComityError
from comity.kernel.languages import Text


class FileError(ComityError):
    """A file cannot be taken, or is not what it must be.

    Codes: `E_PART` (a part does not fit), `E_FILE_STATE` (finished, or not finished yet), `E_FILE_SIZE` (too large, or
    not the announced size), `E_FILE_DAMAGED` (what lies on the disk is not what was put there), `E_BLOB_KEY`,
    `E_UPLOAD_FORM` (a malformed request of the upload protocol).
    """


class StoreError(FileError):
    """The store could not keep or return bytes: code `E_STORE`. Nothing was taken; trying again may succeed.

    Attributes:
        reason: the operating system's name for the cause, such as `ENOSPC` or `EIO`.
    """

    permanent = False

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__("E_STORE", detail, reason=reason)
        self.reason = reason


TEXTS: Final[dict[str, Text]] = {
    "E_PART": Text(
        en="A part of the file did not arrive whole. Send the file once more; what arrived is kept.",
        zh="文件的一部分未完整到达。请再次发送该文件；已到达的部分会保留。",
    ),
    "E_FILE_STATE": Text(
        en="This upload is finished or was deleted. Reload the page.", zh="该上传已完成或已删除。请重新加载页面。"
    ),
    "E_FILE_SIZE": Text(
        en="The file is larger than allowed, or changed while it was being sent.",
        zh="文件超过允许的大小，或在发送过程中发生了变化。",
    ),
    "E_FILE_DAMAGED": Text(
        en="The stored file is damaged and is not shown. Tell your administrator: a backup may hold it.",
        zh="所存文件已损坏，不予显示。请告知管理员：备份中可能存有该文件。",
    ),
    "E_STORE": Text(
        en="The disk of this node is full or failing. Nothing was lost; try again later and tell your administrator.",
        zh="本节点的磁盘已满或出现故障。没有任何内容丢失；请稍后重试并告知管理员。",
    ),
    "E_BLOB_KEY": Text(en="There is no such file here.", zh="此处没有该文件。"),
    "E_UPLOAD_FORM": Text(
        en="The upload could not be understood. Reload the page.", zh="无法识别该上传。请重新加载页面。"
    ),
}


def explain(code: str) -> Text:
    """Return the sentence for people that belongs to `code`; raises KeyError for a code that has none."""
    return TEXTS[code]
