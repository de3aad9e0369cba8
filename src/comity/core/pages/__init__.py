"""Pages that belong to no app: errors, health, the choice of language, articles, the sheet of all components."""
