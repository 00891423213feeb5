"""Say in a list where a case went that was here until now."""

from django.utils.translation import gettext as _

from loket.cases.leftwords import words_left
from loket.cases.models import Case
from loket.cases.reading import handled_cases
from loket.cases.views.trail import MOVED
from loket.core.models import Event
from loket.core.page import said_in
from loket.people.middleware import PersonRequest


def where_it_went(request: PersonRequest) -> str:
    """To which queue the case went that this person just worked on; nothing without such a case."""
    number = request.GET.get(MOVED, "")
    case = Case.objects.select_related("queue").filter(number=number).first() if number else None
    if case is None:
        return ""
    events, me = Event.objects.about(case), request.person.pk
    moves = events.filter(kind="case.moved")
    had_it = moves.filter(data__former=me).exists() or events.filter(actor_id=me).exists()
    if not (had_it and moves.exists()) or handled_cases(me, number):
        return ""
    queue = said_in(case.queue.texts["name"], request.acting.language)
    said = _(
        "Zaak %(number)s ging naar de wachtrij ‘%(queue)s’. U behandelt die wachtrij niet."
    ) % {"number": case.number, "queue": queue}
    left = words_left(request.person, by=request.acting)
    if any(one.about_id == case.pk for one in left):
        said += " " + _("Wat u er nog schreef en niet verstuurde, staat bij Adviezen.")
    return said
