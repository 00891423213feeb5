"""Say what on a page of ours can only be a text that was read as markup."""

import json
from html.parser import HTMLParser
from urllib.parse import urlsplit

NEVER = frozenset(
    {
        *("applet", "audio", "base", "bgsound", "embed", "frame", "frameset", "iframe", "image"),
        *("isindex", "marquee", "math", "object", "style", "template", "video", "xmp", "xss"),
    }
)
"""Elements that no page of ours has."""
PLACES = frozenset(
    {"action", "background", "data", "formaction", "href", "poster", "src", "xlink:href"}
)
"""Attributes that say where something is fetched or where a click leads."""
LEADS = frozenset({"", "mailto", "tel", "http", "https"})
FETCHED = frozenset({"form", "img", "input", "link", "script", "source", "use"})
"""Elements whose place must be ours; a link that a person clicks may lead away."""


class Harm(HTMLParser):
    """Reads a page, and keeps what should not be there."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_script = self._in_data = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        said = {name: value or "" for name, value in attrs}
        self._in_data = tag == "script" and said.get("type") == "application/json"
        self._in_script = tag == "script" and not self._in_data
        if tag in NEVER or (tag == "meta" and "http-equiv" in said):
            self.found.append(f"<{tag}>")
        self.found += [f"{name} on <{tag}>" for name in said if name.startswith(("on", "hx-on"))]
        for name in PLACES & said.keys():
            place = urlsplit("".join(said[name].split()))
            if place.scheme.lower() not in LEADS or (place.netloc and tag in FETCHED):
                self.found.append(f"{name}={said[name][:80]} on <{tag}>")

    def handle_endtag(self, tag: str) -> None:
        """A script ends here, if it is one."""
        self._in_script = self._in_data = False

    def handle_data(self, data: str) -> None:
        """Nothing is written between the ends of a script of ours, and data are whole."""
        if self._in_script and data.strip():
            self.found.append(f"a script: {data[:80]}")
        if self._in_data:
            try:
                json.loads(data)
            except ValueError:
                self.found.append(f"broken data: {data[-80:]}")
