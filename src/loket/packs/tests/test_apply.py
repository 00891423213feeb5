"""A pack is shown as differences, applied at once, and applied twice without effect."""

import shutil
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from tests.make import acting

from loket.accounts.models import User
from loket.catalogue.actions.publish import archive_form
from loket.catalogue.models import FormVersion, ReferenceRow, Theme
from loket.core.models import Event, Host, NumberSeries, Organisation
from loket.core.tenancy import acting_in, enter_organisation
from loket.packs.apply import apply_pack
from loket.packs.diff import Difference, differences
from loket.packs.load import load_pack
from loket.packs.read import PackError
from loket.packs.tests.conftest import NOW, Change
from loket.people.access import rights_of
from loket.people.actions.parties import change_language
from loket.people.models import Employment, Person, Unit
from loket.routing.models import Queue


@pytest.fixture
def applied(db: None, folder: Path) -> Organisation:
    apply_pack(load_pack(folder, demo=True), "stad", at=NOW)
    organisation = Organisation.objects.get(slug="stad")
    enter_organisation(organisation.pk)
    return organisation


def again(folder: Path) -> list[Difference]:
    return apply_pack(load_pack(folder, demo=True), "stad", at=NOW + timedelta(days=1))


def said(found: list[Difference]) -> list[str]:
    return [line.strip() for one in found for line in str(one).splitlines()]


def test_a_pack_makes_the_whole_organisation(applied: Organisation) -> None:
    applied.refresh_from_db()
    assert (applied.name, applied.region, applied.languages) == ("Stad Één", "NL", ["nl", "en"])
    assert applied.settings["contact"]["phone"] == "14 000"
    assert Host.objects.get().host == "stad.localhost"
    assert NumberSeries.objects.get().prefix == "Z"
    balie = Unit.objects.get(slug="balie")
    assert balie.parent == Unit.objects.get(slug="stad")
    queue = Queue.objects.get()
    assert (queue.team, queue.term_days, queue.calendar.key) == (balie, 5, "kantoor")
    assert Theme.objects.get().texts == {"title": {"nl": "Wonen", "en": "Living"}}
    colours = ReferenceRow.objects.filter(table__code="kleuren")
    assert list(colours.values_list("code", flat=True)) == ["rood", "blauw"]


def test_people_of_the_demo_have_accounts_roles_and_work(applied: Organisation) -> None:
    sam = Person.objects.get(user__login="sam")
    rights = rights_of(sam, NOW.date())

    assert sam.user is not None
    assert sam.user.is_demo
    assert rights.has("lead")
    assert rights.has("handler", Unit.objects.get(slug="balie").pk)
    assert sam.party.addresses.for_notices().get().value == "sam@stad.example"
    assert Employment.objects.get(person__user__login="noor").manager == sam
    assert not User.objects.get(login="noor").is_demo


def test_applied_twice_nothing_happens(applied: Organisation, folder: Path) -> None:
    events = Event.objects.count()

    assert again(folder) == []
    assert Event.objects.count() == events


def test_without_the_demo_there_are_no_people(db: None, folder: Path) -> None:
    apply_pack(load_pack(folder), "stad", at=NOW)

    with acting_in(Organisation.objects.get().pk):
        assert not Person.objects.exists()


def test_what_would_change_is_shown_with_its_old_and_new_value(
    applied: Organisation, folder: Path, change: Change
) -> None:
    change("en: Living", "en: Housing")
    change("    calendar: kantoor", "    calendar: kantoor\n    term_days: 9")
    change("  wonen:", "  werk: {title: {nl: Werk, en: Work}}\n  wonen:")

    shown = said(differences(load_pack(folder, demo=True), applied))

    assert shown == [
        "~ queues balie",
        "term_days: 5 → 9",
        "+ themes werk",
        "~ themes wonen",
        'title.en: "Living" → "Housing"',
    ]
    assert Queue.objects.get().term_days == 5


def test_only_what_differs_is_written(applied: Organisation, folder: Path, change: Change) -> None:
    change("en: Living", "en: Housing")
    events = Event.objects.count()

    assert said(again(folder)) == ["~ themes wonen", 'title.en: "Living" → "Housing"']
    assert Theme.objects.get().texts["title"]["en"] == "Housing"
    assert Event.objects.count() == events
    assert again(folder) == []


def test_what_is_gone_from_the_pack_is_reported_and_stays(
    applied: Organisation, folder: Path, change: Change
) -> None:
    change(
        "  wonen: {title: {nl: Wonen, en: Living}, icon: home, order: 1}",
        "  werk: {title: {nl: Werk, en: Work}}",
    )

    assert "? themes wonen (gone from the pack, stays in the database)" in said(again(folder))
    assert Theme.objects.filter(slug="wonen").exists()


def test_a_row_that_is_gone_from_its_table_ends_and_comes_back(
    applied: Organisation, folder: Path, change: Change
) -> None:
    row = "      - code: blauw\n        label: {nl: Blauw, en: Blue}\n"
    change(row, "")
    again(folder)
    assert ReferenceRow.objects.get(code="blauw").ends_on is not None
    assert again(folder) == []

    change("    rows:\n", "    rows:\n" + row)
    again(folder)
    assert ReferenceRow.objects.get(code="blauw").ends_on is None


def test_a_role_that_is_gone_from_a_person_is_taken_back(
    applied: Organisation, folder: Path
) -> None:
    path = folder / "demo" / "people.yaml"
    path.write_text(path.read_text().replace("{role: lead}, ", ""))

    again(folder)

    sam = Person.objects.get(user__login="sam")
    assert not rights_of(sam, (NOW + timedelta(days=1)).date()).has("lead")
    assert again(folder) == []


def test_what_people_chose_themselves_is_left_alone(applied: Organisation, folder: Path) -> None:
    sam = Person.objects.get(user__login="sam")
    change_language(sam, "en", by=acting(sam))

    assert again(folder) == []
    assert Person.objects.get(pk=sam.pk).party.language == "en"


def test_a_refusal_half_way_leaves_nothing_behind(
    applied: Organisation, folder: Path, change: Change
) -> None:
    change("en: City", "en: Town")
    change('"2": [["09:00", "17:00"]]', '"2": [["10:00", "17:00"]]')

    with pytest.raises(PackError, match=r"test\.yaml:17: calendar kantoor"):
        again(folder)
    assert Unit.objects.get(slug="stad").name["en"] == "City"


def test_other_hours_of_a_calendar_are_a_new_version(
    applied: Organisation, folder: Path, change: Change
) -> None:
    change(
        '        closed: ["2026-12-31"]\n',
        '        closed: ["2026-12-31"]\n'
        '      - from: "2027-01-01"\n        hours: {"1": [["10:00", "16:00"]]}\n',
    )

    assert said(again(folder))[0] == "~ calendars kantoor"
    assert again(folder) == []


def test_a_pack_touches_no_other_organisation(db: None, folder: Path, change: Change) -> None:
    apply_pack(load_pack(folder, demo=True), "stad", at=NOW)
    change("  stad.localhost:", "  dorp.localhost:")
    change("  Z: {prefix: Z", "  Z: {prefix: Y")
    apply_pack(load_pack(folder, demo=True), "dorp", at=NOW)

    for slug, prefix in (("stad", "Z"), ("dorp", "Y")):
        with acting_in(Organisation.objects.get(slug=slug).pk):
            assert NumberSeries.objects.get().prefix == prefix
            assert Person.objects.count() == 2


def test_a_host_of_another_organisation_is_not_taken_away(db: None, folder: Path) -> None:
    apply_pack(load_pack(folder), "stad", at=NOW)

    with pytest.raises(PackError, match="another organisation has this host"):
        apply_pack(load_pack(folder), "dorp", at=NOW)
    assert Organisation.objects.count() == 1


@pytest.fixture
def packs(settings: Settings, folder: Path) -> Path:
    settings.PACKS = folder.parent
    return folder


def run(*words: str) -> str:
    out = StringIO()
    call_command("pack", *words, stdout=out)
    return out.getvalue()


def test_the_command_checks_shows_and_applies(db: None, packs: Path) -> None:
    assert run("check") == "test: in order\n"
    assert "+ units balie" in run("diff", "test", "--to", "stad")
    assert not Organisation.objects.exists()

    assert "+ units balie" in run("apply", "test", "--to", "stad", "--demo")
    assert run("apply", "test", "--to", "stad", "--demo") == "No difference.\n"
    assert run("diff", "test", "--to", "stad", "--demo") == "No difference.\n"


def test_the_command_says_what_is_wrong_and_writes_nothing(
    db: None, packs: Path, change: Change
) -> None:
    change("kind: team", "kind: troep")

    with pytest.raises(CommandError, match=r"test\.yaml:29: Hier kan alleen"):
        run("apply", "test", "--to", "stad")
    assert not Organisation.objects.exists()


def test_the_command_asks_for_which_organisation(packs: Path) -> None:
    with pytest.raises(CommandError, match="--to SLUG"):
        run("diff", "test")


def test_what_is_asked_to_be_taken_is_shown_first_and_lies_in_one_of_the_packs(
    db: None, packs: Path
) -> None:
    run("apply", "test", "--to", "stad")
    organisation = Organisation.objects.get(slug="stad")
    with acting_in(organisation.pk):
        archive_form(FormVersion.objects.get(form__key="test.kort"), by=acting(None))
    other = packs.parent / "ander"
    shutil.copytree(packs, other)
    (other / "forms" / "kort.yaml").unlink()
    both = ("test", "ander", "--to", "stad", "--take")

    assert "= forms test.kort" in run("diff", "test", "--to", "stad")
    assert "+ forms test.kort" in run("diff", *both, "test.kort")
    assert "+ forms test.kort" in run("apply", *both, "test.kort")
    with pytest.raises(CommandError, match=r"test\.weg"):
        run("apply", *both, "test.weg")
