"""The library: the documents of the Conference and its meetings, read, compared, kept and found.

Words: a *document* is read from a *file*; its *blocks* account for every character of the file's text; a *paragraph* is
a numbered one, with lettered *items*. What is not understood stays in place and is listed as *unresolved*.

Start in `reading` (a file becomes a document) and `comparing` (two versions, what changed). Both are pure: no database,
no clock, no network. Then `actions` (a document is loaded), `identity` (which one it is), `keeping` (its rows) and
`rereading` (these anew).

Tables owned: `Work` (a document, whatever its language), `Expression` (its words in one language and version),
`Manifestation` (a file that holds them), `Paragraph`, `Footnote`, and what stands in these: `Citation`, `StateMention`,
`Observer`, `Figure`, `Recommendation`, `Unresolved`, `Telling` (what it tells of another's symbol).
"""
