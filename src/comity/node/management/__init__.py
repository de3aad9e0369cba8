"""Commands of a whole node for `comity manage`."""
