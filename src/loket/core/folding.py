"""Templates whose fixed pieces are written once for each language, not for each page.

Half of what Django's templates do for a page gives the same every time: fixed text, translations
of it, icons, addresses without a number. Neighbours of that kind become one piece when a template
is read. What asks the context for anything is asked each time, without detours (see `swift`).
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from django.template import Context, Node, NodeList, Origin, Template
from django.template.base import FilterExpression, TextNode, Variable
from django.template.defaulttags import IfNode, LoadNode, URLNode
from django.template.library import SimpleBlockNode, SimpleNode
from django.template.loaders.base import Loader as Reader
from django.template.loaders.cached import Loader as Keeper
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from loket.core.swift import swift


class Piece(Node):
    """Neighbours that give the same for every page in one language."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        """Keep the nodes, to write them once in each language."""
        self.nodes = nodes
        self.written: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The text in the language that is spoken now."""
        language = get_language()
        written = self.written.get(language)
        if written is None:
            written = NodeList(self.nodes).render(context)
            self.written[language] = written
        return written

    render_annotated = render


class Folded(Reader):
    """Reads a template and folds it before anybody else has it."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template, folded."""
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(Keeper, Folded):
    """Keeps the folded templates; `Keeper` asks the next class in line to read one."""


def fold(nodes: NodeList) -> None:
    """Put fixed neighbours together, here and inside every node."""
    kept: list[Node] = []
    for fixed, neighbours in groupby(nodes, key=is_fixed):
        some = list(neighbours)
        worth = fixed and not all(isinstance(one, TextNode | LoadNode) for one in some)
        kept += [Piece(some)] if worth else some
    nodes[:] = [node if isinstance(node, Piece) else swift(node) for node in kept]
    for node in kept:
        for inside in insides(node):
            fold(inside)


def insides(node: Node) -> Iterator[NodeList]:
    """The lists of nodes in a node; what `if` shows as one list is a copy."""
    if isinstance(node, IfNode):
        yield from (inside for _condition, inside in node.conditions_nodelists)
        return
    names = ("nodelist",) if isinstance(node, SimpleBlockNode) else node.child_nodelists
    for name in names:  # a block tag keeps its content, and does not say so
        inside = getattr(node, name, None)
        if isinstance(inside, NodeList):
            yield inside


def fixed[Tag: Callable[..., object]](tag: Tag) -> Tag:
    """Say of a tag that its arguments and the language are all it needs."""
    tag.is_fixed = True  # type: ignore[attr-defined]
    return tag


def is_fixed(node: Node) -> bool:
    """Whether a node gives the same for every page in one language."""
    match node:
        case TextNode() | LoadNode():
            return True
        case TranslateNode(asvar=None):
            return is_literal(node.filter_expression) and is_literal(node.message_context)
        case BlockTranslateNode(asvar=None, countervar=None):
            variable = any(token.token_type.name == "VAR" for token in node.singular)
            return not (variable or node.extra_context) and is_literal(node.message_context)
        case URLNode(asvar=None):
            return is_literal(node.view_name) and not (node.args or node.kwargs)
        case StaticNode(varname=None):
            return is_literal(node.path)
        case SimpleBlockNode():
            return False  # its content may ask the context
        case SimpleNode(target_var=None) if hasattr(node.func, "is_fixed"):
            return all(map(is_literal, [*node.args, *node.kwargs.values()]))
    return False


def is_literal(value: FilterExpression | None) -> bool:
    """Whether an expression is a text or a number that stands in the template."""
    if value is None:
        return True
    inner = value.var
    literal = not isinstance(inner, Variable) or inner.lookups is None
    return literal and not value.filters
