"""Hämtar protokoll: 404 för det man inte får känna till, 403 för det man ser men inte får föra."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from konton.models import Användare
from protokoll import policy
from protokoll.models import Protokoll
from protokoll.policy import Rätt


def användare(request: HttpRequest) -> Användare:
    """Den inloggade. Inloggning krävs redan av mellanlagret."""
    assert not isinstance(request.user, AnonymousUser)
    return request.user


def synligt(request: HttpRequest, pk: int) -> Protokoll:
    return get_object_or_404(
        policy.synliga_protokoll(request.user)
        .select_related("sammanträde__organ__myndighet__kommun", "jobb", "ordförande")
        .prefetch_related(
            "närvarande__tider", "övriga__tider", "justerare__närvaro", "ajourneringar"
        ),
        pk=pk,
    )


def fört(request: HttpRequest, pk: int) -> Protokoll:
    """Ett synligt protokoll som användaren får föra."""
    protokoll = synligt(request, pk)
    policy.kräv(request.user, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    return protokoll


def är_htmx(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]  # sätts av django-htmx
