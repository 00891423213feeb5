"""A form to test with: steps, choices, a group, documents, an approval, prefilled answers."""

from loket.catalogue.rules.values import Json


def said(nl: str, fr: str = "", de: str = "", en: str = "") -> dict[str, Json]:
    """A text in four languages."""
    return {"nl": nl, "fr": fr or nl, "de": de or nl, "en": en or nl}


def option(code: str, nl: str) -> dict[str, Json]:
    """A choice."""
    return {"v": code, **said(nl)}


PARENTAL: Json = {"f": "verlof", "in": ["ouderschap"]}
MEDICAL: Json = {"f": "verlof", "eq": "medisch"}

LEAVE: dict[str, Json] = {
    "spec": "desk.form/1",
    "key": "hr.vermindering",
    "languages": ["nl", "fr", "de", "en"],
    "title": said(
        "Vermindering van werkregime",
        "Réduction du régime de travail",
        "Verringerung der Arbeitszeit",
        "Reduced working hours",
    ),
    "intro": said("Minder werken, ouderschapsverlof of een loopbaanonderbreking."),
    "theme": "loopbaan",
    "keywords": {
        "nl": ["deeltijds", "4/5", "vierdagenweek met premie", "mantelzorg"],
        "fr": ["temps partiel", "semaine de quatre jours"],
        "de": ["Teilzeit", "Viertagewoche"],
        "en": ["part-time", "four-day week"],
    },
    "access": {"login": "required", "loa": "substantial", "for": ["self"]},
    "case": {"type": "hr.werktijd", "number": "HRB", "queue": "tijd"},
    "save": {"autosave": True, "ttl": "P90D", "remind": ["P14D", "P3D"]},
    "after_submit": {"acceptance": {"ask": True}},
    "steps": [
        {
            "id": "soort",
            "title": said("Soort aanvraag"),
            "fields": [
                {
                    "id": "verlof",
                    "type": "choice",
                    "widget": "radio",
                    "required": True,
                    "label": said("Om welk verlof gaat het?"),
                    "options": [
                        option("vierdagenweek", "Vierdagenweek"),
                        option("ouderschap", "Ouderschapsverlof"),
                        option("medisch", "Medische bijstand"),
                    ],
                }
            ],
        },
        {
            "id": "periode",
            "title": said("Periode en documenten"),
            "fields": [
                {
                    "id": "begindatum",
                    "type": "date",
                    "required": True,
                    "label": said("Begindatum"),
                },
                {
                    "id": "einddatum",
                    "type": "date",
                    "recommended": True,
                    "label": said("Einddatum"),
                    "validate": [
                        {
                            "rule": {"f": "einddatum", "gte": "@begindatum"},
                            **said("Kies een einddatum op of na de begindatum"),
                        }
                    ],
                },
                {
                    "id": "statuut",
                    "type": "reference",
                    "source": "statuten",
                    "required": True,
                    "label": said("Statuut"),
                    "prefill": {"from": "hr.person.status", "policy": "confirm"},
                },
                {
                    "id": "kinderen",
                    "type": "group",
                    "min": 1,
                    "max": 3,
                    "show_when": PARENTAL,
                    "label": said("Kinderen"),
                    "fields": [
                        {
                            "id": "naam",
                            "type": "text",
                            "required": True,
                            "label": said("Naam van het kind"),
                        },
                        {
                            "id": "geboortedatum",
                            "type": "date",
                            "required": True,
                            "label": said("Geboortedatum"),
                        },
                    ],
                },
                {
                    "id": "ziekte",
                    "type": "textarea",
                    "privacy": "special",
                    "show_when": MEDICAL,
                    "label": said("Waarom is bijstand nodig?"),
                },
                {"id": "opmerking", "type": "textarea", "max": 2000, "label": said("Opmerking")},
            ],
        },
    ],
    "documents": [
        {
            "id": "akkoord",
            "required": True,
            "replaced_by": "approval.chef",
            "label": said("Akkoord van uw chef"),
        },
        {"id": "rooster", "required": True, "may_follow": "P14D", "label": said("Rooster")},
        {
            "id": "akte",
            "per": "kinderen",
            "when": PARENTAL,
            "required": True,
            "label": said("Geboorteakte"),
        },
        {
            "id": "attest",
            "when": MEDICAL,
            "required": True,
            "privacy": "special",
            "label": said("Medisch attest"),
        },
        {"id": "overige", "required": False, "max": 10, "label": said("Andere bijlagen")},
    ],
    "approvals": [
        {
            "id": "chef",
            "by": "hr.person.manager",
            "before": "processing",
            "label": said("Akkoord van uw chef"),
            "fallback": "document.akkoord",
        }
    ],
    "checks": [
        {
            "id": "terugwerkend",
            "when": {"f": "begindatum", "lt": "today"},
            "level": "warn",
            "ask_reason": True,
            "flag": "retroactive",
            "text": said("De begindatum ligt in het verleden. Leg uit waarom."),
        }
    ],
}
