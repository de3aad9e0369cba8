"""Backups that only the recovery paper opens, their proof, and the way back.

Words: the *recovery paper* holds the identity that opens every backup; it is shown once when a node is made and never
kept. A *backup* is one age file around one tar stream. A backup is *proved* when all of it was opened and agreed with
its own manifest. Start reading at `contents` (what is in one), then `making`, `proving`, `restoring`; and `paper`.
"""
