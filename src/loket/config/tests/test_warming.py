"""A worker that was just forked has nothing to load when the first page is asked for."""

import os
import subprocess
import sys

import pytest
from django.template import base
from django.template.loader import get_template

from loket.config.warming import template_names, warm


def test_every_page_is_ready_before_the_first_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    warm()

    def refuse(template: base.Template) -> None:
        raise AssertionError(f"{template.name} is made while somebody waits")

    monkeypatch.setattr(base.Template, "compile_nodelist", refuse)
    for name in template_names():
        get_template(name)


def test_the_pages_of_every_module_are_known() -> None:
    names = template_names()

    assert {"desk/worklist.html", "portal/home.html", "ui/portal_shell.html"} <= set(names)
    assert not [name for name in names if name.startswith("admin/")]


def test_the_web_server_reads_its_settings_before_the_modules_of_the_house_are_loaded() -> None:
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "loket.config.settings"}

    subprocess.run([sys.executable, "-c", "import loket.config.server"], check=True, env=told)
