"""What is fixed in a template is written once for each language; everything else each time."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, Node, Template
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from loket.core.folding import Piece, fold
from loket.core.swift import Value

HEAD = "{% load i18n static ui %}"
FIXED = (
    "<p>{% translate 'Zoeken' %}</p>",
    "{% blocktranslate %}Zoeken{% endblocktranslate %} {% icon 'search' 'sm' %}",
    "{% url 'portal:home' %} en {% button _('Opslaan') 'primary' %}",
    "{% translate 'Zoeken' context 'niets' %}!",
    "<img src='{% static 'loket/portal.css' %}'>",
)
ALIVE = (
    "{{ name }}",
    "{% translate name %}",
    "{% translate 'Zoeken' as found %}",
    "{% blocktranslate %}Van {{ name }}{% endblocktranslate %}",
    "{% blocktranslate with who=name %}Zoeken{% endblocktranslate %}",
    "{% icon name %}",
    "{% button name %}",
    "{% url 'cases:case' name %}",
    "{% url 'portal:home' as found %}",
    "{% translate 'Zoeken'|upper %}",
    "{% static name %}",
    "{% csrf_token %}",
)
GIVEN = {"name": "search", "shown": True, "rows": ["search", "check"]}


def written(template: Template) -> str:
    return str(template.render(Context(GIVEN)))


def made(source: str) -> Template:
    return Template(HEAD + source, engine=Engine.get_default())


def pieces(template: Template) -> list[Node]:
    return template.nodelist.get_nodes_by_type(Piece)


@pytest.mark.parametrize("source", FIXED)
def test_what_is_fixed_becomes_one_piece(source: str) -> None:
    template = made(source)
    fold(template.nodelist)

    assert [type(node) for node in template.nodelist] == [Piece]


@pytest.mark.parametrize("tag", ["alert", "card"])
def test_what_a_block_tag_holds_is_folded_too(tag: str) -> None:
    template = made("{% TAG %}{% translate 'Zoeken' %}{{ name }}{% endTAG %}".replace("TAG", tag))
    plain = written(template)
    fold(template.nodelist)
    (block,) = (node for node in template.nodelist if hasattr(node, "nodelist"))

    assert [type(node) for node in block.nodelist] == [Piece, Value]
    assert written(template) == plain


@pytest.mark.parametrize("source", ALIVE)
def test_what_asks_the_page_for_anything_stays_as_it_is(source: str) -> None:
    template = made(source)
    fold(template.nodelist)

    assert not pieces(template)


@pytest.mark.parametrize("source", [*FIXED, *ALIVE])
@pytest.mark.parametrize(
    "around",
    [
        "%s",
        "{%% if shown %%}%s{%% else %%}nee{%% endif %%}",
        "{%% for name in rows %%}%s{%% empty %%}leeg{%% endfor %%}",
        "{%% with name='check' %%}%s{%% endwith %%}",
        "{%% language 'fr' %%}%s{%% endlanguage %%}%%",
        "{%% card 'Titel' %%}%s{%% endcard %%}",
        "{%% block stuk %%}%s{%% endblock %%}",
    ],
)
def test_a_folded_template_writes_what_it_wrote_in_every_language_and_every_time(
    around: str, source: str
) -> None:
    plain, folded = made(around % source), made(around % source)
    fold(folded.nodelist)

    for language in ("nl", "fr", "de", "en", "nl", "fr"):
        with override(language):
            assert written(folded) == written(plain)


class Thing:
    """What a page is given: with an attribute, a method, a row, and a property that fails."""

    plain = "a < b"
    spoken = gettext_lazy("Zoeken")
    row = ("eerste", "tweede")
    made = {"deep": {"er": "ja"}, "items": "niet de methode"}

    def method(self) -> str:
        return "gevraagd"

    @property
    def failing(self) -> str:
        raise ObjectDoesNotExist


PAGE = {
    "thing": Thing(),
    "safe": mark_safe("<b>veilig</b>"),
    "number": 1234567,
    "share": 0.5,
    "at": datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
    "nothing": None,
    "call": lambda: "geroepen",
    "counted": defaultdict(int),
    "kind": Thing,
}
NAMES = (
    *("thing.plain", "thing.spoken", "thing.row.1", "thing.row.7", "thing.method", "thing.failing"),
    *("thing.made.deep.er", "thing.made.items", "thing.made.nowhere", "thing.made.values"),
    *("safe", "number", "share", "at", "nothing", "nothing.more", "call", "call.upper", "absent"),
    *("absent.more", "counted.some", "kind.plain", "autoescape", "template", "thing.plain.upper"),
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "around",
    [
        "{{ %s }}",
        "{{ %s|default:'geen' }}",
        "{%% if %s %%}ja{%% else %%}nee{%% endif %%}",
        "{%% if not number and %s or %s == 'x' %%}ja{%% else %%}nee{%% endif %%}",
        "{%% with one=%s %%}{{ one }}{%% endwith %%}",
        "{%% for one in rows %%}{{ one }}{{ %s }}{%% endfor %%}",
        "{%% autoescape off %%}{{ %s }}{%% endautoescape %%}",
        "{%% firstof %s 'anders' %%}",
        "{%% badge %s %%}",
        "{%% blocktranslate with one=%s %%}Van {{ one }}{%% endblocktranslate %%}",
    ],
)
def test_a_name_stands_for_what_it_stood_for(around: str, name: str) -> None:
    source = around.replace("%s", name).replace("%%", "%")
    plain, folded = made(source), made(source)
    fold(folded.nodelist)

    given = {**PAGE, "rows": [1, 2]}
    with override("nl"):
        assert outcome(folded, given) == outcome(plain, given)


def outcome(template: Template, given: dict[str, object]) -> str:
    """What it writes, or as what it fails."""
    try:
        return str(template.render(Context(given)))
    except Exception as error:  # each way to fail is an outcome
        return type(error).__name__


def test_pieces_inside_conditions_and_loops_are_folded_too() -> None:
    template = made(
        "{% if shown %}{% translate 'Zoeken' %}{% elif name %}{% icon 'check' %}{% endif %}"
        "{% for one in rows %}{% translate 'Opslaan' %}{% endfor %}"
    )
    fold(template.nodelist)

    _load, choice, loop = vars(template)["nodelist"]
    assert [type(inside[0]) for _, inside in choice.conditions_nodelists] == [Piece, Piece]
    assert isinstance(loop.nodelist_loop[0], Piece)


def test_the_pages_are_folded_and_each_is_kept() -> None:
    page, again = (vars(get_template("ui/portal_shell.html"))["template"] for _ in range(2))

    assert pieces(page)
    assert again is page
