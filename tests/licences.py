"""Read the licences of all installed packages and refuse what may not be used (AGPL, GPL) or is unknown."""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, distributions

REFUSED = re.compile(r"AGPL|Affero|(?<!L)GPL|(?<!Lesser )General Public License", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
# Read by hand: the metadata says less than the package itself.
KNOWN = {"axe-playwright-python": "MIT, with axe-core under MPL-2.0"}


def licence(package: Distribution) -> str:
    """Return what a package says about its licence: expression, classifiers, or the short field."""
    meta = package.metadata
    classifiers = [c.rsplit("::", 1)[1].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    short = (meta.get("License") or "").splitlines()
    return (
        meta.get("License-Expression")
        or ", ".join(classifiers)
        or (short[0] if short else "")
        or KNOWN.get(meta["Name"], "")
    )


def main() -> int:
    """Print every licence that may not be used; return 1 if there is one."""
    bad = []
    for package in sorted(distributions(), key=lambda item: item.metadata["Name"].lower()):
        said = licence(package)
        if not said or (REFUSED.search(said) and not LESSER.search(said) and " OR " not in said):
            bad.append(f"{package.metadata['Name']}: {said or 'says nothing'}")
    print("\n".join(bad) or "   every licence may be used")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
