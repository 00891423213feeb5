"""The small parts of a page, and what a question knows of itself."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone, translation

from loket.core.badges import STATUSES
from loket.core.fieldview import (
    FieldView,
    FileState,
    FileView,
    Kind,
    OptionView,
    SlotView,
    anchor,
)
from loket.core.icons import ICONS
from loket.core.models import Organisation
from loket.core.page import page_of, said_in
from loket.core.partview import DetailView, EntryKind, EntryView
from loket.core.templatetags.timeline import entries_of_days
from loket.core.templatetags.ui import initials

PARTS = Path(__file__).parents[1] / "templates" / "ui" / "parts"


def shown(source: str, **context: object) -> str:
    return Template("{% load ui i18n %}" + source).render(Context(context))


def field_as_shown(field: FieldView) -> str:
    template = engines["django"].from_string('{% include "ui/parts/field.html" %}')
    with translation.override("nl-be"):
        return template.render({"field": field})


def slot_as_shown(slot: SlotView) -> str:
    template = engines["django"].from_string('{% include "ui/parts/slot.html" %}')
    with translation.override("nl-be"):
        return template.render({"slot": slot})


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "phone" %}')
    assert 'role="img" aria-label="Bel &amp; praat"' in shown(
        '{% icon "phone" label=words %}', words="Bel & praat"
    )


def test_an_unknown_icon_is_a_fault() -> None:
    with pytest.raises(TemplateSyntaxError, match="fone"):
        shown('{% icon "fone" %}')


def test_a_button_carries_what_it_sends_and_escapes_it() -> None:
    made = shown('{% button words "primary small" "check" "answer" value %}', words="<Ja>", value=7)

    assert 'class="nl-button nl-button--primary nl-button--small"' in made
    assert 'name="answer" value="7"' in made
    assert "&lt;Ja&gt;" in made


def test_the_icon_of_a_button_stands_before_or_after_its_words() -> None:
    assert shown('{% button "a" "primary" "check" %}').index("<svg") < 100
    assert shown('{% button "a" "primary after" "check" %}').endswith("</svg></button>")


@pytest.mark.parametrize("code", STATUSES)
def test_every_status_has_a_sign_and_a_word(code: str) -> None:
    with translation.override("nl-be"):
        made = shown(f'{{% status "{code}" %}}')

    assert "<svg" in made
    assert str(STATUSES[code].label) in made
    assert STATUSES[code].icon in ICONS


def test_an_organisation_may_word_a_status_differently() -> None:
    made = shown('{% status "open" "Ontvangen" %}')

    assert "Ontvangen" in made
    assert "Open" not in made


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Sarah Vermeulen", "SV"),
        ("Étienne van den Berg", "ÉB"),
        ("Noor", "N"),
        ("", "?"),
        ("7 8", "?"),
    ],
)
def test_a_face_without_a_picture_shows_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_figure_is_read_with_its_words() -> None:
    assert shown('{% count 3 words="open" tone="alert" %}') == (
        '<span class="sd-count sd-count--alert">3<span class="sd-sr"> open</span></span>'
    )


def test_a_card_names_its_region() -> None:
    made = shown('{% card title="Over u" url="/x/" link="Wijzig" %}inhoud{% endcard %}')

    assert 'aria-labelledby="k-over-u"' in made
    assert '<h2 id="k-over-u">Over u</h2>' in made
    assert '<a class="sd-push sd-small" href="/x/">Wijzig</a>' in made
    assert "inhoud" in made


def test_a_counter_that_nobody_fills_is_zero() -> None:
    assert shown('{{ counters|at:"tasks" }}', counters=None) == "0"
    assert shown('{{ counters|at:"tasks" }}', counters={"tasks": 2}) == "2"


def test_the_path_of_an_answer_makes_an_id_that_a_link_can_lead_to() -> None:
    assert anchor("kinderen.k3f.geboren") == "f-kinderen-k3f-geboren"


def test_hint_source_and_error_are_read_in_the_order_of_the_page() -> None:
    field = FieldView("begin", Kind.DATE, "Begin", hint="h", source="b", error="e")

    assert field.described_by == "f-begin-uitleg f-begin-bron f-begin-fout"
    made = field_as_shown(field)
    places = [made.index(part) for part in ("<label", "-uitleg", "-bron", "-fout", "<input")]
    assert places == sorted(places)
    assert 'aria-invalid="true"' in made


def test_a_date_that_is_no_date_stays_as_it_was_typed() -> None:
    assert 'type="text" value="31/2/2027"' in field_as_shown(
        FieldView("begin", Kind.DATE, "Begin", "31/2/2027")
    )
    assert 'type="date" value="2027-03-01"' in field_as_shown(
        FieldView("begin", Kind.DATE, "Begin", "2027-03-01")
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_shows_its_label_and_can_be_hidden(kind: Kind) -> None:
    field = FieldView("vraag", kind, "Hoe heet u?", visible=False)

    made = field_as_shown(field)

    assert "Hoe heet u?" in made
    assert 'id="f-vraag-veld" data-field="vraag"' in made
    assert " hidden" in made


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.TEXTAREA, Kind.SELECT, Kind.CHECKS])
def test_a_question_that_is_not_required_says_so(kind: Kind) -> None:
    assert "(niet verplicht)" in field_as_shown(FieldView("a", kind, "A", required=False))
    assert "(niet verplicht)" not in field_as_shown(FieldView("a", kind, "A"))


def test_the_buttons_of_a_group_post_the_form_without_checking_it() -> None:
    field = FieldView("kinderen", Kind.GROUP, "Kinderen", add_label="Nog een kind")

    made = field_as_shown(field)

    assert 'name="add_item" value="kinderen" formnovalidate' in made


def test_what_was_typed_is_never_markup() -> None:
    made = field_as_shown(FieldView("a", Kind.TEXTAREA, "A", "</textarea><script>1</script>"))

    assert "<script>" not in made


@pytest.mark.parametrize(
    ("slot", "state"),
    [
        (SlotView("d", "D"), "missing"),
        (SlotView("d", "D", error="Dit ontbreekt."), "bad"),
        (SlotView("d", "D", files=(FileView("k", "a.pdf", 1),)), "ok"),
        (SlotView("d", "D", files=(FileView("k", "a.pdf", 1, FileState.CHECKING),)), "busy"),
        (SlotView("d", "D", files=(FileView("k", "a.pdf", 1, FileState.REFUSED),)), "bad"),
        (SlotView("d", "D", later=OptionView("true", "Later", chosen=True)), "later"),
        (SlotView("d", "D", replaced_by="Uw chef keurt het goed."), "replaced"),
    ],
)
def test_a_document_shows_how_it_stands(slot: SlotView, state: str) -> None:
    assert slot.state == state
    assert f"sd-file--{state}" in slot_as_shown(slot)


def test_a_file_is_no_link_until_it_is_safe() -> None:
    file = FileView("k", "a.pdf", 1, FileState.CHECKING, url="/b/k/")

    made = slot_as_shown(SlotView("d", "D", files=(file,), refresh_url="/rij/"))

    assert "/b/k/" not in made
    assert 'hx-get="/rij/" hx-trigger="load delay:2s"' in made


def test_a_full_slot_takes_no_more_files() -> None:
    assert 'type="file"' in slot_as_shown(SlotView("d", "D", upload_url="/u/", files_left=1))
    assert 'type="file"' not in slot_as_shown(SlotView("d", "D", upload_url="/u/", files_left=0))


def test_a_page_takes_its_words_from_the_pack_in_the_language_of_the_reader() -> None:
    request = RequestFactory().get("/zaken/?q=a")
    said = {
        "tagline": {"nl": "Personeel", "fr": "Personnel"},
        "contact": {"phone": "02 740 74 74", "hours": {"nl": "Elke werkdag"}},
        "footer": [{"label": {"nl": "Privacy", "fr": "Vie privée"}, "url": "/privacy/"}],
    }
    desk = Organisation(name="PersoPoint", theme="nergens", languages=["nl", "fr"], settings=said)
    vars(request).update(organisation=desk, person=None)

    with translation.override("fr-be"):
        page = page_of(request)

    assert (page.tagline, page.hours) == ("Personnel", "Elke werkdag")
    assert page.links == (("Vie privée", "/privacy/"),)
    assert page.phone_link == "tel:027407474"
    assert page.theme == "loket"
    assert [link.href for link in page.languages] == ["?q=a&taal=nl", "?q=a&taal=fr"]
    assert [link.current for link in page.languages] == [False, True]


def test_a_text_without_this_language_speaks_another() -> None:
    assert said_in({"nl": "Dag"}, "de") == "Dag"
    assert said_in({}, "de") == ""
    assert said_in("Dag", "de") == "Dag"


@pytest.mark.parametrize("path", sorted(PARTS.glob("*.html")), ids=lambda path: path.stem)
def test_every_part_says_what_it_is_and_what_it_takes(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]

    assert first.startswith("{# ")
    assert first.endswith(" #}")
    assert "nput" in first


def test_every_part_is_used_by_the_product() -> None:
    """A part that stands only in the gallery is tested for nobody."""
    files = [one for one in PARTS.parents[4].rglob("*") if one.suffix in {".html", ".py"}]
    read = {one: one.read_text("utf-8") for one in files if "tests" not in one.parts}

    def used(part: Path) -> bool:
        named = f"ui/parts/{part.name}"
        return any(named in text for path, text in read.items() if path != part)

    assert [part.name for part in PARTS.glob("*.html") if not used(part)] == []


NOON = datetime(2026, 11, 20, 11, 5, tzinfo=UTC)


def entry(kind: EntryKind, text: str, by: str = "", icon: str = "circle") -> str:
    held = FileView("k", f"{by}.pdf", 2000, FileState.REFUSED, error=by)
    asked = (DetailView(by, by),)
    one = EntryView("7", kind, NOON, text, by, by, icon, details=asked, files=(held,))
    with translation.override("nl-be"), timezone.override("Europe/Brussels"):
        return entries_of_days([one], NOON.date())


def test_what_people_typed_stays_text_in_a_timeline() -> None:
    nasty = '<script>"x"</script>'
    made = entry(EntryKind.THEM, f"{nasty}\r\nregel\r\n\r\nalinea", nasty)
    happened = entry(EntryKind.EVENT, nasty, icon="check")

    assert "<script>" not in made + happened
    assert "&lt;/script&gt;<br>regel</p><p>alinea</p>" in made
    assert '<h3 class="sd-day">Vandaag, vrijdag 20 november</h3>' in made
    assert "12.05 uur</time></header>" in made
    assert 'datetime="2026-11-20T12:05:00+01:00"' in happened


def test_a_note_in_a_timeline_says_that_it_is_internal() -> None:
    made = entry(EntryKind.NOTE, "Alleen voor ons", "Nele")

    assert "sd-message--note" in made
    assert "Interne notitie" in made
