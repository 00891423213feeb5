"""Public holidays of Belgium and the Netherlands, with their names in four languages.

In the Netherlands these are the days of the Algemene termijnenwet, art. 3: besides the national
holidays also Good Friday, and the fifth of May every year.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

import holidays

_CATEGORIES = {"BE": ("public",), "NL": ("public", "optional")}

# By the Dutch name that the library gives: the name in nl, fr, de and en.
_NAMES = {
    "Nieuwjaar": ("Nieuwjaar", "le Nouvel An", "Neujahr", "New Year's Day"),
    "Nieuwjaarsdag": ("Nieuwjaarsdag", "le Nouvel An", "Neujahr", "New Year's Day"),
    "Goede vrijdag": ("Goede Vrijdag", "le Vendredi saint", "Karfreitag", "Good Friday"),
    "Pasen": ("Pasen", "Pâques", "Ostersonntag", "Easter Sunday"),
    "Eerste paasdag": ("eerste paasdag", "Pâques", "Ostersonntag", "Easter Sunday"),
    "Paasmaandag": ("paasmaandag", "le lundi de Pâques", "Ostermontag", "Easter Monday"),
    "Tweede paasdag": ("tweede paasdag", "le lundi de Pâques", "Ostermontag", "Easter Monday"),
    "Koningsdag": ("Koningsdag", "la Fête du Roi", "Königstag", "King's Day"),
    "Dag van de Arbeid": (
        "de Dag van de Arbeid",
        "la Fête du Travail",
        "Tag der Arbeit",
        "Labour Day",
    ),
    "Bevrijdingsdag": (
        "Bevrijdingsdag",
        "le Jour de la Libération",
        "Befreiungstag",
        "Liberation Day",
    ),
    "O. L. H. Hemelvaart": (
        "Hemelvaartsdag",
        "l'Ascension",
        "Christi Himmelfahrt",
        "Ascension Day",
    ),
    "Hemelvaartsdag": ("Hemelvaartsdag", "l'Ascension", "Christi Himmelfahrt", "Ascension Day"),
    "Pinksteren": ("Pinksteren", "la Pentecôte", "Pfingstsonntag", "Whit Sunday"),
    "Eerste pinksterdag": ("eerste pinksterdag", "la Pentecôte", "Pfingstsonntag", "Whit Sunday"),
    "Pinkstermaandag": (
        "pinkstermaandag",
        "le lundi de Pentecôte",
        "Pfingstmontag",
        "Whit Monday",
    ),
    "Tweede pinksterdag": (
        "tweede pinksterdag",
        "le lundi de Pentecôte",
        "Pfingstmontag",
        "Whit Monday",
    ),
    "Nationale feestdag": (
        "de nationale feestdag van België",
        "la Fête nationale belge",
        "belgischer Nationalfeiertag",
        "Belgian National Day",
    ),
    "O. L. V. Hemelvaart": (
        "Onze-Lieve-Vrouw-Hemelvaart",
        "l'Assomption",
        "Mariä Himmelfahrt",
        "Assumption Day",
    ),
    "Allerheiligen": ("Allerheiligen", "la Toussaint", "Allerheiligen", "All Saints' Day"),
    "Wapenstilstand": ("Wapenstilstand", "l'Armistice", "Waffenstillstand", "Armistice Day"),
    "Kerstmis": ("Kerstmis", "Noël", "Weihnachten", "Christmas Day"),
    "Eerste kerstdag": ("eerste kerstdag", "Noël", "erster Weihnachtstag", "Christmas Day"),
    "Tweede kerstdag": (
        "tweede kerstdag",
        "le lendemain de Noël",
        "zweiter Weihnachtstag",
        "Boxing Day",
    ),
}
LANGUAGES = ("nl", "fr", "de", "en")


def public_holidays(region: str, years: Iterable[int]) -> frozenset[date]:
    """Return the public holidays of a region ("BE" or "NL") in these years."""
    return frozenset(day for year in years for day in _of_year(region, year))


def holiday_name(region: str, day: date, language: str) -> str | None:
    """Return the name of the public holiday on a day, or None on an ordinary day.

    Two holidays on one day carry both names.
    """
    dutch = _of_year(region, day.year).get(day)
    if dutch is None:
        return None
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    return ", ".join(_NAMES[name][place] for name in dutch.split("; "))


@cache
def _of_year(region: str, year: int) -> dict[date, str]:
    found = holidays.country_holidays(
        region, years=year, categories=_CATEGORIES[region], language="nl"
    )
    return dict(found)
