"""Migrations of `core`."""
