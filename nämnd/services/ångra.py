"""Ångrar den senaste ändringen av föredragningslistan."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core import serializers

from konton.models import Användare
from nämnd.models import Punkt, Punkthandling, Sammanträde, Ångerpost
from nämnd.services import föredragningslista, ångerposter
from nämnd.services.föredragningslista import Listfel, ändrar
from nämnd.services.ångerposter import PLATSEN
from ärenden.models import Anmälan, Fil
from ärenden.services import delegationsbeslut, händelser

FÖR_SENT = (
    "Listan har ändrats sedan dess, kanske av någon annan, och ändringen går inte längre att "
    "ångra. Inget är ändrat."
)


def ångra(*, sammanträde: Sammanträde, post: int, av: Användare) -> Ångerpost:
    """Ställer tillbaka listan som den var före ändringen `post`.

    Det går så länge ingen har ändrat mer. Det som systemet har lagt till under tiden står kvar.
    """
    with ändrar(sammanträde, av=av) as låst:
        rad = ångerposter.senaste(låst)
        if rad is None or rad.pk != post:
            raise Listfel(FÖR_SENT)
        kvar = {p.pk: p for p in låst.punkter.order_by("ordning")}
        _ställ_tillbaka([kvar[int(pk)] for pk in rad.platser if int(pk) in kvar], rad.platser)
        for pk in kvar.keys() - {int(pk) for pk in rad.platser}:
            föredragningslista.släpp_och_ta_bort(punkt=låst.punkter.get(pk=pk), av=av)
        _återskapa(rad, låst, av)
        rad.delete()
        # Ändringen före den går nu att ångra; versionen räknas upp när låset släpps.
        if rad.förra_id is not None:
            låst.ångerposter.filter(pk=rad.förra_id).update(version=låst.version + 1)
        return rad


def _ställ_tillbaka(punkter: list[Punkt], platser: dict[str, list[Any]]) -> None:
    ordning = ångerposter.ordningen(platser)
    for punkt in punkter:
        # En äldre ångerpost saknar de sista fälten.
        for fält, värde in zip(PLATSEN, platser[str(punkt.pk)], strict=False):
            setattr(punkt, fält, värde)
        punkt.ordning = ordning[punkt.pk]
    Punkt.objects.bulk_update(punkter, ["ordning", "avsnitt", "förälder", "numrering", "nummer"])


def _återskapa(rad: Ångerpost, sammanträde: Sammanträde, av: Användare) -> None:
    """Raderna med sina egna nummer, och det som pekade på dem."""
    rader = [d.object for d in serializers.deserialize("python", rad.borttaget)]
    filer = {r.fil_id for r in rader if isinstance(r, Punkthandling) and r.fil_id}
    if Fil.objects.filter(pk__in=filer).count() < len(filer):
        raise Listfel("Ett av punktens papper är borttaget, och punkten går inte att få tillbaka.")
    punkter = [r for r in rader if isinstance(r, Punkt)]
    ordning = ångerposter.ordningen(rad.platser)
    for punkt in punkter:
        punkt.ordning = ordning[punkt.pk]
        _ta_upp_igen(punkt)
    for r in rader:
        r.save(force_insert=True)
    for modell, fält, pk, värde in rad.nollat:
        apps.get_model(modell)._base_manager.filter(pk=pk, **{fält: None}).update(**{fält: värde})
    for punkt in punkter:
        anmälda = [b.beslut for b in punkt.anmälda_beslut.select_related("beslut__myndighet")]
        delegationsbeslut.sätt_anmälda(beslut=anmälda, dag=sammanträde.datum, av=av)
        if punkt.ärende is not None:
            händelser.skriv(punkt.ärende, "lista.upptagen", av=av, möte=str(sammanträde))


def _ta_upp_igen(punkt: Punkt) -> None:
    """Anmälan som lämnades tillbaka hämtas igen; har någon annan hunnit hämta den går det inte."""
    if punkt.skrivelse_id is None:
        return
    anmälan = (
        Anmälan.objects.select_for_update(of=("self",))
        .filter(skrivelse=punkt.skrivelse_id)
        .order_by("-pk")
        .first()
    )
    if anmälan is None:
        return
    if anmälan.status != Anmälan.Status.VÄNTAR:
        raise Listfel(f"”{punkt.rubrik}” har hunnit hämtas till ett annat möte eller återtagits.")
    anmälan.status = Anmälan.Status.UPPTAGEN
    anmälan.save(update_fields=["status"])
