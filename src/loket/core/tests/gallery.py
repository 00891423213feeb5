"""Every part of a page in every state, filled with words that show its limits."""

from datetime import UTC, date, datetime

from loket.core.fieldview import (
    ConflictView,
    ErrorView,
    FieldView,
    FileState,
    FileView,
    GroupItemView,
    Kind,
    OptionView,
    ProofView,
    SlotView,
)
from loket.core.menu import Menu, MenuItem
from loket.core.page import LanguageLink, Page
from loket.core.partview import (
    AnswerView,
    BadgeView,
    CaseRowView,
    ChipView,
    DetailView,
    EntryKind,
    EntryView,
    FactView,
    Link,
    StepView,
    TabView,
    TaskView,
    ThemeView,
    TileView,
    TrackView,
    WorkRowView,
    WorkTableView,
)

TODAY = date(2026, 11, 20)
LONG_NAME = "Bewijs_van_inschrijving_en_goedgekeurd_uurrooster_vanaf_maart_2027_definitief.pdf"
WAIT = BadgeView("In afwachting van acceptatie", "wait", "hourglass")
BUSY = BadgeView("Werk in uitvoering", "busy", "progress")
DONE = BadgeView("Voltooid gesloten", "done", "circle-check")
ASKED = BadgeView("Wij wachten op u", "wait", "user-question")
APPROVAL = BadgeView("Goedkeuring", "brand", "rubber-stamp")


def at(day: int, hour: int, minute: int) -> datetime:
    """A moment in November 2026."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def pdf(name: str = "Akkoord_chef.pdf", size: int = 184_000, **extra: object) -> FileView:
    """A file that is safe."""
    return FileView("b1", name, size, icon="file-type-pdf", url="#bestand", **extra)  # type: ignore[arg-type]


def page(theme: str = "persopoint") -> Page:
    """The frame of a page."""
    names = (("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English"))
    return Page(
        theme=theme,
        name="PersoPoint",
        tagline="Personeel en loon",
        phone="02 740 74 74",
        hours="Op werkdagen van 8.30 tot 17 uur.",
        mail="info@persopoint.example",
        links=(("Toegankelijkheid", "#toegankelijkheid"), ("Privacy", "#privacy")),
        languages=tuple(LanguageLink(c, name, f"?taal={c}", c == "nl") for c, name in names),
        session_seconds=3600,
        reader="0a1b2c3d4e5f60718293",
    )


def portal_menu() -> Menu:
    """The menu of an employee."""
    return Menu(
        items=(
            MenuItem("home", "Startpagina", "#home", "home", current=True),
            MenuItem("forms", "HR-aanvragen", "#aanvragen", "forms"),
            MenuItem("cases", "Mijn zaken", "#zaken", "folders"),
        ),
        tasks=MenuItem("tasks", "Mijn taken", "#taken", "checklist"),
        other=MenuItem("desk", "Naar het werk", "#werk", "briefcase"),
        search_url="/zoeken/",
        suggest_url="/zoeken/suggesties/",
        sign_out_url="/afmelden/",
        profile_url="#profiel",
        person="Sarah Vermeulen",
    )


def desk_menu() -> Menu:
    """The menu of a file manager."""
    return Menu(
        items=(
            MenuItem("work", "Werk", "#werk", "inbox", current=True),
            MenuItem("mine", "Van mij", "#mij", "user-check"),
            MenuItem("late", "Te laat", "#laat", "clock-exclamation"),
            MenuItem("search", "Zoeken", "#zoeken", "search"),
        ),
        other=MenuItem("portal", "Naar het portaal", "#portaal", "home"),
        search_url="/werk/zoeken/",
        sign_out_url="/afmelden/",
        profile_url="#profiel",
        person="Nele Peeters",
    )


def fields() -> tuple[FieldView, ...]:
    """One question of each kind, and one of each state."""
    return (*typed_fields(), *chosen_fields())


def proven_fields() -> tuple[FieldView, ...]:
    """An address on its way to be proven by a mailed code, in every state."""
    address = "een.heel.lange.naam.zonder.einde@een.heel.lange.afdeling.voorbeeld.example"
    ways = {
        "vraag": ProofView("vraag"),
        "leeg": ProofView("leeg", error="Vul eerst een e-mailadres in."),
        "post": ProofView("post", "sent", address, 30, error="Deze code klopt niet.", typed="1"),
        "oud": ProofView("oud", "over", over="De code die wij mailden is te oud."),
        "goed": ProofView("goed", "proven"),
    }
    return tuple(
        FieldView(path, Kind.EMAIL, f"Adres {path}", address, proof=proof)
        for path, proof in ways.items()
    )


def typed_fields() -> tuple[FieldView, ...]:
    """Questions that are answered by typing."""
    clash = ConflictView("2027-04-01", "2027-04-01")
    return (
        FieldView("naam", Kind.TEXT, "Naam", "Lindelaan", hint="Zoals op uw loonbrief."),
        FieldView("mail", Kind.EMAIL, "E-mailadres", autocomplete="email", required=False),
        *proven_fields(),
        FieldView("tel", Kind.PHONE, "Telefoonnummer", autocomplete="tel"),
        FieldView("site", Kind.URL, "Website", required=False),
        FieldView("uren", Kind.INTEGER, "Uren per week", "veel", error="Vul een heel getal in."),
        FieldView("deel", Kind.DECIMAL, "Deel van de week", "0,8"),
        FieldView("bedrag", Kind.MONEY, "Bedrag", "57,85"),
        FieldView("begin", Kind.DATE, "Begindatum", "2027-03-01", conflict=clash),
        FieldView("eind", Kind.DATE, "Einddatum", "31/2/2027", error="Deze datum bestaat niet."),
        FieldView("om", Kind.TIME, "Hoe laat?", "09:30"),
        FieldView("rrn", Kind.IDENTIFIER, "Rijksregisternummer", "85.07.30-033.28"),
    )


def chosen_fields() -> tuple[FieldView, ...]:
    """Questions that are answered by choosing, and parts that ask nothing."""
    status = (
        OptionView("statutair", "Statutair", "U bent vast benoemd.", chosen=True),
        OptionView("contractueel", "Contractueel", "U werkt met een contract."),
    )
    leave = tuple(
        OptionView(value, label, chosen=value == "b")
        for value, label in (("a", "Vierdagenweek"), ("b", "Ouderschapsverlof"), ("c", "Anders"))
    )
    child = (
        FieldView("kinderen.k1.geboren", Kind.DATE, "Geboortedatum", "2024-02-29"),
        FieldView("kinderen.k1.naam", Kind.TEXT, "Voornaam", "Noor", required=False),
    )
    address = (
        FieldView("adres.straat", Kind.TEXT, "Straat en nummer", autocomplete="address-line1"),
        FieldView("adres.postcode", Kind.TEXT, "Postcode", "1000", autocomplete="postal-code"),
    )
    return (
        FieldView("statuut", Kind.RADIO, "Wat is uw statuut?", options=status, hint="Vast of niet"),
        FieldView("soort", Kind.RADIO, "Soort", options=leave, error="Kies een soort."),
        FieldView("verlof", Kind.SELECT, "Om welk verlof gaat het?", options=leave),
        FieldView("redenen", Kind.CHECKS, "Waarom?", options=leave, required=False),
        FieldView("opmerking", Kind.TEXTAREA, "Opmerking", max_length=1000, required=False),
        FieldView("adres", Kind.PARTS, "Adres", parts=address),
        FieldView(
            "dienst", Kind.TEXT, "Dienst", "FOD Mobiliteit en Vervoer", locked=True,
            source="Uit het personeelsregister",
            correction=FieldView("dienst.reden", Kind.TEXTAREA, "Wat klopt er niet?"),
        ),
        FieldView("post", Kind.INFO, "Goed om te weten", text="U krijgt meteen een nummer."),
        FieldView("dagen", Kind.COMPUTED, "Aantal dagen", text="365"),
        FieldView("eerlijk", Kind.STATEMENT, "Ja, ik ga akkoord", text="Ik vulde alles juist in."),
        FieldView("verborgen", Kind.TEXT, "Verborgen vraag", visible=False),
        FieldView(
            "kinderen", Kind.GROUP, "Kinderen", add_label="Nog een kind",
            items=(GroupItemView("k1", "Kind 1", child),),
        ),
    )  # fmt: skip


def slots() -> tuple[SlotView, ...]:
    """A document in each state."""
    up = {"upload_url": "/upload/", "max_bytes": 25_000_000, "accept": ".pdf,.jpg"}
    later = OptionView("true", "Ik stuur dit later. Mijn aanvraag wacht tot het er is.")
    gone = "Uw chef keurt dit in Loket goed. U hoeft niets te sturen."
    return (
        SlotView("doc.akkoord", "Akkoord van uw chef", "Een e-mail is genoeg.", files=(pdf(),),
                 files_left=9, **up),  # type: ignore[arg-type]
        SlotView("doc.rooster", "Goedgekeurd uurrooster", files=(
            FileView("b2", LONG_NAME, 2_100_000, FileState.CHECKING, "file-type-pdf"),), **up),  # type: ignore[arg-type]
        SlotView("doc.attest", "Medisch attest", files=(
            FileView("b3", "scan.pdf", 84, FileState.REFUSED, "file-type-pdf",
                     error="scan.pdf is met een wachtwoord beveiligd."),), **up),  # type: ignore[arg-type]
        SlotView("doc.akte", "Geboorteakte", "Nodig voor ouderschapsverlof.", later=later, **up),  # type: ignore[arg-type]
        SlotView("doc.fout", "Bewijs van inschrijving", error="Dit document ontbreekt nog.", **up),  # type: ignore[arg-type]
        SlotView("doc.brief", "Brief van uw chef", replaced_by=gone, **up),  # type: ignore[arg-type]
        SlotView("doc.extra", "Iets anders", required=False, template_url="#voorbeeld",
                 template_label="Voorbeeld van een brief", **up),  # type: ignore[arg-type]
    )  # fmt: skip


def entries() -> tuple[EntryView, ...]:
    """A conversation with everything in it."""
    file = pdf("Besluit_ouderschapsverlof.pdf", 96_000)
    held = FileView("b9", "Attest.pdf", 1, error="Alleen voor wie dit mag zien")
    text = (
        "Dag Sarah\n\nUw ouderschapsverlof is goedgekeurd. U werkt 1/5 minder vanaf 1 maart 2027."
    )
    asked = (DetailView("Soort", "Ouderschapsverlof, 1/5 minder"), DetailView("Statuut", "Vast"))
    return (
        EntryView("5", EntryKind.THEM, at(20, 8, 12), text, "Nele Peeters", "dossierbeheerder",
                  files=(file, held)),
        EntryView("4", EntryKind.ME, at(19, 15, 41), "Hierbij de geboorteakte.", "Sarah Vermeulen"),
        EntryView("3", EntryKind.NOTE, at(18, 10, 20), "Dienst gebeld.", "Nele Peeters"),
        EntryView("2", EntryKind.EVENT, at(17, 7, 50), "Uw zaak is toegewezen aan Nele Peeters.",
                  icon="user-check"),
        EntryView("1", EntryKind.ME, at(16, 13, 32), "", "Sarah Vermeulen", "aanvraag ingediend",
                  details=asked, files=(pdf(),)),
    )  # fmt: skip


def tasks() -> tuple[TaskView, ...]:
    """A task of each sort."""
    yes_no = (AnswerView("yes", "Ja, akkoord", "check"), AnswerView("no", "Nee, nog niet", "x"))
    return (
        TaskView("t1", "Attestaanvraag door de werkgever", "#1", WAIT, "HRB0001098",
                 "Antwoord van 19 november", "Uw attest staat klaar.", "/taken/1/",
                 "Bent u het eens met deze oplossing?", yes_no, remark=True),
        TaskView("t2", "Wijziging in de samenstelling van uw gezin", "#2", ASKED, "HRB0001142",
                 "Uiterlijk 27 november", "Stuur ons de geboorteakte van uw kind.",
                 link=AnswerView("#2", "Document toevoegen", "paperclip")),
        TaskView("t3", "Overeenkomst incidenteel telewerk", "#3", APPROVAL, "HRB0001171",
                 action="/taken/3/", answers=yes_no),
    )  # fmt: skip


def rows() -> WorkTableView:
    """A worklist."""
    return WorkTableView(
        "Niet toegewezen zaken",
        ("Aanvrager",),
        (
            WorkRowView("1", "HRB0001167", "Vermindering van werkregime", "#1",
                        BadgeView("Open", "", "circle-dotted"), ("Sarah Vermeulen",),
                        "18 november", True, "/neem/1/", "Neem"),
            WorkRowView("2", "HRB0001142", "Samenstelling van uw gezin", "#2", BUSY,
                        ("Tom Claes",), "24 november", False, "/neem/2/", "Neem"),
        ),
    )  # fmt: skip


def portal_context() -> dict[str, object]:
    """Everything for the gallery of the portal."""
    return {
        "page": page(),
        "menu": portal_menu(),
        "counters": {"tasks": 2, "cases": 3},
        "today": TODAY,
        "saved_at": at(20, 10, 42),
        "room": 87_000_000,
        "fields": fields(),
        "slots": slots(),
        "errors": [ErrorView("uren", "Uren per week: vul een heel getal in"),
                   ErrorView("doc.fout", "Bewijs van inschrijving: voeg het document toe")],
        "trail": [Link("Startpagina", "#home"), Link("Loopbaan en werkregime", "#thema")],
        "steps": [StepView("Soort aanvraag", "done", "#1"), StepView("Periode", "now"),
                  StepView("Controleren"), StepView("Klaar")],
    } | case_context() | home_context()  # fmt: skip


def case_context() -> dict[str, object]:
    """What the pages of a case show."""
    track = (
        TrackView("Open", "done", "16 november, 14.32 uur"),
        TrackView("Toegewezen", "done", "17 november, 8.50 uur"),
        TrackView("In afwachting van acceptatie", "now", "Sinds vandaag", "Wij zijn klaar."),
        TrackView("Voltooid gesloten", note="Na uw akkoord, of vanzelf op 4 december."),
    )
    return {
        "tabs": [TabView("Gesprek", "#1", "messages", True), TabView("Gegevens", "#2", "list-details"),
                 TabView("Bijlagen", "#3", "paperclip", False, 4)],
        "details": [DetailView("Nummer", "HRB0001167"), DetailView("Behandelaar", "Nele Peeters")],
        "entries": entries(),
        "track": track,
        "tasks": tasks(),
        "answered": TaskView("t9", "Attest", "#9", DONE, "HRB0001098"),
        "case": {"number": "HRB0001167", "version_lock": 3},
        "cases": [CaseRowView("Vermindering van werkregime", "#1", "HRB0001167",
                              "vandaag, 9.12 uur", WAIT, "Nieuw bericht"),
                  CaseRowView("Weddesimulatie", "#2", "HRB0001077", "2 november", DONE)],
    }  # fmt: skip


def home_context() -> dict[str, object]:
    """What the home page and the search show."""
    forms = (Link("Vermindering van werkregime", "#1"), Link("Weddesimulatie", "#2"))
    found = (TileView("Telewerk", "#1", "forms", meta="Formulier, ongeveer 5 minuten"),)
    return {
        "tiles": [TileView("Vermindering van werkregime", "#1", "clock-minus",
                           "Vierdagenweek, ouderschapsverlof.", "Ongeveer 10 minuten"),
                  TileView("Overeenkomst telewerk", "#2", "home-move", "Regulier of af en toe.")],
        "themes": [ThemeView("Loopbaan en werkregime", "#1", "adjustments-horizontal", forms,
                             "Alle 9 formulieren"),
                   ThemeView("Verlof en afwezigheid", "#2", "beach", forms, "Alle 8 formulieren")],
        "facts": [FactView(2, "Taken", "#t", "1 met een einddatum"), FactView(3, "Lopende zaken", "#z"),
                  FactView(1, "Goedkeuring", "#g", "Gevraagd door Tom Claes")],
        "often": [Link("telewerk", "#1"), Link("woon-werkverkeer", "#2")],
        "groups": [("Formulieren", found), ("Mijn zaken", ())],
    }  # fmt: skip


def desk_context() -> dict[str, object]:
    """Everything for the gallery of the desk."""
    views = (("Niet toegewezen", 12), ("Van mij", 4), ("Te laat", 2))
    return portal_context() | {
        "page": page("rijnbeek"),
        "menu": desk_menu(),
        "counters": {"work": 12, "late": 2},
        "chips": [ChipView(name, "#", number == 4, number) for name, number in views],
        "table": rows(),
        "writing": {"verb": {"slug": "bericht", "text": "Uw bericht", "hint": "De aanvrager leest dit.",
                             "send": "Stuur het bericht", "icon": "message", "files": True}},
    }  # fmt: skip
