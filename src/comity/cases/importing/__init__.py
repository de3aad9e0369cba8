"""Taking over a running caseload from a table.

`sheet` reads it, `columns` knows what its headings mean, `rows` judges each row. Pure: no database and no clock;
`comity.cases.actions.importing` writes what was accepted.
"""
