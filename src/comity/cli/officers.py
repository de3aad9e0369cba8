"""An officer at the command line: password and one-time code, as on the page.

Who can log in to the machine is not thereby an officer: what an officer decides asks for the officer's own secrets.
"""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from comity.cli.answers import CommandError, Exit, language
from comity.kernel.languages import Text

if TYPE_CHECKING:
    from comity.core.actors import Actor

WHO = Text(en="Login, password or one-time code is wrong.", zh="登录名、口令或一次性代码有误。")
PASSWORD = Text(en="Password: ", zh="口令：")
CODE = Text(en="One-time code: ", zh="一次性代码：")


def prove(login: str) -> Actor:
    """Return the officer with that login, who proves to be that officer. The node must have been entered.

    Asks at the terminal without showing what is typed; from a pipe, one line each.

    Raises:
        CommandError: `E_OFFICER`, always the same whatever was wrong.
    """
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 (after Django is set up)
    from django.contrib.auth import authenticate  # noqa: PLC0415

    from comity.core.actors import Actor  # noqa: PLC0415

    found = authenticate(None, username=login, password=ask(PASSWORD))
    code = ask(CODE)
    kept = Authenticator.objects.filter(user_id=found.pk, type=Authenticator.Type.TOTP).first() if found else None
    if found is None or kept is None or not kept.wrap().validate_code(code):
        raise CommandError("E_OFFICER", WHO, Exit.REFUSED)
    return Actor.of_officer(found)


def ask(prompt: Text) -> str:
    """Read a secret from the terminal without showing it, or a line from a pipe."""
    return getpass.getpass(prompt.get(language())) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
