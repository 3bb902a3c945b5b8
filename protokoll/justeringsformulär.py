"""Formulären för justering, anslag och rättelse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils import timezone

from protokoll.documents.text import versal
from protokoll.forms import Formulär
from protokoll.models import Justering, Närvaro, Paragraf, Paragrafsvar, Protokoll, Underskrift
from protokoll.paragrafnummer import omfattning
from protokoll.services import avslut, omedelbar


def _val(paragrafer: Sequence[Paragraf], delvis: Mapping[int, str]) -> list[tuple[int, str]]:
    """Paragraferna att välja bland, med punkterna där justeringen bara gäller några."""
    return [
        (
            p.pk,
            f"{omfattning(p.nummer, delvis[p.nummer])} {p.rubrik}"
            if p.nummer is not None and p.nummer in delvis
            else str(p),
        )
        for p in paragrafer
    ]


class Klarform(forms.Form):
    """Hur protokollet justeras."""

    metod = forms.ChoiceField(
        label="Justeringen görs",
        choices=Justering.Metod.choices,
        initial=Justering.Metod.ELEKTRONISK,
        widget=forms.RadioSelect(attrs={"class": "ds-input"}),
    )
    förvaringsplats = forms.CharField(
        label="Var protokollet finns tillgängligt",
        max_length=200,
        help_text="Står i anslaget, till exempel Socialkontoret, Storgatan 1.",
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )

    def __init__(self, *args: Any, protokoll: Protokoll | None = None, **kwargs: Any) -> None:
        """Platsen frågas om när protokollet inte har någon; organets förra är förvald."""
        super().__init__(*args, **kwargs)
        if protokoll is None or protokoll.förvaringsplats:
            del self.fields["förvaringsplats"]
        else:
            self.fields["förvaringsplats"].initial = avslut.förra_förvaringsplatsen(protokoll)


class KlarformHela(Klarform):
    omedelbart = forms.BooleanField(
        label="Hela protokollet har förklarats omedelbart justerat",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )


class Punktfält(forms.TypedMultipleChoiceField):
    """De av beslutets punkter som ännu inte justeras för sig."""

    def __init__(self, paragraf: Paragraf) -> None:
        satser = list(paragraf.beslut.all())
        tagna = paragraf.punkter_för_sig
        self.har_tagna = bool(tagna)
        hjälp = "Inget val är hela paragrafen."
        if tagna:
            hjälp = f"{versal(paragraf.punkttext(tagna))} justeras redan omedelbart."
        super().__init__(
            label="De andra punkterna" if tagna else "Bara punkterna",
            coerce=int,
            required=False,
            choices=[
                (n, f"{versal(paragraf.punkttext([n]))}: {satser[n - 1].text[:120]}")
                for n in omedelbar.kvarvarande(paragraf)
            ],
            widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
            help_text=hjälp,
        )


class Omedelbarform(Klarform):
    """Vilka paragrafer, eller punkter i dem, som justeras omedelbart."""

    def __init__(
        self, *args: Any, paragrafer: list[Paragraf], nummer: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.paragrafer = paragrafer
        for p in paragrafer:
            self.fields[f"p{p.pk}"] = forms.BooleanField(
                label=" ".join(d for d in (nummer.get(p.pk, ""), p.rubrik) if d),
                required=False,
                initial=p.ska_justeras_omedelbart,
                widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
            )
            if len(p.beslut.all()) > 1 or p.är_låst_för_sig:
                self.fields[f"s{p.pk}"] = Punktfält(p)

    def clean(self) -> dict[str, Any]:
        """Har några punkter redan gått väljs bland de andra; hela paragrafen går inte längre."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for p in self.paragrafer:
            if data.get(f"p{p.pk}") and p.är_låst_för_sig and not data.get(f"s{p.pk}"):
                self.add_error(f"s{p.pk}", "Välj vilka av de andra punkterna som justeras nu.")
        return data

    @property
    def rader(self) -> list[tuple[BoundField, BoundField | None]]:
        """De som beslutet säger ska justeras omedelbart."""
        return self._fält(omedelbart=True)

    @property
    def övriga(self) -> list[tuple[BoundField, BoundField | None]]:
        return self._fält(omedelbart=False)

    def _fält(self, *, omedelbart: bool) -> list[tuple[BoundField, BoundField | None]]:
        return [
            (self[f"p{p.pk}"], self[f"s{p.pk}"] if f"s{p.pk}" in self.fields else None)
            for p in self.paragrafer
            if p.ska_justeras_omedelbart == omedelbart
        ]

    @property
    def valda(self) -> list[int]:
        """Också den där bara punkter är ikryssade: den som kryssat för en sats menar den."""
        data = self.cleaned_data
        return [p.pk for p in self.paragrafer if data[f"p{p.pk}"] or data.get(f"s{p.pk}")]

    @property
    def punkter(self) -> dict[int, list[int]]:
        return {
            pk: satser for pk in self.valda if (satser := self.cleaned_data.get(f"s{pk}") or [])
        }


class Svarsform(Formulär):
    """Svaret på en paragraf."""

    svar = forms.ChoiceField(choices=Paragrafsvar.Svar.choices)
    text = forms.CharField(required=False)


class Pappersform(Formulär):
    """Det undertecknade pappret."""

    fil = forms.FileField(
        label="Det undertecknade protokollet som PDF",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
    )
    dag = forms.DateField(
        label="Dagen då det skrevs under",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    skrivit = forms.TypedMultipleChoiceField(
        label="De här har skrivit under",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kryssa för dem som har skrivit under."},
    )

    def __init__(self, *args: Any, underskrifter: list[Underskrift], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dag"].initial = timezone.localdate()
        fält = self.fields["skrivit"]
        assert isinstance(fält, forms.TypedMultipleChoiceField)
        fält.choices = [(u.pk, f"{u.namn}, {u.get_som_display()}") for u in underskrifter]


class Pappersvägranform(Formulär):
    """Vem som inte skriver under vad på pappret, och varför."""

    vem = forms.ModelChoiceField(Underskrift.objects.none(), label="Vem vägrar?", empty_label=None)
    paragrafer = forms.TypedMultipleChoiceField(
        label="Paragrafer",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Välj minst en paragraf."},
    )
    skäl = forms.CharField(
        label="Skäl",
        help_text="Med justerarens egna ord. Gäller alla paragrafer du väljer; har hen olika skäl "
        "antecknar du en i taget.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Skriv varför."},
    )

    def __init__(
        self,
        *args: Any,
        underskrifter: QuerySet[Underskrift],
        paragrafer: Sequence[Paragraf],
        delvis: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        """`delvis` är punkterna, där det inte är hela paragrafen som justeras."""
        super().__init__(*args, **kwargs)
        vem, val = self.fields["vem"], self.fields["paragrafer"]
        assert isinstance(vem, forms.ModelChoiceField)
        assert isinstance(val, forms.TypedMultipleChoiceField)
        vem.queryset = underskrifter
        val.choices = _val(paragrafer, delvis)


class Rättelseform(Formulär):
    """Ett uppenbart skrivfel och hur det ska vara."""

    fel = forms.CharField(
        label="Det som blev fel",
        max_length=300,
        help_text="Precis som det står i paragrafen.",
    )
    rätt = forms.CharField(label="Så ska det vara", max_length=300)
    uppenbart = forms.BooleanField(
        label="Felet är ett uppenbart skrivfel, räknefel eller liknande förbiseende, och "
        "rättelsen ändrar inte vad som beslutades",
        required=False,
    )


class Lagakraftform(Formulär):
    ej_överklagat = forms.BooleanField(
        label="Jag har kontrollerat att beslutet inte har överklagats", required=False
    )


class Senareform(Klarform):
    """Vilka ojusterade paragrafer som justeras nu, av vilka och enligt vad."""

    paragrafer = forms.TypedMultipleChoiceField(
        label="Paragrafer",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"required": "Välj minst en paragraf."},
    )
    ordförande = forms.ModelChoiceField(
        Närvaro.objects.none(), label="Justerar som ordförande", empty_label=None
    )
    justerare = forms.ModelMultipleChoiceField(
        Närvaro.objects.none(),
        label="Justerare",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"required": "Välj minst en justerare."},
    )
    grund = forms.CharField(
        label="Var det bestämdes",
        max_length=300,
        help_text="Trycks i protokollet, till exempel ”Enligt nämndens beslut 2026-04-15 § 51.”",
        widget=forms.TextInput(attrs={"class": "ds-input"}),
    )
    field_order = ("paragrafer", "ordförande", "justerare", "grund", "metod")

    def __init__(
        self,
        *args: Any,
        paragrafer: list[Paragraf],
        valbara: list[Närvaro],
        delvis: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        """`delvis` är punkterna, där det inte är hela paragrafen som justeras."""
        super().__init__(*args, **kwargs)
        val = self.fields["paragrafer"]
        assert isinstance(val, forms.TypedMultipleChoiceField)
        val.choices = _val(paragrafer, delvis)
        val.initial = [p.pk for p in paragrafer]
        for namn in ("ordförande", "justerare"):
            fält = self.fields[namn]
            assert isinstance(fält, forms.ModelChoiceField)
            fält.queryset = Närvaro.objects.filter(pk__in=[rad.pk for rad in valbara])
        self.fields["ordförande"].widget.attrs["class"] = "ds-input"


class Tavelform(Formulär):
    """Dagen då en samverkande kommun tillkännagav justeringen."""

    dag = forms.DateField(
        label="Dag",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Skriv dagen.", "invalid": "Skriv dagen som 2026-05-04."},
    )
