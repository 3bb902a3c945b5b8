"""Formulären på mötets sida."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from nämnd.jäv import Grund, Inställning, Undantag
from nämnd.models import Organ
from protokoll.models import Jäv, Närvaro, Paragraf, Protokoll, ÖvrigNärvarande
from protokoll.services import beslut, mottagare, utkast

TIDSFORMAT = ["%H:%M", "%H:%M:%S", "%H.%M"]


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
    förslagets_satser = forms.CharField(
        label="Förslag",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="En tom rad mellan satserna. De numreras för sig, från 1.",
    )
    förslag_till = forms.ChoiceField(label="Förslaget lämnas till", required=False)
    bordlagt_till = forms.DateField(
        label="Bordläggs till",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Vid bordläggning. Tomt är nästa sammanträde.",
    )

    def __init__(self, *args: Any, paragraf: Paragraf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        möjliga = mottagare.möjliga(paragraf.organ)
        val = self.fields["förslag_till"]
        assert isinstance(val, forms.ChoiceField)
        organet = paragraf.organ.bestämd_form
        val.choices = [
            ("", f"Inget annat organ: {organet} beslutar"),
            *((o.namn, o.namn) for o in möjliga),
        ]
        self.fields["satser"].label = f"{organet.capitalize()} beslutar"
        if not möjliga:
            del self.fields["förslagets_satser"], self.fields["förslag_till"]
        else:
            self.fields["förslagets_satser"].label = f"{organet.capitalize()} föreslår"
        self.paragraf = paragraf
        if beslut.är_uträknat(paragraf):
            for namn in ("utfall", "satser", "förslagets_satser", "förslag_till"):
                self.fields.pop(namn, None)

    @classmethod
    def ifylld(cls, paragraf: Paragraf) -> Beslutsform:
        """Ur det påbörjade eller fattade beslutet om det finns, annars ur förslaget."""
        till = ""
        if paragraf.är_beslutad:
            delar = list(paragraf.delar.all())
            till = next((d.förslag_till for d in delar if d.förslag_till), "")
            eget = [s.text for d in delar if not d.förslag_till for s in d.satser.all()]
            förslag = [s.text for d in delar if d.förslag_till for s in d.satser.all()]
        else:
            eget = [sats.text for sats in paragraf.förslag.all()]
            eget = eget or [t for t in [paragraf.val_av_justerare] if t]
            till = mottagare.förvald(paragraf)
            eget, förslag = ([], eget) if till else (eget, [])
        uppgifter: dict[str, Any] = {
            "utfall": paragraf.utfall or paragraf.föreslaget_utfall,
            "satser": "\n\n".join(eget),
            "förslagets_satser": "\n\n".join(förslag),
            "förslag_till": till,
            "bordlagt_till": next((d.bordlagt_till for d in paragraf.delar.all()), None),
            "sammanfattning": paragraf.sammanfattning,
            "utdrag_till": "\n".join(m.mottagare for m in paragraf.utdrag_till.all()),
            "omedelbart_justerad": paragraf.omedelbart_justerad,
        }
        if not paragraf.är_beslutad:
            uppgifter |= utkast.hämta(paragraf)
        return cls(initial=uppgifter, paragraf=paragraf)

    @classmethod
    def skrivet(cls, data: Mapping[str, Any]) -> dict[str, str]:
        """Det som står i formuläret just nu, utan prövning; tomt när det inte skickades med."""
        return {namn: str(data[namn]) for namn in cls.base_fields if namn in data}

    @property
    def skickat(self) -> dict[str, str]:
        """Det som skickades, med utfallet i ord: att visa bredvid det som står."""
        val = str(self.data.get("utfall", ""))
        satser = [str(self.data.get(n, "")).strip() for n in ("satser", "förslagets_satser")]
        return {
            "utfall": str(Paragraf.Utfall(val).label) if val in Paragraf.Utfall.values else "",
            "satser": "\n\n".join(text for text in satser if text),
        }

    @property
    def lämnar_förslag(self) -> bool:
        """Om ett förslag till ett annat organ är ifyllt, som i ett utskott."""
        fält = ("förslagets_satser", "förslag_till")
        return any(self[namn].value() or self[namn].errors for namn in fält if namn in self.fields)

    @property
    def uppgifter(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "utfall": data.get("utfall", self.paragraf.utfall),
            "satser": _satser(data["satser"]) if "satser" in data else None,
            "förslagets_satser": _satser(data.get("förslagets_satser", "")),
            "förslag_till": data.get("förslag_till", ""),
            "bordlagt_till": data["bordlagt_till"],
            "sammanfattning": data["sammanfattning"],
            "utdrag_till": data["utdrag_till"].splitlines(),
            "omedelbart_justerad": data["omedelbart_justerad"],
        }


def _satser(text: str) -> list[str]:
    return [sats for sats in text.replace("\r\n", "\n").split("\n\n") if sats.strip()]


class Fritextform(Formulär):
    """Den fria texten, och versionen den skrevs mot."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sammanfattning = forms.CharField(
        label="Sammanfattning",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="En tom rad mellan styckena.",
    )
    information = forms.CharField(
        label="Information", required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    @classmethod
    def ifylld(cls, paragraf: Paragraf) -> Fritextform:
        return cls(
            initial={
                "version": paragraf.version,
                "sammanfattning": paragraf.sammanfattning,
                "information": paragraf.information,
            }
        )


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
    starttid = forms.TimeField(
        label="Mötet började kl.",
        required=False,
        help_text="Tomt är den kallade tiden.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=TIDSFORMAT,
    )
    sluttid = forms.TimeField(
        label="Mötet slutade kl.",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=TIDSFORMAT,
    )


class Närvaroform(forms.Form):
    """Ett klick i närvarolistan."""

    status = forms.ChoiceField(choices=Närvaro.Status.choices)
    för = forms.ModelChoiceField(Närvaro.objects.none(), required=False)
    distans = forms.BooleanField(required=False)
    tid = forms.TimeField(required=False, input_formats=TIDSFORMAT)
    hela_punkten = forms.BooleanField(required=False)

    def __init__(self, *args: Any, protokoll: Protokoll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["för"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = protokoll.närvarande.all()


class Tidsform(forms.Form):
    """Ett klockslag; tomt är nu."""

    tid = forms.TimeField(required=False, input_formats=TIDSFORMAT)


class Övrigform(Formulär):
    namn = forms.CharField(label="Namn", max_length=200)
    titel = forms.CharField(label="Titel", max_length=200, required=False)
    roll = forms.ChoiceField(
        label="Roll", choices=[("", "–"), *ÖvrigNärvarande.Roll.choices], required=False
    )
    yttranderätt = forms.BooleanField(
        label="Får yttra sig",
        required=False,
        help_text="Nämnden har beslutat om närvarorätt med yttranderätt.",
    )


class Jävsform(Formulär):
    """Vem som är jävig, i vilken punkt och varför."""

    rad = forms.ModelChoiceField(Närvaro.objects.none(), label="Vem")
    vid = forms.ChoiceField(label="I punkten")
    grund = forms.ChoiceField(
        label="Omständighet",
        help_text="Den som känner till en omständighet som kan vara jäv ska självmant uppge den.",
    )
    auto_id_mall = "jav-%s"

    def __init__(
        self,
        *args: Any,
        protokoll: Protokoll,
        punkter: Sequence[tuple[str, str]],
        grunder: Iterable[Grund],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id=self.auto_id_mall, **kwargs)
        fält = self.fields["rad"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = protokoll.närvarande.filter(gällande=True)
        for namn, val in (
            ("vid", punkter),
            (
                "grund",
                [(g.etikett, f"{g.etikett.capitalize()} ({g.regel.lagrum})") for g in grunder],
            ),
        ):
            valfält = self.fields[namn]
            assert isinstance(valfält, forms.ChoiceField)
            valfält.choices = list(val)


class Prövningsform(Jävsform):
    """En fråga om jäv som organet avgör (KL 6 kap. 30 §, 5 kap. 47 §)."""

    auto_id_mall = "javsfraga-%s"
    field_order = ("rad", "vid", "grund", "väckt_av", "inställning", "jävig")

    väckt_av = forms.ModelChoiceField(
        Närvaro.objects.none(),
        label="Vem väckte frågan",
        required=False,
        empty_label="Någon annan än de förtroendevalda här",
    )
    inställning = forms.ChoiceField(
        label="Den som jävet gäller", choices=[(i.kod, i.etikett) for i in Inställning]
    )
    jävig = forms.TypedChoiceField(
        label="Beslut i jävsfrågan",
        choices=[("ja", "Jävig, deltar inte"), ("nej", "Inte jävig, deltar")],
        coerce=lambda värde: värde == "ja",
        widget=forms.RadioSelect,
    )
    deltar = forms.BooleanField(
        label="Den som jävet gäller deltar i prövningen",
        required=False,
        help_text="Bara om det annars inte går att besluta och ingen annan kan tillkallas.",
    )
    ingen_kan_tillkallas = forms.BooleanField(
        label="Ingen annan kan tillkallas utan olägligt uppskov", required=False
    )

    def __init__(self, *args: Any, protokoll: Protokoll, **kwargs: Any) -> None:
        super().__init__(*args, protokoll=protokoll, **kwargs)
        fält = self.fields["väckt_av"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = protokoll.närvarande.filter(gällande=True)
        # Omständigheten kan någon annan än ledamoten ha uppgett.
        self.fields["grund"].help_text = ""


class Jävsval(forms.ModelChoiceField):
    def label_from_instance(self, jäv: Jäv) -> str:
        ärende = jäv.paragraf or jäv.punkt
        return f"{jäv}: {ärende.rubrik if ärende else ''}"


class Undantagsform(Formulär):
    """Vilket jäv nämnden har prövat, och varför det inte gäller."""

    jäv = Jävsval(Jäv.objects.none(), label="Jäv", empty_label=None)
    undantag = forms.ChoiceField(label="Undantag")
    skäl = forms.CharField(
        label="Varför det gäller",
        max_length=500,
        help_text="Står i protokollet, till exempel bolagets namn.",
    )

    def __init__(
        self,
        *args: Any,
        jäv: QuerySet[Jäv],
        undantag: Iterable[Undantag],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, auto_id="undantag-%s", **kwargs)
        fält = self.fields["jäv"]
        assert isinstance(fält, Jävsval)
        fält.queryset = jäv
        valfält = self.fields["undantag"]
        assert isinstance(valfält, forms.ChoiceField)
        valfält.choices = [
            (u.kod, f"{u.etikett.capitalize()} ({u.regel.lagrum})") for u in undantag
        ]


class Periodform(Formulär):
    """Statistikens organ och dagar."""

    organ = forms.ModelChoiceField(Organ.objects.none(), label="Organ", required=False)
    från = forms.DateField(
        label="Från och med", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    till = forms.DateField(
        label="Till och med", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, organ: QuerySet[Organ], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fält = self.fields["organ"]
        assert isinstance(fält, forms.ModelChoiceField)
        fält.queryset = organ
        fält.empty_label = "Alla"

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("från") and data.get("till") and data["till"] < data["från"]:
            self.add_error("till", "Sista dagen ligger före den första.")
        return data


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
