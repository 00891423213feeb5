"""The door of the forms: form managers only; a form or version that is not there is not found."""

from collections.abc import Callable
from functools import wraps

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from loket.catalogue.models import Form, FormVersion
from loket.people.doors import View, holding
from loket.people.middleware import PersonRequest
from loket.people.models import RoleGrant

SEEN = "gezien"
"""The input with the checksum of what stood on the page, so that nothing else is acted on."""
form_manager = holding(RoleGrant.Role.FORM_MANAGER)


def with_form(view: Callable[[PersonRequest, Form], HttpResponseBase]) -> View[[str]]:
    """Give the view the form with this key."""

    @wraps(view)
    @form_manager
    def door(request: PersonRequest, /, key: str) -> HttpResponseBase:
        forms = Form.objects.select_related("live_version", "service__theme")
        return view(request, get_object_or_404(forms.defer("live_version__spec"), key=key))

    return door


def with_version(
    view: Callable[[PersonRequest, FormVersion], HttpResponseBase],
) -> View[[str, int]]:
    """Give the view this version of the form with this key."""

    @wraps(view)
    @form_manager
    def door(request: PersonRequest, /, key: str, n: int) -> HttpResponseBase:
        versions = FormVersion.objects.visible_to(request.person).select_related("form__service")
        return view(request, get_object_or_404(versions, form__key=key, n=n))

    return door
