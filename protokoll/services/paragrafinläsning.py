"""En paragrafs rader ur en mötesfil: vad som yrkades, röstades och beslutades."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model

from nämnd.filfält import Fält, sekretess_till_rad, till_rad
from nämnd.jäv import Redovisning, läs_redovisning
from protokoll import filfält
from protokoll.models import (
    Antecknad,
    Anteckning,
    Beslut,
    Beslutsdel,
    Beslutsunderlag,
    DeltarInte,
    Förslag,
    Jäv,
    Kandidat,
    Närvaro,
    Omröstning,
    Paragraf,
    Paragrafordförande,
    Partiröst,
    Propositionssteg,
    Reservant,
    Reservation,
    Rättelse,
    Röst,
    Talare,
    TidigareBehandling,
    Utdragsmottagare,
    Valbeslut,
    Vald,
    Yrkande,
    Yrkare,
)


class Paragrafinläsning:
    """Raderna under en paragraf. `fil` ger en fils fält, `finn` en persons rad i närvaron."""

    def __init__(
        self,
        paragraf: Paragraf,
        rad: dict[str, Any],
        *,
        fil: Callable[[str | None], dict[str, Any]],
        finn: Callable[[str], Närvaro | None],
        varningar: Callable[[int], list[str]],
    ) -> None:
        self.paragraf = paragraf
        self.rad = rad
        self.fil = fil
        self.finn = finn
        self.varningar = varningar

    def kör(self) -> None:
        self._ordförande()
        self._beredning()
        self._yrkanden()
        for nr, omröstning in enumerate(self._rader("omrostningar")):
            self._omröstning(nr, omröstning)
        self._beslut()
        self._skiljaktiga()
        self._personer(Talare, self._rader("talare"), filfält.RÖST, paragraf=self.paragraf)
        self._jäv()
        self._personer(
            DeltarInte, self._rader("deltar_inte"), filfält.DELTAR_INTE, paragraf=self.paragraf
        )
        self._val()
        for rättelse in self._rader("rattelser"):
            Rättelse.objects.create(paragraf=self.paragraf, **till_rad(filfält.RÄTTELSE, rättelse))
        Utdragsmottagare.objects.bulk_create(
            Utdragsmottagare(paragraf=self.paragraf, mottagare=namn)
            for namn in self._rader("utdrag_till")
        )

    def _rader(self, nyckel: str) -> list[Any]:
        rader: list[Any] = self.rad.get(nyckel, [])
        return rader

    def _personer(
        self,
        modell: type[Model],
        personer: Iterable[dict[str, Any]],
        fält: Sequence[Fält],
        **ägare: Model,
    ) -> None:
        for person in personer:
            modell._default_manager.create(
                **ägare, närvaro=self.finn(person.get("namn", "")), **till_rad(fält, person)
            )

    def _ordförande(self) -> None:
        if person := self.rad.get("ordforande"):
            närvaro = self.finn(person["namn"])
            Paragrafordförande.objects.create(
                paragraf=self.paragraf, närvaro=närvaro, **till_rad(filfält.PERSON, person)
            )
            self.paragraf.ordförande = närvaro
            self.paragraf.save(update_fields=["ordförande"])

    def _beredning(self) -> None:
        for rad in self._rader("tidigare"):
            TidigareBehandling.objects.create(
                paragraf=self.paragraf,
                paragrafnummer=str(rad.get("paragraf", "")),
                **till_rad(filfält.TIDIGARE, rad),
            )
        for ordning, handling in enumerate(self._rader("handlingar"), 1):
            rad = {"rubrik": handling} if isinstance(handling, str) else handling
            sekretess = sekretess_till_rad(rad.get("sekretess"))
            Beslutsunderlag.objects.create(
                paragraf=self.paragraf,
                ordning=ordning,
                är_hemligt=bool(sekretess),
                **till_rad(filfält.UNDERLAG, rad),
                **self.fil(rad.get("fil")),
                **sekretess,
            )
        Förslag.objects.bulk_create(
            Förslag(paragraf=self.paragraf, nummer=nummer, **till_rad(filfält.FÖRSLAG, rad))
            for nummer, rad in enumerate(self._rader("forslag"), 1)
        )

    def _jäv(self) -> None:
        """De jäviga, och det beslutsgången först säger om jävsfrågor som avgjorts."""
        self._personer(Jäv, self._rader("jav"), filfält.JÄV, paragraf=self.paragraf)
        for läst in self._jävsfrågor():
            egen = self.paragraf.jäv.filter(namn=läst.namn, prövning="", undantag="").first()
            jäv = egen or Jäv(paragraf=self.paragraf, närvaro=self.finn(läst.namn))
            jäv.namn, jäv.parti, jäv.grund = läst.namn, läst.parti, läst.grund
            if läst.undantag is not None:
                jäv.undantag, jäv.undantag_skäl = läst.undantag.kod, läst.skäl
            else:
                svar = Jäv.Prövning.JÄV if läst.jävig else Jäv.Prövning.INTE_JÄV
                jäv.prövning, jäv.prövning_text = svar, läst.prövning
            jäv.save()

    def _jävsfrågor(self) -> list[Redovisning]:
        """Bara de första raderna: det som står mitt i beslutsgången hör till den."""
        svar: list[Redovisning] = []
        for text in self._rader("propositionsordning"):
            if (läst := läs_redovisning(text)) is None:
                break
            svar.append(läst)
        return svar

    def _yrkanden(self) -> None:
        for ordning, rad in enumerate(self._rader("yrkanden"), 1):
            yrkande = Yrkande.objects.create(
                paragraf=self.paragraf, ordning=ordning, **till_rad(filfält.YRKANDE, rad)
            )
            self._personer(Yrkare, rad.get("av", []), filfält.RÖST, yrkande=yrkande)
        Propositionssteg.objects.bulk_create(
            Propositionssteg(paragraf=self.paragraf, ordning=ordning, text=text)
            for ordning, text in enumerate(
                self._rader("propositionsordning")[len(self._jävsfrågor()) :], 1
            )
        )

    def _omröstning(self, nr: int, rad: dict[str, Any]) -> None:
        omröstning = Omröstning.objects.create(
            paragraf=self.paragraf,
            ordning=nr + 1,
            varningar=self.varningar(nr),
            **till_rad(filfält.OMRÖSTNING, rad),
            **till_rad(filfält.ANTAL, rad.get("antal", {})),
            **till_rad(filfält.UTSLAGSRÖST, rad.get("utslagsrost", {})),
        )
        röstat: set[int] = set()
        for val in Röst.Val:
            for röst in rad.get("roster", {}).get(val, []):
                närvaro = self.finn(röst["namn"])
                # I ett gammalt protokoll kan samma namn stå flera gånger.
                if närvaro is not None and närvaro.pk in röstat:
                    närvaro = None
                elif närvaro is not None:
                    röstat.add(närvaro.pk)
                Röst.objects.create(
                    omröstning=omröstning,
                    närvaro=närvaro,
                    val=val,
                    **till_rad(filfält.RÖST, röst),
                )
        Partiröst.objects.bulk_create(
            Partiröst(omröstning=omröstning, parti=parti, val=val, antal=antal)
            for parti, röster in rad.get("per_parti", {}).items()
            for val, antal in röster.items()
        )
        Kandidat.objects.bulk_create(
            Kandidat(omröstning=omröstning, **till_rad(filfält.KANDIDAT, kandidat))
            for kandidat in rad.get("kandidater", [])
        )

    def _beslut(self) -> None:
        for ordning, rad in enumerate(self._rader("beslut")):
            del_ = Beslutsdel.objects.create(
                paragraf=self.paragraf, ordning=ordning, **till_rad(filfält.BESLUTSDEL, rad)
            )
            satser = ({"text": s} if isinstance(s, str) else s for s in rad["satser"])
            Beslut.objects.bulk_create(
                Beslut(
                    paragraf=self.paragraf,
                    beslutsdel=del_,
                    nummer=nummer,
                    **till_rad(filfält.SATS, sats),
                )
                for nummer, sats in enumerate(satser, 1)
            )

    def _skiljaktiga(self) -> None:
        for ordning, rad in enumerate(self._rader("reservationer"), 1):
            reservation = Reservation.objects.create(
                paragraf=self.paragraf, ordning=ordning, **till_rad(filfält.RESERVATION, rad)
            )
            self._personer(Reservant, rad.get("av", []), filfält.RÖST, reservation=reservation)
        for ordning, rad in enumerate(self._rader("anteckningar"), 1):
            anteckning = Anteckning.objects.create(
                paragraf=self.paragraf, ordning=ordning, **till_rad(filfält.ANTECKNING, rad)
            )
            self._personer(Antecknad, rad.get("av", []), filfält.RÖST, anteckning=anteckning)

    def _val(self) -> None:
        for ordning, rad in enumerate(self._rader("val")):
            val = Valbeslut.objects.create(
                paragraf=self.paragraf, ordning=ordning, **till_rad(filfält.VAL, rad)
            )
            Vald.objects.bulk_create(
                Vald(val=val, **till_rad(filfält.PERSON, person)) for person in rad.get("valda", [])
            )
