"""Names and values in templates, read without the detours that Django takes for every one.

A page reads some five hundred names and writes two hundred values. Django asks of each whether it
can be called, localised, translated later or escaped later, by ways that cost more than the
answer. Here the plain ones (a dictionary, an object, a text) go straight; any other goes Django's
way, so that what is written stays the same.
"""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, cast

from django.template import Context, Node, Variable
from django.template.base import FilterExpression, NodeList, VariableNode, render_value_in_context
from django.template.smartif import TokenBase
from django.utils.functional import Promise
from django.utils.safestring import SafeString

type Named = Mapping[str, Mapping[str, Any]] | Context | int | str
DETOUR = object()


class Name(Variable):
    """A name in a template, with what stands behind its points."""

    lookups: tuple[str, ...]

    def resolve(self, context: Named) -> object:
        """What the name stands for, as `Variable.resolve` finds it."""
        try:
            found = self.straight(context)
        except Exception:  # some are meant to pass in silence: Django's way knows which
            found = DETOUR
        return super().resolve(context) if found is DETOUR else found

    def straight(self, context: Named) -> object:
        """The same, where each part is a plain one."""
        first = self.lookups[0]
        for layer in reversed(cast("Context", context).dicts):
            if first in layer:
                value = layer[first]
                break
        else:
            return DETOUR
        for bit in self.lookups[1:]:
            kind = type(value)
            if kind is dict:
                value = value.get(bit, DETOUR)
            elif hasattr(kind, "__getitem__") or callable(value):
                return DETOUR
            else:
                value = getattr(value, bit, DETOUR)
        return DETOUR if callable(value) else value


class Bare(FilterExpression):
    """A name that no filter changes."""

    __slots__ = ()

    def resolve(self, context: Context, ignore_failures: bool = False) -> object:
        """What the name stands for, as `FilterExpression.resolve` finds it."""
        try:
            found = self.var.straight(context)
        except Exception:  # as in `Name.resolve`
            found = DETOUR
        return super().resolve(context, ignore_failures) if found is DETOUR else found


class Value(Node):
    """A value in a page."""

    child_nodelists = ()

    def __init__(self, plain: VariableNode) -> None:
        """Keep what gives the value, and where it stands."""
        vars(self).update(vars(plain))
        self.filter_expression: FilterExpression = plain.filter_expression

    def render(self, context: Context) -> str:
        """The value, escaped, as `VariableNode.render` writes it."""
        value = self.filter_expression.resolve(context)
        if type(value) is SafeString:
            return value
        if isinstance(value, Promise):
            value = str(value)
            if type(value) is SafeString:
                return value
        if type(value) is str and context.autoescape:
            return escape(value)
        return str(render_value_in_context(value, context))

    render_annotated = render


def swift(node: Node) -> Node:
    """The node, reading its names straight; a value in a page is written straight too."""
    for expression in expressions(list(vars(node).values())):
        name = expression.var
        if type(name) is Variable and name.lookups is not None and not name.translate:
            expression.var = Name(name.var)
            if not expression.filters:
                expression.__class__ = Bare
    return Value(node) if type(node) is VariableNode else node


def expressions(value: object) -> Iterator[FilterExpression]:
    """The expressions in what a node keeps: alone, in a row, by name, or in a condition."""
    match value:
        case FilterExpression():
            yield value
        case NodeList():
            return
        case list() | tuple():
            for one in value:
                yield from expressions(one)
        case dict():
            yield from expressions(list(value.values()))
        case TokenBase():
            yield from expressions([value.first, value.second, getattr(value, "value", None)])
