"""Prövar att protokollet redovisar det lagen kräver innan det är klart för justering."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count

from konton.models import Användare
from protokoll import documents, fullständighet, policy
from protokoll.fullständighet import Brist, Omröstningsuppgift, Ärendeuppgift
from protokoll.models import Deltagande, Närvaro, Omröstning, Paragraf, Protokoll, Röst, Yrkande
from protokoll.policy import Rätt
from protokoll.services import protokollsskrivning
from protokoll.services.mötesfel import Mötesfel, MötetInteAvslutat

TJÄNSTGÖR = (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)
# De avgörs för sig, före huvudfrågan, och ställs inte mot förslaget.
FORMELLA = frozenset({Yrkande.Slag.ÅTERREMISS, Yrkande.Slag.BORDLÄGGNING, Yrkande.Slag.AJOURNERING})


class InteFullständigt(Mötesfel):
    """En del av KL 5 kap. 66–67 §§ saknas i protokollet."""

    def __init__(self, brister: list[Brist]) -> None:
        super().__init__(" ".join(brist.text for brist in brister))
        self.brister = brister
        self.lagrum = brister[0].lagrum
        self.lagtext = brister[0].lagtext


def brister(*, protokoll: Protokoll) -> list[Brist]:
    """Det som hindrar att protokollet blir klart för justering."""
    tjänstgjorde = [r for r in protokoll.närvarande.all() if r.status in TJÄNSTGÖR]
    deltog = _deltog(protokoll)
    return fullständighet.brister_i_protokollet(
        len(tjänstgjorde),
        [
            _uppgift(p, deltog.get(p.pk, 0) if deltog else len(tjänstgjorde))
            for p in documents.paragrafer(protokoll)
        ],
    )


def kräv_fullständigt(*, protokoll: Protokoll) -> None:
    """Stoppar den som vill göra ett ofullständigt protokoll klart för justering."""
    if fynd := brister(protokoll=protokoll):
        raise InteFullständigt(fynd)


@transaction.atomic
def klart_för_justering(*, protokoll: Protokoll, av: Användare) -> Protokoll:
    """Låser texten och tar bort märket UTKAST; sedan är det justerarnas tur."""
    policy.kräv(av, Rätt.FÖRA_PROTOKOLL, protokoll.sammanträde.organ)
    protokoll = Protokoll.objects.select_for_update(of=("self",)).get(pk=protokoll.pk)
    if protokoll.status != Protokoll.Status.AVSLUTAT:
        raise MötetInteAvslutat("Bara ett avslutat möte kan bli klart för justering, en gång.")
    kräv_fullständigt(protokoll=protokoll)
    protokoll.status = Protokoll.Status.JUSTERAS
    protokoll.save(update_fields=["status"])
    protokollsskrivning.ta_bort_filer(protokoll=protokoll, av=av)
    return protokoll


def _deltog(protokoll: Protokoll) -> dict[int, int]:
    """Hur många som deltog per paragraf. Utan rader gäller närvarolistan alla paragrafer."""
    rader = Deltagande.objects.filter(paragraf__protokoll=protokoll, form=Deltagande.Form.DELTOG)
    antal = rader.values("paragraf_id").annotate(antal=Count("pk")).order_by("paragraf_id")
    return {rad["paragraf_id"]: rad["antal"] for rad in antal}


def _uppgift(p: Paragraf, deltog: int) -> Ärendeuppgift:
    yrkanden = [y for y in p.yrkanden.all() if not y.återtaget]
    sakliga = [y for y in yrkanden if y.slag not in FORMELLA]
    bifall = [y for y in sakliga if y.slag == Yrkande.Slag.BIFALL]
    return Ärendeuppgift(
        namn=f"§\N{NO-BREAK SPACE}{p.nummer} {p.synlig_rubrik}" if p.nummer else p.synlig_rubrik,
        förslag=len(p.förslag.all()),
        yrkanden_mot_förslaget=len(sakliga) - len(bifall),
        bifallsyrkanden=len(bifall),
        yrkanden_utan_avsändare=sum(not (y.av.all() or y.grupper) for y in yrkanden),
        yrkanden_utan_text=sum(not y.text.strip() for y in yrkanden),
        propositioner=len(p.propositioner.all()),
        omröstningar=[_omröstning(o) for o in p.omröstningar.all()],
        beslut=len(p.beslut.all()),
        deltog=deltog,
        reservationer_utan_namn=sum(not (r.av.all() or r.grupper) for r in p.reservationer.all()),
    )


def _omröstning(o: Omröstning) -> Omröstningsuppgift:
    val = [r.val for r in o.röster.all()]
    return Omröstningsuppgift(
        avslutad=o.status == Omröstning.Status.AVSLUTAD,
        sluten=o.sluten,
        ja=o.ja,
        nej=o.nej,
        namngivna_ja=val.count(Röst.Val.JA),
        namngivna_nej=val.count(Röst.Val.NEJ),
        kandidater=len(o.kandidater.all()),
    )
