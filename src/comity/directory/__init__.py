"""The directory: States and their names, whom to ask in each, and by what instrument.

Start reading: `states` (the table), `names` (which State a text means). Both are pure: no Django, no database, no
network, so that every reader of names uses the same ones. Then `functions` (for what somebody is designated),
`actions` (an entry is written by one officer and published by another) and `finder`.

Tables owned: `Authority`, `Entry` (a version of what is known of it), `Confirmation`.

Words: a *State* in this table is a State, a territory with a system of its own, or an organisation that can be a
party; a *name* is one text in one language with its source and whether somebody compared it.
"""
