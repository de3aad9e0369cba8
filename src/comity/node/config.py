"""Every setting of a node, in one typed class.

Read, in this order: environment variables `COMITY_<FIELD>`; files named by `COMITY_<FIELD>_FILE` (secrets);
`node.json` in the data folder, which `comity init` writes. Nothing else is read, there is no local settings file.
"""

from __future__ import annotations

import json
import os
from datetime import date  # noqa: TC003 (pydantic reads the fields at run time)
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from comity.core.mail.rules import MailError, check_address
from comity.kernel.errors import KernelError
from comity.kernel.ids import parse_node_id
from comity.kernel.languages import LANGUAGES
from comity.law.deadlines import PRESETS, Calendar
from comity.law.errors import RuleViolation
from comity.law.priority import INPUTS
from comity.law.retention import Period, check_periods
from comity.law.trifling import Threshold, check_thresholds
from comity.node.folder import NODE_FILE, NodeRole

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

PREFIX = "COMITY_"
SECRET_FILE = "keys/django-secret"  # noqa: S105 (a file's name, not a secret)


class NodeConfig(BaseSettings):
    """The settings of one node. Each field is an environment variable `COMITY_<NAME>` and may come from `..._FILE`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True, env_parse_none_str="none")

    data: Path = Field(
        default=Path("comity-data"),
        description="Folder of this node: keys/, files/, db.sqlite3, node.json.",
    )
    node_id: str = Field(
        default="xa",
        description="Short name of this node, as peers know it. Also the prefix of its cookies.",
    )
    role: NodeRole = Field(default=NodeRole.CENTRAL_AUTHORITY, description="What kind of authority runs this node.")
    state: str = Field(default="XA", description="The State this node works for: its two- or three-letter code.")
    names: dict[str, str] = Field(
        default={"en": "Central Authority of XA", "zh-hans": "XA 中央机关"},
        description="Name of the authority by language tag, as JSON. English and Chinese are needed.",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="`postgres://user:password@host:port/name`; empty means SQLite in the data folder.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key for sessions and forms; default: the file keys/django-secret in the data folder.",
    )
    unlock_file: Path | None = Field(
        default=None,
        description="File with the secret that opens the node's keys; default: keys/unlock in the data folder.",
    )
    production: bool = Field(
        default=False,
        description="Real work: HTTPS only, secure cookies, checks become errors.",
    )
    hosts: list[str] = Field(
        default=["localhost", "127.0.0.1", "[::1]"],
        description="Host names under which officers and peers reach this node.",
    )
    url: str = Field(
        default="http://localhost:8000",
        description="Address of this node for officers and peers, without path.",
    )
    trust_proxy: bool = Field(
        default=False, description="A reverse proxy in front sets X-Forwarded-Proto and removes it from outside."
    )
    private_peers: bool = Field(
        default=False, description="Peers may live at private or loopback addresses; otherwise those are never called."
    )
    directory_peers: Literal["proposed", "automatic"] = Field(
        default="proposed",
        description=(
            "What becomes of a node that the key directory lists: `proposed` to two officers, or a counterpart at once"
            " (`automatic`); keys that the known ones did not sign always wait for two officers."
        ),
    )
    directory_timestamp_hours: int = Field(
        default=48, ge=2, le=720, description="Of a hub: hours for which the time stamp of its directory is believed."
    )
    directory_snapshot_days: int = Field(
        default=7, ge=1, le=90, description="Of a hub: days for which the snapshot of its directory is believed."
    )
    directory_minutes: int = Field(default=60, ge=1, le=1440, description="Minutes between looks at the key directory.")
    directory_away_hours: int = Field(
        default=24, ge=1, le=720, description="Hours without a good look at the key directory until the doctor says so."
    )
    search_index: Literal["auto", "folder", "database"] = Field(
        default="auto",
        description=(
            "Where the index of the library is: in the data `folder` of each machine, in a PostgreSQL `database`, or"
            " (`auto`) there where the database is PostgreSQL and in the folder where it is not."
        ),
    )
    offer_library: bool = Field(
        default=False,
        description="Of a hub: pass documents, laws and digests of its library on to nodes, and to whoever asks.",
    )
    library_mirror: bool = Field(
        default=True, description="Take over what the hub of the key directory passes on of its library."
    )
    library_mirror_megabytes: int = Field(
        default=20_000, ge=0, description="Most megabytes of documents that are taken over from a hub, all together."
    )
    time_authorities: list[str] = Field(
        default=[],
        description="Addresses of RFC 3161 time-stamp authorities, as JSON list; empty means none is asked.",
    )
    languages: list[str] = Field(
        default=["en", "zh-hans"],
        description="Interface languages offered, as JSON list; only complete ones belong here.",
    )
    test_languages: list[str] = Field(
        default=[],
        description="Further languages for tests only: a pseudo catalogue for `ar` shows the mirrored layout.",
    )
    deadlines: dict[str, int] = Field(
        default={},
        description="Time limits that are your own, as JSON object of code and days; docs/law.md lists the codes.",
    )
    holidays: list[date] = Field(default=[], description="Days on which you do not work, as JSON list of dates.")
    weekend: list[int] = Field(
        default=[5, 6], description="Days of the week on which you do not work, as JSON list; Monday is 0."
    )
    remind_before: int = Field(
        default=3, ge=0, le=365, description="Days before a step of yours is due on which its officer is reminded."
    )
    remind_after: int = Field(
        default=1, ge=1, le=365, description="Days after the due date on which the officer is told that it is overdue."
    )
    escalate_after: int = Field(
        default=7, ge=1, le=365, description="Days after the due date on which the officer's supervisor is told."
    )
    priority_weights: dict[str, int] = Field(
        default={},
        description="Your own points for what makes a request pressing, as JSON object; docs/law.md lists the inputs.",
    )
    priority_value: float = Field(default=1_000_000, ge=0, description="From which amount a value counts as large.")
    priority_values: dict[str, float] = Field(
        default={}, description='The same for single currencies, as JSON object such as {"XBC": 50000}.'
    )
    retention: list[Period] = Field(
        default=[],
        description=(
            "How many months the content of a case is kept once it is closed, returned, referred, lapsed or given up,"
            " as JSON list of objects with months, and where wanted direction, outcomes and kinds; what names more"
            " goes first. Without a rule a case is kept for good."
        ),
    )
    de_minimis: list[Threshold] = Field(
        default=[],
        description=(
            "What you regard as trifling, as JSON list of objects with currency and below, or older_than_years, and"
            " where wanted kinds, except_states, except_offences and except_treaties. It advises and refuses nothing."
        ),
    )
    office_link_days: int = Field(
        default=30,
        ge=1,
        le=365,
        description="Days for which the link on a task sheet for an office without account works.",
    )
    max_office_upload: int = Field(
        default=1_000_000_000, gt=0, description="Largest answer in bytes, all files together, that such a link takes."
    )
    smtp_host: str = Field(
        default="", description="Your own mail server for notices to officers; empty means none is sent."
    )
    smtp_port: int = Field(default=587, gt=0, lt=65536, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection is encrypted; `none` takes no password and leaves no host."
    )
    smtp_user: str = Field(default="", description="Name under which the node signs in at the mail server, if it does.")
    smtp_password: SecretStr = Field(
        default=SecretStr(""), description="Password for that name; better a file named by `COMITY_SMTP_PASSWORD_FILE`."
    )
    smtp_ca: Path | None = Field(
        default=None, description="File with the certificate authority of the mail server, where the system has it not."
    )
    mail_from: str = Field(default="", description="Address from which notices are sent; needed with a mail server.")
    mail_hour: int = Field(
        default=7, ge=0, le=23, description="Hour of the day, in the officer's zone, of the one message a day."
    )
    time_zone: str = Field(default="UTC", description="Time zone of pages for officers who have chosen none.")
    max_upload: int = Field(
        default=64 * 1024**3, gt=0, description="Largest evidence file in bytes; files travel in parts of `max_part`."
    )
    max_part: int = Field(default=32 * 1024**2, gt=0, description="Largest single part of an upload in bytes.")
    max_form: int = Field(default=2 * 1024**2, gt=0, description="Largest form without files in bytes.")
    withhold_below: int = Field(
        default=3, ge=1, description="Figures below this are withheld in the statistics that are made for publication."
    )
    authority_amber_days: int = Field(
        default=365, gt=0, description="Days after which an entry of the directory that nobody confirmed turns amber."
    )
    authority_red_days: int = Field(default=730, gt=0, description="Days after which it turns red.")
    law_amber_days: int = Field(
        default=365,
        gt=0,
        description="Days after which a law in the library that its State did not confirm turns amber.",
    )
    law_red_days: int = Field(default=730, gt=0, description="Days after which it turns red.")
    channel_tree: str = Field(
        default="",
        description=(
            "The decision tree of channels of your secretariat, as TOML; give it as COMITY_CHANNEL_TREE_FILE."
            " Empty: the one that ships. `comity law channel --tree FILE` checks it."
        ),
    )
    program_days: int = Field(
        default=365, gt=0, le=3650, description="Longest time in days for which a program may be given a token."
    )
    program_rate: int = Field(
        default=120, gt=0, description="How often one program, or one officer, may ask the interface in a minute."
    )
    session_hours: int = Field(default=9, gt=0, le=24, description="Hours after which an officer must sign in again.")
    log_format: Literal["json", "console"] = Field(
        default="console",
        description="How log lines look. Never case content.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="Least level that is logged.",
    )

    @field_validator("node_id")
    @classmethod
    def _node_id_is_well_formed(cls, value: str) -> str:
        try:
            return parse_node_id(value)
        except KernelError as error:
            raise ValueError(error.detail) from error

    @field_validator("languages", "test_languages")
    @classmethod
    def _languages_are_known(cls, value: list[str]) -> list[str]:
        unknown = set(value) - set(LANGUAGES)
        if unknown:
            raise ValueError(f"unknown languages: {', '.join(sorted(unknown))}")
        return value

    @field_validator("deadlines")
    @classmethod
    def _deadlines_are_known(cls, value: dict[str, int]) -> dict[str, int]:
        unknown = value.keys() - PRESETS.keys()
        if unknown:
            raise ValueError(f"unknown time limits: {', '.join(sorted(unknown))}")
        if any(days < 0 for days in value.values()):
            raise ValueError("a time limit runs forward")
        return value

    @field_validator("priority_weights")
    @classmethod
    def _weights_are_known(cls, value: dict[str, int]) -> dict[str, int]:
        unknown = value.keys() - INPUTS.keys()
        if unknown or any(points < 0 for points in value.values()):
            raise ValueError(f"unknown inputs, or points below nought: {', '.join(sorted(unknown))}")
        return value

    @field_validator("channel_tree")
    @classmethod
    def _tree_leads_somewhere(cls, value: str) -> str:
        if value:
            from comity.law.channels import read_tree  # noqa: PLC0415 (most nodes give none)

            try:
                read_tree(value.encode())
            except RuleViolation as error:
                raise ValueError(error.text.en.format(**error.params)) from error
        return value

    @field_validator("de_minimis")
    @classmethod
    def _thresholds_mean_something(cls, value: list[Threshold]) -> list[Threshold]:
        try:
            check_thresholds(value)
        except RuleViolation as error:
            raise ValueError(error.text.en) from error
        return value

    @field_validator("retention")
    @classmethod
    def _periods_mean_something(cls, value: list[Period]) -> list[Period]:
        try:
            check_periods(value)
        except RuleViolation as error:
            raise ValueError(error.text.en) from error
        return value

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        if self.smtp_host:
            try:
                check_address(self.mail_from)
            except MailError:
                raise ValueError("a mail server needs mail_from, an address") from None
            local = self.smtp_host in {"localhost", "127.0.0.1", "::1"}
            if self.smtp_security == "none" and (self.smtp_user or not local):
                raise ValueError("without encryption only a mail server on this machine is used, without a password")
        return self

    @field_validator("weekend")
    @classmethod
    def _some_day_is_worked(cls, value: list[int]) -> list[int]:
        if not set(value) < set(range(7)):
            raise ValueError("days of the week are 0 to 6, and on one of them you work")
        return value

    @field_validator("names")
    @classmethod
    def _names_are_complete(cls, value: dict[str, str]) -> dict[str, str]:
        if not value.get("en") or not value.get("zh-hans"):
            raise ValueError("the authority's name is needed in English and in Chinese")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then files named by the environment, then `node.json`."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, NamedFiles(settings_cls), NodeFile(settings_cls)

    @property
    def cookie_prefix(self) -> str:
        """Prefix of this node's cookies, so that two nodes on one host do not share them."""
        return "comity_" + "".join(c if c.isalnum() else "_" for c in self.node_id) + "_"

    def name_in(self, language: str) -> str:
        """Name of the authority in `language`, else in English."""
        return self.names.get(language.lower(), self.names["en"])

    @property
    def calendar(self) -> Calendar:
        """How this authority counts days."""
        return Calendar(self.deadlines, frozenset(self.holidays), frozenset(self.weekend))

    def secret(self) -> str:
        """Return the key for sessions and forms, or "" where none was given and the data folder has none."""
        given = self.secret_key.get_secret_value()
        file = self.data / SECRET_FILE
        return given or (file.read_text("utf-8").strip() if file.is_file() else "")


class NamedFiles(PydanticBaseSettingsSource):
    """Values kept in files: `COMITY_SECRET_KEY_FILE=/run/secrets/key` gives `secret_key`."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the file's text for one field, its name, and whether it must be parsed as JSON."""
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        return (Path(path).read_text("utf-8").strip() if path else None), field_name, self.field_is_complex(field)

    def __call__(self) -> dict[str, Any]:
        """Return every field for which a file is named."""
        found: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, is_complex = self.get_field_value(field, name)
            if value is not None:
                found[key] = json.loads(value) if is_complex else value
        return found


class NodeFile(PydanticBaseSettingsSource):
    """Values that `comity init` wrote to `node.json`; unknown keys are ignored, secrets are never kept there."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return nothing: the whole file is read at once in `__call__`."""
        del field
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return what the file holds for our fields, or nothing where there is no file."""
        default = self.settings_cls.model_fields["data"].default
        file = Path(self.current_state.get("data") or default) / NODE_FILE
        if not file.is_file():
            return {}
        content = json.loads(file.read_text("utf-8"))
        wanted = set(self.settings_cls.model_fields) - {"data", "secret_key", "database_url", "smtp_password"}
        return {name: value for name, value in content.items() if name in wanted}
