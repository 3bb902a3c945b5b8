"""Närvaron på mötets sida, uträknad: stolarna, jävet och det som kan göras med dem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from nämnd.inkallelse import REGLEMENTE
from nämnd.models import Punkt
from protokoll.beslutsförhet import Beslutsförhet
from protokoll.forms import Jävsform, Prövningsform, Undantagsform
from protokoll.fullständighet import JUSTERARE_SAKNAS
from protokoll.models import Jäv, Närvaro, Paragraf, Protokoll
from protokoll.rum import Rum, rum
from protokoll.services import jäv as jävstjänst
from protokoll.services import närvaro
from protokoll.services.justerarval import i_tur

JForm = TypeVar("JForm", bound=Jävsform)


@dataclass(frozen=True)
class Stol:
    """En ledamots plats: vem som tjänstgör på den, sedan när, och vilka som kan träda in."""

    rad: Närvaro
    av: Närvaro | None
    jäv: Jäv | None
    kommande: list[Jäv] = field(default_factory=list)
    förslag: list[Närvaro] = field(default_factory=list)
    ska_lämna: bool = False

    @property
    def jävig(self) -> bool:
        return self.jäv is not None and self.jäv.hindrar

    @property
    def därefter(self) -> str:
        """De som står på tur efter den första."""
        return ", ".join(map(str, self.förslag[1:3]))

    @property
    def ersätts(self) -> bool:
        return self.av is not None and self.av.pk != self.rad.pk

    @property
    def sittande(self) -> Närvaro:
        """Den som raden handlar om: ersättaren när en sådan tjänstgör på platsen."""
        return self.av if self.av is not None else self.rad

    @property
    def sedan(self) -> str:
        return sedan(self.sittande)

    @property
    def på_distans(self) -> bool:
        return self.sittande.distans and not self.sittande.är_frånvarande


@dataclass(frozen=True)
class Sittande:
    """En ersättare eller en på insynsplats."""

    rad: Närvaro
    plats: Närvaro | None
    jäv: Jäv | None
    kommande: list[Jäv] = field(default_factory=list)
    ska_lämna: bool = False

    @property
    def jävig(self) -> bool:
        return self.jäv is not None and self.jäv.hindrar

    @property
    def sedan(self) -> str:
        return sedan(self.rad)

    @property
    def på_distans(self) -> bool:
        return self.rad.distans and not self.rad.är_frånvarande


@dataclass(frozen=True)
class FöranmältJäv:
    """Jäv som anmälts före mötet: ett förslag att anteckna, med det som formuläret skickar."""

    rad: Närvaro
    punkt: Punkt
    grund: str
    vid: str


def _föranmält(nu: Rum, uppe: Paragraf | None) -> list[FöranmältJäv]:
    per_person = {rad.person_id: rad for rad in nu.rader}
    return [
        FöranmältJäv(
            per_person[a.person_id],
            a.punkt,
            a.grund,
            f"paragraf-{uppe.pk}"
            if uppe is not None and uppe.punkt_id == a.punkt_id
            else f"punkt-{a.punkt_id}",
        )
        for a in jävstjänst.anmälda_i_förväg(nu.protokoll)
        if a.person_id in per_person
    ]


def sedan(rad: Närvaro) -> str:
    """Klockslaget som personen är här från."""
    return next((f"{tid.från:%H.%M}" for tid in rad.tider.all() if tid.till is None), "")


def närvarovy(
    protokoll: Protokoll,
    uppe: Paragraf | None,
    nästa: Punkt | None,
    kvar: Sequence[Punkt],
    *,
    jävsform: Jävsform | None = None,
    undantagsform: Undantagsform | None = None,
    prövningsform: Prövningsform | None = None,
) -> dict[str, object]:
    nu = rum(protokoll, paragraf=uppe, punkt=nästa)
    jäv_nu, kommande = _jäven(nu, uppe, nästa)
    stolar = [_stol(rad, nu, jäv_nu, kommande) for rad in nu.rader if rad.har_plats]
    andra = [
        Sittande(
            rad,
            nu.platsen(rad) if rad.tjänstgör else None,
            jäv_nu.get(rad.person_id),
            kommande[rad.person_id],
            rad.person_id in nu.ska_lämna_rummet,
        )
        for rad in nu.rader
        if not rad.har_plats
    ]
    valda = list(protokoll.justerare.all())
    är_justerare = {j.närvaro_id for j in valda}
    ledare = nu.ledare
    beslutande = nu.beslutande if protokoll.är_öppet else _beslutande(nu.alla_rader)
    läge = nu.beslutsförhet
    vid = f"paragraf-{uppe.pk}" if uppe else f"punkt-{nästa.pk}" if nästa else ""
    föranmält = _föranmält(nu, uppe) if protokoll.är_öppet else []
    if not protokoll.är_öppet:
        läge = Beslutsförhet(protokoll.platser, min(protokoll.platser, len(beslutande)))
    ej_justerat = protokoll.status in (Protokoll.Status.ÖPPET, Protokoll.Status.AVSLUTAT)
    return {
        "stolar": stolar,
        "ersättare": [s for s in andra if s.rad.är_ersättare],
        "insyn": [s for s in andra if s.rad.har_insynsplats],
        "lediga": [rad for rad in nu.lediga if nu.paragraf or not rad.tjänstgör],
        "vakanta": nu.vakanta,
        "tjänstgörande": beslutande,
        "läge": läge,
        "ledare": ledare,
        "inkallelseordning": {} if nu.läge.regler.fullmäktige else nu.läge.regler.inkallelseordning,
        "reglemente": REGLEMENTE,
        "distans_tillåten": protokoll.sammanträde.organ.distans_tillåten,
        "om_distans": nu.om_distans([r for r in nu.rader if r.distans and not r.är_frånvarande]),
        "justerare": valda,
        "justerare_saknas": (
            None
            if any(not j.är_ersättare and j.justering_id is None for j in valda)
            else JUSTERARE_SAKNAS
        ),
        "justerarvarningar": [
            *(närvaro.justerarvarningar(protokoll) if protokoll.är_öppet else []),
            *(närvaro.justerare_utan_konto(protokoll) if ej_justerat else []),
        ],
        "valbara_justerare": i_tur(
            protokoll,
            [
                r
                for r in beslutande
                if r.pk not in är_justerare and (ledare is None or r.pk != ledare.pk)
            ],
        ),
        "övriga": list(protokoll.övriga.all()),
        "uppe": uppe,
        "vid": vid,
        "jäv_i_förväg_här": [f for f in föranmält if f.vid == vid],
        "jäv_i_förväg": [f for f in föranmält if f.vid != vid],
        "grunder": jävstjänst.valbara_grunder(protokoll),
        "jävsform": jävsform or ny_jävsform(protokoll, uppe, kvar, form=Jävsform),
        "undantagsform": undantagsform or ny_undantagsform(protokoll),
        "undantag": jävstjänst.undantagen(protokoll),
        "prövningsform": prövningsform or ny_jävsform(protokoll, uppe, kvar, form=Prövningsform),
        "jävsfrågan": jävstjänst.prövningens_regel(protokoll),
        "jäv_att_anmäla": [j for j in nu.jäv if j.paragraf_id is None and j.anmäld_i_id is None],
        "ordförande_jävig": next(
            (s.rad for s in stolar if s.jävig and s.rad.post == "ordförande"), None
        ),
        "paus": next((a for a in protokoll.ajourneringar.all() if a.till is None), None),
        "pauser": list(protokoll.ajourneringar.all()),
    }


def ny_jävsform(
    protokoll: Protokoll,
    uppe: Paragraf | None,
    kvar: Sequence[Punkt],
    data: object = None,
    *,
    form: type[JForm],
) -> JForm:
    punkter = [(f"paragraf-{uppe.pk}", f"Nu: {uppe.rubrik}")] if uppe is not None else []
    punkter += [(f"punkt-{p.pk}", p.rubrik) for p in kvar]
    grunder = jävstjänst.valbara_grunder(protokoll)
    return form(data, protokoll=protokoll, punkter=punkter, grunder=grunder)


def ny_undantagsform(protokoll: Protokoll, data: object = None) -> Undantagsform:
    return Undantagsform(
        data, jäv=jävstjänst.öppna(protokoll), undantag=jävstjänst.undantagen(protokoll)
    )


def _beslutande(rader: Sequence[Närvaro]) -> list[Närvaro]:
    beslutar = (Närvaro.Status.LEDAMOT, Närvaro.Status.TJÄNSTGÖRANDE)
    return [rad for rad in rader if rad.status in beslutar]


def _jäven(
    nu: Rum, uppe: Paragraf | None, nästa: Punkt | None
) -> tuple[dict[int, Jäv], dict[int, list[Jäv]]]:
    """Jävet vid punkten som visas, och det som gäller kommande punkter, per person."""
    vid: dict[int, Jäv] = {}
    kommande: dict[int, list[Jäv]] = defaultdict(list)
    for jäv in nu.jäv:
        rad = nu.per_pk.get(jäv.närvaro_id or 0)
        if rad is None:
            continue
        if uppe is not None and jäv.paragraf_id == uppe.pk:
            vid[rad.person_id] = jäv
        elif jäv.paragraf_id is None:
            if uppe is None and nästa is not None and jäv.punkt_id == nästa.pk:
                vid[rad.person_id] = jäv
            else:
                kommande[rad.person_id].append(jäv)
    return vid, kommande


def _stol(rad: Närvaro, nu: Rum, jäv: dict[int, Jäv], kommande: dict[int, list[Jäv]]) -> Stol:
    av = nu.på_plats.get(rad.pk)
    return Stol(
        rad,
        av,
        jäv.get(rad.person_id),
        kommande[rad.person_id],
        # Innan någon har kommit är det inte dags att kalla in ersättare.
        # Den som är jävig i nästa punkt ersätts först när punkten är upptagen.
        nu.förslag(rad)
        if av is None and nu.beslutande and (nu.paragraf or not rad.tjänstgör)
        else [],
        rad.person_id in nu.ska_lämna_rummet,
    )
