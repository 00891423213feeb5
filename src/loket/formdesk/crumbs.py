"""The way back from a page about a form."""

from django.urls import reverse
from django.utils.translation import gettext as _

from loket.catalogue.models import FormVersion
from loket.core.partview import Link


def to_forms() -> list[Link]:
    """To the list of all forms."""
    return [Link(_("Formulieren"), reverse("formdesk:forms"))]


def to_form(key: str, title: str) -> list[Link]:
    """To the list, and to the form of this title."""
    return [*to_forms(), Link(title, reverse("formdesk:form", args=[key]))]


def to_version(version: FormVersion, title: str) -> list[Link]:
    """To the list, to the form of this title, and to its version."""
    key, words = version.form.key, _("Versie %(n)s") % {"n": version.n}
    return [*to_form(key, title), Link(words, reverse("formdesk:version", args=[key, version.n]))]
