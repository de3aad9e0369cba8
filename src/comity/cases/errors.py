"""What refusals of casework say to people: what happened, why, how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comity.cases.importing.sheet import SheetError
from comity.cases.letters import LetterError
from comity.cases.rules import CaseworkError
from comity.cases.translating.xliff import XliffError
from comity.core.files.errors import TEXTS, FileError
from comity.core.moves import MoveError
from comity.exchange.errors import ExchangeError
from comity.kernel.errors import KernelError
from comity.kernel.graph import GraphError
from comity.law.errors import RuleViolation
from comity.seal.errors import SealError
from comity.wire.errors import WireError

if TYPE_CHECKING:
    from comity.kernel.errors import ComityError

REFUSALS: tuple[type[ComityError], ...] = (
    CaseworkError,
    MoveError,
    GraphError,
    RuleViolation,
    WireError,
    KernelError,
    SealError,
    LetterError,
    FileError,
    ExchangeError,
    SheetError,
    XliffError,
)

SENTENCES: dict[str, Any] = {
    "E_NOT_DRAFT": _("The request is no longer a draft, so it cannot be changed. Ask the reviewer to return it."),
    "E_INCOMPLETE": _("Something that blocks sending is still missing. The check page lists it."),
    "E_FOUR_EYES": _("Who wrote or approved the request cannot take this step: it needs another person."),
    "E_CHANGED": _("The request changed after it was approved. It must be reviewed again before it is signed."),
    "E_NO_REVIEW": _("Nobody asked for a review of this request, or it was decided already."),
    "E_BASIS": _("Choose one of the bases that hold, or answer until there is an advice."),
    "E_SAY": _("Say why: the reason goes with the decision and is read by the other State."),
    "E_WHY": _("Say why: the reason stays in the file."),
    "E_OVER": _("The case is over, so this has no effect any more."),
    "E_ORIGINALS": _("A physical original is still in our custody. Return it, or write down that it was destroyed."),
    "E_HOLD": _("The day must be in the future, and destruction not approved yet."),
    "E_DESTRUCTION": _("The destruction was proposed or decided already. Look at it again."),
    "E_OWED": _("First write down that what we promised was returned or destroyed, and how the other State was told."),
    "E_HANDLING": _("This handling code stands there already. Choose another."),
    "E_ASSURANCE": _("Nothing is owed under this assurance, it is done already, or the day has not come."),
    "E_DISPOSED_DAY": _("The day on which the material was returned or destroyed has not come yet."),
    "E_HAND_OVER": _("Choose another officer, who holds a role that these requests need."),
    "E_LIKE": _("Choose another request than this one, and say why."),
    "E_NOTHING_HANDED": _("Mark at least one request that is open, or hand over all that are."),
    "E_EXCLUDED": _("This officer is excluded from this request. Choose somebody else."),
    "E_OFFICER": _("Choose an officer who holds that role now."),
    "E_NOTHING_ASKED": _("Choose at least one item to ask for."),
    "E_ROUND_OPEN": _("An earlier round of questions waits for its answer. Ask again when it has come."),
    "E_ROUND": _("This round of questions is not open: it was answered, or never asked."),
    "E_UNANSWERED": _("Some questions have no answer yet. Answer each, if only by saying that nothing is known."),
    "E_MEASURE": _("Choose a measure for which this step is open now."),
    "E_RESULT": _("Choose one of the results."),
    "E_ANNEX": _("An annex is a PDF, and all annexes together have at most 15 MB. Send larger papers as evidence."),
    "E_CONFIRMED": _("This delivery was confirmed before."),
    "E_OPEN": _(
        "A measure is still open. The case can be closed when each has its result, or is refused or withdrawn."
    ),
    "E_MATTER": _("This was answered already, or is not for us to answer."),
    "E_OFFER": _("This offer was answered already."),
    "E_CONDITIONS": _("Write at least one condition."),
    "E_REVIEW_DAY": _("Choose a day in the future on which the postponement is looked at again."),
    "E_DEFECT": _("Name a defect for which a request may be returned before it is registered."),
    "E_DRAFT": _("This draft was commented on already, or was never shown to us."),
    "E_UNDER_WAY": _("This is possible only between the registration of a request and its close."),
    "E_STATE": _("The case has moved on since this page was opened. Look at it again."),
    "E_STALE": _("Somebody else took this step a moment ago. Look at the case again."),
    "E_PROPOSAL": _("No proposed decision waits for the head: it was issued or returned."),
    "E_REGISTERED": _("This request was registered before. Its reference stands above."),
    "E_CLOSE": _(
        "The case can be closed when each measure has its result, or is refused or withdrawn, and its deliveries are"
        " confirmed."
    ),
    "E_ROLE": _("This step is for another role."),
    "E_NEEDS": _("Another step must come first."),
    "E_MESSAGE": _("A value cannot be sent as it is: it is too long, or holds characters that cannot travel."),
    "E_NO_PEER": _("No authority is chosen that receives the request, or its keys are not verified here."),
    "E_ADDRESSEE": _("The letter names another State than the authority that is to receive it. Correct the addressee."),
    "E_NO_KEY": _("You have no signing key yet. Make one on your account page; it stays yours alone."),
    "E_PASSPHRASE": _("The signing passphrase is not right. Nothing was signed."),
    "E_TIMESTAMP_DEMO": _(
        "The time-stamp authority of this node is one for demonstrations, so nothing was signed. Ask the administrator"
        " to name another in its settings, then sign again."
    ),
    "E_FONT": _("The letter holds a character that no font here can print, such as an emoji. Write it another way."),
    "E_GROUND": _("This ground may not be used for this measure."),
    "E_CONSULTATION": _("Consult the requesting State first, or record why that was not done."),
    "E_PLACE_UNKNOWN": _("A place between double braces is not known. The page of clauses lists those that are."),
    "E_CLAUSE": _("The clause was decided already, or there is no such clause. Look at it again."),
    "E_CLAUSE_FILE": _("The file holds no clauses as this page writes them. Nothing was taken over."),
    "E_PART": _("The draft no longer has this part. Choose another, or the whole draft."),
    "E_REMARK": _("This comment was settled already, or is open. Look at it again."),
    "E_INSIST": _(
        "Only a reviewer or the head marks a comment as to be settled before approval; they or its author settle it."
    ),
    "E_MUST_SETTLE": _(
        "A comment is open that must be settled before approval. Settle it, or return the draft to its author."
    ),
    "E_EMBLEM_SIZE": _("The emblem is larger than 200 kB or 2,000 points. Make it smaller."),
    "E_EMBLEM_KIND": _("The emblem is neither a PNG nor an SVG, or it is damaged. Save it anew as one of these."),
    "E_EMBLEM_ACTIVE": _(
        "The SVG holds more than a drawing: a script, a link, a style, a text or a picture. Save it as plain paths."
    ),
    "E_PATTERN_PLACE": _("The pattern has a place that is not known. Known are {number}, {year}, {state} and {way}."),
    "E_PATTERN_NUMBER": _("The pattern needs the place {number}, once."),
    "E_PATTERN_YEAR": _("Where numbers begin anew each year, the pattern needs {year}: no reference is given twice."),
    "E_PATTERN_WAY": _("With {way} in the pattern, each direction needs a word, and the two must differ."),
    "E_PATTERN_MARK": _("A reference has letters, digits and marks such as / - . ( ), no spaces."),
    "E_PATTERN_LONG": _("A reference written so would be longer than 40 characters. Shorten the pattern."),
    "E_CUSTODY": _("This cannot happen to the original as it stands now. Look at its entries again."),
    "E_CUSTODY_TEXT": _("The entry says too little: answer every question that is not optional."),
    "E_CUSTODY_DAY": _("The day has not come yet, or lies before the entry before it or after the one that follows."),
    "E_OFFICE": _("The office has answered, or the task was withdrawn. Look at it again."),
    "E_OFFICE_ADDRESS": _("This is no address of e-mail. Correct it, or leave it empty."),
    "E_OFFICE_MAIL": _(
        "No notice was sent: print the task sheet first; the office needs an address that takes messages, and the node"
        " a mail server."
    ),
    "E_LINK": _("This link cannot be used any more. Nothing was taken."),
    "E_UPLOAD_KIND": _("A program is not taken. Send documents, pictures, tables or recordings; put many into a ZIP."),
    "E_UPLOAD_EMPTY": _("A file is empty. Choose it again."),
    "E_POSTED": _("How this letter left was recorded before."),
    "E_CHANNEL": _("Choose a channel, and a day that has come."),
    "E_REPEATED": _("This step was recorded before."),
    "E_NOT_BY_LETTER": _("This counterpart has a node: what it says arrives signed and is not written down by hand."),
    "E_COLUMNS": _("Every column that is needed must have a heading, each its own."),
    "E_IMPORTED": _("The import has begun. Look at its report."),
    "E_CSV_KIND": _("This is no table as text but a spreadsheet or another file. Save it as CSV and bring it again."),
    "E_CSV_ENCODING": _(
        "This file is in an encoding that is not known here. Save it as CSV in UTF-8 and bring it again."
    ),
    "E_CSV_LARGE": _("This file is larger than 16 MB. Divide it and bring the parts one after the other."),
    "E_CSV_ROWS": _("This table has more than 10,000 rows. Divide it and bring the parts one after the other."),
    "E_CSV_BROKEN": _(
        "The table breaks off: a quotation mark is not closed, or stands where none may. Correct it and bring it again."
    ),
    "E_CSV_EMPTY": _("This table has no rows below its headings."),
    "E_SCAN_KIND": _(
        "The scan is no PDF, JPEG, PNG or TIFF. Scan the letter as one of these and add it again; what you typed is"
        " still here."
    ),
    "E_SCAN_ENCRYPTED": _(
        "The scan is a PDF locked with a password, so nobody could read it later. Save it without one and add it again;"
        " what you typed is still here."
    ),
    "E_SCAN_ACTIVE": _(
        "The scan is a PDF that holds a script, an attachment or another part that acts. Print or scan it anew and add"
        " it again; what you typed is still here."
    ),
    "E_SCAN_BROKEN": _(
        "The scan cannot be read: the file is damaged or not whole. Scan the letter again and add it; what you typed is"
        " still here."
    ),
    "E_CHAIN": _(
        "A chain has two to four stages, each with its name in both languages, and the head signs at its end."
    ),
    "E_CHAIN_OPEN": _("A change of this chain was proposed already. The head confirms or declines it first."),
    "E_STAGE": _("The request has reached a stage of its approval at which others decide."),
    "E_STAGE_EMPTY": _("Nobody can approve at the next stage. Ask the administrator to correct the chain."),
    "E_STAGE_RETURN": _("At this stage of the approval nothing is returned. Approve, and write your notes."),
    "E_MOVE": _("This case stays by letter. The list of cases that can move says why."),
    "E_MOVE_NODE": _("No node of this authority is known here. Under Counterparts two officers say which is its."),
    "E_MOVE_OPEN": _("Nothing is claimed of an earlier letter, or it was decided before. Look at the case again."),
    "E_MOVE_OTHER": _("Choose a case that came by letter from the authority that sent this request."),
    "E_SEPARATE": _("These cases cannot be separated. The page says why, and what can be done instead."),
    "E_SEPARATE_NONE": _("No case of a letter is joined to this request, or it was separated before."),
    "E_SEPARATE_OPEN": _("Somebody else proposed or decided it in the meantime. Look at the page again."),
    "E_SEPARATE_EYES": _("Who proposed to separate the cases cannot confirm it: it needs another person."),
    "E_MOVING": _(
        "The case is moving from letter to Comity. Until the other authority has answered, nothing else can be said in"
        " it; what cannot wait, say by telephone."
    ),
    "E_TRANSLATION_LANGUAGE": _(
        "Letters are printed in English and in Chinese. Choose the one that the letter is not in."
    ),
    "E_TRANSLATION_STATE": _("The translation has moved on since this page was opened. Look at it again."),
    "E_TRANSLATION_OPEN": _(
        "A translation of this draft is not approved, the draft changed after it, or its letter is no annex any more."
        " Have it approved, or give it up."
    ),
    "E_TRANSLATION_EYES": _("Who wrote a paragraph of the translation cannot approve it: it needs another person."),
    "E_TRANSLATION_LOST": _(
        "Something seems lost in the translation. Correct each paragraph that is marked, or say why it is right."
    ),
    "E_UNTRANSLATED": _("Some paragraphs have no translation yet. They are marked."),
    "E_XLIFF_LARGE": _("This file is larger than 8 MB. Nothing was taken."),
    "E_XLIFF_KIND": _(
        "This is no XLIFF file of version 2. Save it as XLIFF 2.1 and bring it again. Nothing was taken."
    ),
    "E_XLIFF_UNSAFE": _(
        "This file holds a document type or an entity, which could make the program read other files. Nothing was"
        " taken. Ask the translator to save it again as XLIFF 2.1."
    ),
    "E_XLIFF_BROKEN": _("This file is damaged or breaks off. Ask for it again. Nothing was taken."),
    "E_XLIFF_MANY": _("This file holds more paragraphs than any request. Nothing was taken."),
    "E_XLIFF_TWICE": _("A paragraph stands in this file twice, so it is not clear which is meant. Nothing was taken."),
    "E_XLIFF_LANGUAGE": _("This file is for other languages than this translation. Nothing was taken."),
    "E_REASONS": _("Reasons must be given for every refusal."),
}


def sentence(error: ComityError) -> str:
    """Return the sentence for an error; a rule of law names its article."""
    language = get_language() or "en"
    told = SENTENCES.get(error.code) or (TEXTS[error.code].get(language) if error.code in TEXTS else None)
    text = str(told or _("This step is not possible now."))
    article = getattr(error, "article", "") or error.params.get("article", "")
    own = getattr(error, "text", None)
    if own is not None:
        text = own.get(language) or text
    return f"{text} [{article}]" if article else text
