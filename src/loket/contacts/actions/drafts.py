"""Keep half-written messages and notes, so that nobody types anything twice."""

from collections.abc import Collection, Mapping

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from loket.contacts.models import MessageDraft
from loket.contacts.rules.prose import MAX_LENGTH
from loket.core.acting import Acting
from loket.core.errors import ConflictError
from loket.core.likeness import digest, ink
from loket.core.prepared import prepared

LONGEST_CHOICE = 120


def draft_of(about: models.Model, purpose: str, *, by: Acting) -> MessageDraft | None:
    """What this person was writing about this thing."""
    if by.person_id is None:
        return None
    return drafts_of.first(about._meta.label_lower, about.pk, by.person_id, purpose)


@prepared
def drafts_of(
    about_kind: str, about_id: int, owner_id: int, purpose: str
) -> QuerySet[MessageDraft]:
    """What a person writes about a thing, for a purpose."""
    return MessageDraft.objects.filter(
        about_kind=about_kind, about_id=about_id, owner=owner_id, purpose=purpose
    )


def drafts_on(about: models.Model, *, by: Acting) -> dict[str, MessageDraft]:
    """All that this person was writing about this thing, by purpose."""
    if by.person_id is None:
        return {}
    return {
        draft.purpose: draft for draft in all_on(about._meta.label_lower, about.pk, by.person_id)
    }


@prepared
def all_on(about_kind: str, about_id: int, owner_id: int) -> QuerySet[MessageDraft]:
    """What a person writes about a thing."""
    return MessageDraft.objects.filter(about_kind=about_kind, about_id=about_id, owner=owner_id)


def drafts_for(about: type[models.Model], *, by: Acting) -> QuerySet[MessageDraft]:
    """What this person was writing about things of this kind, the newest first."""
    mine = MessageDraft.objects.filter(owner_id=by.person_id)
    return mine.filter(about_kind=about._meta.label_lower).order_by("-saved_at", "-pk")


@transaction.atomic
def keep_message_draft(
    about: models.Model,
    purpose: str,
    body: str,
    *,
    base_version: int,
    by: Acting,
    known: Collection[str] = (),
) -> MessageDraft | None:
    """Keep what is being written; an empty text drops it.

    `base_version` is the version of the thing as the writer sees it: when it is behind, the page
    can say that something changed since. Longer than a message may be is kept too, up to twice.
    `known` is what the window that writes may have kept before, as digests: the text of another
    window is not overwritten. What was chosen beside the words must be said anew (`note_beside`).
    """
    if known:
        refuse_other_window(about, purpose, {digest(body), *known}, by=by)
    if not body.strip():
        drop_message_draft(about, purpose, by=by)
        return None
    draft, _ = MessageDraft.objects.update_or_create(
        owner_id=by.person_id,
        about_kind=about._meta.label_lower,
        about_id=about.pk,
        purpose=purpose,
        defaults={
            "body": body.replace("\x00", "")[: 2 * MAX_LENGTH],
            "beside": {},
            "base_version": base_version,
            "saved_at": by.at,
        },
    )
    return draft


def note_beside(draft: MessageDraft | None, beside: Mapping[str, str]) -> None:
    """Keep what was chosen beside these words, such as for whom they are."""
    if draft is not None and beside:
        draft.beside = {name: said[:LONGEST_CHOICE] for name, said in beside.items()}
        draft.save(update_fields=["beside"])


def refuse_other_window(
    about: models.Model, purpose: str, known: Collection[str], *, by: Acting
) -> None:
    """Refuse when what is kept is none of these digests: it was written somewhere else."""
    mine = _drafts_about(about).filter(owner_id=by.person_id, purpose=purpose)
    there = mine.select_for_update().first()
    if there and digest(there.body) not in known:
        raise ConflictError(
            _(
                "U schrijft hier ook in een ander venster. Wat in dit venster staat, is niet bewaard."
            ),
            code="written_elsewhere",
        )


def drop_message_draft(about: models.Model, purpose: str, *, by: Acting) -> None:
    """Forget what this person was writing: it was thrown away."""
    _drafts_about(about).filter(owner_id=by.person_id, purpose=purpose).delete()


@transaction.atomic
def throw_away(draft_id: int, *, by: Acting, known: Collection[str]) -> None:
    """Forget one text of this person that was shown, unless it was written on elsewhere since."""
    mine = MessageDraft.objects.filter(pk=draft_id, owner_id=by.person_id).select_for_update()
    there = mine.first()
    if there and digest(there.body) in known:
        there.delete()


def drop_sent_draft(
    about: models.Model, purpose: str, sent: str, *, by: Acting, known: Collection[str]
) -> None:
    """Forget what was sent, and not what its writer wrote on in another window.

    That is what the sent text begins with, or what the window that sent it had kept (as digests).
    """
    mine = _drafts_about(about).filter(owner_id=by.person_id, purpose=purpose)
    there = mine.select_for_update().first()
    if there and (digest(there.body) in known or ink(sent).startswith(ink(there.body))):
        there.delete()


@transaction.atomic
def hand_over_message_drafts(
    about: models.Model, *, giver_id: int, receiver_id: int, by: Acting, purpose: str = ""
) -> None:
    """Give half-written texts along with the work; what the receiver wrote already comes first.

    With a purpose only the text for that.
    """
    if giver_id == receiver_id:
        return
    given = _drafts_about(about).filter(owner_id=giver_id).select_for_update()
    if purpose:
        given = given.filter(purpose=purpose)
    for draft in given.order_by("pk"):
        _hand_over(draft, receiver_id, by)


def _hand_over(draft: MessageDraft, receiver_id: int, by: Acting) -> None:
    own = MessageDraft.objects.filter(
        owner_id=receiver_id,
        about_kind=draft.about_kind,
        about_id=draft.about_id,
        purpose=draft.purpose,
    ).select_for_update()
    kept = own.first()
    if kept is None:
        draft.owner_id = receiver_id
        draft.saved_at = by.at
        draft.save(update_fields=["owner", "saved_at"])
        return
    kept.body = f"{kept.body}\n\n{draft.body}"
    kept.beside = kept.beside if kept.beside == draft.beside else {}
    kept.base_version = min(kept.base_version, draft.base_version)
    kept.saved_at = by.at
    kept.save(update_fields=["body", "beside", "base_version", "saved_at"])
    draft.delete()


def _drafts_about(about: models.Model) -> models.QuerySet[MessageDraft]:
    return MessageDraft.objects.filter(about_kind=about._meta.label_lower, about_id=about.pk)
