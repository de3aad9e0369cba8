"""The interface for programs: States, authorities, the legal basis and the decision tree, read only.

`schemas` says what is asked and answered (pydantic, kept apart from the tables), `operations` has one function for each
address, `reading` fills the answers, `problems` turns what goes wrong into problem details, `mount` makes addresses of
it all. Pages that show the description in a browser are off: they would load scripts from elsewhere. `docs/api.md`
tells integrators how to use it.
"""
