"""What goes along with a case to its next handler, and what stays hidden in its talk."""

from tests.make import make_file

from loket.cases.actions.answering import write_to_case
from loket.cases.actions.given import Given
from loket.cases.actions.handling import assign_case, claim_case
from loket.cases.actions.papers import waive_document
from loket.cases.actions.splitting import Along, split_case
from loket.cases.links import at_desk, in_portal, look_around
from loket.cases.models import Case, CaseFile, Task
from loket.cases.tests.conftest import World, by
from loket.cases.timeline_requester import for_requester
from loket.cases.timeline_staff import for_staff
from loket.catalogue.specs import spec_of
from loket.contacts.actions.drafts import draft_of, keep_message_draft


def test_half_written_words_go_along_to_the_next_handler(world: World) -> None:
    case = world.case()
    claim_case(case, by=by(world.nele))
    keep_message_draft(case, "message", "Beste Sarah", base_version=1, by=by(world.nele))

    assign_case(Case.objects.get(pk=case.pk), world.omar, by=by(world.lena))

    kept = draft_of(case, "message", by=by(world.omar))
    assert kept is not None
    assert kept.body == "Beste Sarah"
    assert draft_of(case, "message", by=by(world.nele)) is None


def test_a_medical_file_in_a_message_is_not_in_the_talk_of_the_uncleared(world: World) -> None:
    case = world.case()
    given = Given(text="Mijn attest", files=(make_file(world.sarah).pk,))
    write_to_case(case, by=by(world.sarah), given=given)
    CaseFile.objects.filter(case=case).update(privacy="special")
    spec = spec_of(case.version)

    at = look_around(case, at_desk(world.nele))
    uncleared = for_staff(at, spec, "nl", cleared=False).entries[0]
    cleared = for_staff(at, spec, "nl", cleared=True).entries[0]
    own = for_requester(look_around(case, in_portal(world.sarah)), spec, "nl").entries[0]

    assert uncleared.body == "Mijn attest"
    assert uncleared.files == ()
    assert len(cleared.files) == len(own.files) == 1


def test_words_of_another_field_leave_what_is_half_written_where_it_is(world: World) -> None:
    case = world.case()
    claim_case(case, by=by(world.nele))
    keep_message_draft(case, "message", "Beste Sarah", base_version=1, by=by(world.nele))
    follows = Task.objects.get(case=case, kind=Task.Kind.DELIVER)

    why = Given(text="Niet nodig.", task=follows.pk, slot=follows.slot)
    waive_document(case, by=by(world.nele), given=why)
    split_case(case, Along(), by=by(world.nele), given=Given(text="Dit loopt apart."))

    kept = draft_of(case, "message", by=by(world.nele))
    assert kept is not None
    assert kept.body == "Beste Sarah"
