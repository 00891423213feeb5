"""Files go by themselves: each says how far it is, and a form waits for its files."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, Request, Route, expect

from loket.core.tests.stage import ADDRESS, Stage
from loket.core.tests.test_script import SAVED, answering


@pytest.fixture
def show(stage: Callable[..., Stage]) -> Stage:
    found = stage()
    found.answers = [answering("veld", body=SAVED)]
    return found


UNSURE = "Wij weten niet of akte.pdf is aangekomen. Open deze pagina opnieuw om het te zien."
CHOOSE = """() => {
  const files = new DataTransfer()
  files.items.add(new File(['%PDF'], 'akte.pdf', {lastModified: 1}))
  const input = document.querySelector('#f-doc-akte')
  input.files = files.files
  input.dispatchEvent(new Event('change', {bubbles: true}))
}"""
"""Choose the same file, which was not touched meanwhile."""


def row(body: str, rev: int = 1) -> str:
    """The row of a slot as the server sends it back."""
    return (
        f'<li class="sd-file" id="f-doc-akte-rij" data-slot="doc.akte" data-rev="{rev}">'
        '<div class="sd-file__body">'
        f'<ul class="sd-file__list" data-file-list>{body}</ul></div>'
        '<div data-upload="/upload/" data-slot-path="doc.akte" data-left="9">'
        '<input type="file" id="f-doc-akte" multiple aria-label="Kies"></div></li>'
    )


def choose(page: Page, name: str, size: int, slot: str = "doc.akte") -> None:
    file = {"name": name, "mimeType": "application/pdf", "buffer": b"x" * size}
    page.set_input_files(f'input[type=file][name="{slot}"]', file)  # type: ignore[arg-type]


def test_a_file_goes_by_itself_and_its_row_comes_back(show: Stage) -> None:
    got = row('<li class="sd-file__item">akte.pdf</li>')
    show.answers.append(answering("upload/", body=got))
    page = show.show("portal")

    choose(page, "akte.pdf", 2000)

    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")
    expect(page.locator("#gezegd")).to_have_text("akte.pdf is aangekomen.")
    body = show.posts[-1].post_data or ""
    sent = ["csrfmiddlewaretoken", "slot", "sending", "file"]
    assert re.findall(r'name="(\w+)"', body) == sent
    assert page.evaluate("document.querySelector('#f-doc-akte').files.length") == 0


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("leeg.pdf", 0, "leeg.pdf is leeg. Kies een ander bestand."),
        ("groot.pdf", 2 * 2**20 + 1, "groot.pdf is te groot. Een bestand mag hoogstens 2 MB zijn."),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    show: Stage, name: str, size: int, sentence: str
) -> None:
    page = show.show("portal")
    page.eval_on_selector("#f-doc-akte-rij [data-upload]", "el => { el.dataset.max = 2 * 2 ** 20 }")

    choose(page, name, size)

    expect(page.locator("#f-doc-akte-rij .sd-file__error")).to_have_text(sentence)
    expect(page.locator("#gezegd")).to_have_text(sentence)
    assert show.posts == []


def sent(request: Request) -> dict[str, str]:
    """The words of a post to the address of files."""
    found = re.findall(r'name="(\w+)"\r\n\r\n(.*?)\r\n', request.post_data or "")
    return dict(found)


def telling(verb: str, **answer: Any) -> Callable[[Request], dict[str, Any] | None]:
    """Answer what asks about a sending; the file itself never hears an answer."""

    def answer_to(request: Request) -> dict[str, Any] | None:
        if request.method != "POST" or request.url != ADDRESS + "upload/":
            return None
        return answer if verb in sent(request) else {}

    return answer_to


def test_a_file_that_does_not_arrive_says_so(show: Stage) -> None:
    show.answers.append(telling("ask", status=204))
    page = show.show("portal")

    choose(page, "akte.pdf", 2000)

    error = page.locator("#f-doc-akte-rij .sd-file__error")
    expect(error).to_have_text("akte.pdf is niet aangekomen. Probeer het opnieuw.")


def test_a_file_of_which_only_the_answer_was_lost_is_there(show: Stage) -> None:
    got = row('<li class="sd-file__item">akte.pdf</li>')
    show.answers.append(telling("ask", body=got))
    page = show.show("portal")

    choose(page, "akte.pdf", 2000)

    expect(page.locator("#gezegd")).to_have_text("akte.pdf is aangekomen.")
    expect(page.locator("#f-doc-akte-rij .sd-file__item")).to_have_count(1)
    expect(page.locator("#f-doc-akte-rij .sd-file__error")).to_have_count(0)
    assert len({sent(post)["sending"] for post in show.posts}) == 1


def test_chosen_again_while_nobody_knows_whether_it_arrived_it_goes_as_the_same(
    show: Stage,
) -> None:
    show.answers.append(answering("upload/"))
    show.page.clock.install()
    page = show.show("portal")
    error = page.locator("#f-doc-akte-rij .sd-file__error")

    for _time in range(2):
        page.evaluate(CHOOSE)
        expect(page.locator("#f-doc-akte-rij progress")).to_have_count(1)
        for _turn in range(200):
            if error.count():
                break
            page.clock.fast_forward(2000)
        expect(error).to_have_text(UNSURE)

    files = [post for post in show.posts if "ask" not in sent(post)]
    assert len(files) == 2
    assert len({sent(post)["sending"] for post in files}) == 1


def test_another_choice_of_a_file_is_another_sending(show: Stage) -> None:
    show.answers.append(answering("upload/", body=row('<li class="sd-file__item">akte.pdf</li>')))
    page = show.show("portal")

    for _time in range(2):
        with page.expect_response("**/upload/"):
            page.evaluate(CHOOSE)
        expect(page.locator("#f-doc-akte-rij progress")).to_have_count(0)

    assert len({sent(post)["sending"] for post in show.posts}) == 2


def test_a_file_on_its_way_can_be_stopped_and_the_server_hears_it(show: Stage) -> None:
    show.hold = "upload/"
    page = show.show("portal")
    choose(page, "akte.pdf", 2000)
    going = page.locator("#f-doc-akte-rij .sd-file__item--busy")
    expect(going.locator("progress")).to_be_visible()
    assert show.faults() == []
    show.hold = ""
    show.answers.append(telling("stop", body=row('<li class="sd-file__item">ander.pdf</li>')))

    going.get_by_role("button", name="Stop akte.pdf").click()

    expect(going).to_have_count(0)
    expect(page.locator("#f-doc-akte-rij")).to_contain_text("ander.pdf")
    expect(page.locator("#f-doc-akte-rij input[type=file]")).to_be_focused()
    assert sent(show.posts[-1])["sending"] == sent(show.posts[0])["sending"]


def test_the_form_waits_until_the_server_heard_of_a_stop(show: Stage) -> None:
    page = show.show("portal")
    show.hold = "upload/"
    choose(page, "akte.pdf", 2000)
    page.get_by_role("button", name="Stop akte.pdf").click()
    button = page.locator("button:has-text('Volgende: controleren')")

    button.click()

    expect(button).to_have_attribute("aria-busy", "true")
    with page.expect_navigation():
        show.held[-1].fulfill(body=row(""))


def test_a_stop_that_nobody_confirms_is_told(show: Stage) -> None:
    page = show.show("portal")
    show.hold = "upload/"
    choose(page, "akte.pdf", 2000)
    show.hold = ""
    show.answers.append(telling("stop", status=403))

    page.get_by_role("button", name="Stop akte.pdf").click()

    expect(page.locator("#f-doc-akte-rij .sd-file__error")).to_have_text(UNSURE)


def test_files_that_no_longer_fit_together_are_refused_before_they_are_sent(show: Stage) -> None:
    page = show.show("portal", room=3 * 2**19)

    choose(page, "scan.pdf", 1_600_000)

    error = page.locator("#f-doc-akte-rij .sd-file__error")
    expect(error).to_have_text("scan.pdf past er niet meer bij. U kunt nog 1,5 MB toevoegen.")
    assert show.posts == []


def fulfil(show: Stage, place: int, **answer: Any) -> str:
    """Answer the request that was held there; returns the name of its file."""
    for _turn in range(100):
        if len(show.held) > place:
            break
        show.page.wait_for_timeout(20)
    route = show.held[place]
    route.fulfill(**answer)
    found = re.search(r'filename="([^"]+)"', route.request.post_data or "")
    return found[1] if found else ""


def test_files_of_one_slot_go_in_the_order_of_choice_and_a_refusal_stays(show: Stage) -> None:
    show.hold = "upload/"
    page = show.show("portal")
    names = ["a.pdf", "b.pdf", "c.pdf"]
    files = [{"name": name, "mimeType": "application/pdf", "buffer": b"x" * 9} for name in names]
    more = "el => { el.multiple = true; el.closest('[data-upload]').dataset.left = 9 }"
    page.eval_on_selector("#f-doc-akte", more)
    page.set_input_files("#f-doc-akte", files)  # type: ignore[arg-type]
    refusal = '<p class="sd-file__error" id="f-doc-akte-fout">Dit soort bestand nemen wij niet.</p>'
    rows = [f'<li class="sd-file__item">{name}</li>' for name in names]

    went = [fulfil(show, 0, body=row(rows[0]))]
    assert len(show.held) == 1
    expect(page.locator("#f-doc-akte-rij progress")).to_have_count(2)
    went.append(fulfil(show, 1, status=422, body=row(rows[0] + refusal, rev=2)))
    went.append(fulfil(show, 2, body=row(rows[0] + rows[2], rev=3)))

    assert went == names
    shown = page.locator("#f-doc-akte-rij .sd-file__item")
    expect(shown).to_have_text(["a.pdf", "c.pdf", re.compile("b.pdf.*Dit soort bestand")])
    show.hold = ""
    fresh = row(rows[0] + rows[2], rev=4)
    page.evaluate(
        "html => htmx.swap('#f-doc-akte-rij', html, {swapStyle: 'outerHTML', swapDelay: 0})", fresh
    )
    expect(page.locator("#f-doc-akte-rij[data-rev='4'] .sd-file__error")).to_have_count(1)
    four = [*rows, '<li class="sd-file__item">d.pdf</li>']
    show.answers.append(answering("upload/", body=row("".join(four), rev=5)))
    other = {"name": "d.pdf", "mimeType": "application/pdf", "buffer": b"x"}
    page.set_input_files("#f-doc-akte", other)  # type: ignore[arg-type]
    expect(shown).to_have_text(["a.pdf", "b.pdf", "c.pdf", "d.pdf"])


def test_an_answer_that_was_overtaken_does_not_take_back_a_file(show: Stage) -> None:
    late = f'{SAVED}<section id="f-documenten"><h2>Nieuw</h2><ul>{row("", rev=6)}</ul></section>'
    show.answers = [
        answering("upload/", body=row('<li class="sd-file__item">akte.pdf</li>', rev=7)),
        answering("veld", body=late),
    ]
    page = show.show("portal")
    page.eval_on_selector(
        "#f-doc-akte-rij", "el => { el.closest('ul').parentElement.id = 'f-documenten' }"
    )
    choose(page, "akte.pdf", 2000)
    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")

    page.fill("#f-naam", "Kerkstraat")
    page.locator("#f-naam").blur()

    expect(page.locator("#f-documenten h2")).to_have_text("Nieuw")
    expect(page.locator("#f-doc-akte-rij")).to_contain_text("akte.pdf")


def test_the_form_waits_for_its_files(show: Stage) -> None:
    order: list[str] = []
    show.answers.append(answering("upload/", body=row("")))
    page = show.show("portal")
    page.on("request", lambda request: order.append(request.url.removeprefix(ADDRESS)))

    choose(page, "akte.pdf", 3_000_000)
    page.click("text=Volgende: controleren")
    page.wait_for_load_state()
    page.wait_for_timeout(300)

    posts = [path for path in order if path in ("upload/", "")]
    assert posts[:2] == ["upload/", ""]


def test_who_leaves_while_a_file_is_on_its_way_is_asked(show: Stage) -> None:
    page = show.show("portal")
    show.hold = "upload/"
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    choose(page, "akte.pdf", 2000)
    page.locator("h1").click()

    page.evaluate("location.assign('/elders/')")

    expect(page.locator(".sd-file__item--busy")).to_be_visible()
    assert asked == ["beforeunload"]
    show.held[0].abort()


@pytest.mark.parametrize(
    "end",
    [
        lambda route: route.abort(),
        lambda route: route.fulfill(status=413),
        lambda route: route.fulfill(
            status=422,
            body=row('<p class="sd-file__error" id="f-doc-akte-fout">Dit is geen pdf.</p>'),
        ),
    ],
    ids=["the line broke", "not taken", "refused"],
)
def test_the_form_does_not_go_without_a_file_that_failed(
    show: Stage, end: Callable[[Route], None]
) -> None:
    page = show.show("portal")
    show.hold = "upload/"
    choose(page, "akte.pdf", 2000)
    button = page.locator("button:has-text('Volgende: controleren')")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")

    show.hold = ""
    show.answers.append(telling("ask", status=204))
    end(show.held[0])

    expect(page.locator("#f-doc-akte-rij .sd-file__error")).to_be_visible()
    expect(button).to_be_focused()
    expect(button).not_to_have_attribute("aria-busy", "true")
    assert {one.url for one in show.posts} == {ADDRESS + "upload/"}
    with page.expect_navigation():
        button.click()
