"""Prövar att protokollet redovisar det lagen kräver innan det är klart för justering."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count

from protokoll import documents, dörrar, fullständighet, interpellation
from protokoll.fullständighet import Brist, Omröstningsuppgift, Ärendeuppgift
from protokoll.models import Deltagande, Närvaro, Omröstning, Paragraf, Protokoll, Röst, Yrkande
from protokoll.services import fullmäktige

TJÄNSTGÖR = (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)
# De avgörs för sig, före huvudfrågan, och ställs inte mot förslaget. Slaget säger vad som yrkas.
FORMELLA = frozenset({Yrkande.Slag.ÅTERREMISS, Yrkande.Slag.BORDLÄGGNING, Yrkande.Slag.AJOURNERING})


def brister(*, protokoll: Protokoll, bara: Collection[int] | None = None) -> list[Brist]:
    """Det i KL 5 kap. 66–68 §§ som saknas, i hela protokollet eller bara i några paragrafer."""
    tjänstgjorde = [r for r in protokoll.närvarande.all() if r.status in TJÄNSTGÖR]
    deltog = _deltog(protokoll)
    i_fullmäktige = fullmäktige.är_fullmäktige(protokoll.sammanträde.organ)
    return fullständighet.brister_i_protokollet(
        len(tjänstgjorde),
        [
            _uppgift(
                p,
                deltog.get(p.pk, 0) if deltog else len(tjänstgjorde),
                fråga_redovisad=not i_fullmäktige or _är_redovisad(p),
            )
            for p in documents.paragrafer(protokoll)
            if bara is None or p.pk in bara
        ],
    )


def _deltog(protokoll: Protokoll) -> dict[int, int]:
    """Hur många som deltog per paragraf. Utan rader gäller närvarolistan alla paragrafer."""
    rader = Deltagande.objects.filter(paragraf__protokoll=protokoll, form=Deltagande.Form.DELTOG)
    antal = rader.values("paragraf_id").annotate(antal=Count("pk")).order_by("paragraf_id")
    return {rad["paragraf_id"]: rad["antal"] for rad in antal}


def _är_redovisad(p: Paragraf) -> bool:
    """Om protokollet säger vad som hände med interpellationen eller frågan."""
    texter = [p.rubrik, p.sammanfattning, p.information, *(b.text for b in p.beslut.all())]
    return interpellation.redovisat(interpellation.ett_av(p.typ), p.utfall, texter)


def _uppgift(p: Paragraf, deltog: int, *, fråga_redovisad: bool) -> Ärendeuppgift:
    yrkanden = [y for y in p.yrkanden.all() if not y.återtaget]
    sakliga = [y for y in yrkanden if y.slag not in FORMELLA]
    bifall = [y for y in sakliga if y.slag == Yrkande.Slag.BIFALL]
    return Ärendeuppgift(
        namn=f"§\N{NO-BREAK SPACE}{p.nummer} {p.synlig_rubrik}" if p.nummer else p.synlig_rubrik,
        förslag=len(p.förslag.all()),
        yrkanden_mot_förslaget=len(sakliga) - len(bifall),
        bifallsyrkanden=len(bifall),
        yrkanden_utan_avsändare=sum(not (y.av.all() or y.grupper) for y in yrkanden),
        yrkanden_utan_text=sum(not y.text.strip() for y in sakliga),
        propositioner=_propositioner(p),
        omröstningar=[_omröstning(o) for o in p.omröstningar.all()],
        beslut=len(p.beslut.all()),
        deltog=deltog,
        reservationer_utan_namn=sum(not (r.av.all() or r.grupper) for r in p.reservationer.all()),
        fråga_redovisad=fråga_redovisad,
    )


def _propositioner(p: Paragraf) -> int:
    """Hur förslagen ställdes: steg för steg, eller i ett val mot varandra på sedlarna.

    Att dörrarna är stängda är ingen proposition.
    """
    ställda = sum(s.text not in dörrar.MENINGAR for s in p.propositioner.all())
    return ställda + sum(o.slag == Omröstning.Slag.VAL for o in p.omröstningar.all())


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
