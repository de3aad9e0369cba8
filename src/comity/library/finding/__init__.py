"""Finding: which paragraphs hold what is asked for, whatever the language, on every kind of database alike.

Words: an *entry* is a piece of a document that is found by itself; its *line* is what it says, unit by unit
(`comity.core.tokens`), its *keys* are what it is found by exactly (`article:uncac:46(7)`, `state:TCD`). A *query* has
*parts*, all of which an entry must hold; a part is held in one of several ways: as a *run* of units or stems, or as a
key.

Start in `asking` (what a query means) and `matching` (what holds it: the definition that every index has to keep to).
`indexes` is what an index does; `embedded` and `postgres` are the two there are. An index is derived: it can be thrown
away, and is filled again from the database.
"""
