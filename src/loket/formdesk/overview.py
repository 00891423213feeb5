"""All forms and all versions of one, with how they stand and how much they are used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from loket.cases.actions.figures import handed_in_key
from loket.catalogue.models import Draft, Form, FormVersion
from loket.core.acting import Acting
from loket.core.counters import read_counters
from loket.core.page import said_in
from loket.core.partview import BadgeView

State = FormVersion.State


@dataclass(frozen=True, slots=True)
class FormRow:
    """One form in the list."""

    key: str
    title: str
    theme: str
    badge: BadgeView
    waiting: int | None
    """The number of the version that is being made, if there is one."""
    version: int | None
    since: datetime | None
    handed_in: int
    drafts: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a form."""

    n: int
    badge: BadgeView
    is_draft: bool
    published_at: datetime | None
    published_by: str
    closes_at: datetime | None
    handed_in: int
    drafts: int


def form_rows(by: Acting) -> list[FormRow]:
    """Every form, by its title; a fixed number of queries, figures that are kept."""
    forms = Form.objects.select_related("live_version", "service__theme")
    listed = list(forms.defer("live_version__spec"))
    versions = list(FormVersion.objects.values_list("pk", "form_id", "n", "state"))
    making = FormVersion.objects.filter(state=State.DRAFT)
    titles = dict(making.values_list("form_id", KT(f"spec__title__{by.language}")))
    handed_in, drafts = use_of(one[0] for one in versions)
    rows = []
    for form in listed:
        own = [one for one in versions if one[1] == form.pk]
        live = form.live_version
        service = getattr(form, "service", None)
        rows.append(
            FormRow(
                key=form.key,
                title=said_in(service.texts["title"], by.language)
                if service
                else titles.get(form.pk) or form.key,
                theme=said_in(service.theme.texts["title"], by.language) if service else "",
                badge=badge_of(live, by.at, ever=service is not None),
                waiting=next((n for _pk, _form, n, state in own if state == State.DRAFT), None),
                version=live.n if live else None,
                since=live.published_at if live else None,
                handed_in=sum(handed_in[pk] for pk, *_rest in own),
                drafts=sum(drafts.get(pk, 0) for pk, *_rest in own),
            )
        )
    return sorted(rows, key=lambda row: row.title.casefold())


def title_of(form: Form, language: str) -> str:
    """What people call the form: as it is offered, else as its newest version says."""
    if hasattr(form, "service"):
        return said_in(form.service.texts["title"], language)
    newest = form.versions.order_by("-n").values_list("spec__title", flat=True).first()
    return said_in(newest, language) if isinstance(newest, dict) else form.key


def version_rows(form: Form, by: Acting) -> list[VersionRow]:
    """The versions of a form, the newest first."""
    versions = form.versions.select_related("published_by__party").defer("spec").order_by("-n")
    found = list(versions)
    handed_in, drafts = use_of(one.pk for one in found)
    return [
        VersionRow(
            n=one.n,
            badge=badge_of(one, by.at, ever=one.state != State.DRAFT),
            is_draft=one.state == State.DRAFT,
            published_at=one.published_at,
            published_by=one.published_by.party.name if one.published_by else "",
            closes_at=one.closes_at,
            handed_in=handed_in[one.pk],
            drafts=drafts.get(one.pk, 0),
        )
        for one in found
    ]


def use_of(version_ids: Iterable[int]) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """How often each version was handed in, and how many drafts of it are open."""
    wanted = list(version_ids)
    totals = read_counters([handed_in_key(one) for one in wanted])
    drafts = Draft.objects.open().filter(version__in=wanted).order_by().values_list("version_id")
    return {one: totals[handed_in_key(one)] for one in wanted}, dict(drafts.annotate(Count("pk")))


def badge_of(version: FormVersion | None, at: datetime, *, ever: bool) -> BadgeView:
    """How a version stands, or a form by its live version."""
    if version is None or version.state == State.ARCHIVED:
        return BadgeView(_("Niet meer online"), "", "archive") if ever else made()
    if version.state == State.DRAFT:
        return made()
    if version.closes_at is not None and version.closes_at <= at:
        return BadgeView(_("Gesloten"), "wait", "lock")
    return BadgeView(_("Online"), "done", "circle-check")


def made() -> BadgeView:
    """What was never online."""
    return BadgeView(_("In de maak"), "busy", "edit")
