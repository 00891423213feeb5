"""Every form of the demo goes from its first page to the desk: filled in, sent, told and found.

Each form is filled in page by page with the fullest of the cases beside it that may be sent.
"""

from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet
from django.test import Client

from loket.cases.models import Case, Task
from loket.catalogue.models import Service
from loket.catalogue.rules.reading import LANGUAGES, mapping
from loket.catalogue.rules.spec import Field
from loket.catalogue.rules.submitted import split_special, submitted_answers
from loket.catalogue.rules.values import ITEM, OTHER, Json
from loket.contacts.models import OutgoingMail
from loket.core.clock import now
from loket.core.models import Organisation
from loket.core.tenancy import enter_organisation
from loket.documents.tests.makefiles import make_pdf
from loket.packs.apply import apply_pack
from loket.packs.load import load_pack
from loket.packs.tests.cases import HOME, KEYS, ORGANISATIONS, Told, told
from loket.packs.tests.forms import TODAY, read_form
from loket.people.models import Person, RoleGrant
from tests.foreign import foreign_in
from tests.world import World, sign_in

GO_ON = {"volgende": "1"}


@pytest.fixture(scope="module")
def organisations(database_of_module: str) -> Iterator[Mapping[str, Organisation]]:
    """The organisations with their forms and people, on the day of the cases."""
    with time_machine.travel(f"{TODAY}T10:00:00Z"):
        for pack in ORGANISATIONS:
            apply_pack(load_pack(settings.PACKS / pack, demo=True), pack, at=now())
        yield {one.slug: one for one in Organisation.objects.all()}


@pytest.mark.parametrize("key", KEYS)
def test_a_form_is_filled_in_sent_told_and_found(
    organisations: Mapping[str, Organisation],
    db: None,
    run_jobs: Callable[[], list[str]],
    key: str,
) -> None:
    home = organisations[HOME[key]]
    enter_organisation(home.pk)
    case = fullest(key)
    site = browser(home, asker(case))
    assert is_found_in_every_language(site, case)
    base = begin(site, case)
    last = fill_in(site, base, case)
    assert last == f"{base}controleren/"
    assert "Er ontbreekt nog iets" not in text(site.get(last))

    receipt = site.post(f"{base}indienen").headers["Location"]

    made = Case.objects.select_related("queue__team", "requester").get(number=receipt.split("/")[2])
    shown = text(site.get(receipt))
    assert all(link.text["nl"] in shown for link in case.spec.links)
    assert made.queue.slug == case.says.get("queue", case.spec.case.queue)
    assert answers_of(made.answers, case) == answers_of(plain(case), case)
    assert waiting(made) == {
        *(("deliver", name) for name in case.says.get("later", [])),
        *(("approve", "") for _one in case.says.get("approvals", [])),
    }
    run_jobs()
    assert [one for mail in mails_of(made) for one in foreign_in(mail, home.slug)] == []
    assert told_by_mail(made) == {
        "requester",
        *(["chief"] if "approvals" in case.says else []),
        *(["subject"] if case.spec.on_behalf else []),
    }
    for path in ("", "gegevens/", "bijlagen/", "pdf"):
        assert site.get(f"/zaken/{made.number}/{path}").status_code == 200
    team = handlers().filter(unit=made.queue.team)
    assert found_by(home, made) == set(team.values_list("person", flat=True))


def fullest(key: str) -> Told:
    """The case that asks most of all that may be sent."""
    fit = [one for one in told(key) if one.state().ok and not one.says.get("no_chief")]
    return max(fit, key=lambda one: len([*one.says["shows"], *one.says.get("documents", [])]))


def asker(case: Told) -> Person:
    if case.pack == "rijnbeek":
        return person("joris")
    return person("petra" if case.spec.on_behalf else "sarah")


def person(login: str) -> Person:
    return Person.objects.select_related("party").get(user__login=login)


class Site(Client):
    """A browser; behind each request the rows of its organisation stay open for the test."""

    home = ""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        enter_organisation(Organisation.objects.get(slug=self.home).pk)
        return answer


def browser(organisation: Organisation, who: Person) -> Site:
    site = Site(headers={"host": f"{organisation.slug}.localhost"})
    site.home = organisation.slug
    site.cookies[settings.SESSION_COOKIE_NAME] = sign_in(World(organisation, {}, {}), who)
    return site


def text(answer: Any) -> str:
    assert answer.status_code == HTTPStatus.OK, answer
    return str(answer.content.decode())


def begin(site: Client, case: Told) -> str:
    """Begin the form; give the address of its draft."""
    about = {"voor": person("sarah").party.key} if case.spec.on_behalf else {}
    page = f"/formulier/{slug(case)}/"
    assert case.spec.title["nl"] in text(site.get(page))
    first = site.post(f"{page}begin", about).headers["Location"]
    return first.removesuffix(f"{case.spec.steps[0].id}/")


def is_found_in_every_language(site: Client, case: Told) -> bool:
    """Whether the first word that people use for it leads to the form."""
    keywords = mapping(read_form(case.pack, case.key).data["keywords"])
    words = [first_of(keywords[language]) for language in LANGUAGES]
    shown = [text(site.get("/zoeken/", {"q": word})) for word in words]
    return all(f"/formulier/{slug(case)}/" in one for one in shown)


def first_of(words: Json) -> str:
    assert isinstance(words, list)
    return str(words[0])


def slug(case: Told) -> str:
    return Service.objects.get(form__key=case.key).slug


def fill_in(site: Client, base: str, case: Told) -> str:
    """Answer step after step, as the pages lead; give where they lead in the end."""
    place = f"{base}{case.spec.steps[0].id}/"
    for step in case.spec.steps:
        if place == f"{base}{step.id}/":
            assert step.title["nl"] in text(site.get(place))
            place = site.post(place, typed(case, step.id) | GO_ON).headers["Location"]
    return place


def typed(case: Told, step: str) -> dict[str, Any]:
    """What stands in the inputs of a step."""
    found: dict[str, Any] = {}
    for one in case.spec.every_field():
        answers = case.says.get("answers", {})
        if one.step == step and one.group:
            for item in answers.get(one.group, []):
                found |= inputs(f"{one.group}.{item[ITEM]}.{one.id}", one, item.get(one.id))
        elif one.step == step and one.type != "group":
            found |= inputs(one.id, one, answers.get(one.id))
    for name in case.says.get("files", []):
        found[f"document.{name}"] = SimpleUploadedFile(f"{name}.pdf", make_pdf())
    for name in case.says.get("later", []):
        found |= {"vinkje": f"document.{name}", f"document.{name}.later": "true"}
    reasons = case.says.get("answers", {}).get("_reasons", {})
    return found | {f"_reasons.{path}": words for path, words in reasons.items()}


def inputs(name: str, field: Field, answer: Json) -> Mapping[str, Any]:
    """What one answer looks like in its inputs."""
    if answer is None:
        return {}
    if field.type in ("consent", "statement"):
        return {name: "true"}
    if isinstance(answer, dict) and OTHER in answer:
        return {name: OTHER, f"{name}.{OTHER}": answer[OTHER]}
    if isinstance(answer, dict):
        return {f"{name}.{part}": value for part, value in answer.items()}
    if isinstance(answer, bool):
        return {name: str(answer).lower()}
    return {name: str(answer).replace(".", ",") if field.type == "decimal" else answer}


def plain(case: Told) -> Mapping[str, Json]:
    """The answers of a case that are kept open to every handler."""
    return split_special(case.spec, submitted_answers(case.state()))[0]


def answers_of(answers: Mapping[str, Json], case: Told) -> dict[str, Json]:
    """Answers without those that we knew, and without the parts that are not answers."""
    known = {one.id for one in case.spec.every_field() if one.prefill}
    return {key: one for key, one in answers.items() if key not in known and key[0] != "_"}


def waiting(case: Case) -> set[tuple[str, str]]:
    """What somebody must do first."""
    return {(one.kind, one.slot) for one in Task.objects.open().filter(case=case)}


def mails_of(case: Case) -> list[str]:
    """Everything that stands in the letters with the number of this case."""
    letters = OutgoingMail.objects.filter(subject__contains=case.number)
    return [" ".join(map(str, one)) for one in letters.values_list()]


def told_by_mail(case: Case) -> set[str]:
    """Who got a letter with the number of this case."""
    letters = OutgoingMail.objects.filter(subject__contains=case.number)
    chiefs = set(Task.objects.filter(case=case, kind="approve").values_list("person", flat=True))
    about = {case.subject_id} - {case.requester_id}
    roles = {**dict.fromkeys(about, "subject"), **dict.fromkeys(chiefs, "chief")}
    return {roles.get(one.person_id, "requester") for one in letters}


def found_by(organisation: Organisation, case: Case) -> set[int]:
    """The handlers who find the case at the desk."""
    path = f"/werk/zaken/{case.number}/gegevens/"
    return {
        one.pk
        for one in Person.objects.filter(pk__in=handlers().values("person"))
        if browser(organisation, one).get(path).status_code == HTTPStatus.OK
    }


def handlers() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(role=RoleGrant.Role.HANDLER)
