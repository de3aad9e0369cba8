"""Every table of `core`, gathered for Django from the packages that own them."""

from comity.core.audit.models import AuditEntry, AuditHead, Checkpoint
from comity.core.files.models import FilePart, StoredFile
from comity.core.jobs.models import Job, WorkerBeat
from comity.core.mail.models import MailChoice, MailNotice
from comity.core.officers.models import EnrolmentCode, Officer, RoleGrant, SecondFactorReset, SigningKey
from comity.core.programs.models import Program

__all__ = [
    "AuditEntry",
    "AuditHead",
    "Checkpoint",
    "EnrolmentCode",
    "FilePart",
    "Job",
    "MailChoice",
    "MailNotice",
    "Officer",
    "Program",
    "RoleGrant",
    "SecondFactorReset",
    "SigningKey",
    "StoredFile",
    "WorkerBeat",
]
