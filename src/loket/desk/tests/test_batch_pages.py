"""From ticked rows to a result for each, on pages that need no script."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from tests.make import acting, grant, make_case, make_letters, make_queue
from tests.world import World

from loket.cases.actions.answering import write_to_case
from loket.cases.actions.given import Given
from loket.cases.actions.handling import assign_case, release_case
from loket.cases.actions.planning import bring_back, put_off, set_priority
from loket.cases.models import Absence, Batch, Case
from loket.core.clock import now
from loket.core.figures import day
from loket.core.keys import new_key
from loket.core.tenancy import acting_in

MINE = "/werk/alle/mine/"
type RunJobs = Callable[[], list[str]]
type Change = Callable[[Case], object]


def read(desk: Client, address: str) -> str:
    return re.sub(r"\s+", " ", unescape(desk.get(address).text))


def batch_of(world: World) -> Batch:
    with acting_in(world.organisation.pk):
        return Batch.objects.latest("pk")


def fresh(world: World, case: Case) -> Case:
    with acting_in(world.organisation.pk):
        return Case.objects.get(pk=case.pk)


def write(world: World, case: Case) -> None:
    with acting_in(world.organisation.pk):
        writer = acting(world.people["requester"])
        write_to_case(case, by=writer, given=Given(text="Wacht, ik heb nog bewijs."))


def more(world: World, number: int) -> list[Case]:
    people, service = world.people, world.things["service"]
    handler = people["handler"]
    return [
        make_case(people["requester"], service, assignee=handler, status="assigned")
        for _ in range(number)
    ]


def send(desk: Client, **chosen: object) -> str:
    """Send the choice; give the address of what to do with it."""
    answer = desk.post("/werk/reeksen/", {"key": new_key(), "terug": MINE, **chosen})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_what_did_not_work_is_tried_again_with_the_words_that_were_written(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    free = make_case(world.people["requester"], world.things["service"])
    (mine,) = more(world, 1)
    make_letters()
    send(desk, doe="close", zaak=[mine.number, free.number])
    first = f"/werk/reeksen/{batch_of(world).key}/"
    desk.post(f"{first}starten/", {"doe": "close", "text": "Dubbel ingediend."})
    run_jobs()
    assert "Dubbel ingediend." in read(desk, first)

    again = read(desk, desk.post(f"{first}opnieuw/").headers["Location"])

    assert "1 zaak gekozen" in again
    assert free.number in again
    assert "Dubbel ingediend.</textarea>" in again
    assert "Waarom sluit u de zaken zonder oplossing?" in again


def test_a_list_has_a_box_before_each_row_and_says_what_can_be_done(
    world: World, desk: Client
) -> None:
    shown = read(desk, MINE)

    number = world.things["case"].number
    assert f'name="zaak" value="{number}" form="kies" aria-label="Kies {number}"' in shown
    assert set(re.findall(r'name="doe" value="(\w+)"', shown)) == {
        "assign",
        "put_off",
        "priority",
        "message",
        "close",
    }


def test_what_was_ticked_is_done_and_each_row_says_how_it_went(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    free = make_case(world.people["requester"], world.things["service"])
    (mine,) = more(world, 1)
    make_letters()
    there = send(desk, doe="close", zaak=[mine.number, free.number, "HRB9999999"])
    assert "2 zaken gekozen" in read(desk, there)

    key = batch_of(world).key
    started = desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "close", "text": "Dubbel."})
    running = read(desk, started.headers["Location"])
    run_jobs()
    done = read(desk, started.headers["Location"])

    part = desk.get(started.headers["Location"], headers={"HX-Request": "true"})
    assert "Bezig met de zaken" in running
    assert "<title>1 zaak gedaan | " in part.content.decode()
    assert done.count("<title>") == 1
    assert 'hx-trigger="load delay:1s"' in running
    assert "1 zaak gedaan" in done
    assert "Klaar. 1 zaak lukte niet." in done
    assert world.people["requester"].party.name in done
    assert "U kunt dit niet doen in deze zaak." in done
    assert "hx-trigger" not in done
    assert done.index(free.number) < done.index(mine.number)
    assert fresh(world, mine).status == "closed_incomplete"


def test_all_of_a_list_is_what_its_filters_say_on_every_page(world: World, desk: Client) -> None:
    more(world, 27)
    Case.objects.filter(pk=more(world, 1)[0].pk).update(language="fr")
    whole = {"alles": "ja", "rij": "alle", "beeld": "mine"}

    assert "29 zaken gekozen" in read(desk, send(desk, **whole, lijst=""))
    assert "1 zaak gekozen" in read(desk, send(desk, **whole, lijst="schrijftaal=fr"))


def test_what_is_lacking_is_said_and_what_was_typed_stays(world: World, desk: Client) -> None:
    send(desk, zaak=world.things["case"].number)
    key = batch_of(world).key

    answer = desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "put_off", "until": "2020-01-01"})

    assert answer.status_code == 422
    assert "Kies een dag na vandaag." in answer.text
    assert 'value="2020-01-01"' in answer.text
    assert f'href="/werk/reeksen/{key}/?doe=message"' in answer.text


def test_the_same_choice_and_the_same_start_twice_are_one(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    number, key = world.things["case"].number, new_key()
    first = send(desk, key=key, zaak=number)
    again = send(desk, key=key, zaak=number)
    for _ in range(2):
        desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "priority", "priority": "3"})

    assert first == again
    assert run_jobs().count("cases.tasks.run_batch") == 1


def test_a_text_to_all_of_a_second_window_that_comes_too_late_is_given_back(
    world: World, desk: Client
) -> None:
    key = new_key()
    send(desk, key=key, zaak=world.things["case"].number)
    desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "priority", "priority": "3"})

    late = desk.post(
        f"/werk/reeksen/{key}/starten/",
        {"doe": "message", "text": "Wij sluiten vrijdag.", "csrfmiddlewaretoken": "een"},
        headers={"origin": f"http://{world.organisation.slug}.localhost"},
    )

    assert late.status_code == 409
    assert "Wij sluiten vrijdag." in late.text


def test_priorities_are_taken_back_by_one_button(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    case, key = world.things["case"], new_key()
    send(desk, key=key, zaak=case.number)
    desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "priority", "priority": "3"})
    run_jobs()
    assert fresh(world, case).priority == 3

    assert "Draai terug" in read(desk, f"/werk/reeksen/{key}/")
    desk.post(f"/werk/reeksen/{key}/terugdraaien/")
    run_jobs()

    shown = read(desk, f"/werk/reeksen/{key}/")
    assert fresh(world, case).priority == 1
    assert "1 zaak teruggedraaid" in shown
    assert "Draai terug" not in shown


@pytest.mark.parametrize("back", [MINE, f"{MINE}?schrijftaal=nl"])
def test_nothing_chosen_is_said_in_the_list_itself(desk: Client, back: str) -> None:
    answer = desk.post("/werk/reeksen/", {"key": new_key(), "terug": back})

    shown = read(desk, answer.headers["Location"])
    assert "Kies eerst een of meer zaken." in shown
    assert "<title>Fout: Van mij" in shown
    assert f'name="terug" value="{back}"' in shown


@pytest.mark.parametrize("back", ["https://elders.example/werk/", "//elders.example", "/zaken/"])
def test_the_way_back_is_a_list_of_ours(world: World, desk: Client, back: str) -> None:
    there = send(desk, zaak=world.things["case"].number, terug=back)

    assert "elders" not in read(desk, there)
    assert batch_of(world).back == "/werk/"


def test_what_is_put_off_leaves_the_list_until_its_day(world: World, desk: Client) -> None:
    number = world.things["case"].number
    tomorrow = (now() + timedelta(days=2)).date().isoformat()

    desk.post(f"/werk/zaken/{number}/uitstellen/", {"until": tomorrow})
    assert f'id="rij-{number}"' not in read(desk, MINE)
    assert f'id="rij-{number}"' in read(desk, "/werk/alle/later/")
    assert "Komt terug:" in read(desk, "/werk/alle/team/")

    with acting_in(world.organisation.pk):
        Case.objects.update(returns_on=now().date() - timedelta(days=1))
    assert "Kwam terug:" in read(desk, MINE)


def test_a_case_gets_its_priority_on_its_own_page_too(world: World, desk: Client) -> None:
    case = world.things["case"]

    desk.post(f"/werk/zaken/{case.number}/prioriteit/", {"priority": "3"})
    refused = desk.post(f"/werk/zaken/{case.number}/prioriteit/", {"priority": "7"})

    assert fresh(world, case).priority == 3
    assert refused.status_code == 422
    assert "Kies een prioriteit." in refused.text


def test_who_goes_back_and_ticks_other_cases_gets_those(world: World, desk: Client) -> None:
    first, second = more(world, 2)
    key = new_key()
    send(desk, key=key, zaak=first.number)

    shown = read(desk, send(desk, key=key, zaak=second.number))

    assert f"{second.number} · " in shown
    assert f"{first.number} · " not in shown


def test_all_of_a_list_with_many_filters_is_no_more_than_it_shows(
    world: World, desk: Client
) -> None:
    Case.objects.filter(pk=more(world, 1)[0].pk).update(language="fr")
    forms = "&".join(f"formulier=formulier-{number:060}" for number in range(15))
    mine = f"formulier={world.things['service'].form.key}&{forms}&schrijftaal=fr"

    chosen = send(desk, alles="ja", rij="alle", beeld="mine", lijst=mine)

    assert "1 zaak gekozen" in read(desk, chosen)


def test_nobody_learns_a_name_by_giving_cases_to_a_number(world: World, desk: Client) -> None:
    send(desk, zaak=world.things["case"].number)
    key, stranger = batch_of(world).key, world.people["stranger"]

    typed = {"doe": "assign", "colleague": stranger.pk}
    answer = desk.post(f"/werk/reeksen/{key}/starten/", typed)

    assert answer.status_code == 422


def test_cases_that_are_no_longer_theirs_are_not_named(world: World, desk: Client) -> None:
    case = world.things["case"]
    there = send(desk, zaak=case.number)
    with acting_in(world.organisation.pk):
        elsewhere = make_queue("elders")
        Case.objects.filter(pk=case.pk).update(queue=elsewhere)

    assert case.number not in read(desk, there)


def test_a_finished_batch_names_only_cases_that_the_reader_still_handles(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    kept, gone = more(world, 2)
    send(desk, zaak=[kept.number, gone.number])
    key = batch_of(world).key
    desk.post(f"/werk/reeksen/{key}/starten/", {"doe": "priority", "priority": "2"})
    run_jobs()
    with acting_in(world.organisation.pk):
        elsewhere = make_queue("elders")
        Case.objects.filter(pk=gone.pk).update(queue=elsewhere, title={"nl": "Geheim"})

    shown = read(desk, f"/werk/reeksen/{key}/")

    assert kept.number in shown
    assert gone.number not in shown
    assert "Geheim" not in shown
    assert "En 1 zaak die u niet behandelt." in shown


def test_cases_for_who_is_away_are_asked_twice(world: World, desk: Client) -> None:
    people, today = world.people, now().date()
    with acting_in(world.organisation.pk):
        Absence.objects.create(
            person=people["cleared"],
            stand_in=people["handler"],
            set_by=people["lead"],
            starts_on=today - timedelta(days=3),
            ends_on=today + timedelta(days=3),
            created_at=now(),
        )
    there = send(desk, zaak=world.things["case"].number)
    start = f"/werk/reeksen/{batch_of(world).key}/starten/"
    typed = {"doe": "assign", "colleague": people["cleared"].pk}

    first = desk.post(start, typed)
    second = desk.post(start, typed | {"toch": "1"})

    assert "afwezig tot en met" in read(desk, f"{there}?doe=assign") + first.text
    assert (first.status_code, second.status_code) == (422, 302)
    assert f'value="{people["cleared"].pk}" selected' in first.text


def test_a_list_says_how_each_case_stood_and_what_is_newer_is_not_closed(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    case = world.things["case"]
    shown = re.findall(r'name="gezien" value="([\d:.-]+)" form="kies"', read(desk, MINE))
    write(world, case)

    send(desk, zaak=case.number, gezien=[*shown, "", "x:y", "9" * 30])
    there = f"/werk/reeksen/{batch_of(world).key}/"
    desk.post(f"{there}starten/", {"doe": "close", "text": "Geen reactie."})
    run_jobs()

    done = read(desk, there)
    assert fresh(world, case).closed_at is None
    assert "Iemand heeft deze zaak intussen veranderd." in done
    assert "Geen reactie." in done


def told(world: World, desk: Client, run_jobs: RunJobs, meanwhile: Change, **order: object) -> str:
    """What the page says of one case with which a colleague did something meanwhile."""
    there = send(desk, zaak=world.things["case"].number)
    with acting_in(world.organisation.pk):
        meanwhile(fresh(world, world.things["case"]))
    started = desk.post(f"/werk/reeksen/{batch_of(world).key}/starten/", order)
    assert started.status_code == 302
    run_jobs()
    return read(desk, there)


def test_a_row_names_what_a_colleague_chose_and_what_was_chosen_here(
    world: World, desk: Client, run_jobs: RunJobs
) -> None:
    people, today = world.people, now().date()
    hans, mia, lea = (people[one] for one in ("handler", "cleared", "lead"))
    grant(lea, "handler", world.things["case"].queue.team)
    early, late = today + timedelta(days=40), today + timedelta(days=41)

    pressing = told(
        world, desk, run_jobs, lambda case: set_priority(case, 3, by=acting(hans)),
        doe="priority", priority="0",
    )  # fmt: skip
    later = told(
        world, desk, run_jobs, lambda case: put_off(case, late, by=acting(hans)),
        doe="put_off", until=early.isoformat(),
    )  # fmt: skip
    back = told(
        world, desk, run_jobs, lambda case: bring_back(case, by=acting(hans)),
        doe="put_off", until=early.isoformat(),
    )  # fmt: skip
    given = told(
        world, desk, run_jobs, lambda case: assign_case(case, mia, by=acting(hans)),
        doe="assign", colleague=lea.pk,
    )  # fmt: skip
    free = told(
        world, desk, run_jobs, lambda case: release_case(case, by=acting(mia)),
        doe="assign", colleague=lea.pk,
    )  # fmt: skip

    assert "een andere prioriteit: dringend. U koos: laag." in pressing
    assert f"terugkomt: {day(late, today)}. U koos: {day(early, today)}." in later
    assert f"weer in de lijst. U koos: {day(early, today)}." in back
    assert f"toe aan {mia.party.name}. U koos {lea.party.name}." in given
    assert f"terug in de wachtrij. U koos {lea.party.name}." in free
