"""Pages of the exchange, by family."""
