"""A browser window of which nothing gets out, and that says what wanted to run or to leave."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Route

PATIENCE = 120_000  # milliseconds: a busy machine is no fault of a page
OWN = ".localhost"
POLICY = "Content Security Policy"


def watched(window: BrowserContext, harm: list[str]) -> Page:
    """Open a page in the window; what it asks of others, and what a policy had to stop, is harm."""

    def judge(route: Route) -> None:
        if (urlsplit(route.request.url).hostname or "").endswith(OWN):
            route.continue_()
            return
        harm.append(f"{route.request.url} was asked for")
        route.abort()

    def read(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            harm.append(f"only the policy refused it: {message.text[:200]}")

    def dismiss(dialog: Dialog) -> None:
        harm.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    window.set_default_timeout(PATIENCE)
    window.route("**/*", judge)
    page = window.new_page()
    page.on("console", read)
    page.on("dialog", dismiss)
    return page
