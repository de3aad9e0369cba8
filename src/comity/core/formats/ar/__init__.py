"""Arabic, for the mirrored layout."""
