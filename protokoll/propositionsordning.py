"""Propositionsordningen (KL 5 kap. 50 och 53–56 §§, för nämnder 6 kap. 33 §).

Formella yrkanden först och var för sig, sedan huvudförslagen mot varandra, ändringar och sist
tillägg. Gången räknas om från början ur de lagrade svaren, så den kan återupptas när som helst.
Texterna till protokollet skrivs i `beslutsgång`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace

from protokoll.proposition import (
    FORMELLA,
    INGEN_TILL,
    Alternativ,
    Beslutspunkt,
    FelSvar,
    Körning,
    Skede,
    Slag,
    Steg,
    Stegslag,
    Svar,
    Utfall,
    Utgång,
    Yrkande,
    Ärendegång,
    Öde,
    avslag_på,
    benämningar,
    formell_sats,
    formella_alternativ,
    motivering,
    oförändrat,
    stor,
)

Frågor = Generator[Steg, Svar, Alternativ]


def kör(ärende: Ärendegång, svar: Sequence[Svar] = ()) -> Körning:
    """Spela upp svaren och ge nästa lagliga steg, eller utgången när inget återstår."""
    gång = _Gång(ärende).stega()
    tagna: list[tuple[Steg, Svar]] = []
    steg = next(gång)
    for nummer, ett in enumerate(svar, 1):
        _kräv_svar(steg, ett)
        tagna.append((steg, ett))
        try:
            steg = gång.send(ett)
        except StopIteration as slut:
            if nummer < len(svar):
                raise FelSvar("Ärendet är redan avgjort.") from slut
            utgång: Utgång | None = slut.value
            return Körning(tuple(tagna), None, utgång)
    return Körning(tuple(tagna), steg, None)


def _kräv_svar(steg: Steg, svar: Svar) -> None:
    if svar.nyckel != steg.nyckel:
        raise FelSvar(f"Svaret gäller {svar.nyckel}, men {steg.nyckel} står på tur.")
    votering = steg.slag is Stegslag.VOTERING
    möjliga = ("ja", "nej") if votering else tuple(a.id for a in steg.alternativ)
    if svar.utfall not in möjliga:
        raise FelSvar(f"{svar.utfall} är inget alternativ i {steg.nyckel}.")
    if svar.votering_begärd and votering:
        raise FelSvar("Voteringen pågår redan.")
    if svar.votering_begärd and len(steg.alternativ) < 2:
        raise FelSvar("Det finns bara ett förslag. Anteckna först ett yrkande om avslag.")
    if svar.minoritet and not steg.kan_vinnas_av_minoritet(svar.utfall):
        raise FelSvar("En minoritet kan inte avgöra det.")
    if svar.minoritet and svar.votering_begärd:
        raise FelSvar("En votering räknar själv om en tredjedel räcker.")
    if svar.votering_begärd and steg.av_dem_som_begärt:
        raise FelSvar("De ledamöter som har begärt återremissen bestämmer motiveringen.")


class _Gång:
    """Ett varv genom ärendet. Minnet är yrkandenas öden och punkternas satser."""

    def __init__(self, ärende: Ärendegång) -> None:
        self.ärende = ärende
        self.öden = {y.id: Öde.ÅTERTAGET for y in ärende.yrkanden if y.återtaget}
        self.undantagna: dict[int, tuple[Utfall, Beslutspunkt]] = {}
        self.satser: dict[int, Beslutspunkt] = {}
        self.avslagna: set[int] = set()
        self.ändrat = False
        self.namn = benämningar(ärende)

    def stega(self) -> Generator[Steg, Svar, Utgång | None]:
        formellt = yield from self._formella()
        if formellt is not None:
            return formellt
        if not self.ärende.har_förslag:
            return None
        antaget = yield from self._huvudförslag()
        if antaget:
            yield from self._ändringar()
            yield from self._tillägg()
        return self._utgång(antaget=antaget)

    # Formella yrkanden, var för sig.

    def _formella(self) -> Generator[Steg, Svar, Utgång | None]:
        väntar = [y for slag in FORMELLA for y in self.ärende.av_slag(slag, av_någon=False)]
        if self.ärende.ska_bordläggas:
            # Ärendet avgörs inte, återremitteras inte och delas inte: det bordläggs.
            väntar = [y for y in väntar if y.slag is Slag.AJOURNERING or self._bordlägger_allt(y)]
        while väntar:
            kvar = {y.id for y in väntar}
            första = next(y for y in väntar if y.i_andra_hand_till not in kvar)
            grupp = [
                y
                for y in väntar
                if (y.slag, y.punkt) == (första.slag, första.punkt)
                and y.i_andra_hand_till not in kvar
            ]
            väntar = [y for y in väntar if y not in grupp]
            grupp = [y for y in grupp if self._prövas(y)]
            if grupp and grupp[0].punkt not in self.undantagna:
                utgång = yield from self._formellt(grupp)
                if utgång is not None:
                    return utgång
        return None

    def _formellt(self, grupp: Sequence[Yrkande]) -> Generator[Steg, Svar, Utgång | None]:
        slag, punkt = grupp[0].slag, grupp[0].punkt
        nyckel = self._nyckel(slag.value, punkt)
        val = formella_alternativ(slag, punkt)
        if self.ärende.ska_bordläggas and slag is not Slag.AJOURNERING:
            val = [a for a in val if a.id == slag.value]
        minoritet = slag is not Slag.AJOURNERING and self.ärende.minoritet_räcker(punkt)
        vald = yield from self._pröva(
            nyckel, Skede.FORMELLT, val, punkt=punkt, minoritet=minoritet, fast_ordning=True
        )
        if vald.id != slag.value:
            self._sätt(grupp, Öde.FALLET)
            return None
        valda = [grupp[0]]
        texter = {y.text for y in grupp if y.text}
        if slag is not Slag.AJOURNERING and len(texter) > 1:
            valda = yield from self._motiveringar(nyckel, grupp)
        antagna = [y.text for y in valda]
        self._sätt([y for y in grupp if y.text in antagna], Öde.BIFALLET)
        self._sätt([y for y in grupp if y.text not in antagna], Öde.FALLET)
        if slag is Slag.AJOURNERING:
            return None
        utfall = Utfall(slag.value)
        text = formell_sats(slag, antagna, punkt)
        sats = Beslutspunkt(1, text, tuple(y.id for y in valda), skjuts_upp=utfall)
        if punkt is None:
            return self._klart(utfall, [sats])
        self.undantagna[punkt] = utfall, sats
        if set(self.undantagna) != set(self.ärende.punkter):
            return None
        return self._klart(utfall, [s for _, (_, s) in sorted(self.undantagna.items())])

    @staticmethod
    def _bordlägger_allt(y: Yrkande) -> bool:
        return y.slag is Slag.BORDLÄGGNING and y.punkt is None

    def _motiveringar(
        self, nyckel: str, grupp: Sequence[Yrkande]
    ) -> Generator[Steg, Svar, list[Yrkande]]:
        """Motiveringen som antas; i fullmäktige kan fler än en biträdas av en tredjedel (5:50)."""
        slag, punkt = grupp[0].slag, grupp[0].punkt
        unika = {y.text: y for y in reversed(grupp) if y.text}
        kvar = [motivering(y) for y in grupp if unika.get(y.text) is y]
        av_dem = self.ärende.fullmäktige and slag is Slag.ÅTERREMISS
        valda: list[str] = []
        while kvar:
            nr = f"-{len(valda) + 1}" if valda else ""
            vald = yield from self._pröva(
                f"{nyckel}/motivering{nr}",
                Skede.MOTIVERING,
                [*kvar, INGEN_TILL] if valda else kvar,
                punkt=punkt,
                av_dem_som_begärt=av_dem,
            )
            if vald is INGEN_TILL:
                break
            valda.append(vald.id)
            kvar = [a for a in kvar if a is not vald] if av_dem else []
        return [y for y in grupp if y.id in valda]

    # Huvudförslagen mot varandra; punkterna för sig när det begärs eller behövs.

    def _huvudförslag(self) -> Generator[Steg, Svar, bool]:
        ä = self.ärende
        punkter = {n: y for n, y in ä.punkter.items() if n not in self.undantagna}
        rivaler = [y for y in ä.av_slag(Slag.FÖRSLAG) if self._prövas(y)]
        avslag = [y for y in ä.av_slag(Slag.AVSLAG) if self._prövas(y)]
        på_hela = [y for y in rivaler if y.punkt is None]
        avslag_på_hela = [y for y in avslag if y.punkt is None]
        punktvis = ä.punktvis and bool(punkter)
        hela = bool(på_hela) or bool(avslag_på_hela and not punktvis)
        if hela:
            val = [self._beredda()] if punkter else []
            val += [self._alternativ(y) for y in på_hela]
            val += [self._avslag()] if avslag_på_hela else []
            vald = yield from self._pröva("huvud", Skede.HUVUDFÖRSLAG, val)
            self._döm(på_hela, avslag_på_hela, vald.id)
            if vald.id != "bifall":
                self._sätt([y for y in [*rivaler, *avslag] if y.id not in self.öden], Öde.FALLET)
                return self._utan_det_beredda(vald.id, punkter)
        for n, förslag in punkter.items():
            self.satser[n] = Beslutspunkt(n, förslag.text, (förslag.id,))
        egna = {y.punkt for y in [*rivaler, *avslag] if y.punkt is not None}
        separata = [n for n in punkter if punktvis or n in egna]
        for n in separata:
            yield from self._punkt(
                n,
                [y for y in rivaler if y.punkt == n],
                [y for y in avslag if y.punkt == n or (not hela and y.punkt is None)],
            )
        if not hela and len(separata) < len(punkter):
            yield from self._pröva(
                "huvud", Skede.HUVUDFÖRSLAG, [self._beredda(i_övrigt=bool(separata))]
            )
        if not hela:
            self._sätt(avslag_på_hela, self._öde_för_avslag())
        return bool(self.satser)

    def _punkt(
        self, n: int, rivaler: Sequence[Yrkande], avslag: Sequence[Yrkande]
    ) -> Generator[Steg, Svar, None]:
        val = [self._beredda(n), *(self._alternativ(y) for y in rivaler)]
        val += [self._avslag(n)] if avslag else []
        vald = yield from self._pröva(f"punkt-{n}", Skede.HUVUDFÖRSLAG, val, punkt=n)
        self._döm(rivaler, [y for y in avslag if y.punkt == n], vald.id)
        if vald.id == "bifall":
            return
        self.ändrat = True
        del self.satser[n]
        if vald.id == "avslag":
            self.avslagna.add(n)
        else:
            rival = next(y for y in rivaler if y.id == vald.id)
            self.satser[n] = Beslutspunkt(n, rival.text, (rival.id,))

    def _utan_det_beredda(self, vald: str, punkter: Iterable[int]) -> bool:
        """Hela förslaget har fallit: för ett annat, eller för avslag."""
        if vald == "avslag":
            self.avslagna = set(punkter)
            return False
        rival = next(y for y in self.ärende.aktiva if y.id == vald)
        self.ändrat = bool(self.ärende.punkter)
        self.satser = {1: Beslutspunkt(1, rival.text, (rival.id,))}
        return True

    # Ändringar av det antagna förslaget, sedan tillägg.

    def _ändringar(self) -> Generator[Steg, Svar, None]:
        ä = self.ärende
        grupper: dict[int | str, list[Yrkande]] = {}
        for y in ä.av_slag(Slag.ÄNDRING):
            n = ä.gäller(y)
            if self._gäller_beredda(n):
                grupper.setdefault(y.id if n is None else n, []).append(y)
        for nyckel, grupp in grupper.items():
            grupp = [y for y in grupp if self._prövas(y)]
            if not grupp:
                continue
            n = ä.gäller(grupp[0])
            val = [*(self._alternativ(y) for y in grupp), oförändrat(self._del(n))]
            steg = f"andring-{nyckel}"
            vald = yield from self._pröva(steg, Skede.ÄNDRING, val, punkt=n)
            self._döm(grupp, [], vald.id)
            for y in (y for y in grupp if y.id == vald.id):
                self.ändrat = True
                nummer = self._nytt_nummer() if n is None else n
                tidigare = self.satser[n].källor if n is not None else ()
                self.satser[nummer] = Beslutspunkt(nummer, y.text, (*tidigare, y.id))

    def _tillägg(self) -> Generator[Steg, Svar, None]:
        for y in self.ärende.av_slag(Slag.TILLÄGG):
            if not self._prövas(y) or not self._står_kvar(y.punkt):
                continue
            val = [self._alternativ(y), avslag_på(self.namn[y.id])]
            vald = yield from self._pröva(f"tillagg-{y.id}", Skede.TILLÄGG, val, punkt=y.punkt)
            self._döm([y], [], vald.id)
            if vald.id == y.id:
                self.ändrat = True
                nummer = self._nytt_nummer()
                self.satser[nummer] = Beslutspunkt(nummer, y.text, (y.id,))

    # Frågan: proposition, och vid begärd votering kontraproposition.

    def _pröva(
        self,
        nyckel: str,
        skede: Skede,
        val: Sequence[Alternativ],
        *,
        punkt: int | None = None,
        minoritet: bool = False,
        fast_ordning: bool = False,
        av_dem_som_begärt: bool = False,
    ) -> Frågor:
        """Begärs votering är det ordföranden fann huvudförslag; motförslaget utses bland de andra.

        `fast_ordning` behåller alternativens ordning som ja och nej.
        """
        organ, alla = self.ärende.organ, tuple(val)
        krav = self._kvalificerat(skede, alla)
        svar = yield Steg(
            nyckel,
            Stegslag.PROPOSITION,
            skede,
            organ,
            alla,
            punkt,
            minoritet,
            krav,
            av_dem_som_begärt,
        )
        vald = next(a for a in alla if a.id == svar.utfall)
        if not svar.votering_begärd:
            return vald
        andra = [a for a in alla if a is not vald]
        mot = andra[0]
        if len(andra) > 1:
            mot = yield from self._pröva(
                f"{nyckel}/motforslag", Skede.MOTFÖRSLAG, andra, punkt=punkt
            )
        par = alla if fast_ordning else (vald, mot)
        if krav and mot.id == "bifall":
            # Kravet gäller ja, och ja är att bifalla.
            par = mot, vald
        krav = self._kvalificerat(skede, par)
        steg = Steg(
            f"{nyckel}/votering", Stegslag.VOTERING, skede, organ, par, punkt, minoritet, krav
        )
        svar = yield steg
        return steg.alternativet(svar.utfall)

    def _kvalificerat(self, skede: Skede, val: Iterable[Alternativ]) -> str:
        """Kravet gäller att bifalla förslaget i huvudfrågan, inte att bordlägga det."""
        gäller = skede is Skede.HUVUDFÖRSLAG and any(a.id == "bifall" for a in val)
        return self.ärende.kvalificerat if gäller else ""

    # Yrkandenas öden och satserna.

    def _prövas(self, yrkande: Yrkande) -> bool:
        """Ett andrahandsyrkande prövas inte när förstahandsyrkandet har bifallits."""
        första = yrkande.i_andra_hand_till
        return första is None or self.öden.get(första) is not Öde.BIFALLET

    def _sätt(self, yrkanden: Iterable[Yrkande], öde: Öde) -> None:
        self.öden.update({y.id: öde for y in yrkanden})

    def _döm(self, förslag: Iterable[Yrkande], avslag: Iterable[Yrkande], vald: str) -> None:
        for y in förslag:
            self.öden[y.id] = Öde.BIFALLET if y.id == vald else Öde.FALLET
        self._sätt(avslag, Öde.BIFALLET if vald == "avslag" else Öde.FALLET)

    def _öde_för_avslag(self) -> Öde:
        return Öde.FALLET if self.satser else Öde.BIFALLET

    def _gäller_beredda(self, n: int | None) -> bool:
        """En ändring kan bara göras i det beredda förslaget, och i en punkt som antagits."""
        return any(self._står_kvar(m) for m in (self.ärende.punkter if n is None else [n]))

    def _står_kvar(self, n: int | None) -> bool:
        """Punkten är antagen ur det beredda förslaget, oförändrad eller ändrad."""
        if n is None:
            return True
        return n in self.satser and self.ärende.punkter[n].id in self.satser[n].källor

    def _nytt_nummer(self) -> int:
        return max([*self.satser, *self.ärende.punkter]) + 1

    def _utgång(self, *, antaget: bool) -> Utgång:
        if not antaget and not self.undantagna:
            text = f"{stor(self.ärende.förslagsnamn)} avslås."
            return self._klart(Utfall.AVSLAG, [Beslutspunkt(1, text)])
        rader = [*self.satser.items()]
        rader += [(n, Beslutspunkt(n, f"Förslagets punkt {n} avslås.")) for n in self.avslagna]
        rader += [(n, sats) for n, (_, sats) in self.undantagna.items()]
        rader.sort(key=lambda rad: rad[0])
        ändrat = Utfall.ÄNDRAT if self.ändrat or self.undantagna else Utfall.BIFALL
        return self._klart(ändrat if antaget else Utfall.AVSLAG, [sats for _, sats in rader])

    def _klart(self, utfall: Utfall, beslut: Sequence[Beslutspunkt]) -> Utgång:
        material = utfall not in (Utfall.ÅTERREMISS, Utfall.BORDLÄGGNING)
        antagna = {k for sats in beslut for k in sats.källor}
        for y in self.ärende.aktiva if material else ():
            beredda = self.ärende.punkter
            if y.slag is Slag.BIFALL:
                gäller = [beredda[y.punkt]] if y.punkt is not None else beredda.values()
                bifallet = bool(antagna) and all(b.id in antagna for b in gäller)
            elif y in beredda.values():
                bifallet = y.id in antagna
            else:
                continue
            self.öden[y.id] = Öde.BIFALLET if bifallet else Öde.FALLET
        öden = tuple((y.id, self.öden.get(y.id, Öde.EJ_PRÖVAT)) for y in self.ärende.yrkanden)
        numrerade = [replace(sats, nummer=n) for n, sats in enumerate(beslut, 1)]
        undantagna = tuple((n, slag) for n, (slag, _) in sorted(self.undantagna.items()))
        return Utgång(utfall, tuple(numrerade), öden, undantagna)

    # Alternativens ord.

    def _nyckel(self, ord_: str, punkt: int | None) -> str:
        return ord_ if punkt is None else f"{ord_}-{punkt}"

    def _del(self, n: int | None) -> str:
        flera = n is not None and len(self.ärende.punkter) > 1
        return f"punkt {n} i {self.ärende.förslagsnamn}" if flera else self.ärende.förslagsnamn

    def _beredda(self, n: int | None = None, *, i_övrigt: bool = False) -> Alternativ:
        vad = self._del(n) + (" i övrigt" if i_övrigt else "")
        return Alternativ("bifall", f"bifall till {vad}", f"enligt {vad}")

    def _avslag(self, n: int | None = None) -> Alternativ:
        return Alternativ("avslag", f"avslag på {self._del(n)}", f"att avslå {self._del(n)}")

    def _alternativ(self, yrkande: Yrkande) -> Alternativ:
        namn = self.namn[yrkande.id]
        return Alternativ(yrkande.id, namn, f"enligt {namn}")
