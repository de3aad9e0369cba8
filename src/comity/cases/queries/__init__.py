"""Reading: the only doors to a case (`sets`), and the read models of pages (the other modules)."""
