"""Registrerar ärenden och handlingar i diariet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from konton.models import Användare, Myndighet
from ärenden import diarienummer, filer, policy, registervård
from ärenden.ankomstdag import Väg
from ärenden.ankomstdag import ankomstdag as räkna_ankomstdag
from ärenden.models import Diarium, Fil, Handling, Ärende
from ärenden.policy import Rätt
from ärenden.registervård import Regel
from ärenden.services import händelser, sökindex

NÄSTA_NUMMER = """
    INSERT INTO arenden_nummerserie (diarium_id, ar, senaste) VALUES (%s, %s, 1)
    ON CONFLICT (diarium_id, ar) DO UPDATE SET senaste = arenden_nummerserie.senaste + 1
    RETURNING senaste
"""


@dataclass(frozen=True)
class Varning:
    """Något att stanna vid, med regeln bakom i en mening."""

    text: str
    lagrum: str
    regel: str
    slag: Regel | None = None
    # Fältet och det som ska stå där, när varningen kan lagas med ett tryck.
    fält: str = ""
    lagad: str = ""

    def __str__(self) -> str:
        return self.text


class FelDiarium(Exception):
    """Diariet hör inte till myndigheten."""


class SkälSaknas(Exception):
    """En varning har gåtts förbi utan skäl."""


class ÄrendetMakulerat(Exception):
    """Ett makulerat ärende tar inte emot något mer."""


class FelHuvudhandling(Exception):
    """En bilaga hör till en handling i samma ärende."""


@transaction.atomic
def registrera_ärende(
    *,
    diarium: Diarium,
    myndighet: Myndighet,
    rubrik: str,
    av: Användare,
    klass: str = "",
    offentlig_rubrik: str = "",
    motpart: str = "",
    offentlig_motpart: str = "",
    handläggare: Användare | None = None,
    enhet: str = "",
    sekretess_lagrum: str = "",
    dag: date | None = None,
    förbigångna_varningar: Sequence[str] = (),
    skäl: str = "",
) -> Ärende:
    """Ger ärendet nästa lediga nummer i diariet. Numren är utan luckor per diarium och år.

    Den som går förbi en varning säger varför, och det syns bland händelserna.
    """
    policy.kräv(av, Rätt.REGISTRERA, myndighet)
    if förbigångna_varningar and not skäl.strip():
        raise SkälSaknas("Skriv varför ärendet registreras trots varningen.")
    ärende = lägg_upp_ärende(
        diarium=diarium,
        myndighet=myndighet,
        rubrik=rubrik,
        klass=klass,
        offentlig_rubrik=offentlig_rubrik,
        motpart=motpart,
        offentlig_motpart=offentlig_motpart,
        handläggare=handläggare,
        enhet=enhet,
        sekretess_lagrum=sekretess_lagrum,
        dag=dag,
        av=av,
    )
    if förbigångna_varningar:
        händelser.skriv(
            ärende,
            "ärende.varning_förbigången",
            av=av,
            varning=" ".join(förbigångna_varningar),
            skäl=skäl.strip(),
        )
    return ärende


@transaction.atomic
def lägg_upp_ärende(
    *,
    diarium: Diarium,
    myndighet: Myndighet,
    rubrik: str,
    av: Användare,
    klass: str = "",
    offentlig_rubrik: str = "",
    motpart: str = "",
    offentlig_motpart: str = "",
    handläggare: Användare | None = None,
    enhet: str = "",
    sekretess_lagrum: str = "",
    dag: date | None = None,
) -> Ärende:
    """Ger ärendet nästa nummer i diariet. Anroparen har prövat rätten."""
    if not diarium.myndigheter.filter(pk=myndighet.pk).exists():
        raise FelDiarium(f"{diarium} hör inte till {myndighet}.")
    dag = dag or timezone.localdate()
    # Numret tas sist: serien är låst tills transaktionen är klar.
    löpnummer, beteckning = _nästa_nummer(diarium, dag.year)
    ärende = Ärende.objects.create(
        diarium=diarium,
        myndighet=myndighet,
        år=dag.year,
        löpnummer=löpnummer,
        beteckning=beteckning,
        klass=klass,
        rubrik=rubrik,
        offentlig_rubrik=offentlig_rubrik,
        motpart=motpart,
        offentlig_motpart=offentlig_motpart,
        handläggare=handläggare,
        enhet=enhet,
        sekretess_lagrum=sekretess_lagrum,
        sekretess_dag=dag if sekretess_lagrum else None,
    )
    sökindex.ta_med_ärende(ärende)
    händelser.skriv(ärende, "ärende.registrerat", av=av, beteckning=ärende.beteckning)
    return ärende


def varningar(
    *,
    myndighet: Myndighet,
    rubrik: str,
    offentlig_rubrik: str = "",
    motpart: str = "",
    offentlig_motpart: str = "",
    av: Användare,
) -> list[Varning]:
    """Det en registrator skulle stanna vid. Inget av det hindrar."""
    funna = textvarningar(
        rubrik=rubrik,
        offentlig_rubrik=offentlig_rubrik,
        motpart=motpart,
        offentlig_motpart=offentlig_motpart,
    )
    lika = (
        policy.synliga_ärenden(av)
        .filter(myndighet=myndighet, rubrik__iexact=rubrik.strip(), motpart__iexact=motpart.strip())
        .exclude(status__in=[Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT])
        .order_by("-pk")
        .first()
    )
    if lika is not None:
        funna.append(
            varning(
                Regel.SAMMA_ÄRENDE,
                f"{lika.beteckning} har samma rubrik och motpart och är inte avslutat.",
            )
        )
    return funna


def varning(slag: Regel, text: str, *, fält: str = "", lagad: str = "") -> Varning:
    return Varning(text, slag.lagrum, slag.varför, slag, fält, lagad)


TEXTER = {
    Regel.PERSONNAMN: "I rubriken står ett personnamn: {vad}. Skriv vad ärendet gäller.",
    Regel.PERSONNUMMER: "Det ser ut att stå ett personnummer. Det ska inte stå i diariet.",
    Regel.FÖRKORTNING: "Förkortat i rubriken: {vad}. Skriv ut det, eller förklara det inom "
    "parentes.",
    Regel.EPOST: "Motparten är en e-postadress. Skriv namnet på den som skickat.",
}


def textvarningar(
    *, rubrik: str, offentlig_rubrik: str, motpart: str, offentlig_motpart: str
) -> list[Varning]:
    """Anmärkningarna mot orden. Personnamn och förkortningar prövas i den rubrik som alla ser."""
    fält = "offentlig_rubrik" if offentlig_rubrik else "rubrik"
    funna = [(fält, f) for f in registervård.granska_rubrik(offentlig_rubrik or rubrik)]
    funna += [("motpart", f) for f in registervård.granska_motpart(motpart)]
    funna += [("offentlig_motpart", f) for f in registervård.granska_motpart(offentlig_motpart)]
    if offentlig_rubrik and registervård.PERSONNUMMER.search(rubrik):
        funna.append(("rubrik", registervård.Fynd(Regel.PERSONNUMMER, "")))
    # En gång per slag: samma adress i båda motparterna är samma sak att tänka på.
    per_slag = {f.regel: (fält, f) for fält, f in reversed(funna)}
    return [
        varning(slag, TEXTER[slag].format(vad=f.vad), fält=fält, lagad=f.lagad)
        for slag in Regel
        if slag in per_slag
        for fält, f in [per_slag[slag]]
    ]


def _nästa_nummer(diarium: Diarium, år: int) -> tuple[int, str]:
    """Nästa nummer i serien. Ett nummer som ett importerat ärende redan bär hoppas över."""
    while True:
        with connection.cursor() as markör:
            markör.execute(NÄSTA_NUMMER, [diarium.pk, år])
            (nummer,) = markör.fetchone()
        beteckning = diarienummer.skriv(
            diarium.mönster, prefix=diarium.prefix, år=år, löpnummer=nummer
        )
        upptaget = Q(beteckning=beteckning) | Q(år=år, löpnummer=nummer)
        if not diarium.ärenden.filter(upptaget).exists():
            return int(nummer), beteckning


@transaction.atomic
def registrera_handling(
    *,
    ärende: Ärende,
    rubrik: str,
    slag: str,
    riktning: str,
    av: Användare,
    innehåll: bytes | None = None,
    filnamn: str = "",
    fil: Fil | None = None,
    datum: date | None = None,
    ankomstdag: date | None = None,
    väg: Väg | None = None,
    osannolikt: bool = False,
    offentlig_rubrik: str = "",
    motpart: str = "",
    offentlig_motpart: str = "",
    bilaga_till: Handling | None = None,
    sekretess_lagrum: str = "",
) -> Handling:
    """Lägger en handling sist i ärendet. En trasig fil ger `filer.Filfel` och inget sparas.

    Med `väg` är `ankomstdag` dagen då handlingen nådde myndigheten, och FL 22 § avgör vilken dag
    den har kommit in.
    """
    policy.kräv(av, Rätt.REGISTRERA, ärende.myndighet)
    policy.kräv_se(av, ärende)
    if bilaga_till is not None and bilaga_till.ärende_id != ärende.pk:
        raise FelHuvudhandling("Bilagan måste höra till en handling i samma ärende.")
    if innehåll is not None:
        fil = filer.spara_pdf(innehåll, namn=filnamn or rubrik)
    nådde = ankomstdag or timezone.localdate()
    if väg is not None:
        ankomstdag = räkna_ankomstdag(väg, nådde, osannolikt=osannolikt)
    handling = lägg_till_handling(
        ärende=ärende,
        handling=Handling(
            rubrik=rubrik,
            slag=slag,
            riktning=riktning,
            datum=datum,
            ankomstdag=ankomstdag,
            offentlig_rubrik=offentlig_rubrik,
            motpart=motpart,
            offentlig_motpart=offentlig_motpart,
            fil=fil,
            filnamn=filnamn,
            bilaga_till=bilaga_till,
            sekretess_lagrum=sekretess_lagrum,
        ),
        av=av,
    )
    if väg is not None and ankomstdag != nådde:
        # Den verkliga dagen ska gå att läsa: presumtionen kan brytas.
        händelser.skriv(
            ärende,
            "handling.ankomstdag",
            av=av,
            nummer=handling.nummer,
            nådde=f"{nådde:%Y-%m-%d}",
            dag=f"{ankomstdag:%Y-%m-%d}",
            väg=väg.etikett,
        )
    return handling


@transaction.atomic
def lägg_till_handling(*, ärende: Ärende, handling: Handling, av: Användare) -> Handling:
    """Ger handlingen ärendets nästa nummer. Anroparen har prövat rätten."""
    ärende = Ärende.objects.select_for_update().get(pk=ärende.pk)
    if ärende.status == Ärende.Status.MAKULERAT:
        raise ÄrendetMakulerat(f"{ärende.beteckning} är makulerat och tar inte emot handlingar.")
    högsta = ärende.handlingar.aggregate(högsta=Max("nummer"))["högsta"] or 0
    handling.ärende = ärende
    handling.nummer = högsta + 1
    if handling.riktning == Handling.Riktning.INKOMMEN:
        handling.ankomstdag = handling.ankomstdag or timezone.localdate()
    if handling.är_sekretess:
        handling.sekretess_dag = timezone.localdate()
    handling.save(force_insert=True)
    sökindex.ta_med_handling(handling)
    händelser.skriv(
        ärende,
        "handling.registrerad",
        av=av,
        nummer=handling.nummer,
        rubrik=händelser.synlig_rubrik(handling),
    )
    return handling


@transaction.atomic
def märk_beslutat(*, ärende: Ärende, av: Användare) -> bool:
    """Ärendet är beslutat när beslutet har expedierats. Falskt om det redan var det."""
    policy.kräv(av, Rätt.REGISTRERA, ärende.myndighet)
    policy.kräv_se(av, ärende)
    ändrat = Ärende.objects.filter(
        pk=ärende.pk, status__in=[Ärende.Status.ÖPPET, Ärende.Status.VILANDE]
    ).update(status=Ärende.Status.BESLUTAT)
    if not ändrat:
        return False
    ärende.status = Ärende.Status.BESLUTAT
    händelser.skriv(ärende, "ärende.beslutat", av=av)
    return True
