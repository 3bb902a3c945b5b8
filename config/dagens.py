"""Dagens läge: vad som väntar på den som loggat in, byggt av paketens synliga mängder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from konton.models import Användare
from konton.policy import roller_per_myndighet, är_administratör
from konton.roller import Roll
from nämnd import policy as nämndpolicy
from nämnd.models import Fråga, Kallelse, Punkt, Punkthandling, Sammanträde, Svar, Uppdrag
from protokoll import justeringstid
from protokoll import policy as protokollpolicy
from protokoll.models import Protokoll, Underskrift
from protokoll.policy import Rätt as Protokollrätt
from protokoll.policy import roller_med as protokollroller_med
from protokoll.policy import synliga_inkomna
from protokoll.services import larm, omröstningar
from protokoll.services.expedieringsläge import att_expediera
from ärenden import policy
from ärenden.models import Anmälan, Ärende
from ärenden.services.skrivelseläge import Väntar, väntar_på

RADER = 8


@dataclass(frozen=True)
class Läge:
    """En ruta är None när den inte rör användaren; en tom ruta säger vad som hör dit."""

    möten: list[Mötesrad]
    sköter: bool
    egna: list[Ärende] | None
    antal_egna: int
    väntande: list[Anmälan] | None
    antal_väntande: int
    senaste: list[Ärende] | None
    registrerar: bool
    är_administratör: bool
    förtroendevald: bool
    att_justera: list[Justeringsrad]
    skrivelser: list[Väntar]
    att_expediera: int | None
    inkomna: int | None
    remisser_att_ta_emot: int
    remisser_att_besvara: int
    sena_sigill: list[larm.Sigillarm]
    sena_anslag: list[larm.Anslagslarm]
    frågor_att_besvara: list[Fråga]
    frågor_hos_sekreteraren: list[Fråga]

    @property
    def visar_möten(self) -> bool:
        return bool(self.möten or self.sköter or self.förtroendevald)

    @property
    def möten_först(self) -> bool:
        """Mötena är huvudsaken för den som sköter dem eller sitter i nämnden."""
        return self.sköter or self.förtroendevald

    @property
    def är_tomt(self) -> bool:
        return not (
            self.visar_möten
            or self.att_justera
            or self.skrivelser
            or self.sena_sigill
            or self.sena_anslag
            or self.frågor_att_besvara
            or self.är_administratör
            or self.egna is not None
            or self.senaste is not None
        )


@dataclass(frozen=True)
class Mötesrad:
    möte: Sammanträde
    sköts: bool
    om_dagar: str
    hinder: list[str]
    utfärdad: bool
    kallad: bool
    kan_svara: bool
    svar: Svar | None
    rösta: int | None
    omröstning: bool


@dataclass(frozen=True)
class Justeringsrad:
    """Ett protokoll som väntar på användarens underskrift."""

    underskrift: Underskrift
    senast: date
    försenad: bool


def läge(användare: Användare) -> Läge:
    roller = {roll for egna in roller_per_myndighet(användare).values() for roll in egna}
    handlägger = bool(roller & {Roll.HANDLÄGGARE, Roll.CHEF})
    registrerar = Roll.REGISTRATOR in roller
    sköter = Roll.NÄMNDSEKRETERARE in roller
    egna = policy.synliga_ärenden(användare).öppna().filter(handläggare=användare)
    väntande = _väntande(användare, sköter=sköter)
    senaste = policy.synliga_ärenden(användare).select_related("handläggare__person")
    return Läge(
        möten=_möten(användare),
        sköter=sköter,
        sena_sigill=larm.sena_sigill(användare) if sköter or är_administratör(användare) else [],
        sena_anslag=larm.sena_anslag(användare) if roller & _ANSLÅR else [],
        frågor_att_besvara=_frågor(nämndpolicy.frågor_att_besvara(användare)) if roller else [],
        frågor_hos_sekreteraren=_frågor(
            nämndpolicy.skötbara_frågor(användare).filter(
                status__in=[Fråga.Status.STÄLLD, Fråga.Status.BESVARAD]
            )
        )
        if sköter
        else [],
        egna=list(egna.order_by("bevakning_dag", "-pk")[:RADER]) if handlägger else None,
        antal_egna=egna.count() if handlägger else 0,
        väntande=list(väntande[:RADER]) if handlägger or sköter else None,
        antal_väntande=väntande.count() if handlägger or sköter else 0,
        senaste=list(senaste.order_by("-pk")[:RADER]) if registrerar else None,
        registrerar=policy.får_öppna_ärenden(användare) and bool(roller & _REGISTRERAR),
        är_administratör=är_administratör(användare),
        förtroendevald=Roll.FÖRTROENDEVALD in roller,
        att_justera=_att_justera(användare),
        skrivelser=väntar_på(användare, högst=RADER) if roller & _SKRIVER_ELLER_GRANSKAR else [],
        att_expediera=att_expediera(användare).count() if roller & _EXPEDIERAR else None,
        inkomna=synliga_inkomna(användare).filter(handling=None).count()
        if roller & _TAR_EMOT
        else None,
        remisser_att_ta_emot=policy.remisser_att_ta_emot(användare).count()
        if roller & _REGISTRERAR
        else 0,
        remisser_att_besvara=policy.mottagna_remisser(användare)
        .filter(svar=None, avstår_dag=None)
        .count()
        if roller & _REGISTRERAR
        else 0,
    )


def _frågor(frågor: QuerySet[Fråga]) -> list[Fråga]:
    return list(frågor.select_related("sammanträde__organ").order_by("tid", "pk")[:RADER])


def _att_justera(användare: Användare) -> list[Justeringsrad]:
    idag = timezone.localdate()
    väntar = protokollpolicy.att_justera(användare).select_related(
        "justering__protokoll__sammanträde__organ"
    )
    return [
        Justeringsrad(
            underskrift=u,
            senast=justeringstid.sista_justeringsdag(u.justering.protokoll.sammanträde.datum),
            försenad=justeringstid.är_försenad(u.justering.protokoll.sammanträde.datum, idag),
        )
        for u in väntar.order_by("justering__protokoll__sammanträde__datum", "pk")[:RADER]
    ]


_EXPEDIERAR = protokollroller_med(Protokollrätt.EXPEDIERA)
_ANSLÅR = protokollroller_med(Protokollrätt.ANSLÅ)
_TAR_EMOT = protokollroller_med(Protokollrätt.TA_EMOT_UTDRAG)
_REGISTRERAR = policy.roller_med(policy.Rätt.REGISTRERA)
_SKRIVER_ELLER_GRANSKAR = _REGISTRERAR | policy.roller_med(policy.Rätt.GRANSKA)


def _väntande(användare: Användare, *, sköter: bool) -> QuerySet[Anmälan]:
    """Allt som väntar för den som sköter listan, annars det egna."""
    väntande = policy.synliga_anmälningar(användare).filter(status=Anmälan.Status.VÄNTAR)
    if not sköter:
        väntande = väntande.filter(
            Q(av=användare) | Q(skrivelse__handling__ärende__handläggare=användare)
        )
    return väntande.select_related("skrivelse__handling__ärende", "myndighet").order_by(
        "önskad_dag", "pk"
    )


def _möten(användare: Användare) -> list[Mötesrad]:
    idag = timezone.localdate()
    skötta = set(nämndpolicy.skötbara_organ(användare).values_list("pk", flat=True))
    saknade = Punkthandling.objects.filter(
        Q(handling=None, fil=None) | Q(handling__isnull=False, handling__fil=None),
        punkt__sammanträde=OuterRef("pk"),
        punkt__handlingar_senare=False,
        punkt__handlingar_dukas=False,
    )
    utfärdade = Kallelse.objects.filter(sammanträde=OuterRef("pk"), status=Kallelse.Status.UTFÄRDAD)
    egna = Uppdrag.objects.filter(
        Q(till=None) | Q(till__gte=OuterRef("datum")),
        person=användare.person_id,
        organ=OuterRef("organ"),
        från__lte=OuterRef("datum"),
    )
    svar = {
        s.sammanträde_id: s
        for s in Svar.objects.gällande().filter(
            person=användare.person_id, sammanträde__datum__gte=idag
        )
    }
    deltar = protokollpolicy.möten_i_närvarolistan(användare).filter(
        status=Protokoll.Status.ÖPPET, sammanträde=OuterRef("pk")
    )
    röstas = omröstningar.öppna_för(användare).filter(
        omröstning__paragraf__protokoll__sammanträde=OuterRef("pk")
    )
    möten = (
        nämndpolicy.synliga_sammanträden(användare)
        # Ett möte som pågår över midnatt är kvar.
        .filter(Q(datum__gte=idag) | Q(status=Sammanträde.Status.PÅGÅR))
        .select_related("organ")
        .prefetch_related("tider")
        .annotate(
            har_punkter=Exists(Punkt.objects.filter(sammanträde=OuterRef("pk"))),
            papper_saknas=Coalesce(
                Subquery(
                    saknade.order_by()
                    .values("punkt__sammanträde")
                    .annotate(antal=Count("pk"))
                    .values("antal")
                ),
                0,
            ),
            är_utfärdad=Exists(utfärdade),
            är_kallad=Exists(egna),
            rösta=Subquery(deltar.values("pk")[:1]),
            omröstning=Exists(röstas),
        )
        .order_by("datum", "pk")
    )
    return [
        Mötesrad(
            möte=möte,
            sköts=möte.organ_id in skötta,
            om_dagar=_om_dagar((möte.datum - idag) // timedelta(days=1)),
            hinder=_hinder(möte) if möte.organ_id in skötta and not möte.är_utfärdad else [],
            utfärdad=möte.är_utfärdad,
            kallad=möte.är_kallad,
            kan_svara=möte.är_kallad and möte.är_utfärdad and möte.är_öppet_för_ändring,
            svar=svar.get(möte.pk),
            rösta=möte.rösta,
            omröstning=möte.omröstning,
        )
        for möte in möten[:RADER]
    ]


def _om_dagar(dagar: int) -> str:
    if dagar < 0:
        return "pågår"
    return {0: "i dag", 1: "i morgon"}.get(dagar, f"om {dagar} dagar")


def _hinder(möte: Sammanträde) -> list[str]:
    """Det som står i vägen för kallelsen, kort; hela listan finns på mötets sida."""
    hinder: list[str] = []
    if möte.status not in (Sammanträde.Status.UTKAST, Sammanträde.Status.KALLAT):
        return hinder
    if not möte.har_punkter:  # type: ignore[attr-defined]  # annoterat i _möten
        hinder.append("Föredragningslistan är tom")
    if not möte.tider.all():
        hinder.append("Tiden saknas")
    saknas: int = möte.papper_saknas  # type: ignore[attr-defined]  # annoterat i _möten
    if saknas:
        hinder.append(
            "En handling saknar fil" if saknas == 1 else f"{saknas} handlingar saknar fil"
        )
    return hinder
