"""How the rows of a prepared question become objects or values, worked out once for each question.

Django works it out anew at each question and calls the constructor of a model for each row; both
took longer than the database. What stands here gives the same objects for what prepared questions
ask (models with `select_related`, lists of values), and leaves everything else to Django.
`tests/test_prepared.py` holds it to what Django gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

PLAIN = (DeferredAttribute, ForeignKeyDeferredAttribute)
"""Attributes of a model that are nothing but what the row says."""

type Row = tuple[Any, ...]
type Converters = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """An object that comes along with another, and how the two are tied together."""

    made: "Making"
    tie: Callable[[Any, Any], None]
    tie_back: Callable[[Any, Any], None]


@dataclass(frozen=True, slots=True)
class Making:
    """Which columns make an object of a model, and which objects come along with it."""

    model: type[Model]
    start: int
    end: int
    names: tuple[str, ...]
    key: int
    links: tuple[Link, ...]
    more: tuple[tuple[str, int], ...] = ()
    """What was counted beside the columns, by its name and place."""

    def make(self, row: Row, alias: str) -> Model:
        """The object of this row, with those that come along; a link to nothing stays None."""
        made = self.model.__new__(self.model)
        held = vars(made)
        state = held["_state"] = ModelState()
        state.adding = False
        state.db = alias
        held.update(zip(self.names, row[self.start : self.end], strict=True))
        for name, place in self.more:
            held[name] = row[place]
        for link in self.links:
            if row[link.made.key] is None:
                link.tie(made, None)
                continue
            other = link.made.make(row, alias)
            link.tie(made, other)
            link.tie_back(other, made)
        return made


@dataclass(frozen=True, slots=True)
class Reader:
    """How the rows of one question are read."""

    converters: Converters
    width: int
    making: Making | None
    flat: bool

    def read(self, rows: list[Row], connection: BaseDatabaseWrapper) -> list[Any]:
        """The objects or values of these rows."""
        if self.converters:
            rows = [converted(row, self.converters, connection) for row in rows]
        if self.making is not None:
            make, alias = self.making.make, connection.alias
            return [make(row, alias) for row in rows]
        if self.flat:
            return [row[0] for row in rows]
        return [row[: self.width] for row in rows]


def converted(row: Row, converters: Converters, connection: BaseDatabaseWrapper) -> Row:
    """A row with its values as Python knows them."""
    values = list(row)
    for place, (converts, expression) in converters.items():
        for convert in converts:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)


def reader_of(
    rows: QuerySet[Any, Any], compiler: SQLCompiler, converters: Converters
) -> Reader | None:
    """How to read the rows of this question; None when Django has to do it."""
    asked = vars(rows)
    kind = asked["_iterable_class"]
    columns = [column for column, *_rest in compiler.select]
    unusual = (
        asked["_known_related_objects"],
        asked["_prefetch_related_lookups"],
        asked["_fetch_mode"] is not FETCH_ONE,
        compiler.has_composite_fields(columns),
    )
    if any(unusual):
        return None
    if kind in (FlatValuesListIterable, ValuesListIterable):
        return Reader(converters, compiler.col_count or 0, None, kind is FlatValuesListIterable)
    if kind is not ModelIterable or compiler.klass_info is None:
        return None
    more = tuple((compiler.annotation_col_map or {}).items())
    making = making_of(compiler.klass_info, columns, more)
    return None if making is None else Reader(converters, 0, making, flat=False)


def making_of(
    told: dict[str, Any], columns: list[Any], more: tuple[tuple[str, int], ...] = ()
) -> Making | None:
    """How objects of a model are made of these columns; None when it takes more than that."""
    model: type[Model] = told["model"]
    places = told["select_fields"]
    start, end = places[0], places[-1] + 1
    names = tuple(column.target.attname for column in columns[start:end])
    key = model._meta.pk.attname
    if told.get("from_parent") or not is_plain(model, names) or key not in names:
        return None
    links = []
    for other in told.get("related_klass_infos", ()):
        made = making_of(other, columns)
        if made is None:
            return None
        links.append(Link(made, other["local_setter"], other["remote_setter"]))
    return Making(model, start, end, names, start + names.index(key), tuple(links), more)


def is_plain(model: type[Model], names: tuple[str, ...]) -> bool:
    """Whether an object of this model is its row and nothing else happens when it is made."""
    return (
        model.__init__ is Model.__init__
        and model.__new__ is Model.__new__
        and getattr(model.from_db, "__func__", None) is getattr(Model.from_db, "__func__", 0)
        and not pre_init.has_listeners(model)
        and not post_init.has_listeners(model)
        and all(type(attribute_of(model, name)) in PLAIN for name in names)
    )


def attribute_of(model: type[Model], name: str) -> object:
    """The attribute of the class itself, which looking it up on the class would call."""
    return next((vars(kind)[name] for kind in model.__mro__ if name in vars(kind)), None)
