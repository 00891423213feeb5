"""Where the files of a draft go, and what lies with us already for the documents of a step."""

from django.urls import reverse

from loket.cases.earlier import Earlier, earlier_documents
from loket.catalogue.slots import FileAddresses
from loket.catalogue.standing import Standing
from loket.core.acting import Acting
from loket.core.fieldview import KnownView
from loket.portal import places


def addresses_for(standing: Standing, step: str, *, by: Acting) -> FileAddresses:
    """The addresses of the files of a draft; what can be used again is asked where it can be."""
    slots = [
        one.slot
        for one in (*standing.state.slots, *standing.state.hidden_slots)
        if one.slot.step == step and one.slot.reuse
    ]
    found = earlier_documents(standing, slots, by=by)
    return FileAddresses(
        places.draft_url("draft_files", standing.draft),
        {slot: tuple(known_view(one, by) for one in some) for slot, some in found.items()},
    )


def known_view(one: Earlier, by: Acting) -> KnownView:
    """One document that lies with us already."""
    return KnownView(
        key=one.file.key,
        name=one.file.name,
        url=reverse("portal:case_file", args=[one.number, one.file.key]),
        number=one.number,
        given=one.given_at.astimezone(by.zone).date(),
        until=one.until,
    )
