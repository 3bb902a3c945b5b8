"""Det som flera av ärendesidorna behöver."""

from collections.abc import Iterable, Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from konton.models import Användare
from ärenden import händelsetyper, listfil, policy, utbyggnad
from ärenden.forms import AnmälForm
from ärenden.listfil import Rad, Slag
from ärenden.models import Anmälan, Handling, Skrivelse, Skrivelsebilaga, Skrivelseutkast, Ärende
from ärenden.policy import Rätt
from ärenden.services import handlingsplan, mallar, registervård, skrivelser
from ärenden.views import remissrader


def inloggad(request: HttpRequest) -> Användare:
    """Användaren; inloggning krävs redan i mellanlagret."""
    if not isinstance(request.user, Användare):
        raise PermissionDenied
    return request.user


def pdfsvar(innehåll: bytes, filnamn: str) -> HttpResponse:
    """En PDF som görs när den läses och inte får ligga kvar någonstans på vägen."""
    svar = HttpResponse(innehåll, content_type="application/pdf")
    svar["Content-Disposition"] = f'inline; filename="{filnamn}"'
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


def listsvar(
    slag: Slag, filnamn: str, blad: str, rubriker: Sequence[str], rader: Iterable[Rad]
) -> HttpResponse:
    """En lista att hämta som fil. `filnamn` är utan ändelse."""
    svar = HttpResponse(listfil.skriv(slag, blad, rubriker, rader), content_type=slag.innehållstyp)
    svar["Content-Disposition"] = f'attachment; filename="{filnamn}.{slag}"'
    svar["Cache-Control"] = "private, no-store"
    svar["X-Content-Type-Options"] = "nosniff"
    return svar


def synligt_ärende(användare: Användare, pk: int) -> Ärende:
    return get_object_or_404(
        policy.synliga_ärenden(användare).select_related(
            "myndighet", "diarium", "handläggare__person"
        ),
        pk=pk,
    )


def ärendesida(
    användare: Användare,
    ärende: Ärende,
    *,
    anmälform: tuple[Skrivelse, AnmälForm] | None = None,
) -> dict[str, object]:
    """Allt som ärendets sida visar. `anmälform`: ett ifyllt formulär att visa igen med sina fel."""
    handlingar = list(
        policy.synliga_handlingar(användare)
        .filter(ärende=ärende)
        .select_related("fil", "skrivelse__skriven_text", "mottagen_remiss", "skriven_bilaga")
        .prefetch_related(
            "skrivelse__beslutssatser",
            "skrivelse__godkännanden",
            "besvarar",
        )
        .order_by("nummer")
    )
    väntande = {
        a.skrivelse_id: a
        for a in Anmälan.objects.väntande()
        .filter(skrivelse__handling__in=handlingar)
        .select_related("myndighet")
    }
    synliga = {h.pk: h for h in handlingar}
    plan = handlingsplan.frister([ärende.myndighet])[ärende.myndighet_id]
    stängt = ärende.status in (Ärende.Status.AVSLUTAT, Ärende.Status.MAKULERAT)
    får_skriva = not stängt and policy.får(användare, Rätt.REGISTRERA, ärende.myndighet)
    får_registrera = policy.får(användare, Rätt.REGISTRERA, ärende.myndighet)
    får_anmäla = policy.får(användare, Rätt.ANMÄLA, ärende.myndighet)
    får_godkänna = policy.får(användare, Rätt.GODKÄNNA, ärende.myndighet)
    return {
        "ärende": ärende,
        # En bilaga till en handling som inte får ses ska inte röja att den finns.
        "handlingar": [
            (
                h,
                synliga.get(h.bilaga_till_id or 0),
                handlingsplan.hur_länge(h, plan),
                _original(h),
            )
            for h in handlingar
        ],
        "skrivelser": [
            {
                "skrivelse": h.skrivelse,
                "text": getattr(h.skrivelse, "skriven_text", None),
                "handling": h,
                "form": _anmälform(h.skrivelse, anmälform),
                "väntande": väntande.get(h.skrivelse.pk),
                "kan_anmälas": får_anmäla
                and not stängt
                and h.skrivelse.status == Skrivelse.Status.UTKAST
                and skrivelser.är_godkänd(h.skrivelse),
                "väntar_på_godkännande": h.skrivelse.status == Skrivelse.Status.UTKAST
                and not skrivelser.är_godkänd(h.skrivelse),
                "kan_godkännas": får_godkänna and h.skrivelse.av_id != användare.pk,
                "kan_öppnas": får_skriva
                and h.skrivelse.status == Skrivelse.Status.UTKAST
                and hasattr(h.skrivelse, "skriven_text"),
            }
            for h in handlingar
            if hasattr(h, "skrivelse")
        ],
        "utkast": policy.synliga_utkast(användare)
        .oinlämnade()
        .filter(ärende=ärende)
        .order_by("-sparad_tid", "-pk"),
        "får_skriva": får_skriva and mallar.gällande(ärende.myndighet) is not None,
        "händelser": [
            {
                "text": händelsetyper.hämta(h.typ).text(h.data),
                "av": h.av_namn,
                "tid": h.tid,
            }
            for h in ärende.händelser.order_by("-tid", "-id")
        ],
        "anmärkningar": registervård.anmärkningar([ärende], av=användare)
        if får_registrera and not stängt
        else [],
        "får_registrera": får_registrera and ärende.status != Ärende.Status.MAKULERAT,
        "får_anmäla": får_anmäla,
        "får_avsluta": ärende.status != Ärende.Status.MAKULERAT
        and policy.får_avsluta(användare, ärende),
        "är_avslutat": ärende.status == Ärende.Status.AVSLUTAT,
        "länkar": utbyggnad.länkar(ärende, användare),
        "remisser": remissrader.rader(användare, ärende),
        "kan_bevakas": remissrader.kan_bevakas(handlingar) if får_skriva else set(),
        "får_sända_remiss": får_skriva and not ärende.är_sekretess,
        "får_besluta": not stängt
        and policy.får(användare, Rätt.BESLUTA_PÅ_DELEGATION, ärende.myndighet),
    }


def _original(handling: Handling) -> Skrivelsebilaga | None:
    """Bilagan vars PDF är gjord av en annan fil, som också finns att hämta."""
    bilaga: Skrivelsebilaga | None = getattr(handling, "skriven_bilaga", None)
    return bilaga if bilaga is not None and bilaga.är_omgjord else None


def _anmälform(skrivelse: Skrivelse, ifylld: tuple[Skrivelse, AnmälForm] | None) -> AnmälForm:
    if ifylld is not None and ifylld[0] == skrivelse:
        return ifylld[1]
    text: Skrivelseutkast | None = getattr(skrivelse, "skriven_text", None)
    dag = text.önskad_dag if text else None
    kommande = dag if dag and dag >= timezone.localdate() else None
    return AnmälForm(auto_id=f"id_{skrivelse.pk}_%s", initial={"önskad_dag": kommande})
