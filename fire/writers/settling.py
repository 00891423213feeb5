"""Let time pass for a Loket that was hurt, until it has put itself right: leases end, work is done."""

import os
import subprocess
import sys
import time

from fire.installation import WEB, Burning
from fire.writers.order import Order, jobs_are_done, placed_files
from loket.documents.store import INCOMING

PATIENCE = 180.0  # seconds in which something of what is left must be done
LOOK = 0.5
LONG_AGO = 7200.0
HEARTBEATS = """
UPDATE procrastinate_workers SET last_heartbeat = now() - interval '5 minutes'
WHERE last_heartbeat < now() - interval '15 seconds'
"""
LEASES = """
UPDATE contacts_outgoingmail SET send_after = now()
WHERE state = 'queued' AND attempts > 0 AND send_after > now()
  AND send_after < now() + interval '9 minutes 45 seconds'
"""
DOUBTS = """
UPDATE contacts_outgoingmail SET sending_at = sending_at - interval '10 minutes'
WHERE state = 'sending' AND sending_at < now() - interval '15 seconds'
"""
RETRIES = """
UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo' AND scheduled_at > now()
AND attempts > 0
"""
STRIKE = """
UPDATE core_clock SET due_at = now() - interval '1 second' WHERE id IN
  (SELECT clock.id FROM core_clock clock
   WHERE clock.about_kind = 'cases.case' AND clock.fired_at IS NULL AND clock.stopped_at IS NULL
     AND clock.due_at > now() AND clock.target_term <> ''
   ORDER BY clock.id LIMIT 3)
  AND NOT EXISTS (SELECT FROM core_clock WHERE fired_at IS NULL AND stopped_at IS NULL
                  AND due_at <= now())
"""
UNFINISHED = """
SELECT (SELECT count(*) FROM documents_storedfile WHERE state IN ('uploaded', 'checking'))
     + (SELECT count(*) FROM core_clock WHERE fired_at IS NULL AND stopped_at IS NULL
        AND due_at <= now())
     + (SELECT count(*) FROM contacts_outgoingmail
        WHERE state = 'sending' OR (state IN ('queued', 'collecting') AND send_after <= now()))
"""
SWEEP = """
import django
django.setup()
from loket.config.listeners import PERIODIC
from loket.core.jobs import run_periodic
for one in PERIODIC:
    if one.job.startswith("documents.tasks.sweep_"):
        run_periodic(one)
"""


def settle(loket: Burning) -> None:
    """Wait until nothing is left to do; what takes ten minutes or an hour, takes a moment here."""
    least, until = sys.maxsize, 0.0
    while left := _left(loket):
        if left < least:
            least, until = left, time.monotonic() + PATIENCE
        if time.monotonic() > until:
            return  # the checker says what is left
        time.sleep(LOOK)
    sweep(loket)


def strike_clocks(loket: Burning) -> None:
    """Let the terms of a few cases be over now."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        rows.execute(STRIKE)


def sweep(loket: Burning) -> None:
    """Let all files have lain there for two hours, and sweep as is done by the clock."""
    before = time.time() - LONG_AGO
    incoming = loket.loket.files / INCOMING
    left = list(incoming.iterdir()) if incoming.is_dir() else []
    for file in (*placed_files(loket.loket.files), *left):
        os.utime(file, (before, before))
    environment = os.environ | loket.process(WEB).environment | {"LOKET_CRASH_AT": ""}
    subprocess.run([sys.executable, "-c", SWEEP], env=environment, check=True)


def _left(loket: Burning) -> int:
    """How many things are still to be done."""
    with loket.server.connect("admin", loket.loket.database) as rows:
        for passing in (HEARTBEATS, LEASES, DOUBTS, RETRIES):
            rows.execute(passing)
        (left,) = rows.execute(UNFINISHED).fetchone() or (0,)
        order = Order(rows, loket.loket.files, loket.loket.mail, {})
        return int(left) + sum(1 for _one in jobs_are_done(order))
