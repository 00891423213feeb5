"""A pack brings its forms, and leaves what people made on the pages."""

from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest
from tests.make import acting, make_block, make_person

from loket.catalogue.actions.publish import archive_form, publish_form, save_draft_version
from loket.catalogue.models import Form, FormVersion, Service
from loket.contacts.models import TextBlock
from loket.core.acting import Acting
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.packs.apply import apply_pack
from loket.packs.diff import differences
from loket.packs.load import load_pack
from loket.packs.read import PackError
from loket.packs.tests.conftest import NOW

KEY = "test.kort"
TITLE = "Kort formulier"
OF_THE_PACK = "Nieuw uit het pakket"
OURS = "Eigen titel"


@pytest.fixture
def applied(db: None, folder: Path) -> Organisation:
    apply_pack(load_pack(folder), "stad", at=NOW)
    organisation = Organisation.objects.get(slug="stad")
    enter_organisation(organisation.pk)
    return organisation


@pytest.fixture
def fo(applied: Organisation) -> Acting:
    return acting(make_person("Fo Formulier", login="fo"), NOW)


def form() -> Form:
    return Form.objects.get(key=KEY)


def live() -> FormVersion:
    version = form().live_version
    assert version is not None
    return version


def change_pack(folder: Path) -> None:
    path = folder / "forms" / "kort.yaml"
    text = path.read_text()
    assert TITLE in text
    path.write_text(text.replace(TITLE, OF_THE_PACK, 1))


def make_on_the_page(by: Acting) -> FormVersion:
    spec = deepcopy(live().spec)
    spec["title"]["nl"] = OURS
    return save_draft_version(spec, by=by)


def apply(folder: Path, *taken: str) -> list[str]:
    found = apply_pack(load_pack(folder), "stad", at=NOW + timedelta(days=1), taken=taken)
    return [str(one).partition("\n")[0] for one in found]


def titles() -> list[str]:
    return [one.spec["title"]["nl"] for one in form().versions.order_by("n")]


def test_a_form_that_only_the_pack_changed_gets_its_next_version(
    applied: Organisation, folder: Path
) -> None:
    change_pack(folder)

    assert apply(folder) == [f"~ forms {KEY}"]
    assert live().spec["title"]["nl"] == OF_THE_PACK
    assert apply(folder) == []


def test_what_was_put_online_on_the_pages_stays(fo: Acting, folder: Path) -> None:
    publish_form(make_on_the_page(fo), by=fo)
    why = "(stays as it is: Fo Formulier put version 2 online on 2026-11-20)"
    assert apply(folder) == [f"= forms {KEY} {why}"]

    change_pack(folder)

    assert apply(folder) == [f"= forms {KEY} {why}"]
    assert titles() == [TITLE, OURS]
    assert live().spec["title"]["nl"] == OURS


def test_what_is_in_the_making_is_not_written_over(fo: Acting, folder: Path) -> None:
    make_on_the_page(fo)
    assert apply(folder) == []

    change_pack(folder)

    assert apply(folder) == [f"= forms {KEY} (stays as it is: version 2 is in the making)"]
    assert titles() == [TITLE, OURS]
    assert live().n == 1


def test_what_was_taken_offline_stays_offline(fo: Acting, folder: Path) -> None:
    archive_form(live(), by=fo)

    assert apply(folder) == [f"= forms {KEY} (stays as it is: it was taken offline)"]
    assert form().live_version is None
    assert not Service.objects.get(form=form()).offered


def test_a_difference_shows_what_stays_and_how_it_differs(fo: Acting, folder: Path) -> None:
    publish_form(make_on_the_page(fo), by=fo)

    (shown,) = differences(load_pack(folder), fo_organisation())

    assert "stays as it is" in str(shown)
    assert f'title.nl: "{OURS}" → "{TITLE}"' in str(shown)


def fo_organisation() -> Organisation:
    return Organisation.objects.get(slug="stad")


def test_the_text_of_the_pack_is_taken_where_that_is_asked(fo: Acting, folder: Path) -> None:
    publish_form(make_on_the_page(fo), by=fo)

    assert apply(folder, KEY) == [f"~ forms {KEY}"]
    assert titles() == [TITLE, OURS, TITLE]
    assert live().n == 3
    assert apply(folder) == []


def test_a_form_that_is_offline_is_put_online_where_that_is_asked(fo: Acting, folder: Path) -> None:
    archive_form(live(), by=fo)

    assert apply(folder, KEY) == [f"+ forms {KEY}"]
    assert live().n == 2


def test_what_is_in_the_making_is_never_taken_over(fo: Acting, folder: Path) -> None:
    make_on_the_page(fo)
    change_pack(folder)

    with pytest.raises(PackError, match="Versie 2 is nog in de maak"):
        apply(folder, KEY)

    assert titles() == [TITLE, OURS]


def test_a_form_that_the_pack_does_not_have_cannot_be_taken(
    applied: Organisation, folder: Path
) -> None:
    with pytest.raises(PackError, match=r"test\.weg"):
        apply(folder, "test.weg")


def test_a_text_block_that_was_written_on_the_pages_stays(
    applied: Organisation, folder: Path
) -> None:
    make_block("groet", body={"nl": "Onze groet", "en": "Our greeting"})
    path = folder / "test.yaml"
    words = "{nl: Groet, en: Greeting}"
    path.write_text(f"{path.read_text()}\nblocks:\n  groet: {{title: {words}, body: {words}}}\n")

    assert apply(folder) == ["= blocks groet (stays as it is: it was written on the pages)"]
    assert TextBlock.objects.get(code="groet").body["nl"] == "Onze groet"
