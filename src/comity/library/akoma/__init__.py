"""Akoma Ntoso 3.0 with the naming of the United Nations system: the form in which other libraries take documents over.

Pure: no Django, no network. A file that comes in is read by `comity.library.reading.akoma` as any other file is.
"""

from comity.library.akoma.naming import Name, article_named
from comity.library.akoma.record import Cites, Note, Part, Piece, Record, record_from, record_of
from comity.library.akoma.writing import written

__all__ = [
    "Cites", "Name", "Note", "Part", "Piece", "Record", "article_named", "record_from", "record_of", "written",
]  # fmt: skip
