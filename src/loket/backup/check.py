"""Verifies a backup, and an installation: each row has its file, and what was sealed opens."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Length

from loket.backup.manifest import (
    DUMP,
    FILES,
    LISTING,
    hash_of,
    read_listing,
    read_manifest,
)
from loket.backup.programs import find_programs
from loket.cases.models import Case
from loket.core.database import Server
from loket.core.models import NumberSeries, Organisation
from loket.core.seal import SealError, unseal
from loket.core.tenancy import acting_in
from loket.documents import store
from loket.documents.models import StoredFile
from loket.people.models import Person
from loket.people.photos import path_of_photo

SEALED = frozenset({"sealed", "left", "began"})
"""How columns are called that hold what is sealed."""
LOOKED_INTO = 50
"""Sealed texts of each table that are opened; one key sealed them all."""


def faults_of_backup(server: Server, backup: Path) -> Iterator[str]:
    """Say what is not in order in a backup."""
    manifest = read_manifest(backup)
    yield from (f"was missing when it was made: {path}" for path in manifest.missing)
    yield from (f"was damaged when it was made: {path}" for path in manifest.damaged)
    if hash_of(backup / DUMP) != manifest.dump_sha256:
        yield f"changed since it was made: {DUMP}"
    elif not _is_readable(server, manifest.postgresql, backup / DUMP):
        yield f"cannot be read by pg_restore: {DUMP}"
    if hash_of(backup / LISTING) != manifest.listing_sha256:
        yield f"changed since it was made: {LISTING}"
        return
    for file in read_listing(backup):
        path = backup / FILES / file.path
        if not path.is_file():
            yield f"missing: {file.path}"
        elif path.stat().st_size != file.size or hash_of(path) != file.sha256:
            yield f"changed since it was made: {file.path}"


def _is_readable(server: Server, version: int, dump: Path) -> bool:
    program = find_programs(server, version) / "pg_restore"
    done = subprocess.run(  # noqa: S603  a program of the database server
        [str(program), "--list", str(dump)], capture_output=True, check=False
    )
    return done.returncode == 0


def faults_of_installation() -> Iterator[str]:
    """Say what is not in order in this installation, one organisation after the other."""
    for organisation in Organisation.objects.order_by("pk"):
        with acting_in(organisation.pk):
            found = [*_files(), *_photos(), *_sealed(), *_numbers()]
        yield from (f"{organisation.slug}: {fault}" for fault in found)


def _files() -> Iterator[str]:
    rows = StoredFile.objects.order_by("pk").values_list("path", "size", "sha256")
    for path, size, sha256 in rows.iterator():
        file = store.full_path(path)
        if not file.is_file():
            yield f"a row names the file {path} and it is not there"
        elif file.stat().st_size != size or hash_of(file) != bytes(sha256).hex():
            yield f"the file {path} is not what its row says"


def _photos() -> Iterator[str]:
    named = Person.objects.exclude(avatar_key="").order_by("pk")
    for key in named.values_list("avatar_key", flat=True):
        if not (Path(settings.MEDIA_ROOT) / path_of_photo(key)).is_file():
            yield f"a person's photo {path_of_photo(key)} is not there"


def _sealed() -> Iterator[str]:
    """Open the newest of what is sealed in each table; what does not open says which key it is."""
    for model in apps.get_models():
        for name in sealed_fields(model):
            rows = model._meta.base_manager.filter(**{f"{name}__isnull": False}).order_by("-pk")
            try:
                for sealed in rows.values_list(name, flat=True)[:LOOKED_INTO]:
                    unseal(sealed)
            except SealError as problem:
                yield f"what is sealed in {model._meta.db_table} does not open: {problem}"


def sealed_fields(model: type[models.Model]) -> list[str]:
    """The columns of a table that hold what few may read."""
    bytes_of = (field.name for field in model._meta.fields if isinstance(field, models.BinaryField))
    return [name for name in bytes_of if name in SEALED]


def _numbers() -> Iterator[str]:
    """A series may not give out a number that a case has already."""
    for series in NumberSeries.objects.filter(gapless=True).order_by("pk"):
        given = Case.objects.filter(number__regex=rf"^{re.escape(series.prefix)}[0-9]+$")
        last = given.order_by(Length("number").desc(), "-number").first()
        if last and int(last.number.removeprefix(series.prefix)) >= series.next:
            yield f"the series {series.key} would give out {last.number} again"
