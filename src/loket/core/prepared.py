"""Questions to the database that are written once and asked many times, each time with other values.

To write the SQL of a question takes Django several times what it takes the database to answer it.
`@prepared` stands on a function that gives a queryset; its values are left blank in what is
written, and filled in when it is asked:

    @prepared
    def roles_held(person_id: int, today: date) -> QuerySet[RoleGrant, str]: ...

    roles_held(person.pk, today)  # a list

Blanks are values of exactly the types in `BLANKS`; whatever else is given (None, a choice, a
tuple) is part of the question, and each such question is written by itself. No row is kept, and
the predicates are those of the querysets: who may see what is asked anew each time.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import update_wrapper
from typing import Any

from django.db import DatabaseError, connection, connections
from django.db.models import Count, QuerySet, Value
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from loket.core.rowreading import Reader, reader_of

BLANKS = (int, str, date, datetime)
MOST = 200
"""So many questions of one function are kept; a function that asks for more is badly cut."""
FIRST_DAY = datetime(1901, 1, 1, tzinfo=UTC)
BITS = {"Int2": 15, "Int4": 31, "Int8": 63}
"""How large a number the database takes, by the name under which Django hands it over."""


ALL: list["Prepared[Any, Any]"] = []
"""Every prepared question of this process."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A place in the parameters: which of the values comes there, and how it is handed over."""

    place: int
    value: int
    kind: type[int] | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was written: its SQL with blanks, and how its rows are read."""

    rows: QuerySet[Any, Any]
    compiler: SQLCompiler
    converters: dict[int, Any]
    reader: Reader | None
    sql: str
    params: tuple[Any, ...]
    blanks: tuple[Blank, ...]

    def fill(self, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The parameters with these values; None when a number is too large for its column."""
        params = list(self.params)
        for blank in self.blanks:
            value = values[blank.value]
            if blank.kind is not None:
                if abs(value) >> BITS.get(blank.kind.__name__, 0):
                    return None
                value = blank.kind(value)
            params[blank.place] = value
        return tuple(params)

    def ask(self, params: tuple[Any, ...]) -> list[Any]:
        """Ask it, and read the rows."""
        if self.reader is None:
            return self.ask_by_django(params)
        connection = connections[self.rows.db]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: list[Any] = cursor.fetchall()
        return self.reader.read(found, connection)

    def ask_by_django(self, params: tuple[Any, ...]) -> list[Any]:
        """Ask it: Django runs the SQL and makes the rows, as of any queryset."""
        compiler = copy_of(self.compiler)
        compiler.connection = connections[self.rows.db]
        vars(compiler)["as_sql"] = lambda: (self.sql, params)
        vars(compiler)["get_converters"] = lambda _columns: self.converters
        query = copy_of(self.rows.query)
        vars(query)["get_compiler"] = lambda *_args, **_named: compiler
        rows = copy_of(self.rows)
        vars(rows)["_query"] = query
        return list(rows)


class Prepared[**P, T]:
    """A function that gives a queryset, as a function that gives its rows."""

    def __init__(self, build: Callable[P, QuerySet[Any, T]]) -> None:
        """Keep how the question is put together."""
        self.build = build
        self.written: dict[tuple[Any, ...], Question] = {}
        update_wrapper(self, build)
        ALL.append(self)

    def __call__(self, *values: P.args, **named: P.kwargs) -> list[T]:
        """Ask it with these values, all of them by their place."""
        if named:
            raise TypeError("a prepared question takes its values by their place")
        question = self.question(values)
        params = question.fill(values)
        return list(self.build(*values, **named)) if params is None else question.ask(params)

    def first(self, *values: P.args, **named: P.kwargs) -> T | None:
        """The first row, if there is one."""
        return next(iter(self(*values, **named)), None)

    def question(self, values: tuple[Any, ...]) -> Question:
        """The question for values like these, written when it was not asked before.

        Predicates that look at the calendar of the database name the time zone in their SQL.
        """
        like = tuple(type(one) if type(one) in BLANKS else one for one in values)
        shape = (timezone.get_current_timezone_name(), *like)
        found = self.written.get(shape)
        if found is None:
            found = write(self.build, values)
            if len(self.written) >= MOST:
                self.written.clear()
            self.written[shape] = found
        return found


def prepared[**P, T](build: Callable[P, QuerySet[Any, T]]) -> Prepared[P, T]:
    """Write the question of this function once; it then gives a list."""
    return Prepared(build)


@contextmanager
def kept_plan() -> Iterator[None]:
    """Let the database keep its plan for what is asked meanwhile, whatever the values.

    Left to itself it plans a large question anew each time where it hopes for a better plan, which
    costs several times what the answer does. It is for questions that have one good plan only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        try:
            yield
        finally:
            with suppress(DatabaseError):  # who broke it has given the way of planning back too
                cursor.execute("RESET plan_cache_mode")


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, int]:
    """How many rows there are, as a question with one number for an answer."""
    found: QuerySet[Any, int] = whole(rows).annotate(n=Count("*")).values_list("n", flat=True)
    return found


def whole(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """All rows as one group, for figures about them: a constant is nothing to group by."""
    found: QuerySet[Any, Any] = rows.order_by().annotate(together=Value(1)).values("together")
    return found


def padded(ids: Iterable[int], least: int = 8) -> tuple[int, ...]:
    """The ids, the last one several times, so that there are 8, 16, 32 and so on of them.

    A question for nine rows is then the same question as one for sixteen.
    """
    wanted = tuple(ids)
    size = least if wanted else 0
    while size < len(wanted):
        size *= 2
    return wanted + wanted[-1:] * (size - len(wanted))


def forget_questions() -> None:
    """Write them all anew: a test that takes a predicate away wants to see it gone."""
    for question in ALL:
        question.written.clear()


def write(build: Callable[..., QuerySet[Any, Any]], values: tuple[Any, ...]) -> Question:
    """Write a question twice, with other marks in its blanks: where they differ, a value comes.

    Whatever is not simply filled in (it is counted with, or decides what is asked) shows itself.
    """
    once, twice = (marked(values, turn) for turn in (0, 1))
    rows, compiler, sql, params = compiled(build(*once))
    _rows, _compiler, other_sql, other_params = compiled(build(*twice))
    blanks = []
    for place, (one, other) in enumerate(zip(params, other_params, strict=True)):
        if type(one) is type(other) and one == other:
            continue
        index = next((at for at, mark in enumerate(once) if same(mark, one)), None)
        if index is None or not same(twice[index], other):
            raise ValueError(f"{build.__qualname__} does more with a value than to look for it")
        kind = type(one) if isinstance(one, int) and type(one) is not int else None
        blanks.append(Blank(place, index, kind))
    if sql != other_sql:
        raise ValueError(f"{build.__qualname__} lets a value decide what it asks")
    columns = [column for column, *_rest in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(columns)
    reader = reader_of(rows, compiler, converters)
    return Question(rows, compiler, converters, reader, sql, tuple(params), tuple(blanks))


def compiled(rows: QuerySet[Any, Any]) -> tuple[QuerySet[Any, Any], SQLCompiler, str, list[Any]]:
    """The queryset, who wrote its SQL (and knows how to read its rows), and what was written."""
    compiler = rows.query.get_compiler(using=rows.db)
    sql, params = compiler.as_sql()
    return rows, compiler, sql, list(params)


def marked(values: tuple[Any, ...], turn: int) -> tuple[Any, ...]:
    """The same values with a mark for each blank; small numbers, for they must fit any column."""
    return tuple(
        mark_of(type(value), 2 * place + 1 + turn) if type(value) in BLANKS else value
        for place, value in enumerate(values)
    )


def mark_of(kind: type, number: int) -> object:
    """A value of this type that no question has of itself."""
    if kind is int:
        return 20_000 + number
    if kind is str:
        return f"\N{FULL BLOCK}{number}"
    moment = FIRST_DAY + timedelta(days=number)
    return moment if kind is datetime else moment.date()


def same(mark: object, param: object) -> bool:
    """Whether this parameter is the mark, however it is handed over."""
    return bool(isinstance(param, type(mark)) and param == mark)


def copy_of[S: (SQLCompiler, Query, QuerySet[Any, Any])](one: S) -> S:
    """The same object once more, for this one time; what it points to stays as it is."""
    made = one.__class__.__new__(one.__class__)
    vars(made).update(vars(one))
    return made
