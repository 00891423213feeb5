"""The receipt of a request: the same facts on the page and on paper."""

from django.utils import formats
from django.utils.translation import gettext as _

from loket.cases.answers import chapters_of_case
from loket.cases.papers import PaperView, paper_views
from loket.cases.reading import Reading
from loket.catalogue.chapters import Line
from loket.core.page import accent_of, said_in, theme_of
from loket.documents.pdf import Receipt, Section
from loket.people.middleware import PersonRequest
from loket.portal.sight import reader_of


def next_steps(reading: Reading, request: PersonRequest) -> tuple[str, ...]:
    """What happens now, in whole sentences."""
    case = reading.case
    due = formats.date_format(case.due_at.astimezone(request.acting.zone), "DATE_FORMAT")
    kinds = {task.kind for task in reading.tasks}
    steps = []
    if "approve" in kinds:
        steps.append(_("Wij vragen eerst het akkoord van de leidinggevende."))
    if "deliver" in kinds:
        steps.append(_("Stuur ons nog de documenten die ontbreken. U vindt ze bij Mijn taken."))
    if steps:
        steps.append(_("Daarna behandelen wij uw aanvraag."))
    else:
        steps.append(_("Wij behandelen uw aanvraag."))
    steps.append(_("U krijgt een antwoord uiterlijk op %(date)s.") % {"date": due})
    steps.append(_("U kunt alles volgen bij Mijn zaken."))
    return tuple(steps)


def papers_for(reading: Reading, request: PersonRequest) -> list[PaperView]:
    """The documents of the request, with what is known of each."""
    reader = reader_of(request, reading.case)
    views = paper_views(reading.case, reading.spec, reading.tasks, reader)
    return [view for view in views if not view.photos]


def receipt_of(reading: Reading, request: PersonRequest) -> Receipt:
    """The receipt as a paper: special categories of data are left out."""
    case, language = reading.case, request.acting.language
    chapters = chapters_of_case(case, reading.spec, by=request.acting, cleared=False)
    made = case.created_at.astimezone(request.acting.zone)
    return Receipt(
        organisation=request.organisation.name,
        title=said_in(case.title, language),
        number=case.number,
        submitted=formats.date_format(made, "DATETIME_FORMAT"),
        requester=case.requester.name,
        sections=tuple(
            Section(chapter.title, tuple((line.label, words_of(line)) for line in chapter.lines))
            for chapter in chapters
        ),
        documents=tuple((paper.label, known_of(paper)) for paper in papers_for(reading, request)),
        next_steps=next_steps(reading, request) if case.closed_at is None else (),
        accent=accent_of(theme_of(request.organisation)),
    )


def words_of(line: Line) -> str:
    """An answer as the paper has it."""
    return _("Vertrouwelijk: dit staat niet op dit bewijs.") if line.closed else line.value


def known_of(paper: PaperView) -> str:
    """What is known of a document, in a few words."""
    if paper.file is not None:
        return paper.file.name
    if paper.due is not None:
        day = formats.date_format(paper.due, "DATE_FORMAT")
        return _("volgt uiterlijk op %(date)s") % {"date": day}
    return _("ontvangen") if paper.state != "asked" else _("nog niet ontvangen")
