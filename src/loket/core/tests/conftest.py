"""A stage for the parts of a page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from loket.core.tests.stage import Stage


@pytest.fixture
def stage(browser: Browser, request: pytest.FixtureRequest) -> Callable[..., Stage]:
    """Open a page of a width and a scheme; it is closed after the test."""

    def open_stage(width: int = 1280, scheme: Any = "light", **options: Any) -> Stage:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="nl-BE",
            **options,
        )
        request.addfinalizer(context.close)
        return Stage(context.new_page())

    return open_stage
