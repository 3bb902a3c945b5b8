"""Det som är på gång hos socialnämndens handläggare: skrivelser i varje läge, och en remiss.

Ärendena är nya. De äldre hinner bli beslutade när mötena hålls, och i ett sådant skrivs inget mer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from konton.models import Användare
from protokoll.management.demo import mallar
from protokoll.management.demo.bygge import Register
from protokoll.management.demo.dokument import Avsnitt, Bilagedokument, Dokument, dagtext
from protokoll.management.demo.rendering import Pappersförråd
from ärenden import utbyggnad
from ärenden.granskningsläge import Ordning
from ärenden.mallstilar import Avsnittsslag
from ärenden.models import Handling, Skrivelseutkast, Ärende
from ärenden.services import granskning, registrering, remisser, skrivande
from ärenden.services.remisser import Utomstående
from ärenden.skrivelseinnehåll import Innehåll


@dataclass(frozen=True)
class Ämne:
    """Vad en pågående skrivelse handlar om."""

    rubrik: str
    klass: str
    satser: tuple[str, ...]
    sammanfattning: str
    texter: tuple[str, ...]
    underlag: str = ""


RIKTLINJER = Ämne(
    "Riktlinjer för serveringstillstånd",
    "702",
    ("Riktlinjer för serveringstillstånd antas.",),
    "Riktlinjerna från 2019 behöver följa den ändrade alkohollagen. Förslaget är ute på remiss.",
    (
        "Kommunen ska ha riktlinjer som säger vad som gäller när den som vill servera alkohol "
        "ansöker om tillstånd. De nuvarande är sju år gamla.",
    ),
)
FÖRENINGAR = Ämne(
    "Bidrag till sociala föreningar",
    "805",
    (
        "Bidragen fördelas enligt förvaltningens förslag.",
        "Förvaltningen får i uppdrag att återkomma med en uppföljning.",
    ),
    "Elva föreningar har sökt bidrag för nästa år, tillsammans 1,4 miljoner kronor. Nio föreslås "
    "få bidrag.",
    (
        "Ansökningarna har prövats mot nämndens regler. Två föreningar har ingen verksamhet i "
        "kommunen och föreslås inte få bidrag.",
        "| Ändamål | Sökt, tkr | Förslag, tkr |\n|---|---:|---:|\n"
        "| Mötesplatser | 620 | 540 |\n| Stöd till anhöriga | 480 | 430 |\n"
        "| Rådgivning | 300 | 230 |\n\nBidragen ryms i nämndens budget.",
    ),
    "Sammanställning av ansökningarna",
)
ÖPPETTIDER = Ämne(
    "Öppettider vid mottagningen",
    "730",
    (
        "Mottagningen har öppet måndag–fredag kl. 9.00–16.00.",
        "De nya tiderna gäller från den 1 februari.",
    ),
    "Få kommer efter klockan 16. Tiden används bättre till bokade besök.",
    (
        "Under hösten räknades besöken. Fyra av hundra kom efter klockan 16, och de flesta av dem "
        "hade kunnat boka en tid.",
        "Förslaget kostar inget. Bokade besök kan tas till klockan 18.",
    ),
    "Besöksräkning hösten",
)
FAMILJEHEM = Ämne(
    "Ersättning till familjehem",
    "751",
    ("Ersättningen till familjehem följer den rekommendation som gäller för året.",),
    "Nämnden har beslutat om ersättningen ett år i taget. Förslaget gör att den följer "
    "rekommendationen utan nya beslut.",
    (
        "Kommunen har tjugosex familjehem. Ersättningen har de senaste fem åren varit densamma som "
        "rekommendationen.",
        "Kostnaden blir densamma som med ett beslut om året.",
    ),
    "Beräkning av ersättningen",
)

REMISSEN = (
    Avsnitt(
        "Förslaget",
        ("Riktlinjerna görs kortare och följer den ändrade alkohollagen.",),
        ("Serveringen slutar senast klockan 01.00", "Uteserveringar stänger klockan 23.00"),
    ),
    Avsnitt("Vad yttrandet ska avse", ("Hur förslaget påverkar er verksamhet.",)),
)


def bygg(register: Register, förråd: Pappersförråd, *, nu: datetime) -> None:
    handläggare = register.konton["handlaggare"]
    nämnden = register.myndigheter["SN"]
    mallar.kräv_godkännande(nämnden, av=register.system, nu=nu)
    ärenden = {
        ämne: _registrera(register, ämne)
        for ämne in (RIKTLINJER, FÖRENINGAR, ÖPPETTIDER, FAMILJEHEM)
    }
    _skriv(ärenden[RIKTLINJER], RIKTLINJER, av=handläggare, nu=nu)
    _remittera(register, förråd, ärenden[RIKTLINJER], nu=nu)
    dag = next((m.dag for m in utbyggnad.mötesdagar([nämnden.pk]) if m.stoppdag), None)
    hos_chefen, återsänd, godkänd = (
        _skriv(ärenden[ämne], ämne, av=handläggare, nu=nu, dag=dag)
        for ämne in (FÖRENINGAR, ÖPPETTIDER, FAMILJEHEM)
    )
    _granska(register, hos_chefen, återsänd, godkänd, nu=nu)


def _registrera(register: Register, ämne: Ämne) -> Ärende:
    nämnden = register.myndigheter["SN"]
    return registrering.registrera_ärende(
        diarium=register.diarier["SN"],
        myndighet=nämnden,
        rubrik=ämne.rubrik,
        klass=ämne.klass,
        handläggare=register.konton["handlaggare"],
        enhet=nämnden.förvaltning,
        av=register.konton["registrator"],
    )


def _skriv(
    ärende: Ärende, ämne: Ämne, *, av: Användare, nu: datetime, dag: date | None = None
) -> Skrivelseutkast:
    """Skrivelsen, fullständig när den är till ett möte och annars halvvägs."""
    utkast = skrivande.börja(ärende=ärende, av=av, nu=nu)
    texter = list(ämne.texter)
    avsnitt = {}
    for a in utkast.mall.avsnitt.all():
        if a.slag == Avsnittsslag.SAMMANFATTNING:
            avsnitt[str(a.pk)] = ämne.sammanfattning
        elif a.slag == Avsnittsslag.TEXT and (texter or dag):
            avsnitt[str(a.pk)] = texter.pop(0) if texter else ämne.texter[-1]
        elif a.slag == Avsnittsslag.LISTA and ämne.underlag:
            avsnitt[str(a.pk)] = ämne.underlag
        elif a.slag == Avsnittsslag.MOTTAGARE and dag:
            avsnitt[str(a.pk)] = "Socialförvaltningen"
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=Innehåll(rubrik=ämne.rubrik, satser=ämne.satser, avsnitt=avsnitt),
        revision=utkast.revision,
        av=av,
        nu=nu,
    )
    if dag:
        granskning.välj_sammanträde(utkast=utkast, dag=dag, av=av)
    return utkast


def _granska(
    register: Register,
    hos_chefen: Skrivelseutkast,
    återsänd: Skrivelseutkast,
    godkänd: Skrivelseutkast,
    *,
    nu: datetime,
) -> None:
    handläggare, chef = register.konton["handlaggare"], register.konton["chef"]
    ekonom = register.konton["sn.ekonom"]
    for utkast, granskare in (
        (hos_chefen, [ekonom, chef]),
        (återsänd, [chef]),
        (godkänd, [chef]),
    ):
        granskning.skicka(
            utkast=utkast,
            granskare=granskare,
            ordning=Ordning.I_TUR,
            revision=utkast.revision,
            meddelande="Titta särskilt på kostnaderna.",
            senast_dag=nu.date() + timedelta(days=5),
            av=handläggare,
            nu=nu,
        )
    granskning.kommentera(
        utkast=hos_chefen,
        fält="satser",
        citat="en uppföljning",
        ersättning="en uppföljning i juni",
        text="Säg när.",
        av=ekonom,
        nu=nu,
    )
    granskning.godkänn(utkast=hos_chefen, revision=hos_chefen.revision, av=ekonom, nu=nu)
    granskning.kommentera(
        utkast=återsänd,
        fält="satser",
        citat="den 1 februari",
        text="Hinner vi annonsera till dess?",
        av=chef,
        nu=nu,
    )
    granskning.återsänd(
        utkast=återsänd, kommentar="Räkna om kostnaden för bokade besök.", av=chef, nu=nu
    )
    granskning.godkänn(utkast=godkänd, revision=godkänd.revision, av=chef, nu=nu)


def _remittera(register: Register, förråd: Pappersförråd, ärende: Ärende, *, nu: datetime) -> None:
    """En nämnd har svarat, en har inte tagit emot, och utanför kommunen har en svarat."""
    handläggare, registrator = register.konton["handlaggare"], register.konton["registrator"]
    ks, bun = register.myndigheter["KS"], register.myndigheter["BUN"]
    förslaget = registrering.registrera_handling(
        ärende=ärende,
        rubrik="Förslag till riktlinjer för serveringstillstånd",
        slag=Handling.Slag.SKRIVELSE,
        riktning=Handling.Riktning.UPPRÄTTAD,
        fil=förråd.fil(_papper("Förslag", ärende.rubrik, "Socialförvaltningen", nu, REMISSEN)),
        filnamn="Förslag till riktlinjer.pdf",
        datum=nu.date(),
        av=handläggare,
    )
    remiss = remisser.sänd(
        handling=förslaget,
        avser="Hur förslaget påverkar er verksamhet, och om tiderna är rimliga.",
        sista_dag=nu.date() + timedelta(days=21),
        myndigheter=[ks, bun],
        utomstående=[Utomstående("Björksunds handelsförening")],
        av=handläggare,
        nu=nu,
    )
    hos_ks = remiss.mottagare.get(myndighet=ks)
    mottagen = remisser.ta_emot(
        mottagare=hos_ks, diarium=register.diarier["KS"], av=registrator, nu=nu
    )
    yttrande = _yttrande(
        förråd,
        mottagen.handling.ärende,
        "Yttrande över riktlinjer för serveringstillstånd",
        "Kommunledningsförvaltningen",
        Handling.Riktning.UPPRÄTTAD,
        av=registrator,
        nu=nu,
    )
    remisser.svara(mottagen=mottagen, handling=yttrande, av=registrator, nu=nu)
    föreningens = _yttrande(
        förråd,
        ärende,
        "Yttrande från handelsföreningen",
        "Björksunds handelsförening",
        Handling.Riktning.INKOMMEN,
        av=registrator,
        nu=nu,
    )
    remisser.registrera_svar(
        mottagare=remiss.mottagare.get(namn="Björksunds handelsförening"),
        handling=föreningens,
        av=handläggare,
    )


def _yttrande(
    förråd: Pappersförråd,
    ärende: Ärende,
    rubrik: str,
    från: str,
    riktning: Handling.Riktning,
    *,
    av: Användare,
    nu: datetime,
) -> Handling:
    stycken = ("Förslaget är tydligt.", "Tiderna för uteserveringar bör prövas efter ett år.")
    inkommen = riktning == Handling.Riktning.INKOMMEN
    return registrering.registrera_handling(
        ärende=ärende,
        rubrik=rubrik,
        slag=Handling.Slag.SKRIVELSE,
        riktning=riktning,
        fil=förråd.fil(_papper("Yttrande", rubrik, från, nu, (Avsnitt("Yttrande", stycken),))),
        filnamn=f"{rubrik}.pdf",
        datum=nu.date(),
        ankomstdag=nu.date() if inkommen else None,
        motpart=från if inkommen else "",
        av=av,
    )


def _papper(
    slag: str, rubrik: str, organ: str, nu: datetime, avsnitt: tuple[Avsnitt, ...]
) -> Dokument:
    return Bilagedokument(
        titel=f"{slag}: {rubrik}",
        organ=organ,
        dokumentnamn=slag,
        dag_text=dagtext(nu.date()),
        rubrik=rubrik,
        avsnitt=avsnitt,
    )
