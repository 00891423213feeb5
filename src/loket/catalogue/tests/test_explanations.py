"""An explanation in a form may lead on to a page."""

from django.template.loader import render_to_string

from loket.core.fieldview import FieldView, Kind


def test_an_explanation_has_a_link_only_when_it_leads_somewhere() -> None:
    def shown(**rest: str) -> str:
        view = FieldView("uitleg", Kind.INFO, "Wist u dat?", text="Zo zit het.", **rest)  # type: ignore[arg-type]  # words only
        return render_to_string("ui/parts/field.html", {"field": view})

    assert '<a href="/zaken/" rel="noopener">Mijn zaken</a>' in shown(
        link_url="/zaken/", link_label="Mijn zaken"
    )
    assert "<a " not in shown()
