"""Commands of the library for `comity manage`."""
