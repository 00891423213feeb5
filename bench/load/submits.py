"""Sixty people a second hand in a request with three documents."""

import time
from collections import Counter

from psycopg import sql

from bench.load.installation import Installation, seconds_until_empty
from bench.load.line import Lines
from bench.load.pace import HEADINGS, RULER, drive, evenly, summarise
from bench.load.stage import Stage, Troupe, cost_line, fault_of, faults_line, metered
from bench.seed import FIRST

TITLE = "Sixty submits a second"
RATE, SECONDS = 60, 60
EMPTY_WITHIN = 60
COUNTED = sql.SQL("""
SELECT (SELECT count(*) FROM cases_case WHERE draft_id IS NOT NULL AND created_at >= {since}),
       (SELECT count(*) FROM core_event WHERE kind = 'case.submitted' AND at >= {since}),
       (SELECT count(*) FROM contacts_notification WHERE created_at >= {since}),
       (SELECT count(*) FROM contacts_outgoingmail WHERE created_at >= {since}),
       (SELECT count(*) FROM contacts_outgoingmail
        WHERE created_at >= {since} AND state = 'accepted')
""")


async def run(stage: Stage, seconds: float) -> str:
    """Hand in, wait until the backlog is empty, count everything, and tell."""
    troupe, installation = stage.troupes[FIRST], stage.installation
    lines = stage.lines()
    faults: Counter[str] = Counter()

    async def hand_in(_place: int) -> tuple[str, str]:
        fault = await submit(troupe, lines)
        faults.update([fault] if fault else [])
        return "submit", fault

    already = caught(installation)
    since, begin = time.time(), time.monotonic()
    with metered(installation) as during:
        samples = await drive(evenly(RATE, seconds), hand_in)
    took = time.monotonic() - begin
    lines.close()
    begin = time.monotonic()
    with metered(installation) as after:
        jobs, mails = seconds_until_empty(installation)
    rest = time.monotonic() - begin
    return "\n".join(
        [
            f"{RATE} a second for {seconds:.0f} s by {len(troupe.submitters)} people, drafts with"
            " three files, a chief who is asked to agree; worker and mail catcher run.",
            "",
            f"| {HEADINGS} |",
            f"| {RULER} |",
            f"| {summarise(samples).row()} |",
            "",
            f"{faults_line(faults)} {cost_line(during, took)}",
            "",
            f"The last job was done {jobs:.1f} s after the last answer, and the last mail was sent"
            f" after {mails:.1f} s (wanted: {EMPTY_WITHIN} s). {cost_line(after, rest)}",
            "",
            f"Acknowledged {len(samples) - sum(faults.values()):,}, {count(installation, since, already)}",
        ]
    )


def caught(installation: Installation) -> int:
    """How many mails lie in the mail catcher."""
    return len(list((installation.home / "mail").glob("*.eml")))


def count(installation: Installation, since: float, already: int) -> str:
    """Say what came of it since then."""
    counted = installation.ask(COUNTED.format(since=sql.SQL(f"to_timestamp({since})")))[0]
    cases, events, notices, written, taken = (int(str(one)) for one in counted)
    return (
        f"cases {cases:,}, events {events:,}, notices {notices:,}, mails written {written:,}, taken"
        f" by the mail server {taken:,}, caught {caught(installation) - already:,}."
    )


async def submit(troupe: Troupe, lines: Lines) -> str:
    """Hand the next draft in; say what went wrong."""
    place, key = next(troupe.drafts)
    browser = troupe.browser(troupe.submitters[place])
    answer = await lines.ask(browser.request(f"/concept/{key}/indienen", {}))
    fault = fault_of(answer, (302,))
    return fault or ("" if "/zaken/" in answer.location else answer.location)
