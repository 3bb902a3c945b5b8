"""Formulären kring frågan: yrkanden, röster, meningar, val, uppdrag och extra ärenden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Organ, Punkt
from protokoll import talerätt
from protokoll.forms import Formulär
from protokoll.majoritetsval import ser_ut_som_flera, uppdraget, är_val
from protokoll.models import (
    Anteckning,
    Beslutsuppdrag,
    Närvaro,
    Omröstning,
    Paragraf,
    Protokoll,
    Röst,
    Yrkande,
    ÖvrigNärvarande,
)
from protokoll.omröstning import Totaler
from protokoll.proportionellt_val import Valslag
from protokoll.services import fullmäktige, meningar, omröstningar
from protokoll.services.meningar import Uppladdat
from protokoll.services.nominerade import kandidater, nomineringar
from protokoll.services.omröstningar import Sedlar
from protokoll.services.valen import Kandidatröst, Sedelhög, Valet

KANDIDAT = re.compile(r"^(?P<namn>[^(:]+?)(?: ?\((?P<parti>[^)]*)\))?(?: ?: ?(?P<röster>\d+))?$")


# Sidans lista över organets partier, som gruppfälten föreslår.
GRUPPERNA = "grupperna"


class Personer(forms.ModelMultipleChoiceField):
    """Rader i närvaron, som kryssrutor."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def _tjänstgörande(paragraf: Paragraf) -> QuerySet[Närvaro]:
    return Närvaro.objects.filter(pk__in=[rad.pk for rad in omröstningar.röstberättigade(paragraf)])


def _med(protokoll: Protokoll) -> QuerySet[Närvaro]:
    return protokoll.närvarande.filter(gällande=True, inne=True).exclude(
        status=Närvaro.Status.FRÅNVARANDE
    )


def _inne(protokoll: Protokoll) -> list[ÖvrigNärvarande]:
    """De som är med utan att vara ledamöter eller ersättare."""
    return [ö for ö in protokoll.övriga.prefetch_related("tider") if ö.är_inne]


def _sätt(form: forms.Form, fält: str, rader: QuerySet[Any]) -> None:
    valt = form.fields[fält]
    assert isinstance(valt, forms.ModelChoiceField)
    valt.queryset = rader


def _rader(text: str) -> list[str]:
    return [rad.strip() for rad in text.splitlines() if rad.strip()]


class Grupper(forms.CharField):
    """Grupper som de trycks, åtskilda med semikolon."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Grupp",
            required=False,
            max_length=400,
            help_text="Till exempel Ledamöterna från S. Flera skiljs med semikolon.",
            widget=forms.TextInput(attrs={"list": GRUPPERNA}),
            **kwargs,
        )

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        return [g.strip() for g in text.split(";") if g.strip()]


class Yrkandeform(Formulär):
    slag = forms.ChoiceField(label="Yrkande", choices=Yrkande.Slag.choices)
    text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Det som yrkas; vid återremiss motiveringen.",
    )
    av = Personer(queryset=Närvaro.objects.none(), label="Yrkas av", required=False)
    övriga = Personer(
        queryset=ÖvrigNärvarande.objects.none(),
        label="Kommunalråd som inte är ledamot",
        required=False,
        help_text="Får framställa förslag men inte delta i beslutet (KL 5 kap. 39 §).",
    )
    grupper = Grupper()
    punkt = forms.TypedChoiceField(
        label="Gäller", required=False, coerce=int, empty_value=None, choices=[]
    )
    i_andra_hand_till = forms.ModelChoiceField(
        Yrkande.objects.none(), label="I andra hand till", required=False, empty_label="Nej"
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="yrkande", **kwargs)
        _sätt(self, "av", _tjänstgörande(paragraf))
        i_fullmäktige = fullmäktige.är_fullmäktige(paragraf.organ)
        inne = _inne(paragraf.protokoll) if i_fullmäktige else []
        if råd := [ö.pk for ö in inne if talerätt.är_råd(ö.titel)]:
            _sätt(self, "övriga", ÖvrigNärvarande.objects.filter(pk__in=råd))
        else:
            del self.fields["övriga"]
        punkter = [f.nummer for f in paragraf.förslag.all()]
        punkt = self.fields["punkt"]
        assert isinstance(punkt, forms.ChoiceField)
        punkt.choices = [("", "Hela ärendet"), *((n, f"Punkt {n}") for n in punkter)]
        if len(punkter) < 2:
            del self.fields["punkt"]
        tidigare = paragraf.yrkanden.filter(återtaget=False)
        _sätt(self, "i_andra_hand_till", tidigare)
        if not paragraf.yrkanden.all():
            del self.fields["i_andra_hand_till"]

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        övriga = list(data.pop("övriga", ()))
        return {"yrkare": list(data.pop("av")), "övriga": övriga, **data}


class _Medfil(Formulär):
    """En mening som kan vara skriftlig, med en fil."""

    fil = forms.FileField(label="Ladda upp som PDF", required=False)

    @property
    def uppladdat(self) -> Uppladdat | None:
        fil = self.cleaned_data.get("fil")
        return Uppladdat(fil.read(), fil.name) if fil else None


class Reservationsform(_Medfil):
    av = Personer(queryset=Närvaro.objects.none(), label="Reserverar sig", required=False)
    grupper = Grupper()
    till_förmån_för = forms.CharField(
        label="Till förmån för",
        required=False,
        max_length=300,
        help_text="Till exempel det egna yrkandet.",
    )
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    skriftlig = forms.BooleanField(label="Skriftlig, blir en bilaga", required=False)
    field_order = ["av", "grupper", "till_förmån_för", "text", "skriftlig", "fil"]

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="reservation", **kwargs)
        _sätt(self, "av", Närvaro.objects.filter(pk__in=[r.pk for r in meningar.deltog(paragraf)]))

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data.pop("fil")
        return {"reservanter": list(data.pop("av")), "uppladdat": self.uppladdat, **data}


class Anteckningsform(_Medfil):
    slag = forms.ChoiceField(label="Slag", choices=Anteckning.Slag.choices)
    av = Personer(queryset=Närvaro.objects.none(), label="Från", required=False)
    grupper = Grupper()
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    bifogas = forms.BooleanField(label="Bifogas som bilaga", required=False)
    field_order = ["slag", "av", "grupper", "text", "bifogas", "fil"]

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="anteckning", **kwargs)
        _sätt(self, "av", _med(paragraf.protokoll))

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data.pop("fil")
        return {"personer": list(data.pop("av")), "uppladdat": self.uppladdat, **data}


class DeltarInteform(Formulär):
    av = Personer(queryset=Närvaro.objects.none(), label="Deltar inte i beslutet", required=False)
    grupp = forms.CharField(
        label="Grupp",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": GRUPPERNA}),
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="avstar", **kwargs)
        _sätt(self, "av", _tjänstgörande(paragraf))

    @property
    def uppgifter(self) -> dict[str, Any]:
        return {"personer": list(self.cleaned_data["av"]), "grupp": self.cleaned_data["grupp"]}


class Talarform(Formulär):
    av = Personer(queryset=Närvaro.objects.none(), label="Yttrar sig", required=False)
    övriga = Personer(
        queryset=ÖvrigNärvarande.objects.none(),
        label="Andra som yttrar sig",
        required=False,
        help_text="Kommunalråd, revisorer, tjänstepersoner och andra som är kallade.",
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="talare", **kwargs)
        _sätt(self, "av", _med(paragraf.protokoll))
        inne = [ö.pk for ö in _inne(paragraf.protokoll)]
        if inne:
            _sätt(self, "övriga", ÖvrigNärvarande.objects.filter(pk__in=inne))
        else:
            del self.fields["övriga"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("av") or data.get("övriga")):
            raise ValidationError("Välj vem som yttrar sig.")
        return data


class Artform(Formulär):
    """Vad för slags ärende det är."""

    typ = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Vanligt ärende"), *Paragraf.Typ.choices]
    )
    svar_senast = forms.DateField(
        label="Svar senast",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    information = forms.CharField(
        label="Information", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    domstol = forms.CharField(label="Domstol", required=False, max_length=200)
    mål = forms.CharField(label="Målnummer", required=False, max_length=100)

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        initial = {namn: getattr(paragraf, namn) for namn in self.base_fields}
        super().__init__(*args, prefix="art", initial=initial, **kwargs)


class Uppdragsform(Formulär):
    text = forms.CharField(label="Uppdraget", widget=forms.Textarea(attrs={"rows": 2}))
    ansvarig = forms.CharField(
        label="Ansvarig", required=False, max_length=200, help_text="Förvaltningen eller enheten."
    )
    handläggare = forms.ModelChoiceField(
        Användare.objects.none(), label="Handläggare", required=False
    )
    dag = forms.DateField(
        label="Återrapporteras senast",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, handläggare: QuerySet[Användare], **kwargs: Any) -> None:
        super().__init__(*args, prefix="uppdrag", **kwargs)
        _sätt(self, "handläggare", handläggare)


class Avslutaform(Formulär):
    """Det som behövs när rösterna räknas."""

    ja = forms.IntegerField(label="Ja", required=False, min_value=0)
    nej = forms.IntegerField(label="Nej", required=False, min_value=0)
    avstår = forms.IntegerField(label="Avstår", required=False, min_value=0)
    utslagsröst = forms.ChoiceField(
        label="Ordförandens utslagsröst",
        required=False,
        choices=[("", "Behövs inte"), ("ja", "Ja"), ("nej", "Nej")],
    )
    lott = forms.ChoiceField(
        label="Lotten faller på",
        required=False,
        choices=[("", "Behövs inte"), ("ja", "Ja"), ("nej", "Nej")],
    )

    def __init__(self, *args: Any, omröstning: Omröstning, **kwargs: Any) -> None:
        super().__init__(*args, prefix="rakna", **kwargs)
        self.omröstning = omröstning
        for namn in ("utslagsröst", "lott"):
            fält = self.fields[namn]
            assert isinstance(fält, forms.ChoiceField)
            fält.choices = [
                ("", "Behövs inte"),
                ("ja", f"Ja: {omröstning.ja_betyder}"),
                ("nej", f"Nej: {omröstning.nej_betyder}"),
            ]
        if omröstning.sluten:
            del self.fields["utslagsröst"]
            self.fields["avstår"].label = "Blanka"
        else:
            del self.fields["lott"]

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = self.cleaned_data
        ja, nej, avstår = data["ja"], data["nej"], data["avstår"] or 0
        ut: dict[str, Any] = {n: data[n] for n in ("utslagsröst", "lott") if n in data}
        if self.omröstning.sluten:
            ut["sedlar"] = Sedlar(ja or 0, nej or 0, avstår)
        elif ja is not None and nej is not None:
            ut["angivna"] = Totaler(ja, nej, avstår)
        return ut


class Röstform(forms.Form):
    """Rösterna på mötets sida: `rost-<rad>` är rösten, `visad-<rad>` den som sidan visade."""

    def __init__(self, data: Any, *, omröstning: Omröstning) -> None:
        super().__init__(data)
        self.val = self._per_rad("rost")
        self.visade = self._per_rad("visad")
        self.krockar: dict[int, str] = {}
        if omröstning.sluten and "sedlar" in data:
            for rad in omröstningar.röstberättigade(omröstning.paragraf):
                self.val.setdefault(rad.pk, "")

    def _per_rad(self, prefix: str) -> dict[int, str]:
        tillåtna = {"", *Röst.Val.values}
        return {
            int(namn.removeprefix(f"{prefix}-")): str(värde)
            for namn, värde in self.data.items()
            if re.fullmatch(rf"{prefix}-\d{{1,18}}", namn) and värde in tillåtna
        }


class Dragna(forms.MultipleChoiceField):
    """Lotterna som redan är dragna, i ordning. Den som kryssas ur dras om."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: Any) -> bool:
        """Vem lotten kan falla på vet valet, inte formuläret."""
        return True


def _val_i(fält: forms.Field, alternativ: Iterable[str]) -> None:
    val = [(namn, namn) for namn in alternativ]
    fält.widget.choices = val


def _namnen(lista: str) -> tuple[str, ...]:
    """Namnen på en valsedel, skilda med semikolon eller komma.

    Ett namn som läser som flera är ett fel: annars väljs fler än det finns platser.
    """
    skilda = ";" if ";" in lista else ","
    namn = [n.strip() for n in re.split(rf"{skilda}(?![^()]*\))", lista) if n.strip()]
    med_parti = [n.endswith(")") for n in namn]
    efternamn_först = skilda == "," and any(med_parti) and not all(med_parti)
    fel = next((n for n in namn if ser_ut_som_flera(n)), lista if efternamn_först else "")
    if fel:
        raise ValidationError(
            {
                "listor": f"Det ser ut som flera personer i ett namn: {fel}. "
                "Skilj namnen på listan med semikolon: Anna Ek (S); Ida Lo (V)."
            }
        )
    return tuple(namn)


class Valform(Formulär):
    """Ett val: utan omröstning, med slutna sedlar eller proportionellt."""

    SÄTT = [("valj", "Utan omröstning"), ("sedlar", "Slutna sedlar"), ("prop", "Proportionellt")]

    uppdrag = forms.CharField(label="Uppdrag", max_length=300)
    platser = forms.IntegerField(label="Antal platser", min_value=1, initial=1)
    period = forms.CharField(label="Tid", required=False, max_length=100)
    i_stället_för = forms.CharField(label="I stället för", required=False, max_length=200)
    sätt = forms.ChoiceField(label="Så görs valet", choices=SÄTT)
    kandidater = forms.CharField(
        label="Kandidater",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="De som nämns i förslaget och yrkandena står här, en per rad: Anna Ek (S). "
        "Med sedlar skrivs antalet efter: Anna Ek (S): 3.",
    )
    har_röstat = Personer(queryset=Närvaro.objects.none(), label="Har röstat", required=False)
    blanka = forms.IntegerField(label="Blanka eller ogiltiga", min_value=0, initial=0)
    lotter = Dragna(label="Dragna lotter", required=False)
    lott = forms.CharField(label="Lotten faller på", required=False, widget=forms.RadioSelect)
    listor = forms.CharField(
        label="Listor",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Listorna ur förslaget och yrkandena, en per rad med antalet sedlar: "
        "Kartellen: 3: Anna Ek (S); Ida Lo (V). Namnen skiljs med semikolon eller komma.",
    )
    valslag = forms.ChoiceField(
        label="Valet gäller",
        choices=[(v.value, v.name.replace("_", " ").capitalize()) for v in Valslag],
        initial=Valslag.UTSKOTT.value,
        help_text="Bara vid proportionellt val.",
    )
    begärande = forms.IntegerField(
        label="Så många begär proportionellt val", min_value=0, initial=0
    )
    avser_ersättare = forms.BooleanField(
        label="Valet avser ersättare",
        required=False,
        help_text="Ersättarna väljs för sig, och proportionellt bara om ledamöterna valdes så.",
    )
    ledamöterna_valdes_proportionellt = forms.BooleanField(
        label="Ledamöterna valdes proportionellt", required=False
    )
    # Det som bara behövs för en del av sätten visas hopfällt.
    SEDLAR = ("har_röstat", "blanka")
    LOTTER = ("lotter", "lott")
    PROPORTIONELLT = (
        "listor",
        "valslag",
        "begärande",
        "avser_ersättare",
        "ledamöterna_valdes_proportionellt",
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, prefix="val", **kwargs)
        _sätt(self, "har_röstat", _tjänstgörande(paragraf))
        self.begärd_lott = False
        if not self.is_bound:
            self.initial["har_röstat"] = list(_tjänstgörande(paragraf))
            if är_val(paragraf.rubrik):
                self.initial["uppdrag"] = uppdraget(paragraf.rubrik)
            nominerat = nomineringar(paragraf)
            self.initial["kandidater"] = "\n".join(kandidater(nominerat))
            listor = [f"{n.av.replace(':', '')}: 0: {'; '.join(n.namn)}" for n in nominerat]
            self.initial["listor"] = "\n".join(listor)

    def begär_lott(self, alternativ: Iterable[str]) -> None:
        """Rösterna är lika: en lott ska dras mellan dem, och de som redan är dragna står kvar."""
        self.begärd_lott = True
        data = QueryDict(mutable=True)
        data.update(self.data)
        data.setlist(self.add_prefix("lotter"), self.dragna)
        data.pop(self.add_prefix("lott"), None)
        self.data = data
        _val_i(self.fields["lotter"], self.dragna)
        _val_i(self.fields["lott"], alternativ)
        self.fields["lott"].required = True

    @property
    def dragna(self) -> list[str]:
        """De lotter som redan är dragna, och den som dras nu."""
        data = self.cleaned_data
        return [*data.get("lotter", []), *([data["lott"]] if data.get("lott") else [])]

    @property
    def vanliga(self) -> list[forms.BoundField]:
        """Fälten som varje val behöver."""
        utom = (*self.SEDLAR, *self.LOTTER, *self.PROPORTIONELLT)
        return [f for f in self if f.name not in utom]

    @property
    def lottfält(self) -> list[forms.BoundField]:
        """Lotten som ska dras, mellan dem som fått lika; inga när ingen lott behövs."""
        namn = [n for n in self.LOTTER if n == "lott" or self.dragna] if self.begärd_lott else []
        return [self[n] for n in namn]

    @property
    def sedelfält(self) -> list[forms.BoundField]:
        return [self[namn] for namn in self.SEDLAR]

    @property
    def proportionella(self) -> list[forms.BoundField]:
        return [self[namn] for namn in self.PROPORTIONELLT]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        läs = self._listor if data.get("sätt") == "prop" else self._kandidater
        fält = "listor" if data.get("sätt") == "prop" else "kandidater"
        rader = _rader(data.get(fält, ""))
        if not rader and fält not in self.errors:
            raise ValidationError({fält: "Skriv vem valet står mellan."})
        data["rader"] = läs(rader)
        return data

    def _kandidater(self, rader: Iterable[str]) -> list[Kandidatröst]:
        ut = []
        for rad in rader:
            if (m := KANDIDAT.match(rad)) is None:
                raise ValidationError({"kandidater": f"Raden går inte att läsa: {rad}"})
            if ser_ut_som_flera(m["namn"]):
                raise ValidationError(
                    {"kandidater": f"Raden ser ut som flera personer: {rad}. Skriv en per rad."}
                )
            ut.append(Kandidatröst(m["namn"].strip(), m["parti"] or "", int(m["röster"] or 0)))
        return ut

    def _listor(self, rader: Iterable[str]) -> list[Sedelhög]:
        ut = []
        for rad in rader:
            delar = [d.strip() for d in rad.split(":", 2)]
            if len(delar) != 3 or not delar[1].isdecimal():
                raise ValidationError({"listor": f"Raden går inte att läsa: {rad}"})
            ut.append(Sedelhög(delar[0], _namnen(delar[2]), int(delar[1])))
        return [hög for hög in ut if hög.antal]

    @property
    def valet(self) -> Valet:
        data = self.cleaned_data
        return Valet(data["uppdrag"], data["platser"], data["period"], data["i_stället_för"])


class Väckform(Formulär):
    rubrik = forms.CharField(label="Ärendet gäller", max_length=500)
    väckt_av = forms.ModelChoiceField(
        Närvaro.objects.none(), label="Väcks av", required=False, empty_label="Ordföranden"
    )
    revisor = forms.ModelChoiceField(
        ÖvrigNärvarande.objects.none(),
        label="Väcks av revisor",
        required=False,
        empty_label="Ingen",
        help_text="I ett ärende som rör granskningen (KL 4 kap. 21 §, 5 kap. 22 §).",
    )
    typ = forms.ChoiceField(
        label="Art", required=False, choices=[("", "Ärende"), *Paragraf.Typ.choices]
    )
    beteckning = forms.CharField(
        label="Diarienummer", required=False, max_length=100, help_text="Om ärendet är registrerat."
    )
    förslag = forms.CharField(
        label="Förslag till beslut", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    samtliga_beslutar = forms.BooleanField(
        label="Samtliga närvarande beslutar att ärendet avgörs (KL 5 kap. 52 §)", required=False
    )

    def __init__(self, *args: Any, protokoll: Protokoll, **kwargs: Any) -> None:
        super().__init__(*args, prefix="vack", **kwargs)
        _sätt(
            self,
            "väckt_av",
            protokoll.närvarande.filter(
                status__in=[Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE],
                inne=True,
                gällande=True,
            ),
        )
        revisorer = [ö.pk for ö in _inne(protokoll) if talerätt.är_revisor(ö.titel)]
        if revisorer:
            _sätt(self, "revisor", ÖvrigNärvarande.objects.filter(pk__in=revisorer))
        else:
            del self.fields["revisor"]
        if protokoll.sammanträde.organ.typ != Organ.Typ.FULLMÄKTIGE:
            del self.fields["samtliga_beslutar"]


class Flyttform(Formulär):
    punkt = forms.ModelChoiceField(Punkt.objects.none(), label="Punkten")
    före = forms.ModelChoiceField(
        Punkt.objects.none(), label="behandlas före", required=False, empty_label="sist på listan"
    )

    def __init__(self, *args: Any, kvar: QuerySet[Punkt], **kwargs: Any) -> None:
        super().__init__(*args, prefix="flytt", **kwargs)
        for fält in ("punkt", "före"):
            _sätt(self, fält, kvar)


class Redovisningsval(forms.ModelChoiceField):
    def label_from_instance(self, obj: Paragraf) -> str:
        dag = date_format(obj.protokoll.sammanträde.datum, "j F Y")
        return f"{dag}, {obj}"


class Återrapportform(Formulär):
    paragraf = Redovisningsval(Paragraf.objects.none(), label="Redovisades i")

    def __init__(self, *args: Any, uppdrag: Beslutsuppdrag, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gavs = uppdrag.paragraf
        # Som `återrapport.kan_redovisas`.
        senare = Q(protokoll=gavs.protokoll_id, ordning__gt=gavs.ordning) | (
            ~Q(protokoll=gavs.protokoll_id)
            & Q(protokoll__sammanträde__datum__gte=gavs.protokoll.sammanträde.datum)
        )
        _sätt(
            self,
            "paragraf",
            Paragraf.objects.exclude(utfall="")
            .filter(senare, organ=gavs.organ_id)
            .select_related("protokoll__sammanträde")
            .order_by("-protokoll__sammanträde__datum", "protokoll_id", "ordning"),
        )
