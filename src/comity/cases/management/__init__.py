"""Commands of casework for `comity manage`."""
