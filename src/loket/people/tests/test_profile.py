"""What people say about themselves on their profile."""

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from loket.core.acting import Acting
from loket.core.clock import now
from loket.core.tenancy import enter_organisation
from loket.people.actions.addresses import add_email, code_to_mail, note_known_email
from loket.people.actions.parties import make_person
from loket.people.actions.photos import change_photo
from loket.people.models import Address, AddressCode, Party, Person
from loket.people.tasks import forget_codes, sweep_photos
from loket.people.tests.conftest import make_organisation


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    made = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "GPS of my home"
    Image.new("RGB", size, "#336699").save(made, kind, exif=exif)
    return SimpleUploadedFile(f"ik.{kind.lower()}", made.getvalue(), "image/png")


def person(noor: Person) -> Person:
    return Person.objects.select_related("party").get(pk=noor.pk)


def test_the_profile_is_for_who_signed_in(window: Client) -> None:
    assert window.get("/profiel/").headers["Location"].startswith("/aanmelden/")


def test_the_profile_shows_language_photo_addresses_and_the_way_out(
    signed_in: Client, noor: Person, system: Acting
) -> None:
    note_known_email(noor.party, "noor@voorbeeld.be", by=system)

    page = signed_in.get("/profiel/").content.decode()

    for part in ("In welke taal wilt u lezen?", "Nieuwe foto", "noor@voorbeeld.be", "/afmelden/"):
        assert part in page


def test_a_language_is_kept_for_pages_and_mails(signed_in: Client, noor: Person) -> None:
    answer = signed_in.post("/profiel/taal/", {"taal": "fr"})

    assert answer.headers["Location"] == "/profiel/?gedaan=taal"
    assert person(noor).party.language == "fr"
    assert signed_in.get("/profiel/").headers["Content-Language"] == "fr-be"


def test_a_language_that_we_do_not_speak_changes_nothing(signed_in: Client, noor: Person) -> None:
    answer = signed_in.post("/profiel/taal/", {"taal": "es"})

    assert answer.status_code == 422
    assert "Deze taal spreken wij niet" in answer.content.decode()
    assert person(noor).party.language == "nl"


def test_nobody_gives_themselves_a_role_through_the_profile(
    signed_in: Client, noor: Person
) -> None:
    signed_in.post("/profiel/taal/", {"taal": "fr", "role": "admin", "is_active": "0", "user": ""})

    assert not noor.grants.exists()
    assert signed_in.get("/profiel/").status_code == 200


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_becomes_a_small_square_without_anything_hidden(
    signed_in: Client, noor: Person, kind: str
) -> None:
    signed_in.post("/profiel/foto/", {"foto": picture(kind)})

    key = person(noor).avatar_key
    served = signed_in.get(f"/foto/{key}/")
    with Image.open(BytesIO(served.content)) as image:
        assert (image.format, image.size) == ("JPEG", (256, 256))
        assert not image.getexif()
    assert b"GPS of my home" not in served.content
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert f"/foto/{key}/" in signed_in.get("/profiel/").content.decode()


def test_a_photo_is_for_people_of_the_organisation_only(signed_in: Client, noor: Person) -> None:
    signed_in.post("/profiel/foto/", {"foto": picture()})
    key = person(noor).avatar_key
    make_organisation("dorp")

    stranger = Client(headers={"host": "stad.localhost"})
    assert stranger.get(f"/foto/{key}/").status_code == 302
    assert signed_in.get(f"/foto/{key}/", headers={"host": "dorp.localhost"}).status_code == 302
    assert signed_in.get("/foto/guess/").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "niet lezen"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "niet lezen"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "niet lezen"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "niet lezen"),
        (b"x" * (8 * 1024 * 1024 + 1), "te groot"),
        (b"x" * (25 * 1024 * 1024 + 1), "te groot"),
    ],
)
def test_what_is_no_photo_is_refused(
    signed_in: Client, noor: Person, content: bytes, sentence: str
) -> None:
    answer = signed_in.post("/profiel/foto/", {"foto": SimpleUploadedFile("ik.png", content)})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert person(noor).avatar_key == ""


def test_without_a_file_the_profile_asks_for_one(signed_in: Client) -> None:
    answer = signed_in.post("/profiel/foto/")

    assert "Kies eerst een foto" in answer.content.decode()


@pytest.mark.parametrize(
    ("size", "kind", "layers"),
    [
        ((9000, 9000), "PNG", {}),
        ((1, 20_001), "PNG", {}),
        ((4100, 3000), "JPEG", {"progressive": True}),
    ],
)
def test_a_photo_that_unfolds_to_millions_of_pixels_is_refused(
    signed_in: Client, noor: Person, size: tuple[int, int], kind: str, layers: dict[str, bool]
) -> None:
    made = BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(made, kind, **layers)

    answer = signed_in.post(
        "/profiel/foto/", {"foto": SimpleUploadedFile("bom.png", made.getvalue())}
    )

    assert "te veel beeldpunten" in answer.content.decode()


def test_a_photo_is_replaced_and_removed(signed_in: Client, noor: Person) -> None:
    signed_in.post("/profiel/foto/", {"foto": picture()})
    first = person(noor).avatar_key
    signed_in.post("/profiel/foto/", {"foto": picture()})
    assert signed_in.get(f"/foto/{first}/").status_code == 404

    signed_in.post("/profiel/foto/weg/")
    assert person(noor).avatar_key == ""


@pytest.fixture
def photos(settings: Settings, tmp_path: Path) -> Path:
    """Where the photos of this test are kept."""
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path / "photos"


def test_a_photo_whose_change_fails_is_not_left_behind(
    photos: Path, noor: Person, by_noor: Acting
) -> None:
    gone = Person(pk=0, party_id=0, organisation=noor.organisation)

    with pytest.raises(Person.DoesNotExist):
        change_photo(gone, picture(), by=by_noor)

    assert list(photos.iterdir()) == []


def test_a_photo_that_a_crash_left_behind_is_swept_up_and_those_of_people_stay(
    photos: Path, signed_in: Client, noor: Person
) -> None:
    signed_in.post("/profiel/foto/", {"foto": picture()})
    long_ago = (now() - timedelta(hours=2)).timestamp()
    for name in ("verweesd.jpg", "net-gekomen.jpg"):
        (photos / name).touch()
    for file in photos.iterdir():
        os.utime(file, (long_ago, long_ago))
    (photos / "net-gekomen.jpg").touch()

    sweep_photos()

    enter_organisation(noor.organisation_id)
    kept = {f"{person(noor).avatar_key}.jpg", "net-gekomen.jpg"}
    assert {file.name for file in photos.iterdir()} == kept


def test_a_photo_that_the_disk_does_not_take_is_told(
    settings: Settings, tmp_path: Path, signed_in: Client, noor: Person
) -> None:
    (tmp_path / "geen-map").touch()
    settings.MEDIA_ROOT = str(tmp_path / "geen-map")

    answer = signed_in.post("/profiel/foto/", {"foto": picture()})

    assert answer.status_code == 422
    assert "Dat ligt aan ons. Probeer het later opnieuw." in answer.content.decode()
    assert person(noor).avatar_key == ""


@pytest.mark.parametrize(
    ("minutes", "rows", "readable"), [(29, 1, True), (31, 1, False), (24 * 60, 0, False)]
)
def test_a_code_that_is_too_old_is_forgotten(
    noor: Person, by_noor: Acting, minutes: int, rows: int, readable: bool
) -> None:
    add_email(
        noor.party, "noor@thuis.example", by=by_noor.later(now() - timedelta(minutes=minutes))
    )

    forget_codes()

    assert AddressCode.objects.count() == rows
    assert any(bytes(one.sealed) for one in AddressCode.objects.all()) is readable


def test_an_address_is_added_proven_and_chosen(
    signed_in: Client, noor: Person, by_noor: Acting
) -> None:
    note_known_email(noor.party, "noor@werk.example", by=by_noor)
    signed_in.post("/profiel/adressen/", {"adres": "noor@thuis.example"})
    address = noor.party.addresses.get(value="noor@thuis.example")
    assert "Code voor noor@thuis.example" in signed_in.get("/profiel/").content.decode()

    code = code_to_mail(address, by=by_noor)
    signed_in.post(f"/profiel/adressen/{address.key}/code/", {"adrescode": code})
    signed_in.post(f"/profiel/adressen/{address.key}/berichten/")

    assert noor.party.addresses.for_notices().get() == address


def test_a_wrong_code_is_said_at_its_field(
    signed_in: Client, noor: Person, by_noor: Acting
) -> None:
    address = add_email(noor.party, "noor@thuis.example", by=by_noor)

    answer = signed_in.post(f"/profiel/adressen/{address.key}/code/", {"adrescode": "12"})

    assert answer.status_code == 422
    assert "Deze code klopt niet of is te oud" in answer.content.decode()


def test_what_is_no_address_stays_in_the_field(signed_in: Client) -> None:
    answer = signed_in.post("/profiel/adressen/", {"adres": "noor<script>"})

    assert answer.status_code == 422
    assert 'value="noor&lt;script&gt;"' in answer.content.decode()


def test_a_new_code_is_mailed_for_an_unproven_address_only(
    signed_in: Client, noor: Person, by_noor: Acting
) -> None:
    proven = note_known_email(noor.party, "noor@werk.example", by=by_noor)
    waiting = add_email(noor.party, "noor@thuis.example", by=by_noor)

    assert signed_in.post(f"/profiel/adressen/{proven.key}/opnieuw/").status_code == 404
    assert signed_in.post(f"/profiel/adressen/{waiting.key}/opnieuw/").status_code == 302


@pytest.mark.parametrize("verb", ["code", "opnieuw", "berichten", "weg"])
def test_an_address_of_somebody_else_does_not_exist(
    signed_in: Client, system: Acting, verb: str
) -> None:
    kim = make_person("Kim Janssens", by=system)
    address = add_email(kim.party, "kim@thuis.example", by=system)

    answer = signed_in.post(f"/profiel/adressen/{address.key}/{verb}/", {"adrescode": "1"})

    assert answer.status_code == 404
    assert Address.objects.filter(pk=address.pk, verified_at=None).exists()


def test_an_address_can_be_removed(signed_in: Client, noor: Person, by_noor: Acting) -> None:
    address = add_email(noor.party, "noor@thuis.example", by=by_noor)

    signed_in.post(f"/profiel/adressen/{address.key}/weg/")

    assert not Party.objects.get(pk=noor.pk).addresses.exists()
