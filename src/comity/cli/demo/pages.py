"""A person at a browser without script: reads pages, fills in their forms, follows their links.

The demo and its play use only this: whatever they do, an officer can do in a browser. Nothing here knows a
database.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin, urlsplit

import urllib3

from comity.kernel.errors import ComityError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Upload = tuple[str, bytes, str]  # name, content, media type
TOTP_STEP = 30
REDIRECTS = 10
SKIPPED_TYPES = {"submit", "button", "reset", "image", "file"}


class PageError(ComityError):
    """A page was not what the person expected."""


@dataclass
class Form:
    """One form of a page, with the values it shows."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    choices: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def filled(self, values: Mapping[str, str | list[str] | None], button: str | None) -> list[tuple[str, str]]:
        """Return what the browser would send; raises PageError for a field that the page does not have."""
        sent = {name: list(found) for name, found in self.values.items()}
        for name, value in values.items():
            if name not in sent and name not in self.choices:
                raise PageError("E_PAGE", f"the form {self.action} has no field {name}; it has {sorted(sent)}")
            sent[name] = [] if value is None else [value] if isinstance(value, str) else list(value)
        pairs = [(name, value) for name, found in sent.items() for value in found]
        pressed = next((item for item in self.buttons if button in {None, item[1], item[2]}), None)
        if pressed and pressed[0]:
            pairs.append((pressed[0], pressed[1]))
        return pairs


class _Reader(HTMLParser):
    """Collects forms, links, facts and visible text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.facts: dict[str, str] = {}
        self._link: str | None = None
        self._select: str | None = None
        self._textarea: str | None = None
        self._button: tuple[str, str] | None = None
        self._option: str | None = None
        self._selected = False
        self._text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        form = self.forms[-1] if self.forms else None
        for name, value in values.items():
            if name.startswith("data-"):
                self.facts.setdefault(name, value)
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get").lower()))
        elif tag == "a" and "href" in values:
            self._link, self._text = values["href"], []
        elif tag in {"script", "style"}:
            self._silent += 1
        elif form is not None:
            self._start_field(form, tag, values)

    def _start_field(self, form: Form, tag: str, values: dict[str, str]) -> None:
        name = values.get("name", "")
        if tag == "button":
            self._button, self._text = (name, values.get("value", "")), []
        elif tag == "select":
            self._select, self._selected = name, False
            form.values[name], form.choices[name] = [], []
        elif tag == "textarea":
            self._textarea, self._text = name, []
        elif tag == "option" and self._select is not None:
            self._option, self._text = values.get("value", ""), []
            if "selected" in values:
                form.values[self._select].append(self._option)
                self._selected = True
        elif tag == "input" and name:
            self._input(form, name, values)

    @staticmethod
    def _input(form: Form, name: str, values: dict[str, str]) -> None:
        kind, value = values.get("type", "text"), values.get("value", "")
        ticked = values.get("value", "on")  # what a box without a value sends; an empty one sends nothing in it
        if kind == "file":
            form.files.append(name)
        elif kind in {"checkbox", "radio"}:
            form.choices.setdefault(name, []).append((ticked, ""))
            if "checked" in values:
                form.values.setdefault(name, []).append(ticked)
        elif kind in SKIPPED_TYPES:
            form.buttons.append((name, value, value))
        else:
            form.values.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        text = " ".join("".join(self._text).split())
        if tag == "a" and self._link is not None:
            self.links.append((self._link, text))
            self._link = None
        elif tag in {"script", "style"}:
            self._silent -= 1
        elif self.forms:
            self._end_field(self.forms[-1], tag, text)

    def _end_field(self, form: Form, tag: str, text: str) -> None:
        if tag == "button" and self._button is not None:
            form.buttons.append((*self._button, text))
            self._button = None
        elif tag == "textarea" and self._textarea is not None:
            form.values.setdefault(self._textarea, []).append("".join(self._text).removeprefix("\n"))
            self._textarea = None
        elif tag == "option" and self._option is not None and self._select is not None:
            form.choices[self._select].append((self._option, text))
            self._option = None
        elif tag == "select" and self._select is not None:
            if not self._selected and form.choices[self._select]:
                form.values[self._select] = [form.choices[self._select][0][0]]
            self._select = None

    def handle_data(self, data: str) -> None:
        self._text.append(data)
        if not self._silent:
            self.words.append(data)


@dataclass
class Page:
    """What came back: where it is, what it says, what can be done on it.

    `facts` has the first value of each `data-` attribute: what the page says to a program, whatever its language.
    """

    status: int
    url: str
    body: bytes
    headers: Mapping[str, str]

    def __post_init__(self) -> None:
        reader = _Reader()
        if self.headers.get("content-type", "").startswith("text/html"):
            reader.feed(self.body.decode("utf-8", "replace"))
        self.forms, self.links, self.facts = reader.forms, reader.links, reader.facts
        self.text = " ".join(" ".join(reader.words).split())

    @property
    def path(self) -> str:
        """The path of the page's address."""
        return urlsplit(self.url).path

    def form(self, ends: str = "", *, field: str = "") -> Form:
        """Return the form whose action ends so (an empty action is the page itself) and that has the field."""
        found = [
            form
            for form in self.forms
            if (form.action or self.path).split("?")[0].endswith(ends)
            and (not field or field in form.values or field in form.choices)
        ]
        if not found:
            raise PageError("E_PAGE", f"{self.path} has no form {ends}; it has {[form.action for form in self.forms]}")
        return found[0]

    def offers(self, ends: str) -> bool:
        """Say whether the page has a link or a form that goes to an address that ends so."""
        addresses = [href for href, _text in self.links] + [form.action or self.path for form in self.forms]
        return any(address.split("?")[0].endswith(ends) for address in addresses)


class Person:
    """One officer with an own browser, signed in to one node."""

    def __init__(self, *, url: str, login: str, password: str, totp_secret: str, passphrase: str = "") -> None:
        self.url = url.rstrip("/")
        self.login, self.password, self.totp_secret, self.passphrase = login, password, totp_secret, passphrase
        self.cookies: dict[str, str] = {}
        parts = urlsplit(self.url)
        # RFC 6761: names below localhost are this machine, whatever the resolver says.
        self._host = parts.netloc
        self._pool = urllib3.HTTPConnectionPool("127.0.0.1", parts.port or 80, maxsize=2, timeout=60.0, retries=False)

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._follow("GET", path, None, {})

    def post(self, path: str, pairs: Iterable[tuple[str, str | Upload]], *, referer: str) -> Page:
        """Send a form."""
        body = urllib3.filepost.encode_multipart_formdata(list(pairs))
        return self._follow("POST", path, body[0], {"content-type": body[1], "referer": referer})

    def submit(
        self,
        page: Page,
        form: Form,
        values: Mapping[str, str | list[str] | None] | None = None,
        button: str | None = None,
        *,
        files: Mapping[str, Upload] | None = None,
    ) -> Page:
        """Fill in a form of `page`, choose files, press its button; a page that shows errors is an error here."""
        target = urljoin(page.url, form.action or page.url)
        after = self.post(target, [*form.filled(values or {}, button), *(files or {}).items()], referer=page.url)
        if after.status >= 400 or "error-summary" in after.body.decode("utf-8", "replace"):  # noqa: PLR2004
            raise PageError("E_PAGE", f"{after.status} from {form.action or page.path}: {after.text[:600]}")
        return after

    def raw(
        self, method: str, path: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Page:
        """Send one request as a script on the page would, without following redirects."""
        token = next((value for name, value in self.cookies.items() if name.endswith("csrf")), "")
        return self._once(method, urljoin(self.url + "/", path), body, {"x-csrftoken": token, **(headers or {})})

    def sign_in(self) -> Page:
        """Sign in with password and one-time code."""
        page = self.get("/")
        page = self.submit(page, page.form(field="login"), {"login": self.login, "password": self.password})
        return self.submit(page, page.form(field="code"), {"code": totp(self.totp_secret, time.time())})

    def json(self, method: str, path: str, value: Mapping[str, object]) -> dict[str, Any]:
        """Send JSON as a script on the page would, and return the JSON that comes back."""
        body = json.dumps(value).encode()
        page = self.raw(method, path, body=body, headers={"content-type": "application/json"})
        if page.status >= 400:  # noqa: PLR2004 (an HTTP error)
            raise PageError("E_PAGE", f"{page.status} from {path}: {page.body[:300]!r}")
        found: dict[str, Any] = json.loads(page.body)
        return found

    def form_post(self, path: str, values: Mapping[str, str]) -> Page:
        """Send a plain form as a script on the page would."""
        body = urlencode(values).encode()
        page = self.raw("POST", path, body=body, headers={"content-type": "application/x-www-form-urlencoded"})
        if page.status >= 400:  # noqa: PLR2004 (an HTTP error)
            raise PageError("E_PAGE", f"{page.status} from {path}: {page.body[:300]!r}")
        return page

    def digest(self, path: str) -> tuple[int, str]:
        """Download a file and return its size and SHA-256, in constant memory."""
        parts = urlsplit(urljoin(self.url + "/", path))
        answer = self._pool.request("GET", parts.path, headers=self._headers({}), preload_content=False, redirect=False)
        size, found = 0, hashlib.sha256()
        for block in answer.stream(1 << 20):
            size += len(block)
            found.update(block)
        answer.release_conn()
        if answer.status != 200:  # noqa: PLR2004 (an HTTP status)
            raise PageError("E_PAGE", f"{answer.status} for {path}")
        return size, found.hexdigest()

    def _headers(self, further: Mapping[str, str]) -> dict[str, str]:
        sent = {"host": self._host, "origin": self.url, **further}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return sent

    def _follow(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        page = self._once(method, urljoin(self.url + "/", path), body, headers)
        for _hop in range(REDIRECTS):
            if page.status not in {301, 302, 303, 307, 308}:
                return page
            page = self._once("GET", urljoin(page.url, page.headers["location"]), None, {})
        raise PageError("E_PAGE", f"{path} redirects for ever")

    def _once(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self._pool.request(method, target, body=body, headers=self._headers(headers), redirect=False)
        for line in answer.headers.getlist("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Page(answer.status, url, answer.data, {k.lower(): v for k, v in answer.headers.items()})


def totp(secret: str, at: float) -> str:
    """Return the one-time code of RFC 6238 (SHA-1, six digits, 30 seconds) for a base32 secret."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // TOTP_STEP), hashlib.sha1).digest()
    offset = digest[-1] & 0xF
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
