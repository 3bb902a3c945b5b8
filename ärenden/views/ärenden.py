from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ärenden import policy


@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    return render(request, "ärenden/lista.html", {"ärenden": policy.synliga_ärenden(request.user)})
