"""What can be wrong with a file that is to be read, in words for people."""

from __future__ import annotations

from comity.kernel.errors import ComityError
from comity.kernel.languages import Text


class ReadingError(ComityError):
    """A file cannot be read as a document; the file itself stays as it is."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, TEXTS[code].en.format(**params))
        self.params = params
        self.text = TEXTS[code]


class LibraryError(ComityError):
    """An act on the library cannot be done: `E_LIBRARY_MEANWHILE`, `E_LIBRARY_ANSWER`."""

    def __init__(self, code: str, *, permanent: bool = True) -> None:
        super().__init__(code, TEXTS[code].en, permanent=permanent)
        self.text = TEXTS[code]


TEXTS = {
    "E_LIBRARY_KNOWN": Text(
        en="The library has this very text already. Find it there; a new version needs other words.",
        zh="图书馆已有完全相同的文本。请在图书馆中查找；新版本的文字须有所不同。",
    ),
    "E_LIBRARY_ARTICLE": Text(
        en="An article was not understood. Write articles of the Convention as 46(7), 44(4) or 1(b): there are 71.",
        zh="有的条款无法识别。请按 46(7)、44(4) 或 1(b) 的形式填写《公约》条款：《公约》共有七十一条。",
    ),
    "E_LIBRARY_STATE": Text(
        en="A State was not understood. Write its name, or its code of two or three letters.",
        zh="有的国家无法识别。请填写其名称，或两位或三位字母代码。",
    ),
    "E_LIBRARY_DAY": Text(
        en="The day lies in the future. Enter the day on which it was reported or confirmed.",
        zh="所填日期尚未到来。请填写报告或确认的日期。",
    ),
    "E_LIBRARY_SEARCHES": Text(
        en="You have saved as many searches as one person can. Delete one that you no longer need, then save this one.",
        zh="您保存的检索已达每人上限。请先删除不再需要的检索，再保存本次检索。",
    ),
    "E_LIBRARY_SEARCH": Text(
        en="There is nothing to save: the search asks for nothing. Type words or choose what to narrow it by.",
        zh="没有可保存的内容：检索条件为空。请输入检索词或选择限定条件。",
    ),
    "E_LIBRARY_DIGEST": Text(
        en="The digest was given to a second person meanwhile and cannot be changed. What you typed is below and not "
        "stored: copy it, and ask for the digest back.",
        zh="该摘要已提交他人审阅，不能再修改。所填内容仍在下方，但尚未保存：请先复制，再要求退回该摘要。",
    ),
    "E_LIBRARY_MEANWHILE": Text(
        en="Somebody loaded the same document at this moment. Load it again: the library will know it.",
        zh="另有人正在同时载入同一文件。请重新载入：图书馆会识别该文件。",
    ),
    "E_LIBRARY_ANSWER": Text(
        en="The decision needs a reason, and an answer that fits it: a kind, or a paragraph of the same document.",
        zh="作出决定须说明理由，并给出相应的答复：类别，或同一文件中的某一段。",
    ),
    "E_LIBRARY_READ_AGAIN": Text(
        en="Nothing was changed: the document was read again meanwhile, and this piece is understood now.",
        zh="未作任何更改：该文件已重新识读，此片段现已得到理解。",
    ),
    "E_LIBRARY_ANOTHER": Text(
        en="Read again, this would be a document in another language or with another symbol. It stays as it was read: "
        "compare it with its file.",
        zh="重新识读后，本文件的语文或文号会有所不同。文件保持原识读结果：请与原文件核对。",
    ),
    "E_LIBRARY_FILE": Text(
        en="The kept file cannot be opened, so the document stays as it was read. Run comity doctor, and bring the "
        "file back from a backup.",
        zh="无法打开所存文件，因此文件保持原识读结果。请运行 comity doctor，并从备份中恢复该文件。",
    ),
    "E_LIBRARY_EMPTY": Text(
        en="The file is empty: there is nothing to read. Check that it was saved and copied whole.",
        zh="文件为空，没有可读取的内容。请检查该文件是否已完整保存和复制。",
    ),
    "E_LIBRARY_SIZE": Text(
        en="The file has {megabytes} megabytes; at most {limit} are read. A document of a meeting is far smaller: "
        "check that this is the right file, or split it.",
        zh="文件为 {megabytes} 兆字节，最多读取 {limit} 兆字节。会议文件远小于此：请检查是否选对文件，或将其拆分。",
    ),
    "E_LIBRARY_BINARY": Text(
        en="The file is not text and not a format that is read here (text, HTML, DOCX, PDF). Save it as one of these.",
        zh="该文件不是文本，也不是此处可读取的格式（文本、HTML、DOCX、PDF）。请另存为其中一种格式。",
    ),
    "E_LIBRARY_ENCODING": Text(
        en="The characters of the file cannot be told: it is neither UTF-8, UTF-16 nor GB 18030. Save it as UTF-8.",
        zh="无法识别该文件的字符编码：既不是 UTF-8、UTF-16，也不是 GB 18030。请另存为 UTF-8。",
    ),
    "E_LIBRARY_DAMAGED": Text(
        en="The file says that it is {kind}, but it is damaged or something else. Ask for it again, or save it anew.",
        zh="该文件标明为 {kind}，但已损坏或实为其他格式。请重新索取或重新保存。",
    ),
    "E_LIBRARY_BOMB": Text(
        en="The file would unpack to far more than a document holds and was not opened. Do not trust its sender.",
        zh="该文件展开后远超一份文件应有的大小，因此未予打开。请勿信任其发送方。",
    ),
    "E_LIBRARY_LOCKED": Text(
        en="The PDF is protected by a password. Save it without one and load it again.",
        zh="该 PDF 受密码保护。请去除密码后另存，再重新载入。",
    ),
    "E_LIBRARY_NO_DATE": Text(
        en="The document does not say of which day it is, and its name needs the day. Give the day (--date).",
        zh="该文件没有写明日期，而其名称须含日期。请指明日期（--date）。",
    ),
    "E_LIBRARY_NO_TEXT": Text(
        en="The file holds no words, only pictures perhaps. Load a version with text; pictures are not read.",
        zh="该文件没有文字，可能只有图像。请载入带文字的版本；图像不予识读。",
    ),
}
