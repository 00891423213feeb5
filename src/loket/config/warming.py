"""Loads what pages need before the first one is asked for, so that no reader waits for it.

Done once in the process from which the workers are forked: a killed one is back at once.
"""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import get_resolver

PAGES = "*.html"


def warm() -> None:
    """Load every address with its view, and every template."""
    get_resolver().reverse_dict  # noqa: B018  filled when it is first read
    for name in template_names():
        get_template(name)


def template_names() -> list[str]:
    """Name the templates of our own modules."""
    own = (Path(str(one)) for one in get_app_template_dirs("templates"))
    return [
        str(path.relative_to(folder))
        for folder in own
        if folder.is_relative_to(settings.ROOT / "src")
        for path in folder.rglob(PAGES)
    ]
