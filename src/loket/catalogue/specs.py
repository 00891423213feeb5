"""The specification of a version, read once and kept: a published version never changes."""

from functools import lru_cache

from loket.catalogue.models import FormVersion
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.spec import FormSpec

KEPT = 256
"""So many specifications stay in the memory of a process."""


def spec_of(version: FormVersion) -> FormSpec:
    """The specification of this version; the JSON is read only when it is not at hand."""
    if version.state == FormVersion.State.DRAFT:
        return parse_spec(version.spec)
    return _kept_spec(version.pk)


def forget_specs() -> None:
    """Forget what was read, for a process that goes on with another database."""
    _kept_spec.cache_clear()


@lru_cache(maxsize=KEPT)
def _kept_spec(version_id: int) -> FormSpec:
    return parse_spec(FormVersion.objects.values_list("spec", flat=True).get(pk=version_id))
