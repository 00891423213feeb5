"""The page on which caught mail can be read: a list, and a letter with its text, layout and head."""

from collections.abc import Callable
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from string import Template

from loket.config.caught_mail import CaughtMail

OWN_POLICY = "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'"
# A caught letter is written by somebody: it may be laid out and nothing else.
LETTER_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';"
    " style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
)

PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>$title</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/style.css"></head>
<body><main>$content</main></body></html>
""")
LIST = Template("""<h1>Caught mail</h1>
<p>Nothing leaves this machine. $number caught; the newest is on top. <a href="/">Look again</a></p>
<table><thead><tr><th scope="col">When</th><th scope="col">To</th><th scope="col">Subject</th></tr>
</thead><tbody>$rows</tbody></table>
""")
ROW = Template("""<tr><td>$at</td><td>$to</td><td><a href="/$name">$subject</a></td></tr>
""")
LETTER = Template("""<p><a href="/">All mail</a></p><h1>$subject</h1>
<h2>Text</h2><pre tabindex="0">$text</pre>
$layout
<h2>Head</h2><pre tabindex="0">$head</pre>
""")
LAYOUT = Template("""<h2>Layout</h2>
<iframe title="Layout of the letter" sandbox="allow-popups allow-popups-to-escape-sandbox"
 src="/$name.html"></iframe>
""")
STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem;
  color: #1b1b1b; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f3f3f3; padding: 1rem; }
iframe { width: 100%; height: 40rem; border: 1px solid #767676; background: #fff; }
a { color: #154273; }
"""

type Read = Callable[[], list[CaughtMail]]


def make_page(read: Read) -> type[BaseHTTPRequestHandler]:
    """Make the web server's handler for the mail that `read` finds."""

    class Page(BaseHTTPRequestHandler):
        """Answers with the list, a letter, or the layout of a letter."""

        def do_GET(self) -> None:
            """Find the page that this address names."""
            name = self.path.strip("/")
            if name == "style.css":
                self.answer(STYLE, "text/css", OWN_POLICY)
                return
            if not name:
                self.answer(show_list(read()), "text/html", OWN_POLICY)
                return
            letter = next(
                (mail for mail in read() if mail.name == name.removesuffix(".html")), None
            )
            if letter is None:
                self.answer(page("Not here", "<h1>Not here</h1>"), "text/html", OWN_POLICY, 404)
            elif name.endswith(".html"):
                self.answer(letter.html, "text/html", LETTER_POLICY)
            else:
                self.answer(show_letter(letter), "text/html", OWN_POLICY)

        def answer(self, content: str, kind: str, security: str, status: int = 200) -> None:
            """Send a page."""
            body = content.encode()
            self.send_response(HTTPStatus(status))
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", security)
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its base names it so
            """Stay silent: the page is looked at, not watched."""

    return Page


def page(title: str, content: str) -> str:
    """Put content in the frame of a page."""
    return PAGE.substitute(title=escape(title), content=content)


def show_list(mails: list[CaughtMail]) -> str:
    """Show all mail, the newest first."""
    rows = "".join(
        ROW.substitute(
            name=escape(mail.name),
            at=escape(str(mail.message["X-Caught-At"])),
            to=escape(mail.to),
            subject=escape(mail.subject or "(no subject)"),
        )
        for mail in reversed(mails)
    )
    return page("Caught mail", LIST.substitute(number=len(mails), rows=rows))


def show_letter(mail: CaughtMail) -> str:
    """Show one letter in every way."""
    head = "\n".join(f"{name}: {value}" for name, value in mail.message.items())
    layout = LAYOUT.substitute(name=escape(mail.name)) if mail.html else ""
    content = LETTER.substitute(
        subject=escape(mail.subject or "(no subject)"),
        text=escape(mail.text),
        head=escape(head),
        layout=layout,
    )
    return page(mail.subject, content)
