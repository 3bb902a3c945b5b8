"""Mötet öppnas, eller öppnandet ångras."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd.models import Kallelse, Sammanträde, Uppdrag
from nämnd.services import inkallelser
from nämnd.underlag import ur_json
from protokoll import policy
from protokoll.models import (
    Närvaro,
    Protokoll,
)
from protokoll.policy import Rätt
from protokoll.services import närvaro
from protokoll.services.lås import lås
from protokoll.services.mötesfel import (
    FörTidigt,
    HarBörjat,
    InaktuellKallelse,
    InteKallat,
    RedanÖppnat,
    SaknarLedamöter,
)

LEDAMÖTER, ERSÄTTARE, INSYN = range(3)


@transaction.atomic
def öppna(*, sammanträde: Sammanträde, av: Användare, nu: datetime | None = None) -> Protokoll:
    """Öppnar ett kallat möte. Alla med uppdrag den dagen förs upp, som frånvarande.

    De ersättare som kallats in och sagt ja tjänstgör från början för den som är borta; den som
    anmält frånvaro står så, utan sitt skäl.
    """
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, sammanträde.organ)
    möte = (
        Sammanträde.objects.select_for_update(of=("self",))
        .select_related("organ")
        .get(pk=sammanträde.pk)
    )
    _pröva_öppning(möte, nu or timezone.now())
    rader = _rader(möte)
    ledamöter = sum(rad.har_plats for rad in rader)
    if not ledamöter:
        raise SaknarLedamöter(
            f"{möte.organ} har inga ledamöter {date_format(möte.datum, 'j F Y')}."
        )
    protokoll = _förberett(möte)
    protokoll.status = Protokoll.Status.ÖPPET
    protokoll.ursprung = Protokoll.Ursprung.EGET
    protokoll.öppnat_tid = nu or timezone.now()
    protokoll.öppnat_av = av
    protokoll.platser = möte.organ.platser or ledamöter
    protokoll.save()
    anmält = inkallelser.förväntat(inkallelser.läge(möte))
    for rad in rader:
        rad.protokoll = protokoll
        rad.frånvaro_skäl = anmält.frånvaro.get(rad.person_id, "")
        rad.distans = rad.person_id in anmält.distans and möte.organ.distans_tillåten
    per_person = {rad.person_id: rad for rad in Närvaro.objects.bulk_create(rader)}
    möte.status = Sammanträde.Status.PÅGÅR
    möte.save(update_fields=["status"])
    sammanträde.status = möte.status
    for ersättare, ledamot in anmält.tjänstgör:
        if ersättare in per_person and (ledamot is None or ledamot in per_person):
            närvaro.markera_närvaro(
                rad=per_person[ersättare],
                status=Närvaro.Status.TJÄNSTGÖRANDE,
                för=per_person[ledamot] if ledamot is not None else None,
                distans=per_person[ersättare].distans,
                tid=_klockslag(protokoll.öppnat_tid),
                av=av,
            )
    protokoll.refresh_from_db()
    return protokoll


def före_kallad_tid(sammanträde: Sammanträde, nu: datetime | None = None) -> time | None:
    """Den kallade tiden, när mötets dag är i dag och klockan ännu inte är så mycket."""
    lokal, första = timezone.localtime(nu), sammanträde.tider.first()
    if första is None or lokal.date() != sammanträde.datum or lokal.time() >= första.från:
        return None
    return första.från


def _klockslag(tid: datetime) -> time:
    return timezone.localtime(tid).time().replace(second=0, microsecond=0)


def _förberett(möte: Sammanträde) -> Protokoll:
    """Protokollet som en inläst kallelse förberett, utan det som avgörs vid mötet; annars ett nytt.

    Det som anmäls och bilagorna är kvar; närvaron tas vid uppropet och justerare väljs.
    """
    protokoll = Protokoll.objects.filter(
        sammanträde=möte, status=Protokoll.Status.FÖRBERETT
    ).first()
    if protokoll is None:
        return Protokoll(sammanträde=möte)
    protokoll.anslag.all().delete()
    protokoll.justeringar.all().delete()
    protokoll.närvarande.all().delete()
    return protokoll


def pröva_öppning(*, sammanträde: Sammanträde, av: Användare) -> Kallelse | None:
    """Den kallelse som mötet öppnas efter, eller felet som säger varför det inte kan öppnas."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, sammanträde.organ)
    return _pröva_öppning(sammanträde, timezone.now())


def _pröva_öppning(möte: Sammanträde, nu: datetime) -> Kallelse | None:
    if möte.status in (Sammanträde.Status.PÅGÅR, Sammanträde.Status.AVSLUTAT):
        raise RedanÖppnat("Mötet är redan öppnat.")
    if möte.status == Sammanträde.Status.INSTÄLLT:
        raise InteKallat("Mötet är inställt.")
    if möte.status != Sammanträde.Status.KALLAT:
        raise InteKallat("Kallelsen är inte utfärdad. Utfärda den innan mötet öppnas.")
    if möte.datum > timezone.localdate(nu):
        raise FörTidigt(
            f"Mötet är den {date_format(möte.datum, 'j F Y')}; det kan öppnas tidigast den dagen. "
            "Flytta mötet och utfärda en ny kallelse om det hålls tidigare."
        )
    kallelse = möte.kallelser.utfärdade().senast_först().first()
    # En kallelse som lästs in utan underlag har inget att jämföra med.
    if kallelse is not None and kallelse.underlag:
        kallat = ur_json(kallelse.underlag)
        tider = tuple(str(spann) for spann in möte.tider.all())
        if (kallat.datum, kallat.tider, kallat.plats) != (möte.datum, tider, möte.plats):
            raise InaktuellKallelse(
                "Mötets dag, tid eller plats är en annan än i kallelsen. "
                "Utfärda en ny kallelse först."
            )
    return kallelse


@transaction.atomic
def ångra_öppnandet(*, protokoll: Protokoll, av: Användare) -> Sammanträde:
    """Gör mötet kallat igen. Går bara så länge ingen punkt är upptagen."""
    protokoll = lås(protokoll=protokoll, av=av)
    if protokoll.paragrafer.exists():
        raise HarBörjat("En punkt är redan upptagen. Öppnandet kan inte ångras.")
    möte = protokoll.sammanträde
    if any(rader.exists() for rader in _förberedda_rader(protokoll)):
        protokoll.närvarande.all().delete()
        protokoll.status = Protokoll.Status.FÖRBERETT
        protokoll.save(update_fields=["status"])
    else:
        protokoll.delete()
    möte.status = Sammanträde.Status.KALLAT
    möte.save(update_fields=["status"])
    return möte


def _förberedda_rader(protokoll: Protokoll) -> tuple[models.QuerySet[Any], ...]:
    return (
        protokoll.delegationsbeslut.all(),
        protokoll.meddelanden.all(),
        protokoll.bilagor.all(),
    )


def _rader(möte: Sammanträde) -> list[Närvaro]:
    """En rad per person, ledamöterna först. Partiet kommer ur registret."""
    grupp = {Uppdrag.Post.ERSÄTTARE: ERSÄTTARE, Uppdrag.Post.INSYN: INSYN}
    uppdrag = sorted(
        möte.organ.uppdrag.gällande(möte.datum).select_related(
            "person", "parti", "personlig_ersättare_för"
        ),
        key=lambda u: (grupp.get(Uppdrag.Post(u.post), LEDAMÖTER), u.ordning, u.pk),
    )
    per_person = {u.person_id: u for u in reversed(uppdrag)}
    return [
        Närvaro(
            person=u.person,
            namn=u.person.namn,
            parti=u.parti.kod if u.parti else "",
            post=u.get_post_display(),
            valkrets=u.valkrets,
            personlig_för_id=(
                u.personlig_ersättare_för.person_id if u.personlig_ersättare_för else None
            ),
            är_ersättare=u.är_ersättare,
            status=Närvaro.Status.FRÅNVARANDE,
            ordning=ordning,
        )
        for ordning, u in enumerate((u for u in uppdrag if per_person[u.person_id] is u), 1)
    ]
