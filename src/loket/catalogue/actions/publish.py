"""Keep a form in versions: write a draft, publish it for good, put it away."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from loket.catalogue.actions.files import erase
from loket.catalogue.models import (
    Draft,
    Form,
    FormVersion,
    ReferenceRow,
    ReferenceTable,
    Service,
    Theme,
)
from loket.catalogue.reasons import explained
from loket.catalogue.rules.closing import can_close_at, closing_after, closing_of
from loket.catalogue.rules.computed import Lookup
from loket.catalogue.rules.formcases import World, case_reasons
from loket.catalogue.rules.lint import lint
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import whole, word
from loket.catalogue.rules.reasons import Known
from loket.catalogue.rules.reserved import FORMS as OF_FORMS
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.values import Json
from loket.catalogue.sources import APPROVERS, PROFILE_SOURCES, cells_of
from loket.catalogue.words import search_text
from loket.core.acting import Acting
from loket.core.errors import ConflictError, RuleError
from loket.core.events import record
from loket.core.icons import ICONS
from loket.core.models import Calendar, NumberSeries
from loket.routing.models import Queue

type SpecJson = Mapping[str, Json]

LONGEST_SLUG = 80


class PublishRefusedError(RuleError):
    """The form cannot be published; `reasons` says everything that is wrong with it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Keep every reason beside the sentence."""
        self.reasons = tuple(reasons)
        super().__init__(
            _("Dit formulier kan nog niet online. Er is iets mis met de beschrijving.")
            + "\n"
            + "\n".join(reasons),
            code="publish_refused",
        )


def checksum_of(spec: SpecJson) -> str:
    """SHA-256 of the canonical JSON, whatever number the version has."""
    bare = {key: value for key, value in spec.items() if key != "version"}
    canonical = json.dumps(bare, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def save_draft_version(spec: SpecJson, *, by: Acting, seen: str | None = None) -> FormVersion:
    """Keep a form as a draft; the very form that is live already makes no new version.

    `seen` is the checksum of the newest version with which it was compared ("" for none).
    """
    if word(spec, "key") in OF_FORMS:
        raise RuleError(_("Deze naam (‘key’) is van een pagina van Loket."), code="key")
    form, _made = Form.objects.select_for_update().get_or_create(key=str(spec["key"]))
    checksum = checksum_of(spec)
    live = form.live_version
    if live is not None and live.checksum == checksum:
        return live
    version = FormVersion.objects.filter(form=form, state=FormVersion.State.DRAFT).first()
    if version is None or version.checksum != checksum:
        newest = version or form.versions.order_by("-n").first()
        _refuse_unseen(newest.checksum if newest else "", seen)
    if version is None:
        version = FormVersion(form=form, n=_next_number(form))
    version.spec = {**spec, "version": version.n}
    version.checksum = checksum
    version.save()
    return version


@transaction.atomic
def begin_next_version(version: FormVersion, *, by: Acting) -> FormVersion:
    """Begin the next version with what stands in this one; what is in the making is not lost."""
    form = Form.objects.select_for_update().get(pk=version.form_id)
    making = form.versions.filter(state=FormVersion.State.DRAFT).first()
    if making is not None and making.checksum != checksum_of(version.spec):
        raise in_the_making(making)
    if form.live_version is not None and form.live_version.checksum == checksum_of(version.spec):
        raise RuleError(
            _("Dit staat al zo online. Download deze versie als YAML, verander ze en lees ze in."),
            code="no_change",
        )
    return save_draft_version(version.spec, by=by)


def in_the_making(version: FormVersion) -> RuleError:
    """Why no other version begins: this one is nobody's to write over."""
    said = _("Versie %(n)s is nog in de maak. Zet die eerst online of gooi ze weg.")
    return RuleError(said % {"n": version.n}, code="in_the_making")


@transaction.atomic
def publish_form(version: FormVersion, *, by: Acting, seen: str | None = None) -> FormVersion:
    """Put a version online for good; the one before is archived, its drafts and cases keep it.

    `seen` is the checksum of what was looked at.
    """
    version = _locked(version)
    if version.state == FormVersion.State.PUBLISHED:
        return version
    if version.state == FormVersion.State.ARCHIVED:
        raise RuleError(_("Deze versie is al gearchiveerd."), code="archived")
    _refuse_unseen(version.checksum, seen)
    reasons = reasons_against(version.spec, by=by)
    if reasons:
        raise PublishRefusedError(reasons)
    spec = parse_spec(version.spec)
    form = version.form
    version.closes_at = closing_to_be(version)
    _archive(form.live_version)
    version.state = FormVersion.State.PUBLISHED
    version.published_by_id = by.person_id
    version.published_at = by.at
    version.save()
    form.live_version = version
    form.save(update_fields=["live_version"])
    _offer(form, spec, version.spec)
    record("form.published", version, by=by, visibility="audit", form=form.pk, n=version.n)
    return version


def closing_to_be(version: FormVersion) -> datetime | None:
    """When a version closes that goes online now: see `closing_after`."""
    says = word(version.spec, "closes_at")
    online = version.form.versions.exclude(published_at=None)
    before = online.exclude(pk=version.pk).order_by("-published_at").first()
    if before is None:
        return closing_of(says)
    return closing_after(says, word(before.spec, "closes_at"), before.closes_at)


@transaction.atomic
def archive_form(version: FormVersion, *, by: Acting) -> FormVersion:
    """Take a version offline: nobody can start it; who began may still finish."""
    version = _locked(version)
    if version.state == FormVersion.State.DRAFT:
        raise RuleError(_("Deze versie staat nog niet online."), code="not_published")
    if version.state == FormVersion.State.ARCHIVED:
        _refuse_replaced(version.form)
        return version
    _archive(version)
    form = version.form
    if form.live_version_id == version.pk:
        form.live_version = None
        form.save(update_fields=["live_version"])
        Service.objects.filter(form=form).update(offered=False)
    record("form.archived", version, by=by, visibility="audit", form=form.pk, n=version.n)
    return version


@transaction.atomic
def set_closing(
    version: FormVersion, closes_at: datetime | None, *, by: Acting, seen: str | None = None
) -> FormVersion:
    """Set the moment after which nobody can begin this version; None is never. Who began may finish.

    `seen` is the moment that stood on the page (`typed_moment`): another one is not written over.
    """
    if closes_at is not None and not can_close_at(closes_at):
        raise RuleError(_("Kies een moment tussen het jaar 2000 en 2100."), code="bad_moment")
    version = _locked(version)
    if version.state != FormVersion.State.PUBLISHED:
        raise RuleError(_("Deze versie staat niet online."), code="not_published")
    if version.closes_at != closes_at:
        _refuse_unseen(typed_moment(version.closes_at, by), seen)
        version.closes_at = closes_at
        version.save(update_fields=["closes_at"])
        record("form.closing_set", version, by=by, visibility="audit", form=version.form_id)
    return version


def typed_moment(at: datetime | None, by: Acting) -> str:
    """A moment as the input of a browser has it, by the clock on the wall; empty is never."""
    return f"{at.astimezone(by.zone):%Y-%m-%dT%H:%M}" if at else ""


@transaction.atomic
def drop_draft_version(version: FormVersion, *, by: Acting, seen: str | None = None) -> None:
    """Throw away a version that never was online, and its form when that has no other.

    A version that was online stays for good.
    """
    version = _locked(version)
    form = version.form
    if version.state != FormVersion.State.DRAFT:
        raise RuleError(_("Deze versie was online en blijft bewaard."), code="was_online")
    _refuse_unseen(version.checksum, seen)
    for trial in Draft.objects.trials().filter(version=version):
        erase(trial)
    record("form.draft_dropped", version, by=by, visibility="audit", form=version.form_id)
    version.delete()
    if not form.versions.exists():
        form.delete()


def reasons_against(source: SpecJson, *, by: Acting) -> list[str]:
    """Everything for which this form cannot be published; its cases run when it is whole."""
    spec = parse_spec(source)
    if flaws := flaws_in(source):
        return flaws
    cases = case_reasons(source, spec, world_for(spec, by=by))
    return [explained(reason) for reason in cases] or list(_taken_address(spec, source))


def flaws_in(source: SpecJson) -> list[str]:
    """Everything for which this form cannot even be shown."""
    rows = _rows_for(parse_spec(source))
    return [explained(reason) for reason in lint(source, _known(rows))]


def _rows_for(spec: FormSpec) -> dict[str, list[ReferenceRow]]:
    """The rows, on any day, of the tables that the form names and the organisation has."""
    named = {field.source for field in spec.every_field() if field.source}
    named |= {
        field.computed.source for field in spec.every_field() if isinstance(field.computed, Lookup)
    }
    tables = ReferenceTable.objects.filter(code__in=named).prefetch_related("rows")
    return {table.code: list(table.rows.all()) for table in tables}


def world_for(spec: FormSpec, *, by: Acting) -> World:
    """What the cases of a form may know."""
    rows = _rows_for(spec)
    tables = {code: {row.code: cells_of(row) for row in some} for code, some in rows.items()}
    return World(tables, by.region)


def _known(rows: Mapping[str, Sequence[ReferenceRow]]) -> Known:
    """What this organisation has of all that the form may speak of."""
    return Known(
        tables={
            code: frozenset({"code"}.union(*(row.data for row in some)))
            for code, some in rows.items()
        },
        profile=frozenset(PROFILE_SOURCES),
        queues=frozenset(Queue.objects.values_list("slug", flat=True)),
        themes=frozenset(Theme.objects.values_list("slug", flat=True)),
        calendars=frozenset(Calendar.objects.values_list("key", flat=True)),
        approvers=APPROVERS,
        numbers=frozenset(NumberSeries.objects.values_list("key", flat=True)),
        icons=frozenset(ICONS),
    )


def _taken_address(spec: FormSpec, source: SpecJson) -> Iterator[str]:
    slug = _slug(spec, source)
    if Service.objects.filter(slug=slug).exclude(form__key=spec.key).exists():
        yield _("Er is al een ander formulier met het adres ‘%(name)s’.") % {"name": slug}


def _slug(spec: FormSpec, source: SpecJson) -> str:
    """The address of the form: what it says itself, else what it was, else its title."""
    if said := word(source, "slug"):
        return said
    was = Service.objects.filter(form__key=spec.key).values_list("slug", flat=True).first()
    return was or slugify(spec.title.get("nl") or next(iter(spec.title.values())))[:LONGEST_SLUG]


def _refuse_replaced(form: Form) -> None:
    if form.live_version is not None:
        raise ConflictError(
            _("Intussen staat versie %(n)s online. Wilt u die offline halen? Open dan die versie.")
            % {"n": form.live_version.n},
            code="stale",
        )


def _refuse_unseen(stands: str, seen: str | None) -> None:
    if seen is not None and seen != stands:
        raise ConflictError(
            _("Iemand heeft deze versie intussen veranderd. Lees ze na en probeer het opnieuw."),
            code="stale",
        )


def _locked(version: FormVersion) -> FormVersion:
    Form.objects.select_for_update().get(pk=version.form_id)
    return FormVersion.objects.select_related("form__live_version").get(pk=version.pk)


def _next_number(form: Form) -> int:
    last = FormVersion.objects.filter(form=form).order_by("-n").values_list("n", flat=True).first()
    return (last or 0) + 1


def _archive(version: FormVersion | None) -> None:
    if version is not None:
        version.state = FormVersion.State.ARCHIVED
        version.save(update_fields=["state"])


def service_to_be(version: FormVersion) -> Service:
    """What people would find of a form that was never online; it is not saved."""
    spec = parse_spec(version.spec)
    return Service(form=version.form, slug=_slug(spec, version.spec), **_found(spec, version.spec))


def _offer(form: Form, spec: FormSpec, source: SpecJson) -> None:
    """Write what people find, so that a list opens no form."""
    found = {"slug": _slug(spec, source), "offered": True, **_found(spec, source)}
    Service.objects.update_or_create(form=form, defaults=found)


def _found(spec: FormSpec, source: SpecJson) -> dict[str, Any]:
    """What lists and the search show of a form."""
    keywords = [word for words in spec.keywords.values() for word in words]
    return {
        "theme": Theme.objects.get(slug=spec.theme),
        "queue": Queue.objects.get(slug=spec.case.queue),
        "audience": list(spec.access.audience),
        "login": spec.access.login,
        "loa": spec.access.loa,
        "texts": {"title": spec.title, "intro": spec.intro, "keywords": spec.keywords},
        "icon": word(source, "icon", "file-text"),
        "minutes": whole(source, "minutes", 0) or None,
        "search": search_text([*spec.title.values(), *spec.intro.values(), *keywords]),
    }
