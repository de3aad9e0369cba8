"""Comity: international cooperation under the United Nations Convention against Corruption."""

__version__ = "0.1.0"
