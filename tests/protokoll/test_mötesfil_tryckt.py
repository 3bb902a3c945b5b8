"""Varje uppgift i en mötesfil trycks: i protokollet på sidan och i PDF:en, eller i kallelsen.

Filen byggs ur schemat med ett eget ord i varje text. En ny uppgift i formatet som inte trycks
faller här, tills den trycks eller står i listan över det som inte ska.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import DjangoDbBlocker

from konton.models import Roll
from konton.services.system import systemanvändare
from nämnd.mötesfil import SCHEMA
from protokoll import documents
from protokoll.models import Protokoll
from protokoll.services import inläsning
from tests.factories.konton import med_roll
from tests.factories.protokollsrader import slumpord
from tests.factories.ärenden import pdf as papper
from tests.nämnd.mötesfiler import skriv
from tests.protokoll.mötesfilsstrategier import del_, uppgifter
from tests.protokoll.test_dokument import pdftext, text
from tests.protokoll.test_krav import tätt
from ärenden.pdf import rendera_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("krav")]
FIL = "h/a.pdf"


DÖLJER = "atertaget"
# Det som gör att en rad alls trycks.
ALLTID = ("ja_betyder", "text")


@dataclass
class Fyllare:
    """Värden för varje uppgift. Det första i varje lista har inget som döljer det andra."""

    väntat: dict[str, list[str]] = field(default_factory=dict)
    löpande: Any = field(default_factory=lambda: count(101))

    def värde(self, schema: dict[str, Any], plats: str, nr: int = 0, *, hel: bool = True) -> Any:
        typ = schema.get("$ref", "").rsplit("/", 1)[-1]
        schema = del_(schema)
        if "oneOf" in schema:
            former = [f for f in schema["oneOf"] if del_(f).get("type") != "null"]
            form = former[nr % len(former)]
            return self.värde(form, plats, nr if nr >= len(former) else 0, hel=hel)
        if "const" in schema:
            return schema["const"]
        if plats == "organ.diarium.monster":
            return "{prefix}/{ar}:{lopnummer}[ - {klass}]"
        if "enum" in schema:
            return schema["enum"][nr % len(schema["enum"])]
        match schema["type"]:
            case "boolean":
                return nr % 2 == 1 and not plats.endswith(DÖLJER)
            case "array":
                return self._lista(schema, typ, plats, hel=hel)
            case "object":
                return self._objekt(schema, plats, nr, hel=hel)
        värde, tryckt = self._enkelt(schema, typ, plats)
        if hel and nr == 0:
            self.väntat.setdefault(plats, []).append(tryckt)
        return värde

    def _enkelt(self, schema: dict[str, Any], typ: str, plats: str) -> tuple[Any, str]:
        tal = next(self.löpande)
        if typ == "datum":
            dag = date(2018, 1, 1) + timedelta(days=tal)
            return str(dag), date_format(dag, "j F Y")
        if typ == "fil":
            return FIL, ""
        if typ == "paragrafspann":
            return f"{tal}-{tal + 1}", f"{tal}–{tal + 1}"
        if schema["type"] == "integer":
            tal = 1 if plats.endswith("i_hand") else tal % (schema.get("maximum", tal) + 1)
            return tal, str(tal)
        ord_ = slumpord(min(9, schema.get("maxLength", 9)))
        return ord_, ord_

    def _lista(self, schema: dict[str, Any], typ: str, plats: str, *, hel: bool) -> list[Any]:
        if typ == "tidspann":
            minut = next(self.löpande) % 50
            if hel:
                self.väntat.setdefault(plats, []).append(f"10.{minut:02}–11.{minut + 5:02}")
            return [f"10:{minut:02}", f"11:{minut + 5:02}"]
        inre = schema["items"]
        former = [len(f) for f in _val(inre)]
        # En till än valen: den första raden har allt, och visar inte alltid vad den valt.
        antal = 1 + max([1, *former]) if hel else 0
        hela = max(1, len(inre.get("oneOf", ())))
        return [self.värde(inre, f"{plats}[]", nr, hel=hel and nr < hela) for nr in range(antal)]

    def _objekt(self, schema: dict[str, Any], plats: str, nr: int, *, hel: bool) -> dict[str, Any]:
        egenskaper = schema.get("properties")
        if egenskaper is None:
            inre = schema["additionalProperties"]
            namn = "ja" if plats.endswith("per_parti.*") else slumpord()
            self.väntat.setdefault(plats, []).append(namn)
            return {namn: self.värde(inre, f"{plats}.*", nr, hel=hel)}
        krävs = schema.get("required", list(egenskaper)[: schema.get("minProperties", 0)])
        return {
            namn: self.värde(inre, f"{plats}.{namn}" if plats else namn, nr, hel=hel)
            for namn, inre in egenskaper.items()
            if (namn, plats) != ("punkter", "foredragningslista[].punkter[]")
            if hel or namn in (*krävs, *ALLTID) or "enum" in inre or inre.get("type") == "boolean"
        }


def _val(schema: dict[str, Any]) -> list[list[Any]]:
    schema = del_(schema)
    if "oneOf" in schema:
        return [schema["oneOf"]]
    return [del_(e)["enum"] for e in schema.get("properties", {}).values() if "enum" in del_(e)]


# Det här står i kallelsen; proven ligger i tests/nämnd/test_krav.py.
KALLELSENS = ("kallade", "foredragningslista", "sammantrade.")
# Det av sammanträdet som protokollet också säger.
OCKSÅ_HÄR = ("sammantrade.tider[]", "sammantrade.plats", "sammantrade.protokollsnummer")
ENUM = {
    "narvaro[].status": (
        *("Ledamöter", "Tjänstgörande ersättare", "Närvarande ersättare"),
        *("Frånvarande", "Insynsplats"),
    ),
    "narvaro[].distans": ("på distans",),
    "ovriga[].roll": ("sekreterare", "tjänsteperson", "personalföreträdare", "gäst", "sakkunnig"),
    "ovriga[].distans": ("på distans",),
    "ovriga[].yttranderatt": ("med yttranderätt",),
    "paragrafer[].yrkanden[].slag": (
        *("i första hand, bifall: ", "Avslag: ", "Ändring: ", "Tillägg: ", "Återremiss: "),
        *("Bordläggning: ", "Ajournering: "),
    ),
    "paragrafer[].omrostningar[].slag": (
        *("1, huvudvotering", "2, val av motförslag", "3, tillägg", "4, ändring", "5, återremiss"),
        *("6, bordläggning", "7, ordningsfråga", "8, beslutspunkt", "9, val"),
    ),
    "paragrafer[].omrostningar[].sluten": ("Omröstningen är sluten.",),
    "paragrafer[].omrostningar[].lottning": ("Lotten avgör.",),
    "paragrafer[].omrostningar[].minoritet": ("Beslutet fattas av en minoritet",),
    "paragrafer[].omrostningar[].utslagsrost.for": ("avgör med sin utslagsröst för ja",),
    "paragrafer[].beslut[].overklagande": (
        *("genom laglighetsprövning", "av den som det angår", "går inte att överklaga"),
    ),
    "paragrafer[].reservationer[].form": ("sig muntligt", "sig skriftligt"),
    "paragrafer[].anteckningar[].slag": (
        *("Protokollsanteckning", "Särskilt yttrande", "Yttrande", "Ersättares mening"),
    ),
    "paragrafer[].omedelbar_justering": ("Paragrafen justeras omedelbart.", "punkterna 1 och 3"),
    "paragrafer[].typ": (
        *("Motion", "Interpellation", "Fråga", "Medborgarförslag", "Initiativärende", "Remiss"),
        *("Val", "Avsägelse", "Information", "Anmälan", "Jävsanmälan", "Ordningsfråga"),
    ),
    "justering[].underskrivet[].som": ("Ordförande", "Justerande", "Sekreterare"),
    "delegationsbeslut[].bradskande": ("(brådskande, 6 kap. 39 § kommunallagen)",),
    "sammantrade.slag": ("Extra",),
    "sammantrade.offentligt": ("offentligt sammanträde",),
}
"""Det som formatet väljer bland, och hur valen skrivs."""
OFFENTLIGT = (
    *("paragrafer[].offentlig_rubrik", "paragrafer[].sekretess.offentlig_text"),
    "paragrafer[].handlingar[].sekretess.offentlig_text",
)
"""Det som den får läsa som inte får läsa det hemliga."""
KONTAKT = ("epost", "telefon", "tid")
INTE: dict[str, str] = {
    "format": "formatets namn",
    **dict.fromkeys(
        (
            *("organ.kortnamn", "organ.typ", "organ.overordnat", "organ.platser"),
            *("organ.forvaltning", "organ.diarium.prefix", "organ.diarium.monster"),
            "organ.distans_tillaten",
        ),
        "om organet, i registret",
    ),
    "anmarkningar[]": "om källan, och trycks enligt formatet aldrig",
    "sammantrade.utkast": "om kallelsen",
    "paragrafer[].punkt": "säger vilken punkt i kallelsen paragrafen svarar mot",
    "paragrafer[].yrkanden[].atertaget": "det återtagna redovisas inte (KL 5 kap. 67 § 1)",
    "paragrafer[].beslut[].utfall": "ordnar besluten; vad som beslutades säger satserna",
    **{
        f"paragrafer[].{vad}sekretess.{uppgift}": "om markeringen i diariet (OSL 5 kap. 5 §)"
        for vad in ("", "handlingar[].")
        for uppgift in ("datum", "myndighet")
    },
    "paragrafer[].handlingar[].sekretess.lagrum": "om markeringen i diariet (OSL 5 kap. 5 §)",
    "paragrafer[].handlingar[].slag": "ordnar handlingarna; titeln säger vad det är",
    "justering[].omedelbar": "står vid paragrafen, i omedelbar_justering",
    **{
        f"{person}.{uppgift}": "hur en person nås"
        for person in (
            *("paragrafer[].ordforande", "paragrafer[].val[].valda[]", "justering[].justerare[]"),
            *("justering[].ersattare_for_justerare[]", "justering[].vagrar[].person"),
        )
        for uppgift in KONTAKT
    },
}
"""Det som inte trycks, och varför."""


def trycks(plats: str) -> bool:
    fil = plats.rsplit(".", 1)[-1] in ("fil", "protokoll", "kallelse")
    return plats in OCKSÅ_HÄR or not (plats in INTE or fil or plats.startswith(KALLELSENS))


@dataclass(frozen=True)
class Tryckt:
    väntat: dict[str, list[str]]
    sida: str
    pdf: str
    offentligt: str


def filen(f: Fyllare) -> dict[str, Any]:
    """Filen, med det som schemat inte kan säga: vad som hör ihop."""
    data: dict[str, Any] = f.värde(SCHEMA, "")
    data["sammantrade"] |= {"datum": "2021-03-17", "slag": "extra", "offentligt": True}
    första, andra, tredje = data["paragrafer"][:3]
    första["omedelbar_justering"], andra["omedelbar_justering"] = True, [1, 3]
    data["partier"] = {data["narvaro"][0]["parti"]: slumpord()}
    f.väntat["partier"] = [": ".join(*data["partier"].items())]
    f.väntat["partier.*"] = list(data["partier"].values())
    f.väntat["delegationsbeslut[].datum"] = [data["delegationsbeslut"][0]["datum"]]
    # Vad en omröstning gäller har paragrafen; vem som avgör står när det inte är ett förslag.
    första["omrostningar"][0]["block"] = 0
    f.väntat["paragrafer[].omrostningar[].block"] = [
        f"i förslaget till {första['beslut'][0]['forslag_till']}."
    ]
    tredje["beslut"] = [{"satser": ["Så."], "instans": första["beslut"][0]["instans"]}]
    handling = "paragrafer[].handlingar[].sekretess.offentlig_text"
    f.väntat[handling] = [slumpord()]
    tredje["handlingar"] = [
        {"rubrik": "Utlåtande", "sekretess": {"offentlig_text": f.väntat[handling][0]}}
    ]
    borta = next(rad for rad in data["narvaro"] if rad["status"] == "franvarande")
    borta["franvaro_skal"] = slumpord()
    f.väntat["narvaro[].franvaro_skal"] = [
        f"{borta['namn']} (-), på distans, {borta['franvaro_skal']}"
    ]
    return data


@pytest.fixture(scope="module")
def tryckt(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Tryckt:
    """Filen inläst och tryckt en gång."""
    katalog = tmp_path_factory.mktemp("tryckt")
    f = Fyllare()
    skriv(katalog, filen(f), {FIL: papper(märke="a")})
    with django_db_blocker.unblock(), transaction.atomic():
        möte = inläsning.läs_in(katalog=katalog, av=systemanvändare()).sammanträde
        protokoll = Protokoll.objects.get(sammanträde=möte)
        klient = Client()
        klient.force_login(med_roll(Roll.NÄMNDSEKRETERARE, möte.organ.myndighet))
        svar = klient.get(reverse("protokoll:mote", args=[protokoll.pk]))
        assert svar.status_code == 200
        helt = rendera_pdf(documents.MALL_PROTOKOLL, documents.protokolldokument(protokoll))
        d = documents.protokolldokument(protokoll, offentligt=True)
        offentligt = render_to_string(documents.MALL_PROTOKOLL, {"d": d})
        transaction.set_rollback(True)
    return Tryckt(
        f.väntat,
        tätt(text(svar.content.decode())),
        tätt(" ".join(pdftext(helt.innehåll))),
        tätt(text(offentligt)),
    )


def saknade(tryckt: Tryckt, var: str, väntat: dict[str, list[str]]) -> list[str]:
    return [
        f"{plats}: {ord_}"
        for plats, orden in väntat.items()
        for ord_ in orden
        if tätt(ord_) not in var
    ]


@pytest.mark.slow
def test_det_som_filen_säger_står_på_sidan_och_i_pdf(tryckt: Tryckt) -> None:
    väntat = {p: o for p, o in tryckt.väntat.items() if trycks(p) and p not in OFFENTLIGT}
    väntat |= {plats: list(orden) for plats, orden in ENUM.items()}

    assert saknade(tryckt, tryckt.pdf, väntat) == []
    assert saknade(tryckt, tryckt.sida, väntat) == []
    assert len(väntat) > 150


@pytest.mark.slow
def test_den_offentliga_versionen_har_det_offentliga_och_inte_skälet_till_frånvaro(
    tryckt: Tryckt,
) -> None:
    egna = {plats: tryckt.väntat[plats] for plats in OFFENTLIGT}
    assert saknade(tryckt, tryckt.offentligt, egna) == []
    (borta,) = tryckt.väntat["narvaro[].franvaro_skal"]
    namn, _, skäl = borta.partition(" (-), på distans, ")
    assert namn in tryckt.offentligt
    assert skäl not in tryckt.offentligt


@pytest.mark.slow
def test_varje_uppgift_i_formatet_är_prövad_eller_undantagen(tryckt: Tryckt) -> None:
    alla = {plats for plats in uppgifter(SCHEMA) if "=" not in plats}
    prövade = set(tryckt.väntat) | set(ENUM)
    lämnade = {plats for plats in alla if not trycks(plats)}
    # Ett objekt eller en lista är prövad genom det som ligger i den.
    grenar = {p for p in alla if any(a != p and a.startswith(p) for a in alla)}

    klockslag = {p for p in alla if p.removesuffix("[]") in prövade}

    assert sorted(alla - prövade - lämnade - grenar - klockslag) == []
    assert sorted(set(INTE) - alla) == []
