"""What a process of a node loads that hangs on no node: `tests.builders.mother` forks those that do from it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

PURE = ("comity.kernel", "comity.law", "comity.seal", "comity.wire")
FURTHER = (
    "babel.dates",
    "comity.library.identity",
    "comity.library.likeness",
    "comity.library.linking",
    "comity.library.reading",
    "comity.node.config",
    "comity.node.logs",
    "django.db.backends.sqlite3.base",
    "django.contrib.admin.utils",
    "psycopg",
    "pypdfium2",
    "snowballstemmer",
    "tantivy",
    "tuf.ngclient",
    "typst",
)

for _package in PURE:
    for _module in walk_packages(import_module(_package).__path__, f"{_package}."):
        import_module(_module.name)
for _name in FURTHER:
    import_module(_name)
