"""Whatever stands in an address, a header or a body: an answer, never our own fault."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from django.db import transaction
from django.test import Client

import loket as product
from fire.input.crawl import Crawl, sort_of, split
from fire.input.filling import page_of
from fire.input.inside import steps_of, walk

ASKED = re.compile(r"""\.(?:GET|POST)\.(?:get|getlist)\(\s*["']([^"']+)["']""")
VALUES = (
    "", "0", "-1", "1e9", "9" * 5000, "None", "null", "True", "[]", "{}", "%", "%s", "_", "\\", "'",
    '"', "<b>", "../../etc/passwd", "\x00", "\ufffe", "\u202e", "é", "\U0001f468\u200d\U0001f469",
    "2026-02-31", "9999-12-31T23:59:59+00:00~1", "0001-01-01T00:00:00+14:00~1", "inf", "nan~nan",
    "٣", "a" * 70_000, "1,2,3", "~", "*", "nl", "zz", "javascript:alert(1)", "//voorbeeld.example",
    "https://voorbeeld.example/", "\r\nX-A: b", " ", "\t", "None~", "2026-11-22~99999999999999999999",
    "2026-11-22T10:00:00+00:00~" + "9" * 30,
)  # fmt: skip
HEADERS = {
    "Accept-Language": ("", "*", "nl;q=x", "x" * 9000, "nl-" * 500, "é", "fr;q=99999999999999999999"),
    "Host": ("", "a b", "persopoint.localhost:abc", "é.localhost", "[::1", "x" * 300, "..localhost"),
    "Range": ("bytes=0-", "bytes=-1", "bytes=9-1", "bytes=" + "0-1," * 500, "x"),
    "If-None-Match": ("*", '"', "W/" * 500, "\x7f"),
    "If-Modified-Since": ("gisteren", "Thu, 99 Foo 99999 99:99:99 GMT", "0" * 500),
    "Cookie": ("loket=", "loket=" + "a" * 5000, "=;=;=", "taal=zz; weergave=<b>", "loket-csrf=x", '"'),
    "Referer": ("", "http://[", "javascript:1", "//", "http://persopoint.localhost/%ff?%ff=%00"),
    "User-Agent": ("", "\x01", "x" * 9000),
    "X-Forwarded-For": ("1.2.3.4", "x", "," * 500, "::ffff:1.2.3.4%eth0"),
    "X-Forwarded-Host": ("voorbeeld.example", "é"),
    "HX-Request": ("true", "x"),
    "HX-Current-URL": ("http://[", "%ff", "x" * 5000),
    "HX-Target": ("<b>", "\x01"),
    "Last-Event-ID": ("-1", "9" * 400, "x", "١"),
    "Content-Type": ("", "x", "multipart/form-data", "application/json", "text/plain; charset=x"),
    "Accept": ("", "*", "application/json", "text/event-stream"),
}  # fmt: skip
BODIES = (
    (b"", "application/json"),
    (b'{"a":', "application/json"),
    (b"[" * 100_000, "application/json"),
    (b"text=%ff%fe&%ff=1&key=%c3%28", "application/x-www-form-urlencoded"),
    (b"text=\xff\xfe\xc3\x28", "application/x-www-form-urlencoded"),
    (b"text=a", "application/x-www-form-urlencoded; charset=utf-7"),

    (b"a=1&" * 5_000, "application/x-www-form-urlencoded"),
    (b"text=a&" * 900, "application/x-www-form-urlencoded"),
    (b"text=" + b"a" * 1_000_000, "application/x-www-form-urlencoded"),
    (b"text=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
    (b"<a>&x;</a>", "text/xml"),
    (b"x", "multipart/form-data"),
    (b"x", "multipart/form-data; boundary="),
    (b"x", "multipart/form-data; boundary=" + "b" * 300),
    (b"--b\r\n\r\n\r\n--b--", "multipart/form-data; boundary=b"),
    (b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n', "multipart/form-data; boundary=b"),
    (
        b'--b\r\nContent-Disposition: form-data; name="text"; filename="\xff\x00"\r\n\r\nx\r\n--b--',
        "multipart/form-data; boundary=b",
    ),
    (
        b'--b\r\nContent-Disposition: form-data; name="foto"; filename=""\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!!!\r\n--b--",
        "multipart/form-data; boundary=b",
    ),
    (
        b'--b\r\nContent-Disposition: form-data; name="\xff"\r\n'
        b"Content-Type: text/plain; charset=geen\r\n\r\n\xff\r\n--b--",
        "multipart/form-data; boundary=b",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def crawls(people: Mapping[str, Client]) -> list[Crawl]:
    """Give what everybody comes across."""
    return walk(people, {who: steps_of(who) for who in people})


def asked_anywhere() -> list[str]:
    """Give every name that the product asks a request for."""
    sources = Path(product.__path__[0]).rglob("*.py")
    return sorted({name for one in sources for name in ASKED.findall(one.read_text())})


def pages_of(crawls: list[Crawl]) -> list[tuple[Client, str]]:
    """Give every kind of page once, with somebody who may see it."""
    pages: dict[tuple[str, ...], tuple[Client, str]] = {}
    for crawl in crawls:
        for address, status in crawl.pages.items():
            if status < 400:
                pages.setdefault(sort_of(split(address)[0]), (crawl.client, address))
    return list(pages.values())


def test_any_value_in_every_parameter_of_every_page(crawls: list[Crawl]) -> None:
    names = asked_anywhere()
    pages = pages_of(crawls)
    for client, address in pages:
        path, query = split(address)
        own = {name for name, _value in parse_qsl(query, keep_blank_values=True)}
        for value in VALUES:
            page_of(client.get(path, dict.fromkeys([*own, *names], value)))
        for name in {*own, *names}:
            page_of(client.get(f"{path}?{urlencode([(name, 'a'), (name, 'b')])}&%ff=%c3%28&=&&"))

    assert len(pages) > 40
    assert len(names) > 20


def test_any_header_on_every_page(crawls: list[Crawl]) -> None:
    for client, address in pages_of(crawls):
        for name, values in HEADERS.items():
            for value in values:
                page_of(sent_with(client, name, value).get(address, headers={name: value}))


def sent_with(client: Client, name: str, value: str) -> Client:
    """Give the browser; where the header is a cookie or a host, one that has nothing of its own."""
    if name not in ("Cookie", "Host"):
        return client
    return Client(HTTP_HOST=client.defaults["HTTP_HOST"])


def test_any_body_on_every_address_that_takes_one(
    crawls: list[Crawl], people: Mapping[str, Client]
) -> None:
    targets = {
        sort_of(split(found.target)[0]): (people[found.who], found.target)
        for crawl in crawls
        for found in crawl.forms
        if found.form.method == "post"
    }
    for client, target in targets.values():
        for body, kind in BODIES:
            with transaction.atomic():
                page_of(client.post(target, body, content_type=kind))
                transaction.set_rollback(True)

    assert len(targets) > 40
