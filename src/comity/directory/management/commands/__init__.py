"""Commands of the exchange for `comity manage`."""
