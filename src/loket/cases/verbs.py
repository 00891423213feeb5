"""What a handler can do on the page of a case: the verbs, their words and their fields."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from loket.core.partview import Text


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing to do: its name in the address, the action of the law, and what it asks.

    `text` is the label of the text field (none when nothing is written), `purpose` the
    half-written text that belongs to it. `line` asks one line, such as a number: it is not kept
    half-written.
    """

    slug: str
    action: str
    label: Text
    icon: str
    text: Text = ""
    hint: Text = ""
    send: Text = ""
    purpose: str = "message"
    files: bool = False
    line: bool = False


QUESTION = "question"
"""For whom a question is may be somebody else than the requester: it is kept apart from messages."""

ONE_CLICK = (
    Verb("nemen", "claim", _("Neem deze zaak"), "user-check"),
    Verb("starten", "start", _("Begin met deze zaak"), "player-play"),
    Verb("terugleggen", "release", _("Leg terug in de wachtrij"), "inbox"),
    Verb("intrekken", "confirm_withdrawal", _("Trek de aanvraag in"), "circle-x"),
)
"""Done by one button."""

WRITTEN = (
    Verb(
        "bericht",
        "send_message",
        _("Bericht"),
        "message",
        _("Uw bericht aan de aanvrager"),
        _("De aanvrager leest dit bericht."),
        _("Stuur het bericht"),
        files=True,
    ),
    Verb(
        "vragen",
        "ask",
        _("Vraag"),
        "help-circle",
        _("Uw vraag"),
        _("De zaak wacht tot de vraag beantwoord is."),
        _("Stel de vraag"),
        QUESTION,
        files=True,
    ),
    Verb(
        "notitie",
        "note",
        _("Notitie"),
        "lock",
        _("Interne notitie"),
        _("Alleen collega’s lezen deze notitie."),
        _("Bewaar de notitie"),
        "note",
    ),
    Verb(
        "raadplegen",
        "consult",
        _("Advies vragen"),
        "users",
        _("Uw vraag aan een collega"),
        _("Alleen collega’s lezen dit. De zaak blijft waar ze is."),
        _("Vraag advies"),
        "consult",
    ),
    Verb(
        "adviseren",
        "give_opinion",
        _("Advies geven"),
        "message",
        _("Uw advies"),
        _("Alleen collega’s lezen dit."),
        _("Geef advies"),
        "opinion",
    ),
    Verb(
        "oplossing",
        "propose_solution",
        _("Oplossing"),
        "circle-check",
        _("Uw antwoord aan de aanvrager"),
        _("De aanvrager zegt daarna ja of nee."),
        _("Stuur de oplossing"),
        files=True,
    ),
    Verb(
        "terugsturen",
        "return_for_correction",
        _("Terugsturen"),
        "corner-up-left",
        _("Wat moet de aanvrager verbeteren?"),
        _("De aanvrager verbetert de aanvraag en stuurt ze opnieuw."),
        _("Stuur terug"),
    ),
    Verb(
        "verplaatsen",
        "move",
        _("Naar een andere wachtrij"),
        "inbox",
        _("Waarom hoort de zaak daar?"),
        _(
            "Alleen collega’s lezen deze reden. De aanvrager hoort dat een ander team de zaak krijgt, en tegen wanneer er antwoord komt."
        ),
        _("Breng de zaak erheen"),
        "move",
    ),
    Verb(
        "verder",
        "stop_waiting",
        _("Niet meer wachten"),
        "player-play",
        _("Waarom wacht u niet meer?"),
        _("De aanvrager leest dit."),
        _("Ga verder zonder antwoord"),
    ),
    Verb(
        "niet-intrekken",
        "decline_withdrawal",
        _("Niet intrekken"),
        "x",
        _("Waarom kan de aanvraag niet meer worden ingetrokken?"),
        _("De aanvrager leest dit. U werkt gewoon verder."),
        _("Trek de aanvraag niet in"),
    ),
    Verb(
        "sluiten",
        "close_incomplete",
        _("Sluiten"),
        "circle-x",
        _("Waarom sluit u de zaak zonder oplossing?"),
        _("De aanvrager leest deze reden."),
        _("Sluit de zaak"),
    ),
    Verb(
        "vervangen",
        "supersede",
        _("Samenvoegen"),
        "refresh",
        _("Nummer van de zaak waarin deze opgaat"),
        _(
            "Deze zaak sluit. Haar nummer leidt voortaan naar de andere zaak; daar staat dan ook wat hier gezegd is. U kunt dit 30 dagen terugdraaien."
        ),
        _("Voeg samen"),
        "replacement",
        line=True,
    ),
    Verb(
        "losweken",
        "restore",
        _("Samenvoegen terugdraaien"),
        "arrow-back-up",
        _("Waarom draait u het samenvoegen terug?"),
        _(
            "De aanvrager leest dit. Deze zaak loopt weer; wat nog gevraagd was, vragen wij opnieuw."
        ),
        _("Draai het samenvoegen terug"),
    ),
    Verb(
        "annuleren",
        "cancel",
        _("Annuleren"),
        "ban",
        _("Waarom annuleert u de zaak?"),
        _("De aanvrager leest deze reden."),
        _("Annuleer de zaak"),
    ),
)
"""Done with words: the page opens the field of the verb that was chosen."""

ASSIGN = Verb("toewijzen", "assign", _("Toewijzen"), "user-check", send=_("Wijs toe"))
PLANS = (
    Verb("prioriteit", "set_priority", _("Prioriteit"), "flag", send=_("Bewaar")),
    Verb("uitstellen", "put_off", _("Later"), "clock-pause", send=_("Laat terugkomen")),
    Verb("terughalen", "bring_back", _("Haal nu terug"), "clock"),
)
BY_SLUG = {verb.slug: verb for verb in (*ONE_CLICK, *WRITTEN, ASSIGN, *PLANS)}
INTERNAL = frozenset({"note", "consult", "opinion", "move"})
"""What only colleagues read."""
SAME = {"propose_solution": "complete", "assign": "reassign", "move": "move_on"}
"""Verbs that stand for another action of the law, depending on the case."""


def allowed(verb: Verb, possible: frozenset[str]) -> bool:
    """Whether the law allows this verb now."""
    return verb.action in possible or SAME.get(verb.action) in possible


CLOSING = _("Stuur de oplossing en sluit de zaak")
FINAL = _("Dit sluit de zaak meteen. De aanvrager kan in deze zaak niet meer antwoorden.")
FINAL_FOR_NOW = _(
    "Dit sluit de zaak meteen. De aanvrager zegt geen ja of nee, maar kan de zaak opnieuw openen."
)


def as_it_ends(verb: Verb, *, accepted: bool, reopens: bool) -> Verb:
    """The same verb; a solution that nobody is asked to accept says that it ends the case."""
    if verb.action != "propose_solution" or accepted:
        return verb
    return replace(verb, hint=FINAL_FOR_NOW if reopens else FINAL, send=CLOSING)
