"""What the clients of a storm do: people ask, write and change; handlers take, answer and decide."""

import queue
import random
import re
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from fire.installation import Burning
from fire.writers.clients import Client
from fire.writers.record import Recorder

DESK = "persopoint.localhost"
FORM, SLOT = "vraag-aan-een-hr-officer", "bijlagen"
ASKERS = ("sarah", "tom", "luc", "anke", "yusuf", "amina", "griet", "petra")
HANDLERS = ("nele", "karim", "ingrid")
CHANGE = re.compile(r'name="w-(\d+)"')
ONE_IN = 4
"""One in so many is done twice although it was heard, or with a larger file."""
LARGE = 600_000
ONE_HANDLER_IN = 5


@dataclass
class Work:
    """What lies between those who ask and those who handle."""

    fresh: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    """Cases that nobody has taken."""
    troubles: list[str] = field(default_factory=list)
    """What went wrong in a client itself."""
    closed: threading.Event = field(default_factory=threading.Event)
    """Nobody asks any more: what lies there is the last work."""


def ask_once(client: Client, work: Work, sometimes: Callable[[], bool]) -> None:
    """Ask a question with two files, write about it, change it, begin it again."""
    draft = client.begin(FORM)
    if not draft:
        return
    client.save(draft, "onderwerp", "verlof")
    client.save(draft, "titel", f"Vraag {secrets.token_hex(6)}")
    words = ""
    for _turn in range(3):
        seen, words = words, f"Mag dit? {secrets.token_hex(8)}"
        client.save(draft, "vraag", words, seen)
    client.upload(draft, SLOT, LARGE if sometimes() else 0)
    number = client.submit(draft)
    if not number:
        return
    write = f"/zaken/{number}/bericht/"
    client.say(number, write, "message", text=f"Nog dit: {secrets.token_hex(8)}")
    client.say_with_paper(number, write, "message", f"Met bijlage {secrets.token_hex(8)}")
    change_once(client, number, words)
    work.fresh.put(number)
    if sometimes():
        client.open_draft("again", number, f"/zaken/{number}/opnieuw/")


def change_once(client: Client, number: str, seen: str) -> None:
    """Change what was handed in, and send it."""
    draft = client.open_draft("change", number, f"/zaken/{number}/wijzigen/")
    if not draft:
        return
    client.save(draft, "vraag", f"Liever zo: {secrets.token_hex(8)}", seen)
    client.upload(draft, SLOT)
    client.send_changes(draft, number)


def handle_once(client: Client, work: Work, sometimes: Callable[[], bool]) -> bool:
    """Take a case, decide about its changes, write in it, and solve some; false when none is left."""
    try:
        number = work.fresh.get(timeout=0.2)
    except queue.Empty:
        return not work.closed.is_set()
    page = f"/werk/zaken/{number}/"
    client.say(number, f"{page}nemen/", "claim")
    client.say(number, f"{page}starten/", "start")
    client.say(number, f"{page}bericht/", "tell", text=f"Wij kijken. {secrets.token_hex(8)}")
    client.say(number, f"{page}notitie/", "note", text=f"Intern. {secrets.token_hex(8)}")
    decide_once(client, number)
    if sometimes():
        client.say(number, f"{page}oplossing/", "solve", text=f"Ja. {secrets.token_hex(8)}")
    return True


def decide_once(client: Client, number: str) -> None:
    """Accept each change that waits."""
    shown = client.browser.page(f"/werk/zaken/{number}/").body
    chosen = {f"w-{pk}": "ja" for pk in CHANGE.findall(shown)}
    if chosen:
        client.say(number, f"/werk/zaken/{number}/wijzigingen/", "decide", **chosen)


@contextmanager
def playing(loket: Burning, recorder: Recorder, count: int, seed: int = 1) -> Iterator[Work]:
    """Let so many clients go on until the block ends; each finishes what it was doing."""
    work = Work()
    stopped = threading.Event()

    def ask(client: Client, sometimes: Callable[[], bool]) -> bool:
        ask_once(client, work, sometimes)
        return not stopped.is_set()

    def handle(client: Client, sometimes: Callable[[], bool]) -> bool:
        return handle_once(client, work, sometimes)

    askers: list[threading.Thread] = []
    handlers: list[threading.Thread] = []
    for number in range(count):
        sometimes = partial(_one_in, random.Random(f"{seed} {number}"))
        handles = number % ONE_HANDLER_IN == ONE_HANDLER_IN - 1
        people, act, among = (HANDLERS, handle, handlers) if handles else (ASKERS, ask, askers)
        person = people[number % len(people)]
        client = Client(f"{person} {number}", person, DESK, loket.loket.port, recorder, sometimes)
        thread = threading.Thread(target=_play, args=(client, act, work), daemon=True)
        thread.start()
        among.append(thread)
    try:
        yield work
    finally:
        stopped.set()
        for thread in askers:
            thread.join()
        work.closed.set()
        for thread in handlers:
            thread.join()


def _one_in(chance: random.Random) -> bool:
    return not chance.randrange(ONE_IN)


def _play(
    client: Client,
    act: Callable[[Client, Callable[[], bool]], bool],
    work: Work,
) -> None:
    try:
        client.sign_in()
        while act(client, client.again):
            pass
    except Exception as problem:  # whatever it was, who looks on must hear it
        work.troubles.append(f"{client.name}: {problem!r}")
    finally:
        client.browser.close()
