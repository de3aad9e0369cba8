"""What `comity doctor` looks at in the exchange."""
