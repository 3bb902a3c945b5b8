"""Påhittade möten som redan hållits, som mötesfiler."""

from __future__ import annotations

import copy
from typing import Any

from tests.nämnd.mötesfiler import GRUND

ORDF = {"namn": "Željka Čović-Šimić", "parti": "S"}
ÅKE = {"namn": "Åke Öberg", "parti": "M"}
MÄRTA = {"namn": "Märta Lindéngård", "parti": "C"}
BO = {"namn": "Bo Ekfalk", "parti": "V"}
TOVE = {"namn": "Tove Älvhage", "parti": "S"}
HÅKAN = {"namn": "Håkan af Myrtorp", "parti": "M"}

HÅLLET: dict[str, Any] = copy.deepcopy(GRUND) | {
    "organ": GRUND["organ"] | {"typ": "namnd", "platser": 4},
    "sammantrade": {
        "datum": "2021-03-17",
        "tider": [["15:00", "15:45"], ["16:00", "17:30"]],
        "plats": "Digitalt/Sessionssalen",
        "ordforande": ORDF | {"titel": "ordförande", "telefon": "0123-45 67"},
        "sekreterare": {"namn": "Ingrid Norrsund", "titel": "nämndsekreterare"},
    },
    "foredragningslista": [
        {"rubrik": "Upprop", "slag": "formalia", "nummer": None},
        {"rubrik": "Taxa för tillsyn", "beteckning": "SOCN/2021:7", "klass": "759", "nummer": 1},
        {
            "rubrik": "Individärende",
            "nummer": 2,
            "slag": "sekretess",
            "sekretess": {"lagrum": "OSL 26 kap. 1 §"},
        },
    ],
    "narvaro": [
        ORDF | {"post": "ordförande", "status": "ledamot"},
        ÅKE | {"post": "1:e vice ordförande", "status": "ledamot", "distans": True},
        MÄRTA
        | {
            "status": "ledamot",
            "paragrafer": "-15",
            "del_av": "15",
            "tider": [["15:00", "16:20"]],
        },
        BO | {"status": "franvarande", "franvaro_skal": "Annat uppdrag"},
        TOVE | {"status": "tjanstgorande_ersattare", "for": "Bo Ekfalk", "ej": "16"},
        HÅKAN
        | {
            "status": "tjanstgorande_ersattare",
            "for": "Märta Lindéngård",
            "paragrafer": "16-17",
        },
        {"namn": "Sanna Furubäck", "parti": "-", "status": "insynsplats"},
    ],
    "ovriga": [
        {"namn": "Ingrid Norrsund", "titel": "nämndsekreterare", "roll": "sekreterare"},
        {
            "namn": "Student XX",
            "roll": "gast",
            "paragrafer": "14-15",
            "tider": [["15:00", "15:45"]],
            "yttranderatt": True,
        },
    ],
    "paragrafer": [
        {"paragraf": None, "punkt": None, "rubrik": "Upprop"},
        {
            "paragraf": 14,
            "punkt": 1,
            "visas_som": "14/21",
            "rubrik": "Taxa för tillsyn",
            "beteckning": "SOCN/2021:7",
            "typ": "remiss",
            "svar_senast": "2021-04-30",
            "tidigare": [
                {"organ": "Arbetsutskottet", "datum": "2021-03-03", "paragraf": "9/21"},
                {"utfall": "bordlagt", "datum": "2021-02-17", "paragraf": 4},
            ],
            "handlingar": ["Delges vid mötet", {"rubrik": "Skrivelse", "fil": "h/a.pdf"}],
            "sammanfattning": "Taxan har inte ändrats sedan 2015.\n\nDen höjs nu.",
            "forslag": [{"av": "arbetsutskottet", "text": "Taxan antas."}],
            "yrkanden": [
                {"av": [ÅKE], "slag": "avslag", "text": "avslag på förslaget", "i_hand": 1},
                {"grupper": ["Ledamöterna från C"], "slag": "andring", "text": "en lägre höjning"},
            ],
            "propositionsordning": ["Ordföranden ställer bifall mot avslag."],
            "omrostningar": [
                {
                    "slag": "huvud",
                    "metod": "upprop",
                    "ja_betyder": "bifall",
                    "nej_betyder": "avslag",
                    "antal": {"ja": 2, "nej": 2, "avstar": 0},
                    "roster": {"ja": [ORDF, TOVE], "nej": [ÅKE, MÄRTA]},
                    "utslagsrost": {"av": "Željka Čović-Šimić", "for": "ja"},
                    "per_parti": {"S": {"ja": 2}, "M": {"nej": 1}, "C": {"nej": 1}},
                }
            ],
            "beslut": [
                {
                    "satser": ["Taxan antas.", {"nummer": "2", "text": "Den gäller från maj."}],
                    "utfall": "bifall",
                    "overklagande": "laglighetsprovning",
                },
                {
                    "forslag_till": "Kommunfullmäktige",
                    "instans": "KF",
                    "satser": [{"text": "Reglementet ändras:", "delsatser": ["§ 3", "§ 5"]}],
                },
            ],
            "reservationer": [
                {"av": [ÅKE, MÄRTA], "form": "skriftlig", "bilaga": "bilaga § 14"},
            ],
            "anteckningar": [{"slag": "yttrande", "grupper": ["C"], "text": "Barnen först."}],
            "omedelbar_justering": [2],
            "utdrag_till": ["Kommunfullmäktige", "Förvaltningen"],
            "ajournering": [["15:45", "16:00"]],
        },
        {
            "paragraf": 15,
            "punkt": 2,
            "rubrik": "Prov Provsson",
            "offentlig_rubrik": "Individärende",
            "sekretess": {"lagrum": "OSL 26 kap. 1 §", "offentlig_text": "Redovisas inte."},
            "jav": [TOVE | {"grund": "syskon"}],
            "ordforande": ÅKE | {"titel": "1:e vice ordförande"},
            "deltar_inte": [{"grupp": "Ledamöterna från M"}],
            "beslut": [{"satser": ["Ansökan avslås."], "utfall": "avslag"}],
        },
        {
            "paragraf": 16,
            "rubrik": "Val av ombud",
            "typ": "val",
            "val": [
                {
                    "uppdrag": "ombud",
                    "valda": [BO],
                    "i_stallet_for": "Tove Älvhage",
                    "period": "2021",
                }
            ],
            "rattelser": [{"datum": "2021-04-01", "av": "sekreteraren", "text": "Rätt år: 2021."}],
        },
        {
            "paragraf": 17,
            "rubrik": "Anmälan",
            "talare": [MÄRTA],
            "domstol": {"namn": "Förvaltningsrätten", "mal": "123-21"},
        },
    ],
    "justering": [
        {
            "justerare": [ÅKE],
            "ersattare_for_justerare": [HÅKAN],
            "plats": "Kommunhuset",
            "tid": "15.00",
            "datum": "2021-03-24",
            "paragrafer": "15-17",
            "underskrivet": [
                ORDF | {"som": "ordforande", "datum": "2021-03-24"},
                ÅKE | {"som": "justerare", "datum": "2021-03-24", "paragrafer": "15-17"},
            ],
            "vagrar": [{"person": ÅKE, "paragraf": 16, "skal": "Var inte med."}],
        },
        {"omedelbar": True, "paragrafer": "14", "datum": "2021-03-17", "justerare": [ÅKE]},
    ],
    "anslag": [
        {
            "paragrafer": "15-17",
            "uppsatt": "2021-03-25",
            "nedtas": "2021-04-16",
            "forvaring": "Kansliet",
            "underskrift": "Ingrid Norrsund",
        }
    ],
    "delegationsbeslut": [
        {
            "delegat": "Enhetschef",
            "nummer": "47-54/2021",
            "datum": "2021-03-01",
            "punkt": "4.2",
            "paragraf": 17,
            "fil": "h/a.pdf",
        },
        {"organ": "Arbetsutskottet", "paragrafer": "144-182", "bradskande": True},
    ],
    "meddelanden": [{"bokstav": "a", "avsandare": "IVO", "rubrik": "Beslut", "paragraf": 17}],
    "bilagor": [{"nummer": "1", "rubrik": "Reservation", "paragraf": 14, "fil": "h/a.pdf"}],
    "original": {"protokoll": "h/a.pdf"},
}

# Ett protokoll som det kunde se ut, med felen som riktiga gamla protokoll har.
GAMMALT: dict[str, Any] = copy.deepcopy(GRUND) | {
    "organ": {"namn": "Kulturnämnden", "platser": 3},
    "sammantrade": {"datum": "1999-05-03", "tider": [["18:00", "00:30"]]},
    "narvaro": [
        ORDF | {"status": "ledamot", "post": "ordförande"},
        ÅKE | {"status": "ledamot", "tider": [["19:00", "18:30"]]},
        MÄRTA | {"status": "franvarande"},
        TOVE | {"status": "tjanstgorande_ersattare", "for": "Märta Lindéngård"},
        HÅKAN
        | {
            "status": "tjanstgorande_ersattare",
            "for": "Märta Lindéngård",
            "paragrafer": "26",
        },
    ],
    "paragrafer": [
        {"paragraf": 25, "rubrik": "Bidrag", "beteckning": "31/16"},
        {
            "paragraf": 26,
            "rubrik": "Biblioteket",
            "sammanfattning": "Klicka eller tryck här för att ange text.",
            "jav": [TOVE],
            "omrostningar": [
                {
                    "antal": {"ja": 3, "nej": 1},
                    "roster": {
                        "ja": [ORDF | {"parti": "SD"}, TOVE],
                        "nej": [{"namn": "Okänd Röstare"}],
                    },
                    "utslagsrost": {"av": "Željka Čović-Šimić", "for": "ja"},
                }
            ],
        },
        {"paragraf": 29, "rubrik": "Övrigt", "galler": "30-28"},
        {"paragraf": 29, "rubrik": "Övrigt igen"},
    ],
    "justering": [{"datum": "1999-05-25"}],
    "anslag": [{"uppsatt": "1999-06-02", "nedtas": "1999-06-10"}],
    "bilagor": [{"rubrik": "Försvunnen", "paragraf": 40}],
}


def hållet(**delar: Any) -> dict[str, Any]:
    """En hel fil över ett hållet möte; delarna byts ut."""
    return copy.deepcopy(HÅLLET) | delar
