"""When a form closes: a moment that the database keeps and every page can show."""

from datetime import datetime

FIRST_YEAR, LAST_YEAR = 2000, 2100


def can_close_at(moment: datetime) -> bool:
    """Whether a form may close then; at the ends of the calendar no clock can be read."""
    return FIRST_YEAR <= moment.year <= LAST_YEAR


def closing_of(text: str) -> datetime | None:
    """Read the moment that a form says; None when it is none, or out of reach."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and can_close_at(moment) else None


def closing_after(says: str, said: str, stood: datetime | None) -> datetime | None:
    """When a new version closes, after one whose text said another moment or the same.

    What a text newly says holds. Where it says nothing new, what was set by hand stands.
    """
    return stood if closing_of(says) == closing_of(said) else closing_of(says)
