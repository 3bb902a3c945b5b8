"""Formulären till sammanträdesplanen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from konton.models import Användare, Myndighet
from nämnd import plandagar, policy
from nämnd.forms import Dagfält, Formulär, Tidfält
from nämnd.models import Organ, PlaneratMöte, Sammanträdesplan
from nämnd.models.sammanträdesplan import HÖGST_DAGAR
from nämnd.plandagar import Rytm
from nämnd.services import sammanträdesplan as plantjänst
from nämnd.services.sammanträdesplan import Serie
from ärenden import policy as ärendepolicy
from ärenden.models import Diarium, Ärende

MÅNADER = (
    *((1, "januari"), (2, "februari"), (3, "mars"), (4, "april"), (5, "maj"), (6, "juni")),
    *((7, "juli"), (8, "augusti"), (9, "september"), (10, "oktober"), (11, "november")),
    (12, "december"),
)
UTAN_JULI = [nummer for nummer, _ in MÅNADER if nummer != 7]
NUMMER = (
    *((1, "första"), (2, "andra"), (3, "tredje"), (4, "fjärde")),
    (plandagar.SISTA, "sista"),
)


class NyPlanForm(Formulär):
    myndighet = forms.ModelChoiceField(Myndighet.objects.none(), label="Nämnd", empty_label=None)
    år = forms.IntegerField(label="År", min_value=2000, max_value=2100)

    def __init__(self, *args: Any, användare: Användare, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"år": timezone.localdate().year + 1})
        super().__init__(*args, **kwargs)
        fält = self.fields["myndighet"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = policy.skötbara_myndigheter(användare)


class _Mötesuppgifter(Formulär):
    """Det som är gemensamt för ett möte och en serie."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="Organ", empty_label=None)
    från = Tidfält(label="Börjar kl.")
    till = Tidfält(label="Slutar kl.", required=False)
    plats = forms.CharField(label="Lokal", max_length=300, required=False)
    stopp_arbetsdagar = forms.IntegerField(
        label="Stoppdag, arbetsdagar före mötet", min_value=1, max_value=HÖGST_DAGAR
    )
    utskick_arbetsdagar = forms.IntegerField(
        label="Utskick, arbetsdagar före mötet", min_value=1, max_value=HÖGST_DAGAR
    )

    def __init__(self, *args: Any, plan: Sammanträdesplan, **kwargs: Any) -> None:
        self.plan = plan
        super().__init__(*args, **kwargs)
        self.fältet("organ").queryset = plantjänst.valbara_organ(plan.myndighet)

    def fältet(self, namn: str) -> forms.ModelChoiceField:
        fält = self.fields[namn]
        assert isinstance(fält, forms.ModelChoiceField)
        return fält

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        från, till = data.get("från"), data.get("till")
        if från and till and till <= från:
            self.add_error("till", "Sluttiden måste ligga efter starttiden.")
        stopp, utskick = data.get("stopp_arbetsdagar"), data.get("utskick_arbetsdagar")
        if stopp and utskick and stopp < utskick:
            self.add_error("stopp_arbetsdagar", "Stoppdagen måste ligga före utskicket.")
        return data


class SerieForm(_Mötesuppgifter):
    """Möten som återkommer. Rytmen väljs före formuläret och avgör vilka fält det har."""

    veckodag = forms.TypedChoiceField(
        label="Veckodag",
        choices=list(enumerate(plandagar.VECKODAGAR)),
        coerce=int,
        initial=2,
    )
    nummer = forms.TypedChoiceField(label="Vilken i månaden", choices=NUMMER, coerce=int, initial=3)
    månader = forms.TypedMultipleChoiceField(
        label="Månader",
        choices=MÅNADER,
        coerce=int,
        initial=UTAN_JULI,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "ds-input"}),
        error_messages={"required": "Välj minst en månad."},
    )
    första = Dagfält(label="Första mötet", help_text="Mötena får samma veckodag som det.")
    sista = Dagfält(label="Sista dagen")
    nämnd = forms.ModelChoiceField(
        Organ.objects.none(), label="Organet som mötena bereder åt", empty_label=None
    )
    mellan = forms.IntegerField(label="Veckor mellan mötena", min_value=1, max_value=26, initial=2)
    veckor = forms.IntegerField(
        label="Veckor före det andra organets möte",
        min_value=0,
        max_value=26,
        initial=2,
        help_text="0 är samma vecka.",
    )

    FÄLT = {
        Rytm.MÅNAD: ("nummer", "veckodag", "månader"),
        Rytm.VECKOR: ("första", "mellan", "sista"),
        Rytm.FÖRE: ("nämnd", "veckodag", "veckor"),
    }

    def __init__(self, *args: Any, rytm: Rytm, **kwargs: Any) -> None:
        self.rytm = rytm
        super().__init__(*args, **kwargs)
        self.fältet("nämnd").queryset = plantjänst.valbara_organ(self.plan.myndighet)
        for namn in {n for fält in self.FÄLT.values() for n in fält} - set(self.FÄLT[rytm]):
            del self.fields[namn]
        self.order_fields(["organ", *self.FÄLT[rytm], "från", "till", "plats", "stopp_arbetsdagar"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        första, sista = data.get("första"), data.get("sista")
        if första and första.year != self.plan.år:
            self.add_error("första", f"Planen gäller {self.plan.år}. Välj en dag det året.")
        elif första and sista and sista < första:
            self.add_error("sista", "Sista dagen får inte ligga före den första.")
        if data.get("nämnd") and data.get("nämnd") == data.get("organ"):
            self.add_error("nämnd", "Välj ett annat organ än det som sammanträder.")
        return data

    @property
    def serie(self) -> Serie:
        d = self.cleaned_data
        return Serie(
            organ=d["organ"],
            rytm=self.rytm,
            från=d["från"],
            till=d["till"],
            plats=d["plats"],
            stopp_arbetsdagar=d["stopp_arbetsdagar"],
            utskick_arbetsdagar=d["utskick_arbetsdagar"],
            veckodag=d.get("veckodag", 0),
            nummer=d.get("nummer", 1),
            månader=tuple(d.get("månader", ())),
            första=d.get("första"),
            sista=d.get("sista"),
            veckor=d.get("mellan", d.get("veckor", 1)),
            nämnd=d.get("nämnd"),
        )


class PlaneratForm(_Mötesuppgifter):
    """Ett enstaka möte i planen."""

    datum = Dagfält(label="Dag")
    inför = forms.ModelChoiceField(
        PlaneratMöte.objects.none(),
        label="Bereder åt mötet",
        required=False,
        empty_label="Inget",
        help_text="Mötet i planen som det här förbereder.",
    )

    field_order = [
        *("organ", "datum", "från", "till", "plats", "inför"),
        *("stopp_arbetsdagar", "utskick_arbetsdagar"),
    ]

    def __init__(self, *args: Any, möte: PlaneratMöte | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        andra = self.plan.möten.select_related("organ")
        if möte is not None:
            del self.fields["organ"]
            andra = andra.exclude(organ=möte.organ_id)
        self.fältet("inför").queryset = andra

    def clean_datum(self) -> Any:
        datum = self.cleaned_data["datum"]
        if datum.year != self.plan.år:
            raise forms.ValidationError(f"Planen gäller {self.plan.år}. Välj en dag det året.")
        return datum


class LämnaForm(Formulär):
    """Ärendet som planen beslutas i: ett som finns, eller ett nytt."""

    ärende = forms.ModelChoiceField(
        Ärende.objects.none(), label="Ärende", required=False, empty_label="Nytt ärende"
    )
    diarium = forms.ModelChoiceField(
        Diarium.objects.none(),
        label="Diarium för det nya ärendet",
        required=False,
        empty_label=None,
    )
    klass = forms.CharField(label="Klass", max_length=20, required=False)

    def __init__(
        self, *args: Any, plan: Sammanträdesplan, användare: Användare, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"ärende": plan.ärende_id or plan.tidigare_ärende_id})
        super().__init__(*args, **kwargs)
        ärenden, diarier = self.fields["ärende"], self.fields["diarium"]
        assert isinstance(ärenden, forms.ModelChoiceField)
        assert isinstance(diarier, forms.ModelChoiceField)
        ärenden.queryset = (
            ärendepolicy.synliga_ärenden(användare)
            .filter(myndighet=plan.myndighet_id, rubrik__icontains="sammanträdes")
            .exclude(status__in=[Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT])
        )
        diarier.queryset = Diarium.objects.filter(myndigheter=plan.myndighet_id)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("ärende") and not data.get("diarium") and "diarium" not in self.errors:
            self.add_error("diarium", "Välj ett ärende, eller diariet för ett nytt.")
        return data


class FastställForm(Formulär):
    """Används bara när beslutet inte finns i systemet."""

    beslut = forms.CharField(
        label="Beslutet som fastställde planen",
        max_length=300,
        help_text="Till exempel Socialnämnden 18 november 2026, § 112.",
    )
    skäl = forms.CharField(
        label="Varför beslutet inte finns i systemet",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
