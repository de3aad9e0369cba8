"""Forms: parts of a draft built from the questions of `comity.law`, and the few forms of each act."""
