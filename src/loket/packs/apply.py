"""Apply a pack to an organisation: in one transaction, and without effect the second time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from loket.core.acting import Acting
from loket.core.errors import RuleError
from loket.core.models import Organisation
from loket.core.organisations import found_organisation
from loket.core.tenancy import acting_in
from loket.packs.diff import LEFT, Difference, held_but, section_differences
from loket.packs.load import Pack
from loket.packs.read import PackError
from loket.packs.sections import SECTIONS

CHANNEL = "pack"


@transaction.atomic
def apply_pack(
    pack: Pack, slug: str, *, at: datetime, taken: Collection[str] = ()
) -> list[Difference]:
    """Make the organisation what the pack says; what the pack does not say stays.

    So does what people changed on the pages, but for the forms whose keys are in `taken`.

    Each section is compared just before it is written, for it may lean on the ones before.
    """
    for key in taken:
        if key not in pack.of("forms"):
            raise PackError(f"forms {key}", "the pack has no form of this name.")
    organisation = _organisation(pack, slug)
    by = Acting(
        person_id=None,
        organisation_id=organisation.pk,
        at=at,
        channel=CHANNEL,
        time_zone=organisation.time_zone,
    )
    done: list[Difference] = []
    with acting_in(organisation.pk):
        for section in SECTIONS:
            held = held_but(section, taken)
            for found in list(section_differences(pack, section, section.present(), held)):
                if found.kind not in LEFT:
                    _write(pack, found, by)
                done.append(found)
    return done


def _organisation(pack: Pack, slug: str) -> Organisation:
    found = Organisation.objects.select_for_update().filter(slug=slug).first()
    said = pack.of("organisation")[""].entry
    return found or found_organisation(slug, name=said["name"], region=said["region"])


def _write(pack: Pack, difference: Difference, by: Acting) -> None:
    item = pack.of(difference.section)[difference.key]
    section = next(one for one in SECTIONS if one.name == difference.section)
    try:
        section.write(difference.key, section.whole(item.entry), by)
    except RuleError as refusal:
        raise PackError(item.where(), refusal.message) from refusal
