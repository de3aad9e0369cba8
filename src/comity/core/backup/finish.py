"""`python -m comity.core.backup.finish`: the second half of a restore, with the restored node's settings."""

from __future__ import annotations

import django


def main() -> None:
    """Bring the tables up to date, then write down and tell that the node was restored."""
    django.setup()
    from comity.core.actors import Actor  # noqa: PLC0415 (models exist once Django is set up)
    from comity.core.backup.restoring import finish_restore  # noqa: PLC0415 (the same)
    from comity.core.init import make_tables  # noqa: PLC0415 (the same)
    from comity.kernel.clock import utc_now  # noqa: PLC0415 (the same)

    make_tables()
    finish_restore(actor=Actor.system("core.restore"), now=utc_now())


if __name__ == "__main__":
    main()
