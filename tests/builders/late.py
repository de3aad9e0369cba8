"""What a node loads when it first needs it, loaded at once by a process of a test that forks for each thing to do."""

from __future__ import annotations

from importlib import import_module

LATE = ("docx", "icalendar", "pyhanko", "pypdf")
SIGNING = ("comity.seal.pades.reading", "comity.seal.pades.signing", "pyhanko.sign.validation.generic_cms")


def load_for_messages() -> None:
    """Load what signs and checks messages, so that not every child does."""
    for name in SIGNING:
        import_module(name)
