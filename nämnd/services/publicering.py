"""Det allmänheten får läsa om ett möte: sidan på webben, och fullmäktiges tillkännagivande.

Bara det offentliga exemplaret lämnar paketet, ur den utfärdade kallelsens frysta underlag.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import documents, handlingspaket, kungörelse, policy
from nämnd import underlag as frysning
from nämnd.fynd import Fynd
from nämnd.models import Kallelse, Kallelsefil, Organ, Sammanträde
from nämnd.models.kallelse import KallelseQuerySet
from nämnd.policy import Rätt
from nämnd.services import hemligt
from nämnd.underlag import Underlag
from publikt.models import Anslag, Möte, Slag
from publikt.services import anslagstavla
from publikt.services import möten as webben
from publikt.services.möten import Mötesuppgifter, Punktuppgifter

#: Så länge efter mötet prövas sidan på webben mot sekretessen, var femte minut.
PRÖVAS = timedelta(days=365)
STÅR_ÖPPET = (
    "omfattas nu av sekretess men står öppet i det som är utfärdat. Utfärda en helt ny kallelse; "
    "till dess lämnas det offentliga exemplaret inte ut."
)


class KanIntePubliceras(Exception):
    """Kallelsen får inte läggas ut. Texten är till användaren."""


KÄLLA = "namnd.sammantrade:"
#: Före dagen då hemligt togs ur ett tillkännagivande; det som står före är anslagets egen text.
RÄTTAT = "\n\nRättat "


def källa(sammanträde: Sammanträde) -> str:
    return f"{KÄLLA}{sammanträde.pk}"


def publicerat(sammanträde: Sammanträde) -> Möte | None:
    """Mötets sida på webben, om den är utlagd."""
    return Möte.objects.ute().filter(källa=källa(sammanträde)).first()


def hinder(kallelse: Kallelse) -> str:
    """Varför kallelsen inte får läggas ut nu, eller tomt."""
    sammanträde = kallelse.sammanträde
    if kallelse.status != Kallelse.Status.UTFÄRDAD:
        return "Kallelsen är inte utfärdad."
    if Kallelse.objects.efter(kallelse).utfärdade().exists():
        return "Det finns en senare kallelse eller komplettering. Publicera den i stället."
    if sammanträde.status == Sammanträde.Status.INSTÄLLT:
        return "Sammanträdet är inställt."
    return blivit_hemligt(kallelse)


def blivit_hemligt(kallelse: Kallelse) -> str:
    """Vad i det utfärdade som är hemligt nu fast det står öppet, som en mening; annars tomt."""
    dolt = hemligt.nytt_i(_utskickade(kallelse), kallelse.sammanträde)
    return f"{dolt} {STÅR_ÖPPET}" if dolt else ""


def _utskickade(kallelse: Kallelse) -> KallelseQuerySet:
    """Kallelsen, och för en komplettering det som den kompletterar; allt ligger i filerna."""
    return (
        kallelse.sammanträde.kallelser.utfärdade()
        .filter(edition=kallelse.edition, nummer__lte=kallelse.nummer)
        .order_by("nummer")
    )


@transaction.atomic
def publicera(*, kallelse: Kallelse, med_handlingar: bool, av: Användare) -> Möte:
    """Lägger ut den utfärdade kallelsens offentliga exemplar. En ny kallelse byter sidan.

    Med en komplettering ligger också kallelsen som den kompletterar, och de tidigare, i filerna.
    """
    sammanträde = kallelse.sammanträde
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
    # Ingen ny kallelse och ingen sekretess hinner emellan prövningen och sidan.
    kallelse.sammanträde = Sammanträde.objects.select_for_update(of=("self",)).get(
        pk=sammanträde.pk
    )
    if stopp := hinder(kallelse):
        raise KanIntePubliceras(stopp)
    u = frysning.ur_json(kallelse.underlag)
    sidor = documents.numrering_i(kallelse, u).delar
    utfärdad = kallelse.utfärdad_tid
    assert utfärdad is not None
    return webben.publicera(
        källa=källa(sammanträde),
        uppgifter=Mötesuppgifter(
            kommun=documents.uppräknat([u.kommun, *u.fler_kommuner]),
            organ=u.organ,
            datum=u.datum,
            tid=_tid(u.tider),
            plats=öppen_plats(u.plats, u.digital_plats),
            dokumentnamn=documents.dokumentnamn(u),
            edition=kallelse.edition,
            utfärdad_dag=timezone.localdate(utfärdad),
            # Fullmäktiges sammanträden är offentliga (KL 5 kap. 42 §).
            offentligt=sammanträde.offentligt or sammanträde.organ.typ == Organ.Typ.FULLMÄKTIGE,
        ),
        punkter=[
            _punkt(documents.kallelserad(rad, sidor, offentlig=True, med_slag=u.slag_i_rubriken))
            for rad in u.rader
        ],
        av_namn=str(av),
        kallelse_pdf=_fil(kallelse, Kallelsefil.Slag.OFFENTLIG_KALLELSE, u),
        handlingar_pdf=(
            _fil(kallelse, Kallelsefil.Slag.OFFENTLIGT_PAKET, u) if med_handlingar else None
        ),
    )


def _fil(kallelse: Kallelse, slag: str, u: Underlag) -> bytes:
    """Filen; för en komplettering kallelsens fil och kompletteringarnas efter varandra."""
    rader = (
        Kallelsefil.objects.filter(slag=slag)
        .filter(kallelse__in=_utskickade(kallelse).order_by())
        .select_related("fil", "kallelse")
        .order_by("kallelse__nummer")
    )
    filer = [(rad.kallelse.namn, rad.fil.läs()) for rad in rader]
    return filer[0][1] if len(filer) == 1 else handlingspaket.foga(filer, titel=_filtitel(slag, u))


def _filtitel(slag: str, u: Underlag) -> str:
    if slag == Kallelsefil.Slag.OFFENTLIGT_PAKET:
        return documents.pakettitel(u)
    return f"{documents.dokumentnamn(u)} till {u.organ} {date_format(u.datum, 'j F Y')}"


def _tid(tider: tuple[str, ...]) -> str:
    return " och ".join(tider)


def öppen_plats(plats: str, digital_plats: str) -> str:
    """”Stora salen och digitalt”: vart de kallade ansluter står inte här."""
    return " och ".join(filter(None, [plats, "digitalt" if digital_plats else ""]))


def _punkt(rad: documents.Kallelserad) -> Punktuppgifter:
    return Punktuppgifter(
        rubrik=f"{rad.slag}: {rad.rubrik}" if rad.slag else rad.rubrik,
        nummer=rad.nummer,
        avsnitt=rad.avsnitt,
        beteckning=rad.beteckning,
        sekretess=rad.hemlig,
        tid=rad.tid,
        beslutsinstans=rad.beslutsinstans,
        anmärkningar=rad.anmärkningar,
        föredragande=rad.föredragande,
        förslag_rubrik=rad.förslag_rubrik,
        förslag=rad.förslag,
        handlingar=rad.bilagor,
    )


@transaction.atomic
def avpublicera(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Tar bort mötets sida från webben."""
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
    webben.ta_bort(källa=källa(sammanträde), av_namn=str(av))


@transaction.atomic
def dölj_hemligt(*, sammanträde: Sammanträde, av: Användare) -> bool:
    """Tar bort mötets sida om den säger något som har blivit hemligt, och det ur fullmäktiges
    tillkännagivande. Ger om något togs bort.
    """
    rättade = _rätta_tillkännagivanden(sammanträde, av)
    return _ta_bort_hemlig_sida(sammanträde, av) or rättade


def _ta_bort_hemlig_sida(sammanträde: Sammanträde, av: Användare) -> bool:
    if (sida := publicerat(sammanträde)) is None:
        return False
    utlagda = sammanträde.kallelser.utfärdade().filter(edition=sida.edition).order_by("nummer")
    if not hemligt.nytt_i(utlagda, sammanträde):
        return False
    avpublicera(sammanträde=sammanträde, av=av)
    return True


def dölj_allt_hemligt(*, av: Användare) -> int:
    """Går igenom sidorna på webben och tillkännagivandena: det kan bli hemligt i diariet, där
    ingen ser listan.
    """
    i_dag = timezone.localdate()
    sidor = Möte.objects.ute().filter(datum__gte=i_dag - PRÖVAS).order_by("pk")
    anslag = _på_tavlan().order_by("pk").values_list("källa", flat=True)
    källor = {m.källa for m in sidor} | {k.rpartition(":")[0] for k in anslag}
    möten = (
        Sammanträde.objects.filter(kallelser__status=Kallelse.Status.UTFÄRDAD)
        .filter(datum__gte=i_dag - PRÖVAS)
        .select_related("organ__myndighet")
        .distinct()
        .order_by("pk")
    )
    return sum(dölj_hemligt(sammanträde=m, av=av) for m in möten if källa(m) in källor)


def följ_med(*, sammanträde: Sammanträde, av: Användare) -> None:
    """Sidan på webben får mötets nya dag, tid och plats, eller att det är inställt."""
    if sammanträde.status == Sammanträde.Status.INSTÄLLT:
        webben.ställ_in(källa=källa(sammanträde), av_namn=str(av))
        return
    webben.ändra_tid(
        källa=källa(sammanträde),
        datum=sammanträde.datum,
        tid=_tid(tuple(str(spann) for spann in sammanträde.tider.all())),
        plats=öppen_plats(sammanträde.plats, sammanträde.digital_plats),
        av_namn=str(av),
    )


# --- Fullmäktiges tillkännagivande ---------------------------------------------------------------


def tillkännagivanden(sammanträde: Sammanträde) -> list[Anslag]:
    """Anslagen om mötet, det första först."""
    return list(Anslag.objects.filter(källa__startswith=f"{källa(sammanträde)}:").order_by("pk"))


def varning_om_tillkännagivandet(sammanträde: Sammanträde) -> Fynd | None:
    """Om fullmäktiges möte tillkännages för sent när kallelsen utfärdas nu."""
    if sammanträde.organ.typ != Organ.Typ.FULLMÄKTIGE:
        return None
    tidigare = [a for a in tillkännagivanden(sammanträde) if a.uppsatt_tid]
    return kungörelse.pröva(
        timezone.localdate(),
        sammanträde.datum,
        redan=timezone.localdate(tidigare[0].uppsatt_tid) if tidigare else None,
    )


def tillkännage(*, kallelse: Kallelse, av: Användare) -> Anslag | None:
    """Sätter upp fullmäktiges sammanträde på anslagstavlan (KL 5 kap. 13 §, 8 kap. 10 § 1).

    Ett möte som redan har hållits när kallelsen skrivs in tillkännages inte.
    """
    sammanträde = kallelse.sammanträde
    if sammanträde.organ.typ != Organ.Typ.FULLMÄKTIGE or sammanträde.datum < timezone.localdate():
        return None
    u = frysning.ur_json(kallelse.underlag)
    vilken = "" if kallelse.är_första else f", {kallelse.namn_i_mening}"
    return anslagstavla.sätt_upp(
        källa=_anslagets_källa(kallelse),
        slag=Slag.FULLMÄKTIGES_SAMMANTRÄDE,
        kommun=u.kommun,
        organ=u.organ,
        rubrik=f"Sammanträde {date_format(u.datum, 'j F Y')}{vilken}",
        sammanträdesdag=u.datum,
        text=_anslagstext(kallelse, u),
        ned_dag=u.datum + timedelta(days=1),
        av_namn=str(av),
    )


def _anslagstext(kallelse: Kallelse, u: Underlag) -> str:
    sidor = documents.numrering_i(kallelse, u).delar
    rader = [documents.kallelserad(rad, sidor, offentlig=True) for rad in u.rader]
    dag = date_format(u.datum, "l j F Y")
    när = f"{dag} kl. {_tid(u.tider)}" if u.tider else dag
    return "\n".join(
        [
            f"{u.organ} sammanträder {när}, {öppen_plats(u.plats, u.digital_plats)}.",
            "",
            "Ärenden:",
            *(f"{rad.nummer} {rad.rubrik}".strip() for rad in rader),
        ]
    )


def _på_tavlan() -> QuerySet[Anslag]:
    """Tillkännagivandena av fullmäktiges möten som sitter uppe, eller ska upp."""
    return Anslag.objects.filter(
        slag=Slag.FULLMÄKTIGES_SAMMANTRÄDE,
        källa__startswith=KÄLLA,
        nedtagen_tid=None,
        makulerad_tid=None,
    )


def _rätta_tillkännagivanden(sammanträde: Sammanträde, av: Användare) -> bool:
    """Tar det som blivit hemligt ur orden på tavlan. Anslaget sitter kvar: mötet är tillkännagivet
    den dag det kom upp (KL 5 kap. 13 §). Vad som stod finns i kallelsens frysta underlag.
    """
    if sammanträde.organ.typ != Organ.Typ.FULLMÄKTIGE:
        return False
    uppe = {a.källa: a for a in _på_tavlan().filter(källa__startswith=f"{källa(sammanträde)}:")}
    if not uppe:
        return False
    läge = hemligt.Sekretessläge.för(sammanträde)
    rättade = False
    for kallelse in sammanträde.kallelser.läsbara().order_by("edition", "nummer"):
        anslag = uppe.get(_anslagets_källa(kallelse))
        if anslag is None or not läge.nytt_i(kallelse):
            continue
        text = _anslagstext(kallelse, läge.i(frysning.ur_json(kallelse.underlag)))
        if anslag.text.partition(RÄTTAT)[0] == text:
            continue
        policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, sammanträde.organ)
        i_dag = date_format(timezone.localdate(), "j F Y")
        anslagstavla.rätta_text(
            källa=anslag.källa,
            rubrik=anslag.rubrik,
            text=f"{text}{RÄTTAT}{i_dag}: det som omfattas av sekretess är borttaget.",
            av_namn=str(av),
        )
        rättade = True
    return rättade


def _anslagets_källa(kallelse: Kallelse) -> str:
    nummer = f"{kallelse.edition}{_kompletteringens_källa(kallelse)}"
    return f"{källa(kallelse.sammanträde)}:{nummer}"


def _kompletteringens_källa(kallelse: Kallelse) -> str:
    return f".{kallelse.nummer}" if kallelse.är_komplettering else ""
