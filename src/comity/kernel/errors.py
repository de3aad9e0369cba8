"""One root for every error that Comity raises on purpose."""

from __future__ import annotations


class ComityError(Exception):
    """Something that a person or a peer must be told.

    Attributes:
        code: stable identifier such as `E_SIGNATURE`; programs and translations key on it.
        detail: plain English for logs and developers. Never case content, never a secret.
        permanent: whether trying the same thing again can ever succeed.
        params: values for the translated sentence (numbers, codes, dates; never case content).
    """

    permanent: bool = True

    def __init__(self, code: str, detail: str = "", *, permanent: bool | None = None, **params: object) -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
        self.params = params
        if permanent is not None:
            self.permanent = permanent


class KernelError(ComityError):
    """Input to one of the kernel's parsers was not what it must be."""
