"""Det som visas kring frågan: yrkanden, steget på tur, omröstningen och meningarna."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms

from nämnd.fynd import Fynd, Regel
from protokoll import beslutsgång, myndighetsutövning, propositionsordning
from protokoll import dörrar as dörrlagen
from protokoll.frågeformer import (
    Anteckningsform,
    Artform,
    Avslutaform,
    DeltarInteform,
    Reservationsform,
    Röstform,
    Talarform,
    Uppdragsform,
    Valform,
    Yrkandeform,
)
from protokoll.models import Närvaro, Omröstning, Paragraf, Propositionssteg, Röst, Yrkande
from protokoll.proposition import INGET_FÖRSLAG, Alternativ, Slag, Steg, Stegslag, Ärendegång
from protokoll.services import dörrar, frågeläge, fullmäktige, inlämnat, omröstningar, varningar
from protokoll.services import myndighetsutövning as enskild
from protokoll.services.frågefel import FelYrkande
from protokoll.services.inlämnat import Väntande
from protokoll.services.varningar import Varningar
from ärenden import policy as ärendepolicy

Formulären = Mapping[str, forms.Form]


@dataclass(frozen=True)
class Röstrad:
    """En röstberättigad i omröstningen, och rösten så långt."""

    närvaro: Närvaro
    val: str
    leder: bool
    skriven: str | None = None
    krock: bool = False
    får_avstå: bool = True

    @property
    def ifylld(self) -> str:
        """Det som står i listan: det som skickades när det inte gick att spara, annars rösten."""
        return self.val if self.skriven is None else self.skriven

    @property
    def möjliga(self) -> list[tuple[str, str]]:
        """Det som kan antecknas."""
        avstår = Röst.Val.AVSTÅR
        return [
            (v.value, v.label.capitalize())
            for v in Röst.Val
            if v is not avstår or self.får_avstå or avstår in (self.val, self.skriven)
        ]

    @property
    def val_i_ord(self) -> str:
        return self._i_ord(self.val)

    @property
    def skriven_i_ord(self) -> str:
        return self._i_ord(self.skriven or "")

    def _i_ord(self, val: str) -> str:
        return Röst.Val(val).label if val else "ingen röst"


@dataclass(frozen=True)
class Röstningen:
    """Omröstningen som pågår, med den som står på tur i uppropet."""

    omröstning: Omröstning
    rader: list[Röstrad]
    form: Avslutaform

    @property
    def näste(self) -> Röstrad | None:
        """Ordföranden ropas upp sist."""
        kvar = [rad for rad in self.rader if not rad.val]
        return next((rad for rad in kvar if not rad.leder), kvar[0] if kvar else None)

    @property
    def antal(self) -> dict[str, int]:
        return {v: sum(rad.val == v for rad in self.rader) for v in ("ja", "nej", "avstar")}

    @property
    def klara(self) -> int:
        return sum(bool(rad.val) for rad in self.rader)

    @property
    def är_upprop(self) -> bool:
        return self.omröstning.metod == omröstningar.UPPROP

    @property
    def på_enheter(self) -> bool:
        return self.omröstning.metod == omröstningar.EGNA_ENHETER


@dataclass(frozen=True)
class Frågevy:
    paragraf: Paragraf
    yrkanden: list[Yrkande]
    besvarade: list[Propositionssteg]
    steg: Steg | None = None
    fel: str = ""
    röstning: Röstningen | None = None
    former: dict[str, forms.Form] = field(default_factory=dict)
    varningar: Varningar = field(default_factory=lambda: Varningar([], [], []))
    partier: list[str] = field(default_factory=list)
    för_hand: bool = False
    enskild: Fynd | None = None
    minoritetshinder: list[Fynd] = field(default_factory=list)
    inlämnade: list[Väntande] = field(default_factory=list)

    @property
    def ska_ställas(self) -> bool:
        """Om frågan avgörs steg för steg. Annars skrivs beslutet, eller blir som förslaget."""
        if self.för_hand:
            return False
        return bool(self.besvarade) or any(not y.återtaget for y in self.yrkanden)

    @property
    def i_fullmäktige(self) -> bool:
        return fullmäktige.är_fullmäktige(self.paragraf.organ)

    @property
    def kan_vara_mot_enskild(self) -> bool:
        """Regeln gäller i en nämnd, och bara i ett ärende som avgörs (KL 4 kap. 26 §)."""
        return not self.i_fullmäktige and enskild.gäller_någon(self.paragraf)

    @property
    def kan_stänga_dörrarna(self) -> bool:
        return dörrar.kan_stängas(self.paragraf)

    @property
    def stängda_dörrar(self) -> bool:
        return dörrar.är_stängda(self.paragraf)

    @property
    def dörrarnas_regel(self) -> Regel:
        return dörrlagen.regeln(fullmäktige=self.i_fullmäktige)

    @property
    def enskild_regel(self) -> Regel:
        return myndighetsutövning.REGEL

    @property
    def minoriteten(self) -> Alternativ | None:
        """Det som en tredjedel kan få igenom i steget, utan votering (KL 5 kap. 50 §)."""
        steg = self.steg
        if steg is None or steg.formellt is None:
            return None
        return steg.formellt if steg.kan_vinnas_av_minoritet(steg.formellt.id) else None

    @property
    def nr(self) -> int:
        return len(self.besvarade) + 1

    @property
    def valform(self) -> forms.Form | None:
        return self.former.get("val")

    @property
    def läses(self) -> str:
        return beslutsgång.läs(self.steg) if self.steg else ""

    @property
    def är_votering(self) -> bool:
        return self.steg is not None and self.steg.slag is Stegslag.VOTERING

    @property
    def är_val(self) -> bool:
        """I ett ärende om val är omröstningen alltid sluten (KL 5 kap. 54 §)."""
        return self.paragraf.typ == Paragraf.Typ.VAL

    @property
    def kan_votera(self) -> bool:
        return self.steg is not None and self.steg.kan_voteras


def frågevy(paragraf: Paragraf, ifyllda: Formulären | None = None) -> Frågevy:
    """`ifyllda` är formulär med fel, som ska visas igen som de skickades."""
    ifyllda = ifyllda or {}
    besvarade = frågeläge.steg_rader(paragraf)
    yrkanden = list(paragraf.yrkanden.prefetch_related("av"))
    steg, fel, hinder = None, "", None
    ställs = not paragraf.är_beslutad and bool(yrkanden or besvarade)
    för_hand = ställs and frågeläge.skrivs_för_hand(paragraf)
    if ställs and not för_hand:
        try:
            gång = frågeläge.ärendegång(paragraf)
            steg = propositionsordning.kör(gång, frågeläge.svaren(paragraf)).nästa
            fel = "" if steg else INGET_FÖRSLAG
            hinder = _minoritetshinder(gång, steg)
        except FelYrkande as stopp:
            fel = str(stopp)
    pågår = frågeläge.pågående_omröstning(paragraf)
    return Frågevy(
        paragraf=paragraf,
        yrkanden=yrkanden,
        besvarade=besvarade,
        steg=steg,
        fel=fel,
        röstning=_röstning(pågår, ifyllda) if pågår else None,
        former=_former(paragraf) | dict(ifyllda),
        varningar=varningar.vid(paragraf, yrkanden),
        partier=list(varningar.partier(paragraf)),
        för_hand=för_hand,
        enskild=enskild.förslag(paragraf),
        minoritetshinder=[hinder] if hinder else [],
        inlämnade=inlämnat.väntande(paragraf),
    )


def _minoritetshinder(gång: Ärendegång, steg: Steg | None) -> Fynd | None:
    """Varför en tredjedel inte räcker i fullmäktige; i en nämnd gör den det aldrig."""
    if steg is None or steg.formellt is None or steg.formellt.id == Slag.AJOURNERING:
        return None
    return gång.hinder_för_minoritet(steg.punkt) if gång.fullmäktige else None


def _former(paragraf: Paragraf) -> dict[str, forms.Form]:
    former: dict[str, forms.Form] = {
        "art": Artform(paragraf=paragraf),
        "talare": Talarform(paragraf=paragraf),
        "deltar_inte": DeltarInteform(paragraf=paragraf),
        "anteckning": Anteckningsform(paragraf=paragraf),
    }
    if paragraf.är_beslutad:
        handläggare = ärendepolicy.handläggare_i(paragraf.organ.myndighet)
        former["reservation"] = Reservationsform(paragraf=paragraf)
        former["uppdrag"] = Uppdragsform(handläggare=handläggare)
    else:
        former["yrkande"] = Yrkandeform(paragraf=paragraf)
    if paragraf.typ == Paragraf.Typ.VAL:
        former["val"] = Valform(paragraf=paragraf)
    return former


def _röstning(omröstning: Omröstning, ifyllda: Formulären) -> Röstningen:
    ledare = omröstningar.ordförande(omröstning.paragraf)
    röster = {r.närvaro_id: r for r in omröstning.röster.select_related("närvaro")}
    if omröstning.sluten:
        berättigade = omröstningar.röstberättigade(omröstning.paragraf)
        lämnat = Röst.Val.JA.value
        rader = [(rad, lämnat if rad.pk in röster else "") for rad in berättigade]
    else:
        rader = [(r.närvaro, r.val) for r in röster.values() if r.närvaro is not None]
    form, skrivna = ifyllda.get("räkna"), ifyllda.get("röster")
    skickade = skrivna.val if isinstance(skrivna, Röstform) else {}
    krockar = skrivna.krockar if isinstance(skrivna, Röstform) else {}
    måste = omröstningar.måste_rösta(omröstning)
    return Röstningen(
        omröstning,
        [
            Röstrad(
                rad,
                val,
                leder=ledare is not None and rad.pk == ledare.pk,
                skriven=skickade.get(rad.pk),
                krock=rad.pk in krockar,
                får_avstå=rad.pk not in måste,
            )
            for rad, val in rader
        ],
        form if isinstance(form, Avslutaform) else Avslutaform(omröstning=omröstning),
    )
