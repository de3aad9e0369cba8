"""The library: the documents of the Conference and its meetings, read, compared, kept and found.

Words: a *document* is read from a *file*; its *blocks* account for every character of the file's text; a *paragraph* is
a numbered one, with lettered *items*. What is not understood stays in place and is listed as *unresolved*.

Start in `reading` (a file becomes a document) and `comparing` (two versions, what changed). Both are pure: no database,
no clock, no network.
"""
