"""Where things are in the portal: addresses that several pages lead to."""

from django.urls import reverse

from loket.cases.models import Case
from loket.catalogue.models import Draft, Service, Theme

CASES = "/zaken/"
TASKS = "/taken/"
APPROVALS = "/goedkeuringen/"
DESK = "/werk/"


def case_url(case: Case) -> str:
    """The page of a case."""
    return f"{CASES}{case.number}/"


def desk_case_url(case: Case) -> str:
    """The page of a case for whoever handles it."""
    return reverse("cases:case", kwargs={"number": case.number})


def receipt_url(case: Case) -> str:
    """The page that says that a request has come in."""
    return f"{CASES}{case.number}/ontvangst/"


def theme_url(theme: Theme) -> str:
    """The page of a theme."""
    return reverse("portal:theme", kwargs={"slug": theme.slug})


def form_url(service: Service) -> str:
    """The page on which a form begins."""
    return reverse("portal:form", kwargs={"slug": service.slug})


def step_url(draft: Draft, step: str) -> str:
    """The page of one step of a draft."""
    return reverse("portal:step", kwargs={"key": draft.key, "step": step})


def draft_url(name: str, draft: Draft) -> str:
    """Another page of a draft, by the name of its address."""
    return reverse(f"portal:{name}", kwargs={"key": draft.key})


def check_url(draft: Draft) -> str:
    """The page that shows a draft as a whole, before it is handed in."""
    return draft_url("check", draft)


def drafts_url() -> str:
    """The list of one's drafts."""
    return reverse("portal:drafts")
