"""Formulären på mötets sida."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from protokoll.models import Närvaro, Paragraf, Protokoll


class Formulär(forms.Form):
    """Ger fälten designsystemets klass."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fält in self.fields.values():
            fält.widget.attrs.setdefault("class", "ds-input")


class Beslutsform(Formulär):
    """Beslutet i en paragraf, ifyllt ur förslaget."""

    utfall = forms.ChoiceField(
        label="Utfall",
        choices=[
            ("", "Välj …"),
            *((u.value, u.label.capitalize()) for u in Paragraf.Utfall if u.name != "UTGÅR"),
        ],
        help_text="Ändrar du förslagets text antecknas utfallet som ändrat.",
    )
    satser = forms.CharField(
        label="Beslut",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="En tom rad mellan beslutssatserna. De numreras i protokollet.",
    )
    sammanfattning = forms.CharField(
        label="Sammanfattning", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    utdrag_till = forms.CharField(
        label="Beslutet skickas till",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="En mottagare per rad.",
    )
    omedelbart_justerad = forms.BooleanField(label="Justeras omedelbart", required=False)

    @classmethod
    def ifylld(cls, paragraf: Paragraf) -> Beslutsform:
        """Ur beslutet om det finns, annars ur förslaget."""
        satser = paragraf.beslut.all() if paragraf.är_beslutad else paragraf.förslag.all()
        text = "\n\n".join(sats.text for sats in satser)
        if not text and not paragraf.är_beslutad:
            text = paragraf.val_av_justerare
        return cls(
            initial={
                "utfall": paragraf.utfall or paragraf.föreslaget_utfall,
                "satser": text,
                "sammanfattning": paragraf.sammanfattning,
                "utdrag_till": "\n".join(m.mottagare for m in paragraf.utdrag_till.all()),
                "omedelbart_justerad": paragraf.omedelbart_justerad,
            }
        )

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = self.cleaned_data
        text = data["satser"].replace("\r\n", "\n")
        return {
            "utfall": data["utfall"],
            "satser": [sats for sats in text.split("\n\n") if sats.strip()],
            "sammanfattning": data["sammanfattning"],
            "utdrag_till": data["utdrag_till"].splitlines(),
            "omedelbart_justerad": data["omedelbart_justerad"],
        }


class Justeringsform(Formulär):
    """Var och när protokollet justeras."""

    plats = forms.CharField(label="Justeringens plats", max_length=200, required=False)
    tid = forms.DateTimeField(
        label="Justeringens tid",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="Senast fjorton dagar efter sammanträdet.",
    )
    förvaringsplats = forms.CharField(label="Protokollet förvaras", max_length=200, required=False)

    @classmethod
    def ifylld(cls, protokoll: Protokoll) -> Justeringsform:
        tid = protokoll.justeringstid
        return cls(
            initial={
                "plats": protokoll.justeringsplats,
                "tid": timezone.localtime(tid) if tid else None,
                "förvaringsplats": protokoll.förvaringsplats,
            }
        )


class Avslutsform(Formulär):
    sluttid = forms.TimeField(
        label="Mötet slutade kl.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
    )


class Närvaroform(forms.Form):
    """Ett klick i närvarolistan."""

    status = forms.ChoiceField(choices=Närvaro.Status.choices)
    för = forms.ModelChoiceField(Närvaro.objects.none(), required=False)
    distans = forms.BooleanField(required=False)

    def __init__(self, *args: Any, protokoll: Protokoll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["för"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = protokoll.närvarande.all()


class Övrigform(Formulär):
    namn = forms.CharField(label="Namn", max_length=200)
    titel = forms.CharField(label="Titel", max_length=200, required=False)


class Verifieringsform(Formulär):
    """Den öppna sidan: en förseglad PDF att pröva."""

    fil = forms.FileField(
        label="PDF-fil",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": "Välj en PDF-fil.",
            "missing": "Välj en PDF-fil.",
            "empty": "Filen är tom.",
        },
    )
