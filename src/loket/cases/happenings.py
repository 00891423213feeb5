"""What happened to a case, as sentences of the timeline: one for people, one for the house.

`%(actor)s` is who did it, `%(colleague)s` who got the case, `%(document)s` the document that it
is about, `%(case)s` the number of another case that it belongs to or that takes its place, `%(queue)s`
the queue that it went to. The words of messages are not here: they are shown whole.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Lazy
else:
    Lazy = str


@dataclass(frozen=True, slots=True)
class Happening:
    """An icon and two sentences; without a sentence for people they do not see it."""

    icon: str
    public: Lazy | str
    staff: Lazy | str


HAPPENINGS: dict[str, Happening] = {
    "submit": Happening("send", _("De aanvraag is ingediend."), _("De aanvraag is ingediend.")),
    "claim": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("%(actor)s heeft de zaak genomen."),
    ),
    "assign": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("Toegewezen aan %(colleague)s door %(actor)s."),
    ),
    "reassign": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("Toegewezen aan %(colleague)s door %(actor)s."),
    ),
    "release": Happening(
        "inbox",
        _("Uw zaak wacht op een andere behandelaar."),
        _("Teruggelegd in de wachtrij door %(actor)s."),
    ),
    "start": Happening("progress", _("Wij werken aan uw zaak."), _("%(actor)s is begonnen.")),
    "set_priority": Happening("flag", "", _("%(actor)s heeft de prioriteit veranderd.")),
    "put_off": Happening("clock-pause", "", _("%(actor)s laat deze zaak later terugkomen.")),
    "bring_back": Happening("clock", "", _("%(actor)s heeft deze zaak teruggehaald.")),
    "take_back": Happening(
        "inbox",
        _("Uw zaak wacht op een andere behandelaar."),
        _("%(actor)s heeft de toewijzing teruggedraaid."),
    ),
    "hand_back": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("Teruggegeven aan %(colleague)s door %(actor)s."),
    ),
    "ask": Happening(
        "help-circle", _("Wij hebben een vraag gesteld."), _("%(actor)s heeft een vraag gesteld.")
    ),
    "answer": Happening(
        "message", _("De vraag is beantwoord."), _("%(actor)s heeft de vraag beantwoord.")
    ),
    "stop_waiting": Happening(
        "player-play",
        _("Wij gaan verder zonder antwoord op de vraag."),
        _("%(actor)s gaat verder zonder antwoord."),
    ),
    "remind": Happening(
        "bell", _("Wij hebben een herinnering gestuurd."), _("Er is een herinnering gestuurd.")
    ),
    "send_message": Happening(
        "message", _("Wij hebben een bericht gestuurd."), _("%(actor)s heeft een bericht gestuurd.")
    ),
    "write": Happening(
        "message", _("U hebt een bericht gestuurd."), _("%(actor)s heeft een bericht gestuurd.")
    ),
    "read_message": Happening("eye", "", _("%(actor)s heeft het bericht gelezen.")),
    "return_for_correction": Happening(
        "arrow-back-up",
        _("Wij hebben uw aanvraag teruggestuurd."),
        _("%(actor)s heeft de aanvraag teruggestuurd."),
    ),
    "correct": Happening(
        "edit", _("De aanvraag is verbeterd."), _("%(actor)s heeft de aanvraag verbeterd.")
    ),
    "amend": Happening(
        "edit",
        _("U hebt wijzigingen gestuurd."),
        _("%(actor)s heeft wijzigingen gestuurd."),
    ),
    "decide_changes": Happening(
        "edit",
        _("Wij hebben beslist over uw wijzigingen. U vindt ze bij Gegevens."),
        _("%(actor)s heeft over de wijzigingen beslist."),
    ),
    **dict.fromkeys(
        ("move", "move_on"),
        Happening(
            "inbox",
            _("Uw zaak gaat naar een ander team: %(queue)s."),
            _("%(actor)s bracht de zaak naar de wachtrij ‘%(queue)s’."),
        ),
    ),
    "reroute": Happening(
        "inbox",
        _("Door uw nieuwe antwoorden gaat uw zaak naar een ander team: %(queue)s."),
        _("Door de nieuwe antwoorden ging de zaak naar de wachtrij ‘%(queue)s’."),
    ),
    "hand_over": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("Door een afwezigheid doorgegeven aan %(colleague)s door %(actor)s."),
    ),
    "return_work": Happening(
        "user-check",
        _("Uw zaak is toegewezen aan %(colleague)s."),
        _("Na een afwezigheid teruggegeven aan %(colleague)s door %(actor)s."),
    ),
    "pass_on": Happening("users", "", _("De vraag om advies ging naar %(colleague)s.")),
    "consult": Happening("users", "", _("%(actor)s vraagt advies.")),
    "give_opinion": Happening("message", "", _("%(actor)s geeft advies.")),
    "pass_approval": Happening(
        "users",
        _("Het akkoord wordt nu gevraagd aan %(colleague)s."),
        _("%(actor)s vraagt het akkoord nu aan %(colleague)s."),
    ),
    "withdraw_consult": Happening("x", "", _("%(actor)s vraagt geen advies meer.")),
    "note": Happening("note", "", _("%(actor)s heeft een notitie gemaakt.")),
    "mark_late": Happening("alert-triangle", "", _("De termijn is voorbij.")),
    "add_document": Happening(
        "paperclip",
        _("Er is een document toegevoegd: %(document)s."),
        _("%(actor)s heeft een document toegevoegd: %(document)s."),
    ),
    "deliver": Happening(
        "paperclip",
        _("Het document is er: %(document)s."),
        _("%(actor)s heeft een document gestuurd: %(document)s."),
    ),
    "check_document": Happening(
        "file-check",
        _("Wij hebben een document nagekeken. Het is in orde: %(document)s."),
        _("%(actor)s heeft een document goedgekeurd: %(document)s."),
    ),
    "restore_document": Happening(
        "file-check",
        _("Een document is toch in orde: %(document)s. U hoeft geen ander te sturen."),
        _("%(actor)s vindt een geweigerd document toch in orde: %(document)s."),
    ),
    "refuse_document": Happening(
        "file-x",
        _("Wij kunnen een document niet gebruiken: %(document)s."),
        _("%(actor)s heeft een document geweigerd: %(document)s."),
    ),
    "waive_document": Happening(
        "file-off",
        _("Dit document is niet meer nodig: %(document)s."),
        _("%(actor)s vraagt dit document niet meer: %(document)s."),
    ),
    "approve": Happening(
        "rubber-stamp",
        _("%(actor)s is akkoord met de aanvraag."),
        _("%(actor)s is akkoord met de aanvraag."),
    ),
    "refuse_approval": Happening(
        "ban",
        _("%(actor)s is niet akkoord met de aanvraag."),
        _("%(actor)s is niet akkoord met de aanvraag."),
    ),
    "propose_solution": Happening(
        "circle-check",
        _("Wij hebben een antwoord gegeven."),
        _("%(actor)s heeft een oplossing voorgesteld."),
    ),
    "undo_accept": Happening(
        "arrow-back-up",
        _("Het akkoord is teruggedraaid."),
        _("%(actor)s heeft het akkoord teruggedraaid."),
    ),
    "refuse": Happening(
        "x", _("De oplossing is niet aanvaard."), _("%(actor)s heeft de oplossing geweigerd.")
    ),
    "remind_acceptance": Happening(
        "bell",
        _("Wij hebben u eraan herinnerd dat wij op uw akkoord wachten."),
        _("Er is een herinnering gestuurd om te reageren."),
    ),
    "reopen": Happening(
        "refresh", _("De zaak is opnieuw open."), _("%(actor)s heeft de zaak opnieuw geopend.")
    ),
    "ask_withdrawal": Happening(
        "arrow-back-up",
        _("Er is gevraagd om de aanvraag in te trekken."),
        _("%(actor)s vraagt om de aanvraag in te trekken."),
    ),
    "decline_withdrawal": Happening(
        "x",
        _("De aanvraag is niet ingetrokken."),
        _("%(actor)s heeft de vraag om in te trekken geweigerd."),
    ),
    "accept": Happening(
        "circle-check",
        _("De oplossing is aanvaard. De zaak is gesloten."),
        _("%(actor)s heeft de oplossing aanvaard. De zaak is gesloten."),
    ),
    "auto_close": Happening(
        "circle-check",
        _("Er kwam geen reactie. De zaak is vanzelf gesloten."),
        _("Er kwam geen reactie. De zaak is vanzelf gesloten."),
    ),
    "complete": Happening(
        "circle-check", _("De zaak is klaar en gesloten."), _("%(actor)s heeft de zaak afgerond.")
    ),
    "close_incomplete": Happening(
        "circle-x",
        _("De zaak is gesloten zonder oplossing."),
        _("%(actor)s heeft de zaak gesloten zonder oplossing."),
    ),
    "refuse_approval_for_good": Happening(
        "circle-x",
        _("De zaak is gesloten: er was geen akkoord."),
        _("De zaak is gesloten: %(actor)s was niet akkoord."),
    ),
    "cancel": Happening(
        "circle-x", _("De zaak is geannuleerd."), _("%(actor)s heeft de zaak geannuleerd.")
    ),
    "withdraw": Happening(
        "circle-x", _("De aanvraag is ingetrokken."), _("%(actor)s heeft de aanvraag ingetrokken.")
    ),
    "confirm_withdrawal": Happening(
        "circle-x", _("De aanvraag is ingetrokken."), _("%(actor)s heeft de aanvraag ingetrokken.")
    ),
    "supersede": Happening(
        "refresh",
        _("Zaak %(case)s komt in de plaats van deze zaak."),
        _("%(actor)s heeft deze zaak vervangen door %(case)s."),
    ),
    "renew": Happening(
        "refresh",
        _("Zaak %(case)s komt in de plaats van deze zaak."),
        _("%(actor)s heeft de aanvraag opnieuw gedaan in zaak %(case)s."),
    ),
    "follows": Happening(
        "link", _("Deze zaak hoort bij zaak %(case)s."), _("Deze zaak hoort bij zaak %(case)s.")
    ),
    "followed": Happening(
        "link", _("Zaak %(case)s hoort bij deze zaak."), _("Zaak %(case)s hoort bij deze zaak.")
    ),
    "replaces": Happening(
        "refresh",
        _("Deze zaak komt in de plaats van zaak %(case)s."),
        _("%(actor)s liet deze zaak in de plaats komen van %(case)s."),
    ),
    "unfollows": Happening(
        "link",
        _("Deze zaak hoort niet meer bij zaak %(case)s."),
        _("Deze zaak hoort niet meer bij zaak %(case)s."),
    ),
    "unfollowed": Happening(
        "link",
        _("Zaak %(case)s hoort niet meer bij deze zaak."),
        _("Zaak %(case)s hoort niet meer bij deze zaak."),
    ),
    "again": Happening(
        "refresh",
        _("Deze aanvraag begon met de antwoorden van zaak %(case)s."),
        _("Deze aanvraag begon met de antwoorden van zaak %(case)s."),
    ),
    "redone": Happening(
        "refresh",
        _("Deze aanvraag is opnieuw gedaan in zaak %(case)s."),
        _("Deze aanvraag is opnieuw gedaan in zaak %(case)s."),
    ),
    "question": Happening(
        "help-circle",
        _("Dit is een nieuwe vraag over zaak %(case)s."),
        _("Dit is een nieuwe vraag over zaak %(case)s."),
    ),
    "questioned": Happening(
        "help-circle",
        _("Over deze zaak is een nieuwe vraag gesteld: zaak %(case)s."),
        _("Over deze zaak is een nieuwe vraag gesteld: zaak %(case)s."),
    ),
    "split": Happening(
        "link",
        _("Deze zaak is afgesplitst van zaak %(case)s."),
        _("%(actor)s heeft deze zaak afgesplitst van zaak %(case)s."),
    ),
    "split_off": Happening(
        "link",
        _("Een deel van deze zaak gaat verder in zaak %(case)s."),
        _("%(actor)s heeft zaak %(case)s van deze zaak afgesplitst."),
    ),
    "brought": Happening(
        "link", _("Overgenomen uit zaak %(case)s."), _("Overgenomen uit zaak %(case)s.")
    ),
    "restore": Happening(
        "arrow-back-up",
        _("Deze zaak staat weer op zichzelf, los van zaak %(case)s. Wij gaan ermee verder."),
        _("%(actor)s heeft deze zaak weer losgemaakt van zaak %(case)s."),
    ),
    "let_go": Happening(
        "arrow-back-up",
        _("Zaak %(case)s staat weer op zichzelf, los van deze zaak."),
        _("%(actor)s heeft zaak %(case)s weer losgemaakt van deze zaak."),
    ),
    "link": Happening("link", "", _("%(actor)s heeft deze zaak verbonden met zaak %(case)s.")),
    "unlink": Happening("link", "", _("%(actor)s heeft deze zaak losgemaakt van zaak %(case)s.")),
}
