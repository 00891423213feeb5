"""What is fixed in a template is written once for each language; everything else each time."""

import pytest
from django.template import Context, Engine, Node, Template
from django.template.loader import get_template
from django.utils.translation import override

from loket.core.folding import Piece, fold

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
