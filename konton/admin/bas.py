"""Grunden för alla paketens adminsidor: rätten kommer ur rollen, rader som en tjänst äger läses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import get_text_list

from konton.policy import är_administratör


class _Rätt:
    """Djangos behörighetsrader används inte."""

    #: Främmande nycklar som läses med raden, så att antalet frågor inte växer med raderna.
    relaterat: Sequence[str] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return är_administratör(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return är_administratör(request.user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return är_administratör(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return är_administratör(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return är_administratör(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rader = super().get_queryset(request)  # type: ignore[misc]  # ärvs av ModelAdmin
        return rader.select_related(*self.relaterat) if self.relaterat else rader


class _Läs(_Rätt):
    """Bara läsning, och aldrig det som är sekretessbelagt."""

    #: Vägar till det som kan vara sekretessbelagt: "" är raden själv, "punkt__ärende" en annan.
    hemligt: Sequence[str] = ()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Alla fält; annars vägrar Django tider som sätts av sig själva."""
        return list(self.fields)  # type: ignore[attr-defined]  # anges av varje klass

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Administratören har ingen rätt till sekretess: raderna finns inte här."""
        dolda = Q()
        for väg in self.hemligt:
            fält = f"{väg}__sekretess_lagrum" if väg else "sekretess_lagrum"
            dolda |= Q(**{f"{fält}__gt": ""})
        rader = super().get_queryset(request)
        return rader.exclude(dolda) if dolda else rader


class Registeradmin(_Rätt, admin.ModelAdmin):
    """Ett register som administratören ändrar. Det som används tas inte bort."""

    #: Delar som hör till raden och får försvinna med den.
    egna_delar: Sequence[type[Model]] = ()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Det som hänvisar hit nämns med antal: rubriker kan vara sekretessbelagda."""
        if hinder := self._används_av(objs):
            return [], {}, set(), hinder
        return super().get_deleted_objects(objs, request)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rad = self.get_object(request, unquote(object_id))
        if rad and self.has_delete_permission(request, rad) and (hinder := self._används_av([rad])):
            text = f"{rad} används av {get_text_list(hinder, 'och')} och kan därför inte tas bort."
            self.message_user(request, text[:1].upper() + text[1:], messages.ERROR)
            namn = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(namn, args=[object_id]))
        return super().delete_view(request, object_id, extra_context)

    def _används_av(self, rader: Iterable[Model]) -> list[str]:
        nycklar = [rad.pk for rad in rader]
        svar = []
        for länk in self.model._meta.get_fields(include_hidden=True):
            if not länk.auto_created or länk.concrete or not länk.is_relation:
                continue
            modell = länk.related_model
            if modell in self.egna_delar or modell._meta.auto_created:
                continue
            antal = (
                modell._base_manager.filter(**{f"{länk.field.name}__in": nycklar})
                .values("pk")
                .distinct()
                .count()
            )
            if antal:
                namn = modell._meta.verbose_name if antal == 1 else modell._meta.verbose_name_plural
                svar.append(f"{antal} {namn}")
        return svar


class Läsadmin(_Läs, admin.ModelAdmin):
    """Rader som en tjänst äger: de visas, men ändras bara genom tjänsten."""

    actions = None
    show_full_result_count = False


class Registerdel(_Rätt, admin.TabularInline):
    """En del av en registerrad, ändrad på samma sida."""

    extra = 0


class Läsdel(_Läs, admin.TabularInline):
    """En del av en rad som en tjänst äger."""

    extra = 0
    can_delete = False
