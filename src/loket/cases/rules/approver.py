"""Who agrees to a request: the chief of the person it is about, and never the one who asks."""

from collections.abc import Collection, Mapping

# The chief, and the chief's chief: an agreement two steps up still comes from somebody who knows.
_STEPS_UP = 2


def choose_approver(
    subject: int, chiefs: Mapping[int, int], unfit: Collection[int] = ()
) -> int | None:
    """Return who is asked to agree, or None: then the document of the fallback is required.

    `chiefs` maps a person to the nearest chief who still has an account. `unfit` are the requester
    and whoever handed it in; the subject never agrees to their own request. A chief who is unfit
    passes it on to their own chief, once.
    """
    barred = {subject, *unfit}
    person = subject
    for _ in range(_STEPS_UP):
        chief = chiefs.get(person)
        if chief is None:
            return None
        if chief not in barred:
            return chief
        person = chief
    return None
