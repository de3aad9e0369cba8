"""Reading: a file becomes a document with paragraphs, citations, States and figures. Pure: no database, no network.

Start in `reader.read_text`; `grouping` says which line belongs to which paragraph, `languages` holds what differs from
language to language, `files` turns bytes into text.
"""

from comity.library.reading.document import Document
from comity.library.reading.files import read_bytes, read_file, text_of
from comity.library.reading.reader import read_text
from comity.library.reading.symbols import with_symbols

READER = "4"
"""The version of the reader: raised when it would read more or otherwise out of the same file."""

READ_AS = "c5d6d9924c0c00b582a217286a39eb59e2a0584c8557e63b09c7741682d29e0e"
"""The SHA-256 over what this version reads in our sample documents: whoever changes it raises `READER` as well."""

__all__ = ["READER", "READ_AS", "Document", "read_bytes", "read_file", "read_text", "text_of", "with_symbols"]
