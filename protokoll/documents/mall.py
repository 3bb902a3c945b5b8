"""Organets mall, eller standardvärdena: rubrikerna, deras ordning och sidans form."""

from __future__ import annotations

from nämnd.models import Organ
from protokoll.documents.delar import Utseende
from protokoll.models import BESLUT_FÖRST, Avsnitt, Protokollsmall, Protokollsrubrik

_SIDFORM = {
    Protokollsmall.Sidnummer.SIDA: ("Sida ", " (", ")"),
    Protokollsmall.Sidnummer.SIDA_TÄTT: ("Sida ", "(", ")"),
    Protokollsmall.Sidnummer.PARENTES: ("", " (", ")"),
    Protokollsmall.Sidnummer.HAKPARENTES: ("", "[", "]"),
    Protokollsmall.Sidnummer.SNEDSTRECK: ("", "/", ""),
}


class Rubriker:
    """Avsnittens rubriker och ordning i ett organs protokoll."""

    def __init__(self, organ: Organ) -> None:
        funnen = Protokollsmall.objects.filter(organ=organ).first()
        self.mall = funnen or Protokollsmall(organ=organ)
        egna = list(Protokollsrubrik.objects.filter(mall=funnen)) if funnen else []
        self._egna = {rad.avsnitt: rad.rubrik for rad in egna if rad.rubrik}
        platser = {rad.avsnitt: rad.plats for rad in egna if rad.plats is not None}
        först = [Avsnitt(a) for a, _ in sorted(platser.items(), key=lambda par: par[1])]
        if self.mall.ordning == Protokollsmall.Ordning.BESLUT:
            först += [a for a in BESLUT_FÖRST if a not in först]
        self.ordning = (*först, *(a for a in Avsnitt if a not in först))

    def __getitem__(self, avsnitt: Avsnitt) -> str:
        return self._egna.get(avsnitt, avsnitt.label)

    def har_eget(self, avsnitt: Avsnitt) -> bool:
        return avsnitt in self._egna

    @property
    def utseende(self) -> Utseende:
        före, mellan, efter = _SIDFORM[Protokollsmall.Sidnummer(self.mall.sidnummer)]
        return Utseende(
            sida_före=före,
            sida_mellan=mellan,
            sida_efter=efter,
            signatur=self.mall.sidfot_signatur,
            bestyrkande=self.mall.sidfot_bestyrkande,
            ny_sida=self.mall.ny_sida,
        )
