"""Register: kommun, myndigheter, partier, personer, konton och roller."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from konton.admin.bas import Läsadmin, Registeradmin
from konton.models import Användare, Kommun, Myndighet, Parti, Person, Rolltilldelning
from konton.services import roller

# Andras register som inte används: roller ersätter grupper, adresser bekräftas inte.
admin.site.unregister([Group, EmailAddress, Authenticator])


class EnPerRad(forms.CharField):
    """En lista med texter, redigerad som en rad var."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [rad.strip() for rad in (value or "").splitlines() if rad.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class Kommunformulär(forms.ModelForm):
    fler_namn = EnPerRad(
        label="Fler kommuner",
        required=False,
        help_text="Övriga kommuner i en gemensam nämnd, en per rad.",
    )

    class Meta:
        model = Kommun
        fields = ["namn", "fler_namn"]


@admin.register(Kommun)
class Kommunadmin(Registeradmin):
    form = Kommunformulär
    list_display = ["namn"]
    search_fields = ["namn"]


@admin.register(Myndighet)
class Myndighetadmin(Registeradmin):
    list_display = ["namn", "kortnamn", "förvaltning", "kommun"]
    list_filter = ["kommun"]
    search_fields = ["namn", "kortnamn"]
    autocomplete_fields = ["kommun"]
    relaterat = ["kommun"]


@admin.register(Parti)
class Partiadmin(Registeradmin):
    list_display = ["kod", "namn", "kommun"]
    list_filter = ["kommun"]
    search_fields = ["kod", "namn"]
    autocomplete_fields = ["kommun"]
    relaterat = ["kommun"]


@admin.register(Person)
class Personadmin(Registeradmin):
    list_display = ["namn", "titel", "epost", "kommun"]
    list_filter = ["kommun"]
    search_fields = ["namn", "titel"]
    autocomplete_fields = ["kommun"]
    relaterat = ["kommun"]


class NyttKonto(AdminUserCreationForm):
    class Meta:
        model = Användare
        fields = ["username", "person", "email"]


class Kontoformulär(UserChangeForm):
    class Meta:
        model = Användare
        fields = ["username", "password", "person", "email", "is_active"]

    def clean_is_active(self) -> bool:
        aktiv: bool = self.cleaned_data["is_active"]
        if not aktiv:
            roller.pröva_avstängning(self.instance)
        return aktiv


@admin.register(Användare)
class Användaradmin(Registeradmin, UserAdmin):
    """Konton stängs av, de tas inte bort: händelser och logg hänvisar till dem."""

    form = Kontoformulär
    add_form = NyttKonto
    fieldsets = [(None, {"fields": ["username", "password", "person", "email", "is_active"]})]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": [
                    *("username", "person", "email"),
                    *("usable_password", "password1", "password2"),
                ],
            },
        )
    ]
    list_display = ["username", "person", "is_active", "last_login"]
    list_filter = ["is_active"]
    search_fields = ["username", "person__namn"]
    ordering = ["username"]
    filter_horizontal = []
    autocomplete_fields = ["person"]
    relaterat = ["person"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.är_system)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        svar = form.cleaned_data
        ny = roller.skapa_användare(
            användarnamn=svar["username"],
            lösenord=svar["password1"] if svar["set_usable_password"] else None,
            person=svar["person"],
            epost=svar["email"],
            av=_administratör(request),
        )
        _bli(obj, ny)


class Rollformulär(forms.ModelForm):
    """Ger en roll, eller ändrar hur länge den gäller; resten av en tilldelning ändras inte."""

    class Meta:
        model = Rolltilldelning
        fields = ["användare", "roll", "myndighet", "från", "till"]

    def clean(self) -> dict[str, Any]:
        svar: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            if "användare" in svar and "roll" in svar:
                roller.pröva_tilldelning(
                    användare=svar["användare"],
                    roll=svar["roll"],
                    myndighet=svar.get("myndighet"),
                )
        elif svar.get("till"):
            roller.pröva_avslut(self.instance)
        return svar


@admin.register(Rolltilldelning)
class Rolltilldelningadmin(Registeradmin):
    form = Rollformulär
    list_display = ["användare", "roll", "myndighet", "från", "till"]
    list_filter = ["roll", "myndighet"]
    search_fields = ["användare__username", "användare__person__namn"]
    autocomplete_fields = ["användare", "myndighet"]
    relaterat = ["användare__person", "myndighet"]
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["användare", "roll", "myndighet", "från"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Den sista administratören kan inte ta bort sin roll."""
        if not super().has_delete_permission(request, obj):
            return False
        if obj is None:
            return True
        try:
            roller.pröva_avslut(obj)
        except ValidationError:
            return False
        return True

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        av = _administratör(request)
        if change:
            roller.avsluta_roll(tilldelning=obj, till=obj.till, av=av)
            return
        ny = roller.tilldela_roll(
            användare=obj.användare,
            roll=obj.roll,
            myndighet=obj.myndighet,
            från=obj.från,
            till=obj.till,
            av=av,
        )
        _bli(obj, ny)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        roller.återkalla_roll(tilldelning=obj, av=_administratör(request))


@admin.register(LogEntry)
class Ändringslogg(Läsadmin):
    """Vem som ändrade vad i registren."""

    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag"]
    search_fields = ["object_repr", "user__username"]
    fields = ["action_time", "user", "content_type", "object_repr", "get_change_message"]
    relaterat = ["user__person", "content_type"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        return super().get_queryset(request).order_by("-action_time", "-pk")


def _administratör(request: HttpRequest) -> Användare:
    assert isinstance(request.user, Användare)
    return request.user


def _bli(obj: Any, sparad: Any) -> None:
    """Admin skapade ett osparat objekt åt formuläret; tjänsten sparade ett likadant."""
    for fält in sparad._meta.concrete_fields:
        setattr(obj, fält.attname, getattr(sparad, fält.attname))
    obj._state = sparad._state
