"""The script shows, hides and marks the questions of a page as soon as something changes."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, expect

from loket.catalogue.rules.client import client_rules
from loket.catalogue.rules.spec import FormSpec
from loket.catalogue.rules.tests.make import (
    choices,
    look,
    make_context,
    make_spec,
    question,
    texts,
)
from loket.catalogue.rules.values import Answers, Json
from loket.core.fieldview import FieldView, GroupItemView, Kind, OptionView, SlotView

SCRIPTS = Path(__file__).parents[1] / "static" / "catalogue"
type Open = Callable[..., Page]


@pytest.fixture
def show(browser: Browser) -> Iterator[Open]:
    """Open a page with these questions and the conditions of their form."""
    page = browser.new_page()

    def opened(
        spec: FormSpec, *views: FieldView | SlotView, answers: Answers | None = None
    ) -> Page:
        context = make_context()
        rules = client_rules(spec, look(spec, answers or {}, context=context), context, "een")
        parts = [
            render_to_string("ui/parts/slot.html", {"slot": view})
            if isinstance(view, SlotView)
            else render_to_string("ui/parts/field.html", {"field": view})
            for view in views
        ]
        page.set_content(
            f"<!doctype html><html lang=nl><title>x</title><form>{''.join(parts)}</form>"
            f'<script type="application/json" id="form-conditions">{json.dumps(rules)}</script>'
        )
        for name in ("conditions.js", "questions.js"):
            page.add_script_tag(path=SCRIPTS / name)
        return page

    yield opened
    page.close()


def view(path: str, kind: Kind = Kind.TEXT, **rest: Any) -> FieldView:
    return FieldView(path, kind, path.title(), **{"required": False, **rest})


def radios(path: str, *values: str, **rest: Any) -> FieldView:
    return view(path, Kind.RADIO, options=tuple(OptionView(v, v) for v in values), **rest)


def place(page: Page, path: str) -> Any:
    return page.locator(f'[data-field="{path}"]')


SEEN_B: dict[str, Json] = {"f": "soort", "eq": "b"}


def test_a_choice_shows_the_next_question_and_another_hides_it_again(show: Open) -> None:
    spec = make_spec(
        question("soort", "choice", options=choices("a", "b")),
        question("verlof", show_when=SEEN_B),
        question("reden", show_when={"f": "verlof", "answered": True}),
    )
    page = show(
        spec, radios("soort", "a", "b"), view("verlof", visible=False), view("reden", visible=False)
    )

    page.check("input[value=b]")
    expect(place(page, "verlof")).to_be_visible()
    page.fill("[name=verlof]", "iets")
    expect(place(page, "reden")).to_be_visible()
    page.check("input[value=a]")

    expect(place(page, "verlof")).to_be_hidden()
    expect(place(page, "reden")).to_be_hidden()
    assert page.input_value("[name=verlof]") == "iets"


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [
        ("money", "1.000,01", True),
        ("money", "1000", False),
        ("integer", "1001", True),
        ("integer", "1001,5", False),
        ("decimal", "1000,5", True),
        ("decimal", "veel", False),
    ],
)
def test_numbers_are_read_as_they_are_typed(show: Open, kind: str, typed: str, shown: bool) -> None:
    spec = make_spec(question("n", kind), question("b", show_when={"f": "n", "gt": 1000}))
    page = show(spec, view("n", Kind(kind)), view("b", visible=False))

    page.fill("[name=n]", typed)

    expect(place(page, "b")).to_be_visible(visible=shown)


def test_days_are_compared_with_today_of_the_server(show: Open) -> None:
    spec = make_spec(question("dag", "date"), question("b", show_when={"f": "dag", "lt": "today"}))
    page = show(spec, view("dag", Kind.DATE), view("b", visible=False))

    page.fill("[name=dag]", "2026-11-20")
    expect(place(page, "b")).to_be_visible()
    page.fill("[name=dag]", "2026-11-21")

    expect(place(page, "b")).to_be_hidden()


def test_parts_choices_and_ticks_are_read_too(show: Open) -> None:
    spec = make_spec(
        question("periode", "period"),
        question("keuzes", "choice", options=choices("x", "y"), multiple=True),
        question("akkoord", "consent", version="1"),
        question("ja", "boolean"),
        question(
            "b",
            show_when={
                "all": [
                    {"f": "periode.until", "gt": "@periode.from+1m"},
                    {"f": "keuzes", "contains": "y"},
                    {"f": "akkoord", "eq": True},
                    {"f": "ja", "eq": False},
                ]
            },
        ),
    )
    parts = (view("periode.from", Kind.DATE), view("periode.until", Kind.DATE))
    page = show(
        spec,
        view("periode", Kind.PARTS, parts=parts),
        view("keuzes", Kind.CHECKS, options=(OptionView("x", "x"), OptionView("y", "y"))),
        view("akkoord", Kind.STATEMENT, text="Ik ga akkoord"),
        radios("ja", "true", "false"),
        view("b", visible=False),
    )

    page.fill("[name='periode.from']", "2027-01-31")
    page.fill("[name='periode.until']", "2027-03-01")
    page.check("input[value=y]")
    page.check("[name=akkoord]")
    page.check("[name=ja][value=false]")

    expect(place(page, "b")).to_be_visible()


def test_each_item_of_a_group_has_its_own_questions(show: Open) -> None:
    spec = make_spec(
        question(
            "kinderen",
            "group",
            fields=[
                question("mee", "boolean"),
                question("school", show_when={"f": ".mee", "eq": True}),
            ],
        )
    )
    items = tuple(
        GroupItemView(
            key,
            f"Kind {key}",
            (
                radios(f"kinderen.{key}.mee", "true", "false"),
                view(f"kinderen.{key}.school", visible=False),
            ),
        )
        for key in ("1", "2")
    )
    page = show(spec, view("kinderen", Kind.GROUP, items=items))

    page.check("[name='kinderen.2.mee'][value=true]")

    expect(place(page, "kinderen.1.school")).to_be_hidden()
    expect(place(page, "kinderen.2.school")).to_be_visible()


def test_a_hidden_group_does_not_count(show: Open) -> None:
    spec = make_spec(
        question("soort", "choice", options=choices("a", "b")),
        question("kinderen", "group", show_when=SEEN_B, fields=[question("naam")]),
        question("b", show_when={"f": "kinderen", "answered": True}),
    )
    item = GroupItemView("1", "Kind 1", (view("kinderen.1.naam"),))
    page = show(
        spec,
        radios("soort", "a", "b"),
        view("kinderen", Kind.GROUP, items=(item,), visible=False),
        view("b", visible=False),
    )

    page.check("input[value=b]")
    expect(place(page, "b")).to_be_visible()
    page.check("input[value=a]")

    expect(place(page, "kinderen")).to_be_hidden()
    expect(place(page, "b")).to_be_hidden()


def test_a_question_becomes_required_and_optional_again(show: Open) -> None:
    spec = make_spec(
        question("soort", "choice", options=choices("a", "b")),
        question("verlof", required_when=SEEN_B),
    )
    page = show(spec, radios("soort", "a", "b"), view("verlof"))
    optional = place(page, "verlof").locator(".sd-optional")

    page.check("input[value=b]")
    expect(optional).to_be_hidden()
    assert page.evaluate("document.querySelector('[name=verlof]').required")
    page.check("input[value=a]")

    expect(optional).to_be_visible()
    assert not page.evaluate("document.querySelector('[name=verlof]').required")


def test_a_document_is_shown_when_an_answer_asks_it(show: Open) -> None:
    spec = make_spec(
        question("soort", "choice", options=choices("a", "b")),
        documents=[{"id": "attest", "label": texts("attest"), "required": True, "when": SEEN_B}],
    )
    page = show(spec, radios("soort", "a", "b"), SlotView("document.attest", "A", visible=False))

    page.check("input[value=b]")

    expect(page.locator("[data-slot='document.attest']")).to_be_visible()


def test_what_was_answered_in_another_step_counts(show: Open) -> None:
    steps: Json = [
        {"id": "nul", "title": texts("nul"), "fields": [question("soort")]},
        {"id": "een", "title": texts("een"), "fields": [question("b", show_when=SEEN_B)]},
    ]

    page = show(make_spec(steps=steps), view("b", visible=False), answers={"soort": "b"})

    expect(place(page, "b")).to_be_visible()


def test_a_page_without_conditions_is_left_alone(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<!doctype html><title>x</title><input name=a>")
    for name in ("conditions.js", "questions.js"):
        page.add_script_tag(path=SCRIPTS / name)

    page.fill("[name=a]", "iets")

    assert page.evaluate("Loket.questions.answer('a', {type: 'text'}, 'nl')") == "iets"
    page.close()


def test_a_country_that_was_chosen_beforehand_is_no_address(show: Open) -> None:
    spec = make_spec(
        question("adres", "address"), question("sinds", show_when={"f": "adres", "answered": True})
    )
    home = (OptionView("FR", "Frankrijk", chosen=True),)
    parts = (
        view("adres.country", Kind.SELECT, options=home),
        view("adres.lines", Kind.TEXTAREA),
    )
    page = show(spec, view("adres", Kind.PARTS, parts=parts), view("sinds"))
    expect(place(page, "sinds")).to_be_hidden()

    page.fill("[name='adres.lines']", "1, rue du Bac")

    expect(place(page, "sinds")).to_be_visible()
