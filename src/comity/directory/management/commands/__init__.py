"""Commands of the directory for `comity manage`."""
