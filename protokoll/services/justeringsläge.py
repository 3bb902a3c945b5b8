"""Hur det står till med en justering: dess paragrafer, svaren, kedjan och vad som är justerat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from protokoll import hashkedja, justeringsdokument, vägran
from protokoll.models import (
    JusteradFörSig,
    Justering,
    Paragraf,
    Paragrafsvar,
    Protokoll,
    Underskrift,
    Underskriftsbegäran,
)
from protokoll.paragrafnummer import (
    enskilda,
    läs_paragrafer,
    omfattningar,
    skriv_paragrafer,
)

Som = Underskrift.Som


def ordinarie_paragrafer(protokoll: Protokoll) -> list[Paragraf]:
    """De som den ordinarie justeringen gäller: allt som inte justeras omedelbart i sin helhet."""
    return [
        p
        for p in protokoll.paragrafer.select_related("punkt")
        .prefetch_related("för_sig")
        .order_by("ordning")
        if not p.justeras_helt_för_sig
    ]


def lås_protokoll(protokoll: Protokoll) -> Protokoll:
    return (
        Protokoll.objects.select_for_update(of=("self",))
        .select_related(
            "sammanträde__organ__myndighet__kommun", "sammanträde__sekreterare", "ordförande"
        )
        .get(pk=protokoll.pk)
    )


def lås_justering(justering: Justering) -> Justering:
    """Protokollet först, så att två som skriver under sist väntar på varandra."""
    protokoll = lås_protokoll(justering.protokoll)
    låst = Justering.objects.select_for_update(of=("self",)).get(pk=justering.pk)
    låst.protokoll = protokoll
    return låst


def justeringens_paragrafer(justering: Justering) -> list[Paragraf]:
    """Paragraferna som justeringen gäller, i ordning."""
    alla = justering.protokoll.paragrafer.order_by("ordning")
    nummer = nummer_i(justering.paragrafer)
    if (justering.omedelbar or justering.efter_id) and nummer:
        return [p for p in alla if p.nummer in nummer]
    return [p for p in alla if p.nummer is None or not nummer or p.nummer in nummer]


def nummer_i(spann: str) -> frozenset[int]:
    return frozenset(enskilda(läs_paragrafer(spann)))


def egna_paragrafer(underskrift: Underskrift, alla: Sequence[Paragraf]) -> list[Paragraf]:
    """Dem som den som skriver under ska ta ställning till; en ordförande bara till sina."""
    if underskrift.som == Som.SEKRETERARE:
        return []
    nummer = nummer_i(underskrift.paragrafer)
    return [p for p in alla if not nummer or p.nummer is None or p.nummer in nummer]


def gällande_svar(
    underskrift: Underskrift, paragrafer: Sequence[Paragraf]
) -> dict[int, Paragrafsvar]:
    """Svaren på paragraferna som de nu lyder."""
    version = {p.pk: p.version for p in paragrafer}
    return {
        s.paragraf_id: s for s in underskrift.svar.all() if version.get(s.paragraf_id) == s.version
    }


def i_ord(paragrafer: Sequence[Paragraf], punkter: Mapping[int, Sequence[int]]) -> dict[int, str]:
    """Satserna som justeras, i ord per paragrafnummer, där det inte är hela paragrafen."""
    return {
        p.nummer: p.punkttext(sorted(punkter[p.pk]))
        for p in paragrafer
        if p.nummer is not None and punkter.get(p.pk)
    }


def uppräknade(paragrafer: Sequence[Paragraf], delvis: Mapping[int, str] | None = None) -> str:
    """Paragraferna som de trycks, med punkterna där justeringen bara gäller några (`delvis`)."""
    nummer = [p.nummer for p in paragrafer if p.nummer is not None]
    spann = skriv_paragrafer(nummer).replace("–", "-")
    egna = {n: satser for n, satser in (delvis or {}).items() if n in nummer}
    delar = [omfattningar(spann, egna)] if nummer else []
    return ", ".join([*delar, *(p.synlig_rubrik for p in paragrafer if p.nummer is None)])


def gjorda(justering: Justering) -> list[Underskrift]:
    """Underskrifterna i den följd de gjordes."""
    return hashkedja.i_följd(justering.underskrifter.exclude(kedja="").order_by("ordning", "pk"))


def sista_summan(justering: Justering) -> str:
    rader = gjorda(justering)
    return rader[-1].kedja if rader else hashkedja.START


def granska(justering: Justering) -> list[hashkedja.Fynd]:
    """Det som inte stämmer i underskrifternas och rättelsernas kedja eller i det de gäller."""
    rader = gjorda(justering)
    kedja = [hashkedja.Länk(r.bevis, r.kedja) for r in rader]
    sista = justering.kedja or None
    fynd = hashkedja.granska(kedja, sista=sista)
    rättelser = [hashkedja.Länk(v.bevis, v.kedja) for v in justering.versioner.order_by("nummer")]
    fynd += [
        hashkedja.Fynd(0, f"Rättelsen i version {f.nummer - len(kedja) + 1}: {f.text}")
        for f in hashkedja.granska([*kedja, *rättelser])
        if f.nummer > len(kedja)
    ]
    summa = justering.underlag.get("summa", "")
    if rader and not justeringsdokument.är_orört(justering.underlag):
        fynd.append(hashkedja.Fynd(0, "Texten är en annan än den som skrevs under."))
    fynd += [
        hashkedja.Fynd(n, "Underskriften gäller en annan text.")
        for n, r in enumerate(rader, 1)
        if r.bevis.get("underlag") != summa
    ]
    return fynd + _tjänsternas_bevis(rader)


def _tjänsternas_bevis(rader: Sequence[Underskrift]) -> list[hashkedja.Fynd]:
    """Underskrifter i en extern tjänst vars bevis inte är det som kedjan minns."""
    minns = {r.pk: r.bevis["tjänst"] for r in rader if r.metod == Underskrift.Metod.EXTERN}
    if not minns:
        return []
    klara = Underskriftsbegäran.objects.filter(
        underskrift__in=minns, status=Underskriftsbegäran.Status.KLAR
    )
    finns = {b.underskrift_id: (b.signaturens_summa, b.ocsp_summa) for b in klara.order_by("pk")}
    return [
        hashkedja.Fynd(n, "Underskriftstjänstens bevis saknas eller är ett annat.")
        for n, r in enumerate(rader, 1)
        if r.pk in minns and finns.get(r.pk) != (minns[r.pk]["underskrift"], minns[r.pk]["ocsp"])
    ]


def ej_justerade(justering: Justering) -> list[Paragraf]:
    """Paragraferna som vägran lämnat ojusterade."""
    alla = justeringens_paragrafer(justering)
    nycklar = frozenset(p.pk for p in alla)
    vägrat: dict[str, set[int]] = {}
    gjorda = []
    for u in justering.underskrifter.exclude(kedja="").exclude(som=Som.SEKRETERARE):
        vägrat[str(u.pk)] = set(u.bevis.get("vägrade", []))
        gjorda.append(
            vägran.Skriven(
                är_ordförande=u.som == Som.ORDFÖRANDE,
                gäller=frozenset(p.pk for p in egna_paragrafer(u, alla)),
                vägrade=frozenset(u.bevis.get("vägrade", [])),
            )
        )
    ojusterade = vägran.ej_justerade(nycklar, gjorda)
    return [p for p in alla if p.pk in ojusterade]


def gäller_hela(justering: Justering) -> bool:
    """Protokollets egen justering, och inte en del som justeras omedelbart eller senare för sig."""
    if justering.efter_id is not None:
        return False
    return not JusteradFörSig.objects.filter(justering=justering).exists()
