"""A form with nothing wrong, in which tests break one thing."""

from loket.catalogue.rules.tests.make import choices, question, texts
from loket.catalogue.rules.values import Json

LOOKUP: dict[str, Json] = {"from": {"lookup": "country.cv_language", "key": "@land"}}
COUNT: dict[str, Json] = {"from": {"count": "@kinderen", "where": {"f": ".mee", "eq": True}}}

GOOD: dict[str, Json] = {
    "spec": "desk.form/1",
    "key": "test.goed",
    "languages": ["nl", "fr", "de", "en"],
    "title": texts("goed"),
    "intro": texts("inleiding"),
    "theme": "hr",
    "keywords": {"nl": ["a"], "fr": ["b"], "de": ["c"], "en": ["d"]},
    "what_next": texts("binnen {{term}}"),
    "access": {"login": "required", "loa": "low", "for": ["self"]},
    "case": {
        "type": "hr.tijd",
        "number": "HRB",
        "queue": "tijd",
        "routes": [{"when": {"f": "soort", "eq": "a"}, "queue": "tijd"}],
        "sla": {"calendar": "be", "decision": "5wd"},
    },
    "save": {"ttl": "P90D", "remind": ["P14D"]},
    "after_submit": {"acceptance": {"ask": True, "remind": "5wd", "auto_close": "10wd"}},
    "steps": [
        {
            "id": "een",
            "title": texts("een"),
            "fields": [
                question("soort", "choice", options=choices("a", "b"), default="a"),
                question("begin", "date"),
                question("eind", "date", min="@begin"),
                question("land", "reference", source="country"),
                question("post", "reference", source="bz.posts", filter={"country": "@land"}),
                question("keuzes", "choice", options=choices("x", "y"), multiple=True),
                question(
                    "kinderen",
                    "group",
                    fields=[
                        question("naam", label=texts("naam op {{begin}}")),
                        question("mee", "boolean", show_when={"f": ".naam", "answered": True}),
                    ],
                ),
                question(
                    "taal",
                    "computed",
                    **LOOKUP,
                ),
                question(
                    "aantal",
                    "computed",
                    **COUNT,
                ),
                question("periode", "period"),
                question("ja", "boolean"),
                question("statuut", prefill={"from": "hr.status", "policy": "confirm"}),
                question("bedrag", "money", min="0", max="10.50"),
                question("mail", "email", verify="code"),
                question("uitleg", "info", link={"url": "/zaken/", **texts("zaken")}),
            ],
        },
        {
            "id": "twee",
            "title": texts("twee"),
            "show_when": {"f": "soort", "eq": "a"},
            "fields": [question("slot", show_when={"f": "begin", "gt": "today+9w"})],
        },
    ],
    "documents": [
        {
            "id": "akkoord",
            "label": texts("akkoord"),
            "required": True,
            "replaced_by": "approval.chef",
            "step": "een",
        },
        {
            "id": "akte",
            "label": texts("akte"),
            "required": True,
            "per": "kinderen",
            "when": {"f": ".mee", "eq": True},
            "may_follow": "P14D",
        },
    ],
    "approvals": [
        {
            "id": "chef",
            "label": texts("chef"),
            "by": "hr.person.manager",
            "fallback": "document.akkoord",
            "covers": ["begin"],
        }
    ],
    "checks": [
        {
            "id": "laat",
            "level": "warn",
            "ask_reason": True,
            "text": texts("laat"),
            "when": {"any": [{"f": "begin", "lt": "today"}, {"not": {"f": "ja", "eq": True}}]},
        }
    ],
    "links": [{"url": "https://bosa.belgium.be/", **texts("uitleg")}],
}
