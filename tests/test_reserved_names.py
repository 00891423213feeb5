"""No question, step or form has a name that our own pages use themselves."""

import ast
import re
from pathlib import Path

import pytest

from loket.catalogue.rules.reserved import BUTTONS, FIELDS, FORMS, OF_THE_BROWSER, STEPS
from loket.core.typed import PROOF, SECRET
from loket.formdesk import urls as formdesk
from loket.portal import posted, urls

HERE = Path(__file__).parents[1] / "src/loket/portal"
PARTS = HERE.parent / "core/templates/ui/parts"
OWN_ADDRESS = {"field_of"}
"""What the script sends for one question goes to an address of its own."""


def names_read(path: Path) -> set[str]:
    """The names that a file looks up in what a page sent."""
    found: set[str] = set()
    tree = ast.parse(path.read_text("utf-8"))
    bodies = [one for one in tree.body if getattr(one, "name", "") not in OWN_ADDRESS]
    for node in (inner for one in bodies for inner in ast.walk(one)):
        match node:
            case ast.Call(
                func=ast.Attribute(value=source, attr="get" | "getlist"),
                args=[ast.Constant(value=str(name)), *_],
            ) if ast.unparse(source).lower().endswith("post"):
                found.add(name)
            case ast.Compare(left=ast.Constant(value=str(name)), comparators=[source]) if (
                ast.unparse(source).lower().endswith("post")
            ):
                found.add(name)
            case ast.Tuple(elts=names):
                values = [one.value for one in names if isinstance(one, ast.Constant)]
                found |= {one for one in values if isinstance(one, str)}
    return found


def names_shown() -> set[str]:
    """The names of the buttons and fields that stand on the page of a step, beside its questions."""
    pages = [HERE / "templates/portal/step.html"]
    pages += [HERE / f"templates/portal/parts/{one}.html" for one in ("newer", "documents")]
    kinds = ("field*", "file", "footer", "known", "language", "not_taken", "proof", "upload")
    pages += [page for kind in kinds for page in PARTS.glob(f"{kind}.html")]
    return {
        name for page in pages for name in re.findall(r' name="([a-z_]+)"', page.read_text("utf-8"))
    }


def test_every_name_that_the_page_of_a_step_sends_or_reads_is_reserved() -> None:
    read = names_read(HERE / "views/steps.py") | names_read(HERE / "posted.py")
    prefixes = {posted.OTHERS.rstrip("."), "document"}

    assert read | names_shown() | prefixes | SECRET | {PROOF} == BUTTONS | FIELDS


def test_every_place_beside_the_steps_in_an_address_is_reserved() -> None:
    beside = {
        found[1]
        for one in urls.urlpatterns
        if (found := re.match(r"concept/<str:key>/([^<>/]+)", str(one.pattern)))
    }

    assert beside == STEPS


def test_every_place_beside_the_forms_in_an_address_is_reserved() -> None:
    beside = {
        found[1]
        for one in formdesk.urlpatterns
        if (found := re.match(r"werk/formulieren/([^<>/]+)", str(one.pattern)))
    }

    assert beside == FORMS


@pytest.mark.parametrize("script", sorted((HERE.parents[2] / "frontend/js").glob("*.js")))
def test_what_the_scripts_ask_of_a_form_is_no_name_of_a_question(script: Path) -> None:
    asked = set(re.findall(r"\b(?:this\.)?form\.([a-z]+)\b(?!:)", script.read_text("utf-8")))

    assert asked <= OF_THE_BROWSER
