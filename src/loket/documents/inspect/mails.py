"""Mails (.eml): check that they are one, and what is attached to them."""

import codecs
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from loket.documents.inspect.sniff import check_signature
from loket.documents.inspect.verdict import Job, RefusedError, Verdict
from loket.documents.rules.findings import Code
from loket.documents.rules.names import display_name, ending_of
from loket.documents.rules.types import PROGRAM_STARTS, is_harmless_inside

# The character sets in which mails name their attachments; loaded now, for later is too late.
CHARSETS = (
    "ascii utf-8 utf-7 utf-16 latin-1 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 "
    "iso8859-2 iso8859-9 iso8859-15 koi8-r gb18030 gb2312 big5 euc-jp iso2022_jp shift_jis "
    "euc-kr raw-unicode-escape"
)
for charset in CHARSETS.split():
    codecs.lookup(charset)

MOST_PARTS = 500
# A text without any of these is no mail (source: RFC 5322, 3.6).
SIGNS = ("From", "To", "Date", "Subject", "Received", "Message-ID")


def inspect(job: Job) -> Verdict:
    """Check a mail."""
    check_signature(job.type_code, job.file)
    mail = BytesParser(policy=compat32).parse(job.file)
    if not any(sign in mail for sign in SIGNS):
        raise RefusedError(Code.ENDING_DIFFERS)
    for count, part in enumerate(mail.walk()):
        if count >= MOST_PARTS:
            raise RefusedError(Code.TOO_HEAVY)
        _check_part(part)
    return Verdict()


def _check_part(part: Message) -> None:
    if part.is_multipart():
        return
    name = display_name(_file_name(part))
    if ending_of(name) and not is_harmless_inside(name):
        raise RefusedError(Code.ACTIVE)
    content = part.get_payload(decode=True)
    if isinstance(content, bytes) and content.startswith(PROGRAM_STARTS):
        raise RefusedError(Code.ACTIVE)


def _file_name(part: Message) -> str:
    try:
        return str(part.get_filename(""))
    except LookupError:  # a character set that nobody knows
        return str(part.get("Content-Disposition", "")).rpartition("=")[2].strip("\"' ")
