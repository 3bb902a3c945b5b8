"""Formulären för det som anslås för hand, och för de särskilda protokollen."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from nämnd.models import Organ
from protokoll import anslagsslag
from ärenden.forms import Dagfält, Pdffält

TIDSFORMAT = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
FÄLT: dict[str, Any] = {
    "sammanträdesdag": lambda: Dagfält(label="Sammanträdesdag"),
    "paragrafer": lambda: forms.CharField(
        label="Paragrafer", max_length=500, help_text="Till exempel §§ 27–41."
    ),
    "justerad_dag": lambda: Dagfält(label="Justerat den"),
    "förvaringsplats": lambda: forms.CharField(
        label="Var protokollet finns tillgängligt", max_length=300
    ),
    "lagstöd": lambda: forms.CharField(
        label="Författning",
        max_length=300,
        help_text="Den som säger att kungörelsen ska anslås, till exempel 5 kap. 1 § plan- och "
        "bygglagen.",
    ),
    "text": lambda: forms.CharField(label="Text", widget=forms.Textarea(attrs={"rows": 6})),
    "fil": lambda: Pdffält(label="Fil (PDF)"),
    "ned_dag": lambda: Dagfält(label="Tas ned den"),
}
HJÄLP = {
    (anslagsslag.FULLMÄKTIGE, "text"): "Tid, plats och de ärenden som ska behandlas.",
    (anslagsslag.NÄMND, "text"): "Tid, plats och gärna ärendena.",
    (anslagsslag.DELEGATION, "text"): "Vilka beslut det gäller: delegat, nummer och dag.",
    (anslagsslag.ÖVERKLAGANDE, "text"): "Till vem, hur och när ett beslut överklagas (KL 13 kap.).",
}
RUBRIK = {
    anslagsslag.FULLMÄKTIGE: "Sammanträde",
    anslagsslag.NÄMND: "Sammanträde",
    anslagsslag.JUSTERING: "Justerat protokoll",
    anslagsslag.DELEGATION: "Protokollförda delegationsbeslut",
    anslagsslag.PROTOKOLL: "Protokoll",
    anslagsslag.ÖVERKLAGANDE: "Hur man överklagar",
    anslagsslag.UNDERLAG: "Beslutsunderlag",
}


class Anslagsform(forms.Form):
    """Fälten som slaget kräver, och när det ska upp."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="Organ", empty_label="Välj …")
    rubrik = forms.CharField(label="Rubrik", max_length=500)
    uppe_från = forms.DateTimeField(
        label="Sätts upp",
        required=False,
        input_formats=TIDSFORMAT,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TIDSFORMAT[0]),
        help_text="Tomt är genast.",
    )
    granskad = forms.BooleanField(
        label="Jag har sett efter att filen får läsas av var och en: inget omfattas av sekretess, "
        "och inga personuppgifter står där utan stöd",
        required=False,
    )
    skäl = forms.CharField(
        label="Skäl, om du anslår trots en varning",
        max_length=300,
        required=False,
        help_text="Står i anslagets logg, inte på tavlan.",
    )
    nyckel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, slag: str, organ: QuerySet[Organ], **kwargs: Any) -> None:
        kwargs["initial"] = {"rubrik": RUBRIK.get(slag, "")} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.slag = slag
        fält = self.fields["organ"]
        assert isinstance(fält, forms.ModelChoiceField)
        fullmäktige = {"typ": Organ.Typ.FULLMÄKTIGE}
        fält.queryset = (
            organ.filter(**fullmäktige)
            if slag == anslagsslag.FULLMÄKTIGE
            else organ.exclude(**fullmäktige)
            if slag == anslagsslag.NÄMND
            else organ
        ).order_by("namn", "pk")
        if fält.queryset.count() == 1:
            fält.empty_label = None
        krävs = anslagsslag.KRAV[slag].fält
        for namn in krävs:
            self.fields[namn] = FÄLT[namn]()
            if hjälp := HJÄLP.get((slag, namn)):
                self.fields[namn].help_text = hjälp
        if "ned_dag" not in krävs:
            self.fields["ned_dag"] = Dagfält(
                label="Tas ned den", required=False, help_text="Tomt är den första tillåtna dagen."
            )
        if "fil" not in krävs:
            del self.fields["granskad"]
        self.order_fields(
            ["organ", "rubrik", *krävs, "granskad", "uppe_från", "ned_dag", "skäl", "nyckel"]
        )

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        fil = data.pop("fil", None)
        if fil is not None:
            data |= {"fil": fil.read(), "filnamn": fil.name}
        return data


class Makuleraform(forms.Form):
    skäl = forms.CharField(
        label="Varför anslaget tas bort",
        max_length=300,
        help_text="Skälet är offentligt och står kvar bland tidigare anslag.",
    )


class Texträttelseform(forms.Form):
    rubrik = forms.CharField(label="Rubrik", max_length=500)
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 8}))
    skäl = forms.CharField(
        label="Varför texten rättas",
        max_length=500,
        help_text="Läses bara av dem som sköter anslagen. Skriv inte av det som skulle bort.",
    )


class Nedform(forms.Form):
    ned_dag = Dagfält(label="Ny dag då anslaget tas ned")
    skäl = forms.CharField(label="Skäl", max_length=300)


class Upprättaform(forms.Form):
    till = Dagfält(label="Beslut fattade till och med")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"till": timezone.localdate()})
        super().__init__(*args, **kwargs)


class Delegationsjusteringsform(forms.Form):
    """Underskriften på ett särskilt protokoll."""

    förvaringsplats = forms.CharField(
        label="Var protokollet finns tillgängligt",
        max_length=200,
        help_text="Står på anslaget, till exempel Socialkontoret, Storgatan 1.",
    )
    skäl = forms.CharField(
        label="Varför du både upprättar och justerar",
        max_length=300,
        help_text="Lagen utser ingen som justerar, men någon annan bör läsa listan.",
    )

    def __init__(self, *args: Any, samma_person: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not samma_person:
            del self.fields["skäl"]
