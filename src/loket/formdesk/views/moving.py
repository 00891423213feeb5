"""Forms that come in and go out as YAML, and the JSON Schema of their answers."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from loket.catalogue.actions.publish import reasons_against, save_draft_version
from loket.catalogue.models import FormVersion
from loket.catalogue.rules.answers_schema import json_schema
from loket.catalogue.rules.parse import parse_spec
from loket.catalogue.rules.reading import Source, word
from loket.core.errors import ConflictError, RuleError
from loket.core.signs import without_nothing
from loket.documents.upload import Upload
from loket.formdesk.comparison import compared
from loket.formdesk.crumbs import to_forms
from loket.formdesk.doors import SEEN, form_manager, with_version
from loket.packs.load import FORM
from loket.packs.read import MOST_BYTES, PackError, parse_yaml
from loket.packs.write import yaml_of
from loket.people.middleware import PersonRequest

HERE = Path("formulier")
FILE = "bestand"
TEXT = "tekst"
KEEP = "bewaar"
LOOKED_AT = "bekeken"
"""The input that tells of which text the page showed the difference."""
KEY = re.compile(r"(?=.{1,80}\Z)[a-z][a-z0-9]*([.-][a-z0-9]+)*")


@require_safe
@with_version
def export(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
    """The version as a file that can be taken in again, here or elsewhere."""
    return HttpResponse(
        yaml_of(version.spec),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{version.form.key}.yaml"'},
    )


@require_safe
@with_version
def schema(request: PersonRequest, version: FormVersion) -> HttpResponseBase:
    """What the answers look like, for those who read them by machine."""
    found = json_schema(parse_spec(version.spec), request.acting.language)
    name = f"{version.form.key}-{version.n}.schema.json"
    return JsonResponse(
        found,
        content_type="application/schema+json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@form_manager
def take_in(request: PersonRequest) -> HttpResponseBase:
    """Read a form, show in what it differs from the one that is here, and keep it as the next."""
    context: dict[str, Any] = {"trail": to_forms()}
    if request.method != "POST":
        return render(request, "formdesk/take_in.html", context)
    text = ""
    try:
        text = text_in(request)
        source = form_in(text)
    except RuleError as refusal:
        context |= {"text": text, "refused": refusal.message}
        return render(request, "formdesk/take_in.html", context, status=422)
    if KEEP not in request.POST:
        return render(request, "formdesk/take_in.html", context | beside(request, source, text))
    try:
        refuse_another(text, request.POST.get(LOOKED_AT))
        version = save_draft_version(source, by=request.acting, seen=request.POST.get(SEEN, ""))
    except RuleError as refusal:
        context |= beside(request, source, text) | {"refused": refusal.message}
        status = 409 if isinstance(refusal, ConflictError) else 422
        return render(request, "formdesk/take_in.html", context, status=status)
    return redirect("formdesk:version", version.form.key, version.n)


def beside(request: PersonRequest, source: Source, text: str) -> dict[str, Any]:
    """The form that came in, beside the newest one that is here."""
    key = word(source, "key")
    newest = FormVersion.objects.filter(form__key=key).order_by("-n").first()
    return {
        "text": text,
        "mark": mark_of(text),
        "key": key,
        "newest": newest,
        "overwrites": newest is not None and newest.state == FormVersion.State.DRAFT,
        "chapters": compared(newest.spec, source, request.acting.language) if newest else (),
        "reasons": reasons_against(source, by=request.acting),
    }


def text_in(request: PersonRequest) -> str:
    """The text that came in: of the file, else what was typed.

    A file is read as the browser would send it from the field in which its text is shown.
    """
    upload = request.FILES.get(FILE)
    if not isinstance(upload, Upload) or not upload.size:
        return with_line_ends(request.POST.get(TEXT, ""))
    if upload.size > MOST_BYTES:
        raise RuleError(_("Dit bestand is te groot."), code="too_large")
    try:
        return without_nothing(with_line_ends(bytes(upload.read()).decode("utf-8-sig")))
    except UnicodeDecodeError as fault:
        raise RuleError(_("Dit bestand is geen tekst in UTF-8."), code="not_text") from fault


def with_line_ends(text: str) -> str:
    """The text with one kind of line end; every system writes its own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refuse_another(text: str, looked_at: str | None) -> None:
    """Refuse to keep a text that is not the one of which the difference was shown."""
    if looked_at is not None and looked_at != mark_of(text):
        raise ConflictError(
            _("U hebt de tekst veranderd. Kijk eerst het verschil na en bewaar dan."), code="stale"
        )


def mark_of(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def form_in(text: str) -> Source:
    """The form that a text says; what has no name of a form cannot even be kept."""
    source = read_text(text)
    if source.get("spec") != FORM:
        raise RuleError(_("Dit is geen formulier: ‘spec: %s’ ontbreekt.") % FORM, code="form")
    if not KEY.fullmatch(word(source, "key")):
        raise RuleError(_("Dit formulier heeft geen goede naam (‘key’)."), code="key")
    if not is_storable(source):
        raise RuleError(_("Hier staat een teken dat niet mag."), code="sign")
    return source


def read_text(text: str) -> Source:
    """What a text says; when it cannot be read, on which line that is."""
    try:
        return parse_yaml(text, HERE).data
    except PackError as refusal:
        line = refusal.place.rpartition(":")[2]
        said = {"line": line, "sentence": refusal.sentence}
        raise RuleError(_("Regel %(line)s: %(sentence)s") % said, code="yaml") from refusal


def is_storable(source: Source) -> bool:
    """Whether the database takes every sign; YAML can spell signs that are none."""
    try:
        json.dumps(source, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return "\\u0000" not in json.dumps(source)
