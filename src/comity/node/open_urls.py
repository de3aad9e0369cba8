"""The one reviewed list of addresses that need no sign-in, and of those that need a session but no permission.

Everything else is refused until an officer signed in with a second factor, and every view must declare its
permission (`comity.core.access.needs`). A name that is not here and not declared is a system check error.
The reason stands beside each name: whoever adds a line must be able to write one.
"""

from __future__ import annotations

from typing import Final

# Reached by anybody, signed in or not.
OPEN: Final[dict[str, str]] = {
    "healthz": "tells a supervisor whether the process answers; says nothing about the node's content",
    "language": "chooses the language of the next page; changes only a cookie or one's own officer record",
    "enrol": "a new officer has no session yet; needs a login and an unused one-time code",
    "account_login": "signing in",
    "account_logout": "signing out asks for a click and a form token",
    "account_inactive": "tells an officer whose account is closed that it is",
    "mfa_authenticate": "second step of signing in; holds its own state in the session",
    "mfa_login_webauthn": "signing in by passkey",
    "cases:office-answer": "an office without an account answers its task; needs the unused code of its task sheet",
    "exchange:peer-envelopes": "a peer's signed envelope; verified before anything else is read",
    "exchange:peer-complete": "needs the ticket that a verified envelope gave",
    "exchange:peer-items": "needs the ticket that a verified envelope or statement gave",
    "exchange:peer-outbox": "a peer's signed statement; verified before anything is shown, each once",
    "exchange:peer-heads": "a peer's signed statement; verified before it is compared, each once",
    "exchange:peer-receipts": "a peer's signed receipts; verified before they are kept",
}

# Reached by a program that shows its token, or by an officer with a session; each declares its permission as well.
PROGRAMS: Final[dict[str, str]] = {
    "api:openapi": "what the interface for programs offers",
    "api:states": "the table of States",
    "api:authorities": "who is designated; how they are reached only where the reader may know it",
    "api:legal-basis": "law and facts of States, nothing of any case; changes nothing",
    "api:channel-tree": "the decision tree that ships with the program",
    "api:channel-walk": "one walk through it; keeps nothing",
}

# Reached by any officer who signed in, even before a second factor is set up.
ENROLMENT: Final[dict[str, str]] = {
    "mfa_index": "shows one's own second factors",
    "mfa_activate_totp": "sets up an authenticator app",
    "mfa_list_webauthn": "lists one's own passkeys",
    "mfa_add_webauthn": "adds a passkey",
    "mfa_view_recovery_codes": "shows one's own recovery codes once they were made",
    "mfa_generate_recovery_codes": "makes new recovery codes",
    "mfa_download_recovery_codes": "the same codes as a text file",
    "account_reauthenticate": "asks for the password again before a sensitive step",
    "mfa_reauthenticate": "asks for the second factor again before a sensitive step",
    "mfa_reauthenticate_webauthn": "asks for the passkey again before a sensitive step",
}

# Reached by any officer who signed in with a second factor; concerns nobody but oneself.
SIGNED_IN: Final[dict[str, str]] = {
    "account_change_password": "one's own password",
    "account_set_password": "says how one gets a password where one has none; sets nothing",
    "mfa_deactivate_totp": "one's own authenticator app; refused when it is the last second factor",
    "mfa_remove_webauthn": "one's own passkey; refused when it is the last second factor",
    "mfa_edit_webauthn": "the name of one's own passkey",
}
