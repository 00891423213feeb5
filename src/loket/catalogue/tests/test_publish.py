"""Forms are kept in versions; what is online never changes."""

import pytest
from django.db import Error, transaction

from loket.catalogue.actions.publish import (
    PublishRefusedError,
    archive_form,
    publish_form,
    save_draft_version,
)
from loket.catalogue.models import Form, FormVersion, Service
from loket.catalogue.rules.values import Json
from loket.catalogue.specs import spec_of
from loket.catalogue.tests.conftest import acting
from loket.catalogue.tests.forms import LEAVE, said
from loket.core.errors import RuleError
from loket.core.models import Event
from loket.people.models import Person

State = FormVersion.State
CHANGED = {**LEAVE, "title": said("Minder werken")}


def test_a_published_form_is_found_with_its_texts(service: Service) -> None:
    assert service.slug == "vermindering-van-werkregime"
    assert service.texts["title"]["fr"] == "Réduction du régime de travail"
    assert service.queue.slug == "tijd"
    assert service.loa == "substantial"
    assert "semaine de quatre jours" in service.search
    assert "reduction du regime de travail" in service.search


def test_the_same_form_makes_no_second_version(service: Service, sarah: Person) -> None:
    again = save_draft_version(dict(reversed(LEAVE.items())), by=acting(sarah))
    publish_form(again, by=acting(sarah))

    assert again.pk == service.form.live_version_id
    assert FormVersion.objects.count() == 1
    assert Event.objects.filter(kind="form.published").count() == 1


def test_a_changed_form_is_a_new_version_and_archives_the_old(
    service: Service, sarah: Person
) -> None:
    version = save_draft_version(CHANGED, by=acting(sarah))
    publish_form(version, by=acting(sarah))

    states = dict(FormVersion.objects.values_list("n", "state"))
    service.refresh_from_db()
    assert states == {1: State.ARCHIVED, 2: State.PUBLISHED}
    assert Form.objects.get().live_version_id == version.pk
    assert service.texts["title"]["nl"] == "Minder werken"
    assert service.slug == "vermindering-van-werkregime"
    assert spec_of(version).version == 2


def test_a_draft_version_is_changed_in_place(service: Service, sarah: Person) -> None:
    first = save_draft_version(CHANGED, by=acting(sarah))
    second = save_draft_version({**CHANGED, "intro": said("Kort")}, by=acting(sarah))

    assert second.pk == first.pk
    assert spec_of(second).intro["nl"] == "Kort"
    assert Form.objects.get().live_version_id == service.form.live_version_id


def test_a_published_version_never_changes(service: Service) -> None:
    version = FormVersion.objects.get()
    version.spec = CHANGED

    with pytest.raises(Error, match="never changes"), transaction.atomic():
        version.save()


def test_publishing_is_refused_with_every_reason(service: Service, sarah: Person) -> None:
    lost = {**CHANGED, "theme": "weg", "case": {"type": "x", "number": "HRB", "queue": "weg"}}
    version = save_draft_version(lost, by=acting(sarah))

    with pytest.raises(PublishRefusedError) as refused:
        publish_form(version, by=acting(sarah))

    version.refresh_from_db()
    assert len(refused.value.reasons) == 2
    assert refused.value.reasons[0] == "theme: Er is geen thema met de naam ‘weg’."
    assert version.state == State.DRAFT


def test_a_form_that_looks_ahead_or_lacks_a_language_is_refused(
    service: Service, sarah: Person
) -> None:
    bare = {"id": "x", "title": said("X"), "show_when": {"f": "opmerking", "answered": True}}
    steps = [{**bare, "fields": []}, *LEAVE["steps"]]  # type: ignore[misc]
    version = save_draft_version(
        {**CHANGED, "steps": steps, "intro": {"nl": "Kort"}}, by=acting(sarah)
    )

    with pytest.raises(PublishRefusedError) as refused:
        publish_form(version, by=acting(sarah))

    assert refused.value.reasons == (
        "intro: Deze tekst ontbreekt in het Frans.",
        "intro: Deze tekst ontbreekt in het Duits.",
        "intro: Deze tekst ontbreekt in het Engels.",
        "steps[0].show_when: Dit kijkt naar ‘opmerking’, maar die vraag komt pas later. "
        "Zet haar ervoor.",
    )


def test_an_archived_form_is_offered_no_longer(service: Service, sarah: Person) -> None:
    version = archive_form(FormVersion.objects.get(), by=acting(sarah))

    service.refresh_from_db()
    with pytest.raises(RuleError):
        publish_form(version, by=acting(sarah))
    assert not service.offered
    assert Form.objects.get().live_version is None


def test_a_form_whose_cases_come_out_otherwise_is_not_published(
    service: Service, sarah: Person
) -> None:
    case: Json = {"shows": ["bestaat_niet"], "problems": {}}
    tests: Json = {"today": "2026-11-21", "cases": {"niets-ingevuld": case}}
    told = {**CHANGED, "tests": tests}
    version = save_draft_version(told, by=acting(sarah))

    with pytest.raises(PublishRefusedError) as refused:
        publish_form(version, by=acting(sarah))

    (shows, *_others) = refused.value.reasons
    assert shows.startswith("tests.cases.niets-ingevuld.shows: Dit testgeval komt anders uit.")
    assert "Verwacht: bestaat_niet." in shows
    assert FormVersion.objects.get(pk=version.pk).state == State.DRAFT
