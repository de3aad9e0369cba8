"""Akoma Ntoso 3.0 with the naming of the United Nations system: the form in which other libraries take documents over.

Pure: no Django, no network. A file that comes in is read by `comity.library.reading.akoma` as any other file is.
"""

from comity.library.akoma.naming import Name
from comity.library.akoma.record import Note, Piece, Record, record_of
from comity.library.akoma.writing import written

__all__ = ["Name", "Note", "Piece", "Record", "record_of", "written"]
