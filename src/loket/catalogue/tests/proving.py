"""A form that wants addresses proven: one of the person, and one of each member of a group."""

from loket.catalogue.rules.values import Json
from loket.catalogue.tests.forms import LEAVE, said

CONTACT: dict[str, Json] = {
    **LEAVE,
    "steps": [
        {
            "id": "contact",
            "title": said("Contact"),
            "fields": [
                {"id": "naam", "type": "text", "required": True, "label": said("Naam")},
                {"id": "mail", "type": "email", "verify": "code", "label": said("E-mail")},
                {
                    "id": "leden",
                    "type": "group",
                    "max": 3,
                    "label": said("Leden"),
                    "fields": [
                        {
                            "id": "adres",
                            "type": "email",
                            "verify": "code",
                            "label": said("E-mail van het lid"),
                        },
                    ],
                },
            ],
        },
    ],
    "documents": [],
    "approvals": [],
    "checks": [],
}
