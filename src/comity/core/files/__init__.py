"""Files of a node: evidence, annexes, letters, packages, work copies; sealed before a byte reaches a disk.

Tables owned: `StoredFile` (what it is), `FilePart` (where its sealed bytes are). Words: a *blob* is one opaque
sealed object in the store; a *part* is one blob that holds a stretch of one file; a file is *finished* when its
size and digests are known, and never changes afterwards. Start reading at `actions`, then `reader`; `blobs` is the
store itself and knows nothing of files.
"""
