"""Gathers the texts of the code and the templates, and compiles the translations: no system tools."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
LOCALE = SOURCE / "locale"
LANGUAGES = ("fr", "de", "en")
DUTCH = "nl"  # the source, which has no file of translations
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

type Message = str | tuple[str, ...]


def catalogue_path(language: str, locale: Path = LOCALE) -> Path:
    """Say where the translations of a language lie."""
    return locale / language / "LC_MESSAGES" / "django.po"


def gather(source: Path = SOURCE) -> Catalog:
    """Gather every text that the code and the templates show."""
    found = Catalog(charset="utf-8")
    for path in sorted(source.rglob("*.py")):
        if "tests" not in path.parts:
            _add(found, path, source, path.read_text())
    for path in sorted(source.rglob("*.html")) + sorted(source.rglob("*.txt")):
        if "tests" not in path.parts:
            _add(found, path, source, _flat(templatize(path.read_text(), origin=str(path))))
    return found


def update(locale: Path = LOCALE, source: Path = SOURCE) -> dict[str, int]:
    """Bring the files of all languages up to date; say how many texts wait for a translation."""
    found = gather(source)
    waiting = {}
    for language in LANGUAGES:
        path = catalogue_path(language, locale)
        known = read(path, language)
        known.update(found, no_fuzzy_matching=True, update_header_comment=False)
        known.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        write_po(written, known, width=100, no_location=True, sort_output=True, omit_header=True)
        path.write_bytes(_header(language) + written.getvalue())
        waiting[language] = len(list(untranslated(known)))
    return waiting


def read(path: Path, language: str) -> Catalog:
    """Read the translations of a language; none yet is an empty list."""
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Give the texts that have no translation, or not every form of it."""
    for message in catalogue:
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            yield message.id if isinstance(message.id, str) else message.id[0]


def compile_all(locale: Path = LOCALE) -> list[str]:
    """Compile what has changed since the last time; give the languages that were compiled."""
    compiled = []
    for language in (*LANGUAGES, DUTCH):
        path = catalogue_path(LANGUAGES[0] if language == DUTCH else language, locale)
        result = catalogue_path(language, locale).with_suffix(".mo")
        if result.is_file() and result.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        catalogue = read(path, path.parents[1].name)
        result.parent.mkdir(parents=True, exist_ok=True)
        half = result.with_suffix(".half")
        with half.open("wb") as file:
            write_mo(file, as_itself(catalogue) if language == DUTCH else catalogue)
        half.rename(result)
        compiled.append(language)
    return compiled


def as_itself(catalogue: Catalog) -> Catalog:
    """The same texts in Dutch: each stands for itself.

    A text without a translation is looked for in the language to fall back on, and again in every
    catalogue there: for each text of each Dutch page that took longer than finding it at once.
    """
    dutch = Catalog(locale=DUTCH, charset="utf-8")
    for message in catalogue:
        if message.id:
            dutch.add(message.id, message.id, context=message.context)
    return dutch


def _add(found: Catalog, path: Path, source: Path, content: str) -> None:
    place = str(path.relative_to(source))
    code = io.BytesIO(content.encode())
    options = {"encoding": "utf-8"}
    for line, text, _, context in extract("python", code, KEYWORDS, options=options):
        found.add(text, locations=[(place, line)], context=context)


def _flat(code: str) -> str:
    """Take indentation away: what is left of a template is not indented as Python asks."""
    return "\n".join(line.strip() for line in code.splitlines())


def _header(language: str) -> bytes:
    plural = Catalog(locale=language).plural_forms
    return (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {plural}\\n"\n\n'
    ).encode()


def main() -> None:
    """Bring the translations up to date and say what is missing."""
    for language, number in update().items():
        print(f"{language}: {number} texts without a translation")  # noqa: T201  a command
    compile_all()


if __name__ == "__main__":
    main()
