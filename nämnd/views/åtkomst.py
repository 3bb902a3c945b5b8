"""Hämtar objekt: 404 för det man inte får känna till, 403 för det man ser men inte får göra."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from konton.models import Användare
from nämnd import policy
from nämnd.models import Sammanträde
from nämnd.policy import Rätt


def användare(request: HttpRequest) -> Användare:
    """Den inloggade. Inloggning krävs redan av mellanlagret."""
    assert not isinstance(request.user, AnonymousUser)
    return request.user


def synliga(request: HttpRequest) -> QuerySet[Sammanträde]:
    return policy.synliga_sammanträden(request.user).select_related(
        "organ__myndighet__kommun", "ordförande", "sekreterare", "förhinder_till"
    ).prefetch_related("tider")  # fmt: skip  # läses som en fråga


def synligt(request: HttpRequest, pk: int) -> Sammanträde:
    return get_object_or_404(synliga(request), pk=pk)


def skött(request: HttpRequest, pk: int) -> Sammanträde:
    """Ett synligt möte som användaren sköter."""
    sammanträde = synligt(request, pk)
    policy.kräv(request.user, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    return sammanträde


def är_htmx(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]  # sätts av django-htmx
