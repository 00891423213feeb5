"""What somebody does who hands in a request: by the actions behind the pages."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from loket.cases.actions.submit import submit_case
from loket.catalogue.actions.answers import Typed, save_answers
from loket.catalogue.actions.drafts import start_draft
from loket.catalogue.actions.files import add_draft_file
from loket.catalogue.models import Service
from loket.catalogue.rules.values import Json
from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.store import Written, write_all
from loket.documents.upload import Upload
from loket.people.actions.parties import add_identifier
from loket.people.models import Person

FORM = "gem.parkeervergunning"
IDENTIFIER = ("bsn", "111222333")
ANSWERS: dict[str, Json] = {
    "kenteken": "8-XKB-31",
    "van_wie": "lease",
    "eigenaar": "Noordpool Lease B.V.",
    "hoeveelste": "eerste",
    "adres": {
        "country": "NL",
        "street": "Spoorlaan",
        "number": "44",
        "postcode": "5987 KA",
        "city": "Rijnbeek",
    },
    "zone": "b",
    "eigen_plek": False,
    "waarheid": True,
}


def begin() -> Acting:
    """Be Piotr of Rijnbeek, whose number is sealed."""
    organisation = Organisation.objects.get(slug="rijnbeek")
    enter_organisation(organisation.pk)
    person = Person.objects.select_related("party").get(user__login="piotr")
    by = Acting(
        person_id=person.pk,
        organisation_id=organisation.pk,
        at=now(),
        channel="web",
        time_zone=organisation.time_zone,
        region=organisation.region,
        language=person.party.language,
    )
    add_identifier(person.party, *IDENTIFIER, by=by)
    return by


def photo() -> Written:
    """A photo that says where it was taken: cleaned bytes take its place within a second."""
    says = PngInfo()
    says.add_text("GPSLatitude", "51.3")
    made = BytesIO()
    Image.new("RGB", (64, 64), "white").save(made, "PNG", pnginfo=says)
    return write_all([made.getvalue()])


def ask(by: Acting, **other: Json) -> str:
    """Hand in one request with a paper, some answers `other` than mostly; give its number."""
    by = replace(by, at=now())
    service = Service.objects.select_related("form__live_version").get(form__key=FORM)
    draft = start_draft(service, by=by, loa="substantial")
    answers = ANSWERS | {"startdatum": (by.today + timedelta(days=21)).isoformat()}
    answers |= other
    draft = save_answers(draft, Typed(answers), by=by).draft
    add_draft_file(draft, "verklaring", Upload("verklaring.png", photo(), None), by=by)
    return submit_case(draft, by=by).number
