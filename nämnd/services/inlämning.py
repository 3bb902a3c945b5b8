"""Det förtroendevalda lämnar in: yrkanden på en punkt, och ärenden som de väcker.

Först när det lämnas in blir det en inkommen handling i diariet (TF 2 kap. 9 §, OSL 5 kap. 1 §).
Ett inlämnat ändras inte. Det kan återtas, och då antecknas det; handlingen finns kvar.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import förslagsrätt, läsrumsdokument, policy, utbyggnad
from nämnd.fynd import Fynd
from nämnd.förslagsrätt import Punktläge
from nämnd.läsrum import Läsare
from nämnd.läsrumsdokument import MALL, Läsrumshandling
from nämnd.models import (
    KRÄVER_TEXT,
    YRKANDETEXT,
    Fråga,
    Förslagsställare,
    Initiativ,
    InlämnatYrkande,
    Mötesärende,
    Organ,
    Punkt,
    Sammanträde,
    Uppdrag,
    Yrkandeslag,
)
from nämnd.services import förslagsutkast, läsrum, yrkandekedja
from nämnd.services.förslagsutkast import Innehåll
from nämnd.services.läsrum import Läspunkt
from nämnd.services.yrkandekedja import SLUT
from ärenden import filer
from ärenden.ankomstdag import Väg, ankomstdag
from ärenden.models import Diarium, Handling, Ärende
from ärenden.pdf import Dokumentfel, rendera_pdf
from ärenden.services import händelser, registrering, skrivelser
from ärenden.services.registrering import ÄrendetMakulerat

#: I ett diarium registreras en rubrik av högst den längden.
MAX_RUBRIK = 300
VÄCKER_I = (
    Organ.Typ.FULLMÄKTIGE, Organ.Typ.STYRELSE, Organ.Typ.NÄMND, Organ.Typ.GEMENSAM_NÄMND,
)  # fmt: skip  # organen där ärenden väcks


class Inlämningsfel(Exception):
    """Förslaget kan inte lämnas in som det är. Texten är till användaren."""

    lagrum = ""
    lagtext = ""


class FårInteLämnaIn(Inlämningsfel):
    """En regel hindrar det."""

    def __init__(self, fynd: Sequence[Fynd]) -> None:
        super().__init__(" ".join(f.text for f in fynd))
        self.lagrum, self.lagtext = fynd[0].lagrum, fynd[0].lagtext


# --- Vem som får ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Vald:
    """En punkt i läsarens exemplar, och det som avgör vad läsaren får göra med den."""

    punkt: Punkt
    läge: Punktläge
    får_läsa: bool


def vald_punkt(av: Användare, sammanträde: Sammanträde, punkt: int) -> Vald | None:
    """Punkten som läsaren ser den; ingen om den inte finns i hens exemplar."""
    exemplar = läsrum.för_användare(av, sammanträde)
    if exemplar is None:
        return None
    rad = next((p for p in läsrum.alla_punkter(exemplar.punkter) if p.rad.punkt == punkt), None)
    finns = (
        sammanträde.punkter.enskilda().select_related("ärende", "förälder").filter(pk=punkt).first()
    )
    if rad is None or finns is None:
        return None
    finns.sammanträde = sammanträde
    läge = Punktläge(
        exemplar.läsare,
        jävig=punkt in policy.stängda_punkter(av, sammanträde),
        fullmäktige=sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE,
        möte_slut=sammanträde.status in SLUT,
        avgjord=punkt in utbyggnad.avgjorda_punkter(sammanträde),
    )
    return Vald(finns, läge, får_läsa=exemplar.läsare.ser_hemligt or not _hemlig(rad, finns))


def _hemlig(rad: Läspunkt, punkt: Punkt) -> bool:
    return rad.rad.hemlig or punkt.sekretesskälla is not None


def kräv_vald(av: Användare, sammanträde: Sammanträde, punkt: int) -> Vald:
    """Punkten, när läsaren får läsa den."""
    vald = vald_punkt(av, sammanträde, punkt)
    if vald is None or not vald.får_läsa:
        raise PermissionDenied("Du får inte läsa punkten.")
    return vald


def möjliga_förslagsställare(organ: Organ, möte: Sammanträde) -> list[Uppdrag]:
    """Organets ledamöter och ersättare mötets dag, en gång var, i listans ordning."""
    uppdrag = (
        Uppdrag.objects.gällande(möte.datum)
        .filter(organ=organ)
        .exclude(post=Uppdrag.Post.INSYN)
        .select_related("person", "parti")
        .order_by("ordning", "pk")
    )
    return list({u.person_id: u for u in reversed(uppdrag)}.values())[::-1]


def väckarens_läge(av: Användare, organ: Organ) -> list[Fynd]:
    """Det som hindrar användaren att väcka ett ärende i organet, eller som hen ska veta."""
    return förslagsrätt.väcka(
        policy.ställning_i(av, organ),
        fullmäktige=organ.typ == Organ.Typ.FULLMÄKTIGE,
        inkallad=organ.pk in policy.inkallad_i(av),
    )


def väckbara(av: Användare) -> list[tuple[Organ, bool]]:
    """Organen där användaren är ledamot eller ersättare, och om hen får väcka ärenden där nu."""
    uppdrag = (
        Uppdrag.objects.gällande()
        .filter(person=av.person_id, organ__typ__in=VÄCKER_I)
        .exclude(post=Uppdrag.Post.INSYN)
        .select_related("organ")
        .order_by("organ__namn", "pk")
    )
    inkallad_i = policy.inkallad_i(av)
    får: dict[Organ, bool] = {}
    for u in uppdrag:
        fynd = förslagsrätt.väcka(
            Läsare.ERSÄTTARE if u.är_ersättare else Läsare.LEDAMOT,
            fullmäktige=u.organ.typ == Organ.Typ.FULLMÄKTIGE,
            inkallad=u.organ_id in inkallad_i,
        )
        får[u.organ] = får.get(u.organ, False) or not any(f.hindrar for f in fynd)
    return list(får.items())


# --- Yrkanden ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prövat:
    """Det som lämnas in, så som bekräftelsesidan och handlingen visar det."""

    vald: Vald
    slag: Yrkandeslag
    text: str
    motivering: str
    ställare: tuple[Uppdrag, ...]
    fynd: tuple[Fynd, ...]

    @property
    def hinder(self) -> list[Fynd]:
        return [f for f in self.fynd if f.hindrar]

    @property
    def namn(self) -> list[str]:
        return [_med_parti(u) for u in self.ställare]

    @property
    def ärende(self) -> Ärende | None:
        return self.vald.punkt.ärende

    @property
    def lagrum(self) -> str:
        """Punktens sekretess; handlingen får samma varning, och prövas för sig vid utlämnande."""
        källa = self.vald.punkt.sekretesskälla
        if källa is not None:
            return källa.sekretess_lagrum or "OSL"
        return ""


def pröva_yrkande(innehåll: Innehåll, av: Användare, möte: Sammanträde) -> Prövat:
    """Utkastet mot det som gäller nu. Fel: det som saknas i det."""
    assert innehåll.punkt is not None
    vald = kräv_vald(av, möte, innehåll.punkt)
    if innehåll.slag not in Yrkandeslag.values:
        raise Inlämningsfel("Välj vad yrkandet går ut på.")
    slag = Yrkandeslag(innehåll.slag)
    text = innehåll.text.strip()
    if not text and slag in KRÄVER_TEXT:
        raise Inlämningsfel("Skriv vad som yrkas.")
    möjliga = {u.person_id: u for u in möjliga_förslagsställare(möte.organ, möte)}
    egen = möjliga.pop(av.person_id or 0, None)
    fynd = förslagsrätt.yrka(vald.läge)
    if egen is None and not fynd:
        raise Inlämningsfel("Du har inget uppdrag i organet den dagen.")
    med = [möjliga[p] for p in innehåll.med if p in möjliga]
    return Prövat(
        vald=vald,
        slag=slag,
        text=text or YRKANDETEXT.get(slag, f"Ärendet ska {_VERB[slag]}." if slag in _VERB else ""),
        motivering=innehåll.motivering.strip(),
        ställare=(*([egen] if egen else []), *med),
        fynd=tuple(fynd),
    )


_VERB = {
    Yrkandeslag.ÅTERREMISS: "återremitteras",
    Yrkandeslag.BORDLÄGGNING: "bordläggas",
}


@transaction.atomic
def lämna_in_yrkande(
    *, nyckel: uuid.UUID, av: Användare, nu: datetime | None = None
) -> InlämnatYrkande:
    """Utkastet blir en inkommen handling i punktens ärende, och försvinner som utkast."""
    nu = nu or timezone.now()
    utkast = förslagsutkast.mina_rader(av).select_for_update().get(nyckel=nyckel)
    innehåll = förslagsutkast.läs(utkast).innehåll
    assert innehåll.sammanträde is not None  # ett yrkande har ett möte
    möte = (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ__myndighet__kommun", "organ__diarium")
        .get(pk=innehåll.sammanträde)
    )
    p = pröva_yrkande(innehåll, av, möte)
    if p.hinder:
        raise FårInteLämnaIn(p.hinder)
    ärende = p.ärende or _mötets_ärende(möte, av)
    lagrum = p.lagrum
    pappret = läsrumsdokument.yrkande(
        möte=möte,
        punkt=p.vald.punkt.rubrik,
        beteckning=ärende.full_beteckning,
        lagrum=lagrum,
        slag=p.slag.label,
        text=p.text,
        motivering=p.motivering,
        namn=p.namn,
    )
    handling = _registrera(
        ärende,
        pappret,
        Handling(
            slag=Handling.Slag.YRKANDE,
            rubrik=f"Yrkande om {p.slag.label} till sammanträdet "
            f"{date_format(möte.datum, 'j F Y')}",
            motpart=_motpart(p.namn),
            sekretess_lagrum=lagrum,
        ),
        av,
        nu,
    )
    rad = InlämnatYrkande.objects.create(
        sammanträde=möte,
        punkt=p.vald.punkt,
        handling=handling,
        slag=p.slag,
        text=p.text,
        av=av,
        tid=nu,
    )
    Förslagsställare.objects.bulk_create(
        Förslagsställare(
            yrkande=rad,
            ordning=nummer,
            person=u.person,
            namn=u.person.namn,
            parti=str(u.parti or ""),
        )
        for nummer, u in enumerate(p.ställare, 1)
    )
    utkast.delete()
    return rad


@transaction.atomic
def återta_yrkande(
    *, yrkande: InlämnatYrkande, av: Användare, nu: datetime | None = None
) -> InlämnatYrkande:
    """Antecknar att det är återtaget. Har det hämtats till mötet tas det tillbaka där."""
    rad = (
        InlämnatYrkande.objects.select_for_update(of=("self",))
        .select_related("handling__ärende", "sammanträde")
        .get(pk=yrkande.pk)
    )
    if rad.av_id != av.pk:
        raise PermissionDenied("Bara den som lämnade in yrkandet återtar det.")
    if rad.återtaget_tid is not None:
        return rad
    if not yrkandekedja.lägen([rad])[rad.pk].kan_återtas:
        raise Inlämningsfel("Mötet är slut. Yrkandet går inte längre att återta.")
    rad.återtaget_tid, rad.återtaget_av = nu or timezone.now(), av
    rad.save(update_fields=["återtaget_tid", "återtaget_av"])
    händelser.skriv(
        rad.handling.ärende,
        "yrkande.återtaget",
        av=av,
        nummer=rad.handling.nummer,
        namn=str(av),
    )
    return rad


# --- Initiativ -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Väckt:
    """Ett initiativ så som bekräftelsesidan och handlingen visar det."""

    organ: Organ
    rubrik: str
    förslag: tuple[str, ...]
    motivering: str
    namn: str
    fynd: tuple[Fynd, ...]

    @property
    def motion(self) -> bool:
        return self.organ.typ == Organ.Typ.FULLMÄKTIGE

    @property
    def hinder(self) -> list[Fynd]:
        return [f for f in self.fynd if f.hindrar]


def pröva_initiativ(innehåll: Innehåll, av: Användare, organ: Organ) -> Väckt:
    """Utkastet mot det som gäller nu. Fel: det som saknas i det."""
    rubrik = " ".join(innehåll.rubrik.split())
    förslag = tuple(rad.strip() for rad in innehåll.text.splitlines() if rad.strip())
    if not rubrik:
        raise Inlämningsfel("Skriv vad ärendet gäller.")
    if not förslag:
        raise Inlämningsfel("Skriv vad du vill att organet beslutar.")
    if organ.typ == Organ.Typ.FULLMÄKTIGE and "motion" not in rubrik.lower():
        rubrik = f"Motion: {rubrik}"
    fynd = väckarens_läge(av, organ)
    uppdrag = policy.uppdraget_i(av, organ)
    if uppdrag is None:
        raise PermissionDenied("Du har inget uppdrag i organet.")
    return Väckt(
        organ=organ,
        rubrik=rubrik,
        förslag=förslag,
        motivering=innehåll.motivering.strip(),
        namn=_med_parti(uppdrag),
        fynd=tuple(fynd),
    )


@transaction.atomic
def lämna_in_initiativ(
    *, nyckel: uuid.UUID, av: Användare, nu: datetime | None = None
) -> Initiativ:
    """Utkastet blir ett nytt ärende med en inkommen handling, som väntar på att tas upp."""
    nu = nu or timezone.now()
    utkast = förslagsutkast.mina_rader(av).select_for_update().get(nyckel=nyckel)
    innehåll = förslagsutkast.läs(utkast).innehåll
    organ = Organ.objects.select_related("myndighet__kommun", "diarium").get(pk=innehåll.organ)
    v = pröva_initiativ(innehåll, av, organ)
    if v.hinder:
        raise FårInteLämnaIn(v.hinder)
    assert av.person is not None  # hen har ett uppdrag
    ärende = registrering.lägg_upp_ärende(
        diarium=diariet(organ),
        myndighet=organ.myndighet,
        rubrik=v.rubrik,
        motpart=v.namn,
        dag=timezone.localdate(nu),
        av=av,
    )
    pappret = läsrumsdokument.initiativ(
        organ=organ,
        motion=v.motion,
        rubrik=v.rubrik,
        förslag=v.förslag,
        motivering=v.motivering,
        namn=v.namn,
        beteckning=ärende.full_beteckning,
    )
    handling = _registrera(
        ärende,
        pappret,
        Handling(
            slag=Handling.Slag.SKRIVELSE,
            rubrik=v.rubrik if v.motion else f"Initiativ: {v.rubrik}",
            motpart=v.namn,
        ),
        av,
        nu,
    )
    skrivelse = skrivelser.ta_emot_förslag(
        handling=handling,
        beslutssatser=v.förslag,
        myndighet=organ.myndighet,
        organ=organ.namn,
        av=av,
    )
    utkast.delete()
    return Initiativ.objects.create(
        organ=organ,
        skrivelse=skrivelse,
        person=av.person,
        namn=v.namn,
        motion=v.motion,
        av=av,
        tid=nu,
    )


@transaction.atomic
def återta_initiativ(
    *, initiativ: Initiativ, av: Användare, nu: datetime | None = None
) -> Initiativ:
    """Antecknar att det är återtaget; det som väntar på en lista väntar inte längre."""
    rad = (
        Initiativ.objects.select_for_update(of=("self",))
        .select_related("skrivelse__handling__ärende")
        .get(pk=initiativ.pk)
    )
    if rad.av_id != av.pk:
        raise PermissionDenied("Bara den som väckte ärendet återtar det.")
    if rad.återtaget_tid is not None:
        return rad
    if not skrivelser.dra_tillbaka_förslag(skrivelse=rad.skrivelse, av=av):
        raise Inlämningsfel(
            "Ärendet står redan på en föredragningslista. Vänd dig till nämndsekreteraren."
        )
    rad.återtaget_tid = nu or timezone.now()
    rad.save(update_fields=["återtaget_tid"])
    händelser.skriv(rad.skrivelse.handling.ärende, "initiativ.återtaget", av=av, namn=rad.namn)
    return rad


# --- Diariet -------------------------------------------------------------------------------------


def diariet(organ: Organ) -> Diarium:
    """Organets diarium, eller myndighetens första."""
    diarium = (
        organ.diarium
        or Diarium.objects.filter(myndigheter=organ.myndighet_id).order_by("pk").first()
    )
    if diarium is None:
        raise Inlämningsfel(f"{organ} har inget diarium. Vänd dig till nämndsekreteraren.")
    return diarium


def _mötets_ärende(möte: Sammanträde, av: Användare) -> Ärende:
    """Ärendet för det som lämnas på en punkt utan eget ärende; läggs upp första gången.

    Anropas med mötet låst.
    """
    finns = Mötesärende.objects.filter(sammanträde=möte).select_related("ärende").first()
    if finns is not None:
        return finns.ärende
    ärende = registrering.lägg_upp_ärende(
        diarium=diariet(möte.organ),
        myndighet=möte.organ.myndighet,
        rubrik=f"Inlämnat till sammanträdet {date_format(möte.datum, 'j F Y')}, {möte.organ}"[
            :MAX_RUBRIK
        ],
        av=av,
    )
    Mötesärende.objects.create(sammanträde=möte, ärende=ärende)
    return ärende


def dokumentera(
    *,
    möte: Sammanträde,
    ärende: Ärende | None,
    dokument: Läsrumshandling,
    handling: Handling,
    av: Användare,
) -> Handling:
    """En upprättad handling i ärendet, eller i mötets när punkten saknar ett.

    Anroparen har prövat rätten och har mötet låst.
    """
    handling.riktning = Handling.Riktning.UPPRÄTTAD
    return _lägg_till(ärende or _mötets_ärende(möte, av), dokument, handling, av)


def _registrera(
    ärende: Ärende, dokument: Läsrumshandling, handling: Handling, av: Användare, nu: datetime
) -> Handling:
    """Registrerar det inlämnade som inkommet den dag det når myndigheten (FL 22 §)."""
    dag = timezone.localdate(nu)
    handling.riktning = Handling.Riktning.INKOMMEN
    handling.datum = dag
    handling.ankomstdag = ankomstdag(Väg.EPOST, dag)
    return _lägg_till(ärende, dokument, handling, av)


def _lägg_till(
    ärende: Ärende, dokument: Läsrumshandling, handling: Handling, av: Användare
) -> Handling:
    try:
        rendering = rendera_pdf(MALL, dokument)
    except Dokumentfel as fel:
        raise Inlämningsfel(str(fel)) from fel
    handling.fil = filer.spara_eget(
        rendering.innehåll, medietyp="application/pdf", sidor=rendering.sidor, egen=True
    )
    handling.filnamn = f"{dokument.dokumentnamn.lower().replace(' ', '-')}.pdf"
    try:
        return registrering.lägg_till_handling(ärende=ärende, handling=handling, av=av)
    except ÄrendetMakulerat as fel:
        raise Inlämningsfel(str(fel)) from fel


def _med_parti(uppdrag: Uppdrag) -> str:
    return f"{uppdrag.person.namn} ({uppdrag.parti})" if uppdrag.parti else uppdrag.person.namn


def _motpart(namn: Sequence[str]) -> str:
    """Avsändarna i diariet, så många som får plats."""
    ut = ", ".join(namn)
    return ut if len(ut) <= MAX_RUBRIK else f"{namn[0]} m.fl."


# --- Läsa ----------------------------------------------------------------------------------------


def inlämnade_till(sammanträde: Sammanträde) -> QuerySet[InlämnatYrkande]:
    """Mötets inlämnade yrkanden i den ordning de kom, med dem som följt en bordlagd punkt hit.

    Anroparen har prövat rätten.
    """
    förra = fortsatta(sammanträde)
    return (
        InlämnatYrkande.objects.filter(Q(sammanträde=sammanträde) | Q(punkt__in=list(förra)))
        .select_related("punkt", "handling__ärende", "handling__fil", "sammanträde__organ")
        .prefetch_related("förslagsställare")
        .order_by("tid", "pk")
    )


def fortsatta(sammanträde: Sammanträde) -> dict[int, int]:
    """Bordlagda punkter på tidigare möten, och mötets punkt som var och en fortsätter i."""
    fortsätter = sammanträde.punkter.exclude(fortsätter=None).values_list("pk", flat=True)
    kedjor = yrkandekedja.kedjor(fortsätter)
    return {förra: punkt for punkt, kedja in kedjor.items() for förra in kedja[1:]}


def på_punkten(punkt: Punkt) -> QuerySet[InlämnatYrkande]:
    """Punktens yrkanden, de återtagna också, i den ordning de kom. Rätten är prövad."""
    kedja = yrkandekedja.kedjor([punkt.pk])[punkt.pk] if punkt.fortsätter_id else [punkt.pk]
    return (
        InlämnatYrkande.objects.filter(punkt__in=kedja)
        .select_related("handling__ärende", "sammanträde__organ")
        .prefetch_related("förslagsställare")
        .order_by("tid", "pk")
    )


def mina_yrkanden(av: Användare) -> QuerySet[InlämnatYrkande]:
    return (
        InlämnatYrkande.objects.filter(av=av)
        .select_related("punkt", "handling__ärende", "sammanträde__organ")
        .prefetch_related("förslagsställare")
        .order_by("-tid", "-pk")
    )


def mina_initiativ(av: Användare) -> QuerySet[Initiativ]:
    return (
        Initiativ.objects.filter(av=av)
        .select_related("organ", "skrivelse__handling__ärende")
        .order_by("-tid", "-pk")
    )


@dataclass(frozen=True)
class Antal:
    """Det inlämnade på ett möte, i tal."""

    yrkanden: int
    """Också de återtagna."""
    återtagna: int
    frågor: int
    väntar: int
    """Frågor som väntar på sekreteraren."""

    def __bool__(self) -> bool:
        return bool(self.yrkanden or self.frågor)


def räkna(sammanträde: Sammanträde) -> Antal:
    tider = inlämnade_till(sammanträde).select_related(None).prefetch_related(None)
    återtagna = [tid is not None for tid in tider.values_list("återtaget_tid", flat=True)]
    väntar = Q(status__in=Fråga.VÄNTAR)
    frågor = sammanträde.frågor.aggregate(alla=Count("pk"), väntar=Count("pk", filter=väntar))
    return Antal(len(återtagna), sum(återtagna), frågor["alla"], frågor["väntar"])
