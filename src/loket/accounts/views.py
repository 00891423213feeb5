"""Pages to sign in and out."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from loket.accounts import actions
from loket.accounts.models import Loa, User
from loket.core.http import ActingRequest, agent_of, ip_of


@never_cache
@sensitive_post_parameters("wachtwoord")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: ActingRequest) -> HttpResponse:
    """Show the ways to sign in, or sign in with login and password."""
    back = safe_path(request.POST.get("naar") or request.GET.get("naar", ""))
    if request.method == "POST":
        return _try_password(request, back)
    if settings.DEMO and request.GET.get("sleutel") != "wachtwoord":
        return redirect(f"{reverse(settings.DEMO_CHOOSER)}?{urlencode({'naar': back})}")
    return render(request, "accounts/sign_in.html", {"back": back})


@never_cache
@require_POST
def sign_out(request: ActingRequest) -> HttpResponse:
    """End the session and say so."""
    actions.sign_out(request.session, by=request.acting)
    return redirect("accounts:signed_out")


@require_safe
def signed_out(request: ActingRequest) -> HttpResponse:
    """Say that nobody is signed in any more on this device."""
    return render(request, "accounts/signed_out.html")


@never_cache
@require_safe
def step_up(request: ActingRequest) -> HttpResponse:
    """Say that a page asks for a stronger key than the one that was used."""
    wanted = request.GET.get("niveau", "")
    back = safe_path(request.GET.get("naar", ""))
    context = {
        "wanted": wanted if wanted in Loa.values else Loa.HIGH,
        "present": request.loa,
        "sign_in_url": f"{reverse('accounts:sign_in')}?{urlencode({'naar': back})}",
    }
    return render(request, "accounts/step_up.html", context, status=403)


def enter(request: ActingRequest, user: User, back: str) -> HttpResponse:
    """Begin the session of an account that proved itself, and go where the person wanted to be."""
    actions.open_session(
        request.session, user, ip=ip_of(request), agent=agent_of(request), by=request.acting
    )
    rotate_token(request)
    return redirect(back)


def safe_path(path: str) -> str:
    """The path if it is one of this site, else the home page; never a way to another site."""
    own = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    loop = path.startswith(reverse("accounts:sign_in"))
    return path if own and not loop else "/"


def _try_password(request: ActingRequest, back: str) -> HttpResponse:
    login = request.POST.get("gebruikersnaam", "")
    try:
        user = actions.sign_in(login, request.POST.get("wachtwoord", ""), by=request.acting)
    except actions.SignInError as refused:
        context = {"back": back, "login": login, "refusal": refused.message}
        return render(request, "accounts/sign_in.html", context, status=422)
    return enter(request, user, back)
