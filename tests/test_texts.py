"""Every text a person sees is a Dutch sentence in gettext, with words in French, German and English."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from django.template.base import Lexer, Token, TokenType

from loket.config import languages
from loket.core.icons import ICONS

TEMPLATES = sorted(path for path in languages.SOURCE.rglob("*.html") if "tests" not in path.parts)
CODE = sorted(
    path for path in languages.SOURCE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "gettext_noop"}
DUTCH = re.compile(
    r"\b(deze|dit|een|geen|het|kies|moet|niet|nog|uw|voor|wij|wordt)\b", re.IGNORECASE
)
WORD_LISTS = {"EMPTY_WORDS"}  # words that are looked for, not shown
SCRIPT_TEXT = re.compile(r"""["'`][A-Z][a-zé]+[ .!?]""")
COMMENT = re.compile(r"^\s*(//|/?\*).*", re.MULTILINE)
MARKS = {"nl": set("‘"), "en": set("‘"), "fr": set("«»"), "de": set("„“")}
QUOTES = set("‘‚“”„«»")
"""The mark that closes ‘ is an apostrophe as well, so it says nothing."""
PACKS = languages.SOURCE.parents[1] / "packs"
LOOSE_SIGN = re.compile(r"\S [:;?!»]|« ")
LETTER = re.compile(r"[^\W\d_]")
SEEN = {"alt", "aria-label", "title", "placeholder", "label", "aria-description", "content"}
HOLE = "\ufffc"
ATTRIBUTE_BLOCK = re.compile(r"block (density|\w+_class)$")  # fills an attribute of the shell
LITERAL = re.compile(r"""(?<!_\()(?P<name>[\w]+=)?(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
CODE_TAGS = {"if", "elif", "url", "static", "include", "extends", "load", "block", "translate"}
CODE_TAGS |= {
    "blocktranslate",
    "trans",
    "partialdef",
    "partial",
    "ifchanged",
    "cycle",
    "get_current_language",
}


class Page(HTMLParser):
    """Collects what a person would read: text nodes and the attributes that are shown or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("kbd", "script", "style")
        named = dict(attrs)
        for name, value in attrs:
            if (name == "content" and tag == "meta") or name not in SEEN:
                continue
            if LETTER.search((value or "").replace(HOLE, "")):
                self.found.append(f"{name}={value} in <{tag} {named.get('class') or ''}>")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("kbd", "script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent and LETTER.search(data.replace(HOLE, "")):
            self.found.append(data.strip())


def test_no_text_in_a_template_stands_outside_gettext() -> None:
    assert {
        str(path.relative_to(languages.SOURCE)): found
        for path in TEMPLATES
        if (found := bare_texts(path.read_text("utf-8")))
    } == {}


def test_the_check_finds_each_way_of_forgetting() -> None:
    assert bare_texts("<p>Hallo</p>") == ["Hallo"]
    assert bare_texts("<p>{{ name }} <b>is er</b></p>") == ["is er"]
    assert bare_texts('<img alt="Foto">') == ["alt=Foto in <img >"]
    assert bare_texts('{% button "Versturen" "primary" %}') == [
        '{% button "Versturen" "primary" %}'
    ]
    assert bare_texts('{% card title="Over u" %}{% endcard %}') == ['{% card title="Over u" %}']
    assert bare_texts('{% include "a.html" with label="naam" %}') == [
        '{% include "a.html" with label="naam" %}'
    ]
    assert bare_texts('{{ name|default:"Onbekend" }}') == ['{{ name|default:"Onbekend" }}']


def test_the_check_lets_code_and_translated_texts_pass() -> None:
    assert bare_texts('{% button _("Versturen") "primary small" "send" %}') == []
    assert bare_texts('<p title="{% translate "Ja" %}">{% translate "Nee" %}</p>') == []
    assert bare_texts("{% blocktranslate %}Dag {{ name }}{% endblocktranslate %}") == []
    assert (
        bare_texts('<a href="{% url "cases:case" 1 %}" class="naam">{{ x|date:"j F" }}</a>') == []
    )
    assert bare_texts("{# uitleg #}{% comment %}uitleg{% endcomment %}<kbd>Ctrl K</kbd>") == []


def test_no_text_in_the_code_stands_outside_gettext() -> None:
    assert {
        str(path.relative_to(languages.SOURCE)): found
        for path in CODE
        if (found := bare_sentences(path.read_text("utf-8")))
    } == {}


def test_no_text_stands_in_a_script() -> None:
    scripts = sorted((languages.SOURCE.parents[1] / "frontend" / "js").glob("*.js"))

    assert scripts
    assert {
        path.name: found
        for path in scripts
        if (found := SCRIPT_TEXT.findall(COMMENT.sub("", path.read_text("utf-8"))))
    } == {}


def test_a_dutch_sentence_in_code_is_found_unless_it_is_translated() -> None:
    assert bare_sentences('"""Uitleg voor het huis."""\nx = "Kies een dag"') == ["Kies een dag"]
    assert bare_sentences('x = f"Dag {name}, dit is niet goed"') == [", dit is niet goed"]
    assert bare_sentences('x = _("Kies een dag")\ny = ngettext("Nog een dag", "a", n)') == []
    assert bare_sentences('log.error("The day is not known")') == []
    assert SCRIPT_TEXT.findall("say('Niet gelukt')")


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_every_text_has_words_in_this_language(language: str) -> None:
    path = languages.catalogue_path(language)
    kept = languages.read(path, language)
    unknown = [
        message.id
        for message in languages.gather()
        if message.id and kept.get(message.id, message.context) is None
    ]

    assert unknown == []
    assert list(languages.untranslated(kept)) == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_translation_names_the_same_values_as_its_source(language: str) -> None:
    values = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    wrong = [
        message.id
        for message in languages.read(languages.catalogue_path(language), language)
        if message.id
        and isinstance(message.id, str)
        and message.string
        and sorted(values.findall(message.id)) != sorted(values.findall(str(message.string)))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", languages.LANGUAGES)
def test_a_language_has_one_kind_of_quotation_marks(language: str) -> None:
    catalogue = languages.read(languages.catalogue_path(language), language)
    dutch = {str(message.id) for message in catalogue if wrong_quotes("nl", str(message.id))}
    translated = {str(one.string) for one in catalogue if wrong_quotes(language, str(one.string))}

    assert dutch | translated == set()


def test_french_has_no_space_before_a_sign_at_which_a_line_can_break() -> None:
    catalogue = languages.read(languages.catalogue_path("fr"), "fr")
    said = [text for one in catalogue if one.id for text in strings_of(one.string)]
    said += [
        text
        for path in PACKS.rglob("*.yaml")
        for language, text in texts_in(yaml.safe_load(path.read_text("utf-8")))
        if language == "fr"
    ]

    assert said
    assert [text for text in said if LOOSE_SIGN.search(text)] == []


def test_a_loose_sign_is_found() -> None:
    assert LOOSE_SIGN.search("Qui êtes-vous ?")
    assert LOOSE_SIGN.search("« Oui\u00a0»")
    assert not LOOSE_SIGN.search("Qui êtes-vous\u00a0?")
    assert not LOOSE_SIGN.search("«\u00a0Oui\u00a0»")


def strings_of(said: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """The text of a translation, or each of its plurals."""
    return (said or "",) if isinstance(said, str | None) else tuple(said)


def test_the_packs_have_the_quotation_marks_of_their_languages() -> None:
    said = [
        (path.name, language, text)
        for path in sorted(PACKS.rglob("*.yaml"))
        for language, text in texts_in(yaml.safe_load(path.read_text("utf-8")))
    ]

    assert said
    assert [one for one in said if wrong_quotes(one[1], one[2])] == []


def test_another_kind_of_quotation_marks_is_found() -> None:
    assert not wrong_quotes("nl", "‘Ja’ en foto’s")
    assert not wrong_quotes("de", "„Ja“")
    assert wrong_quotes("nl", "“Ja”")
    assert wrong_quotes("en", "“Yes”")
    assert wrong_quotes("fr", "‘Oui’")
    assert wrong_quotes("de", "‚Ja‘")


def wrong_quotes(language: str, text: str) -> set[str]:
    """The quotation marks in a text that this language does not use here."""
    return set(text) & (QUOTES - MARKS[language])


def texts_in(part: object, language: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a pack that says in which language it is."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield from texts_in(value, key if key in MARKS else language)
    elif isinstance(part, list):
        for value in part:
            yield from texts_in(value, language)
    elif isinstance(part, str) and language:
        yield language, part


def test_every_icon_in_a_template_exists() -> None:
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r'{%\s*icon "([^"]+)"', path.read_text("utf-8"))
    }

    assert used - set(ICONS) == set()


def bare_texts(source: str) -> list[str]:
    """The texts of a template that are not translated."""
    tokens = list(Lexer(source).tokenize())
    page = Page()
    page.feed("".join(visible(tokens)))
    page.close()
    return page.found + [f"{{% {t.contents} %}}" for t in tokens if is_bare_tag(t)] + [
        f"{{{{ {t.contents} }}}}" for t in tokens if is_bare_variable(t)
    ]  # fmt: skip


def bare_sentences(source: str) -> list[str]:
    """The strings of a program that read as Dutch and are not translated."""
    tree = ast.parse(source)
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if is_translated_or_unseen(node):
            passed.update(ast.walk(node))
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    texts = [str(node.value) for node in strings if node not in passed]
    return [text for text in texts if " " in text and DUTCH.search(text)]


def is_translated_or_unseen(node: ast.AST) -> bool:
    """Whether a part of a program is a call of gettext, an explanation, or a list of words."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).split(".")[-1] in GETTEXT
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in WORD_LISTS
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def visible(tokens: list[Token]) -> Iterator[str]:
    """The markup with a hole for each tag; what is translated or commented out is a hole too."""
    until = ""
    for token in tokens:
        word = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if until:
            until = "" if word == until else until
        elif word in ("blocktranslate", "comment") or ATTRIBUTE_BLOCK.match(token.contents):
            until = f"end{word}"
            yield HOLE
        elif token.token_type == TokenType.TEXT:
            yield token.contents
        elif token.token_type != TokenType.COMMENT:
            yield HOLE


def is_bare_tag(token: Token) -> bool:
    """Whether an argument of a tag reads like a text: a capital, a space after a word, a name for it."""
    if token.token_type != TokenType.BLOCK:
        return False
    word, _, rest = token.contents.partition(" ")
    named = {"label=", "title=", "text=", "hint=", "words=", "link=", "placeholder=", "question="}
    for found in LITERAL.finditer(rest):
        name, text = found["name"] or "", found["text"]
        if name in named and LETTER.search(text):
            return True
        if (
            word not in CODE_TAGS
            and re.match(r"[A-Z]\w*[a-z]", text)
            and not text.endswith("_FORMAT")
        ):
            return True
    return False


def is_bare_variable(token: Token) -> bool:
    """Whether the default of a variable reads like a text."""
    if token.token_type != TokenType.VAR:
        return False
    found = re.search(r"""\|default(?:_if_none)?:["']([^"']*)["']""", token.contents)
    return bool(found and re.match(r"[A-Z]|\w+ \w", found[1]))


def test_the_templates_are_found() -> None:
    assert Path("ui/base.html") in {Path(*path.parts[-2:]) for path in TEMPLATES}
