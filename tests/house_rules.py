"""The rules of the house that no linter knows; each takes a text and gives its offences."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 40, 120
FORBIDDEN_NAMES = frozenset({"utils", "helpers", "managers", "signals", "services", "mixins"})

MANAGER_WRITES = frozenset(
    {
        "create",
        "acreate",
        "bulk_create",
        "bulk_update",
        "delete",
        "get_or_create",
        "update",
        "update_or_create",
    }
)
SQL_WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|TRUNCATE|COPY)\b", re.IGNORECASE)
INLINE = re.compile(
    r"""<style\b | \sstyle\s*= | \son[a-z]+\s*= | \shx-on | javascript:
    | <script\b(?![^>]*\bsrc=)(?![^>]*\btype="application/json")""",
    re.IGNORECASE | re.VERBOSE,
)


def opening_offence(source: str) -> str:
    """Say what is wrong with the first words of a file."""
    words = ast.get_docstring(ast.parse(source)) or ""
    first = words.split("\n\n")[0].strip()
    return "" if first.endswith((".", "?", "!")) else "does not open with a sentence"


def length_offences(source: str) -> Iterator[str]:
    """Give what is longer than a person reads at once."""
    lines = source.count("\n")
    if lines > LONGEST_FILE:
        yield f"has {lines} lines, {LONGEST_FILE} is the most"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.name} has {length} lines, {LONGEST_FUNCTION} is the most"


def may_write(path: Path) -> bool:
    """Say whether a file may write rows: actions, and the files of core itself."""
    return any(part.removesuffix(".py") == "actions" for part in path.parts) or (
        path.parent.name == "core"
    )


def writes(source: str) -> Iterator[str]:
    """Give every call that writes rows."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node):
            yield f"line {node.lineno}: {ast.unparse(node.func)[-60:]}(…)"


def foreign_writes(source: str, module: str) -> Iterator[str]:
    """Give every call that writes a model that was imported from another module."""
    tree = ast.parse(source)
    foreign = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and _is_foreign(node.module or "", module)
        for alias in node.names
        if alias.name[0].isupper()
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            named = foreign | _variables_of(function, foreign)
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and _is_write(node)
                    and _root(node.func.value) in named
                ):
                    yield f"line {node.lineno}: {ast.unparse(node.func)[-60:]}(…)"


def template_offences(source: str) -> Iterator[str]:
    """Give what a template may not hold: too much, and anything inline."""
    lines = source.count("\n")
    if lines > LONGEST_TEMPLATE:
        yield f"has {lines} lines, {LONGEST_TEMPLATE} is the most"
    for found in INLINE.finditer(re.sub(r"\{#.*?#\}", "", source)):
        yield f"has something inline: {found.group().strip()}"


def is_badly_named(path: Path) -> bool:
    """Say whether a file or folder has a name that says nothing."""
    return path.name.removesuffix(".py") in FORBIDDEN_NAMES


def missing_containers(folders: list[Path], containers: list[str]) -> list[str]:
    """Give the modules with models that the import contract of modules forgets."""
    owners = [
        f"loket.{folder.name}"
        for folder in folders
        if (folder / "models").is_dir() or (folder / "models.py").is_file()
    ]
    return sorted(set(owners) - set(containers) - {"loket.core"})


def _is_write(node: ast.Call) -> bool:
    function = node.func
    if not isinstance(function, ast.Attribute):
        return False
    chain = ast.unparse(function.value)
    if function.attr in ("save", "asave", "delete", "adelete") and not node.args:
        return ".storage" not in chain
    if function.attr in ("execute", "executemany") and node.args:
        first = node.args[0]
        return isinstance(first, ast.Constant) and bool(SQL_WRITE.match(str(first.value)))
    if function.attr in MANAGER_WRITES and ".objects" in chain:
        return True
    keywords_only = bool(node.keywords) and not node.args and not chain.startswith("vars(")
    return function.attr == "update" and keywords_only


def _is_foreign(imported: str, module: str) -> bool:
    parts = imported.split(".")
    return len(parts) > 2 and parts[0] == "loket" and parts[1] != module and parts[2] == "models"


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _variables_of(function: ast.FunctionDef | ast.AsyncFunctionDef, models: set[str]) -> set[str]:
    """Give the names that hold a row of these models: by annotation, or fetched or made here."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    held = {
        argument.arg
        for argument in arguments
        if isinstance(argument.annotation, ast.Name) and argument.annotation.id in models
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _root(node.value) in models:
            held |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return held


def unread_attributes(template: str, readers: str) -> list[str]:
    """Name the `data-` attributes of a template of which no script and no style knows."""
    named = sorted(set(re.findall(r"\bdata-[a-z-]+", template)))
    return [one for one in named if one not in readers and not _as_dataset(one, readers)]


def _as_dataset(attribute: str, readers: str) -> bool:
    first, *more = attribute.removeprefix("data-").split("-")
    name = first + "".join(part.title() for part in more)
    return re.search(rf"\b{name}\b", readers) is not None
