"""Save lists under a name, rename and remove them, and choose with which one begins.

A list of a team is kept by whoever leads it; everybody of the team reads it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from loket.core.acting import Acting
from loket.core.errors import ConflictError, RuleError
from loket.desk.models import FirstList, SavedList, SavedListQuerySet
from loket.people.access import rights_of
from loket.people.models import Person, RoleGrant

MOST = 50
LONGEST = 60
LONGEST_QUERY = 1000
KEPT = timedelta(days=7)
"""So long a removed list can be put back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """A list to save: its name, whose it is (no team: one's own), and what it shows."""

    key: str
    name: str
    queue: str
    view: str
    query: str
    team_id: int | None = None


@transaction.atomic
def save_list(saving: Saving, *, by: Acting) -> SavedList:
    """Save it; the same page sent twice is one list, and what was changed in it since is refused."""
    there = SavedList.objects.filter(key=saving.key).first()
    if there is not None:
        check_keeper(there, by)
        if not is_saved(there, saving):
            raise ConflictError(
                _("U bewaarde deze lijst al als ‘%(name)s’. Wat u nu koos, is nog niet bewaard.")
                % {"name": there.name},
                code="sent_before",
            )
        return there
    made = SavedList(
        key=saving.key,
        owner_id=None if saving.team_id else by.person_id,
        team_id=saving.team_id,
        queue=saving.queue,
        view=saving.view,
        query=saving.query,
        created_at=by.at,
    )
    check_keeper(made, by)
    if len(saving.query) > LONGEST_QUERY:
        raise RuleError(_("Deze lijst heeft te veel filters om te bewaren."), code="too_long")
    made.name = checked_name(made, saving.name)
    refuse_too_many(made)
    made.save()
    return made


def is_saved(there: SavedList, saving: Saving) -> bool:
    """Whether a list is kept just so."""
    kept = (there.name, there.queue, there.view, there.query, there.team_id)
    asked = (as_typed(saving.name), saving.queue, saving.view, saving.query, saving.team_id)
    return kept == asked


@transaction.atomic
def rename_list(saved: SavedList, name: str, *, by: Acting) -> SavedList:
    """Give it another name."""
    saved = SavedList.objects.select_for_update().get(pk=saved.pk)
    check_keeper(saved, by)
    saved.name = checked_name(saved, name)
    saved.save(update_fields=["name"])
    return saved


@transaction.atomic
def remove_list(saved: SavedList, *, by: Acting) -> SavedList:
    """Remove it; for a week it can be put back."""
    saved = SavedList.objects.select_for_update().get(pk=saved.pk)
    check_keeper(saved, by)
    saved.removed_at = saved.removed_at or by.at
    saved.save(update_fields=["removed_at"])
    return saved


@transaction.atomic
def restore_list(saved: SavedList, *, by: Acting) -> SavedList:
    """Put back what was removed."""
    saved = SavedList.objects.select_for_update().get(pk=saved.pk)
    check_keeper(saved, by)
    if saved.removed_at is not None:
        refuse_too_many(saved)
        saved.name = free_name(saved)
    saved.removed_at = None
    saved.save(update_fields=["removed_at", "name"])
    return saved


def begin_with(saved: SavedList | None, *, by: Acting) -> None:
    """Begin with this list from now on, or with one's own work."""
    if saved is None:
        FirstList.objects.filter(person=by.person_id).delete()
    else:
        FirstList.objects.update_or_create(person_id=by.person_id, defaults={"saved": saved})


def check_keeper(saved: SavedList, by: Acting) -> None:
    """Only whoever owns it changes a list, or leads the team of which it is."""
    leads = saved.team_id is not None and rights_of(Person(pk=by.person_id), by.today).has(
        RoleGrant.Role.LEAD, saved.team_id
    )
    if not leads and (saved.owner_id is None or saved.owner_id != by.person_id):
        raise RuleError(_("Alleen wie het team leidt, verandert deze lijst."), code="not_your_role")


def refuse_too_many(saved: SavedList) -> None:
    """Refuse one list more than anybody finds their way in."""
    if beside(saved).count() >= MOST:
        raise RuleError(_("U hebt al 50 lijsten. Verwijder er eerst een."), code="too_many")


def free_name(saved: SavedList) -> str:
    """The name of a list that is put back: with a number when another has taken it meanwhile."""
    taken = {name.casefold() for name in beside(saved).values_list("name", flat=True)}
    names = (saved.name, *(f"{saved.name[: LONGEST - 4]} {n}" for n in range(2, MOST + 3)))
    return next(name for name in names if name.casefold() not in taken)


def checked_name(saved: SavedList, typed: str) -> str:
    """The name as it will be kept: there is one, and nobody has two of the same."""
    name = as_typed(typed)
    if not name:
        raise RuleError(_("Geef de lijst een naam."), code="missing_name")
    if len(name) > LONGEST:
        raise RuleError(_("Maak de naam korter dan 60 tekens."), code="too_long")
    if beside(saved).filter(name__iexact=name).exists():
        raise RuleError(_("Er is al een lijst met die naam."), code="same_name")
    return name


def as_typed(name: str) -> str:
    """A name without needless spaces."""
    return " ".join(name.replace("\x00", "").split())


def beside(saved: SavedList) -> SavedListQuerySet:
    """The other lists of the same person or team."""
    same = SavedList.objects.kept().filter(owner=saved.owner_id, team=saved.team_id)
    return same.exclude(pk=saved.pk)


def forget_removed(at: datetime) -> None:
    """Let go of lists that were removed a week ago."""
    SavedList.objects.filter(removed_at__lt=at - KEPT).delete()
