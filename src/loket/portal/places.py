"""Where things are in the portal: addresses that several pages lead to."""

from loket.cases.models import Case
from loket.catalogue.models import Draft, Service, Theme
from loket.core.addresses import address_of

CASES = "/zaken/"
TASKS = "/taken/"
APPROVALS = "/goedkeuringen/"
DESK = "/werk/"


def case_url(case: Case) -> str:
    """The page of a case."""
    return f"{CASES}{case.number}/"


def desk_case_url(case: Case) -> str:
    """The page of a case for whoever handles it."""
    return address_of("cases:case", case.number)


def receipt_url(case: Case) -> str:
    """The page that says that a request has come in."""
    return f"{CASES}{case.number}/ontvangst/"


def theme_url(theme: Theme) -> str:
    """The page of a theme."""
    return address_of("portal:theme", theme.slug)


def form_url(service: Service) -> str:
    """The page on which a form begins."""
    return address_of("portal:form", service.slug)


def step_url(draft: Draft, step: str) -> str:
    """The page of one step of a draft."""
    return address_of("portal:step", draft.key, step)


def draft_url(name: str, draft: Draft) -> str:
    """Another page of a draft, by the name of its address."""
    return address_of(f"portal:{name}", draft.key)


def check_url(draft: Draft) -> str:
    """The page that shows a draft as a whole, before it is handed in."""
    return draft_url("check", draft)


def drafts_url() -> str:
    """The list of one's drafts."""
    return address_of("portal:drafts")


def shelf_url(draft: Draft) -> str:
    """Where a draft is found back: among one's drafts, or a trial where it began."""
    if draft.trial is None:
        return drafts_url()
    return address_of("formdesk:try", draft.version.form.key, draft.version.n)
