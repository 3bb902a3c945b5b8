"""Det som har blivit hemligt sedan en kallelse utfärdades.

Den utfärdade kallelsen är fryst, men sekretessen prövas när den läses: det offentliga exemplar som
säger det som nu är hemligt lämnas inte ut och ligger inte kvar på webben (OSL 8 kap. 1 §).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.utils.text import capfirst

from nämnd import kallelseskillnad, policy
from nämnd import underlag as frysning
from nämnd.models import Kallelse, Sammanträde
from nämnd.underlag import Listrad, Papper, Underlag


@dataclass(frozen=True)
class Borttaget:
    """Det hemliga i ärenden vars punkter har tagits bort; filerna med ärendet och hashen."""

    ärenden: frozenset[int]
    filer: frozenset[tuple[int, str]]


@dataclass(frozen=True)
class Sekretessläge:
    """Vad på mötets lista, och i det som tagits bort från den, som är hemligt nu."""

    punkter: Mapping[int, bool]
    """Varje punkt på listan nu, och om den är öppen."""
    papper: frozenset[tuple[int, str]]
    """Punkten och filens hash."""
    titlar: Mapping[tuple[int, str], int]
    """Punkten och titeln, och hur många av dess handlingar som är hemliga; också de utan fil."""
    sammanträde: Sammanträde = field(compare=False)

    @classmethod
    def för(cls, sammanträde: Sammanträde) -> Sekretessläge:
        """Med ett fast antal frågor, hur många kallelser mötet än har."""
        return cls(
            policy.punkternas_öppenhet(sammanträde),
            policy.hemliga_papper(sammanträde),
            Counter(policy.hemliga_titlar(sammanträde)),
            sammanträde,
        )

    def i(self, u: Underlag) -> Underlag:
        """Underlaget med det som är hemligt nu märkt som hemligt också där."""
        return replace(u, rader=tuple(self._rad(rad) for rad in u.rader))

    def _rad(self, r: Listrad, *, inne_i: bool = False) -> Listrad:
        hemlig = r.hemlig or inne_i or not self._är_öppen(r)
        papper = tuple(
            replace(p, hemlig=p.hemlig or hemlig or self._är_hemligt(r, p)) for p in r.papper
        )
        dolda = {ny.rubrik for p, ny in zip(r.papper, papper, strict=True) if ny.hemlig > p.hemlig}
        dolda |= {b.rubrik for b in r.bilagor if self._fler_hemliga(r, b.rubrik)}
        return replace(
            r,
            hemlig=hemlig,
            papper=papper,
            bilagor=tuple(
                replace(b, hemlig=b.hemlig or hemlig or b.rubrik in dolda) for b in r.bilagor
            ),
            inre=tuple(self._rad(i, inne_i=hemlig) for i in r.inre),
        )

    def _är_öppen(self, r: Listrad) -> bool:
        if r.punkt in self.punkter:
            return self.punkter[r.punkt]
        return r.ärende is None or r.ärende not in self._borttagna.ärenden

    def _är_hemligt(self, r: Listrad, papper: Papper) -> bool:
        if r.punkt in self.punkter or r.ärende is None:
            return (r.punkt, papper.sha256) in self.papper
        return (r.ärende, papper.sha256) in self._borttagna.filer

    @cached_property
    def _borttagna(self) -> Borttaget:
        """Det som är hemligt i ärendena vars punkter står i en kallelse men inte på listan."""
        underlagen = (frysning.ur_json(k.underlag) for k in self._utfärdade if k.underlag)
        ärenden = {
            r.ärende
            for u in underlagen
            for r in _alla(u.rader)
            if r.ärende is not None and r.punkt not in self.punkter
        }
        return Borttaget(policy.hemliga_ärenden(ärenden), policy.hemliga_filer(ärenden))

    def _fler_hemliga(self, r: Listrad, titel: str) -> bool:
        """Två bilagor kan heta lika, och en av dem ha varit hemlig hela tiden."""
        förr = sum(b.hemlig and b.rubrik == titel for b in r.bilagor)
        return self.titlar.get((r.punkt, titel), 0) > förr

    def nytt_i(self, kallelse: Kallelse) -> str:
        """Det första i listan så som den gällde med kallelsen som har blivit hemligt, eller tomt.

        En kompletterings underlag är hela listan; dess egna filer prövas med `nytt_i_filerna`.
        """
        if not kallelse.underlag:
            return ""
        förr = frysning.ur_json(kallelse.underlag)
        return next(_ändrade(zip(_alla(förr.rader), _alla(self.i(förr).rader), strict=True)), "")

    def nytt_i_filerna(self, kallelse: Kallelse) -> str:
        """Det första som kallelsens egna filer säger och som har blivit hemligt, eller tomt."""
        return next(self.allt_nytt_i_filerna(kallelse), "")

    def allt_nytt_i_filerna(self, kallelse: Kallelse) -> Iterator[str]:
        """Allt som kallelsens egna filer säger och som har blivit hemligt sedan den utfärdades."""
        return _ändrade(self.tryckta(kallelse))

    def tryckta(self, kallelse: Kallelse) -> Iterator[tuple[Listrad, Listrad]]:
        """Raderna som kallelsens filer säger något om: som de frystes, och som de är nu.

        En hel kallelse säger allt. En komplettering säger bara det som skiljer den från det som
        skickades förut: de ändrade raderna, också som de var, och de papper som är nya, ersatta
        eller utgångna.
        """
        if not kallelse.underlag:
            return
        u = frysning.ur_json(kallelse.underlag)
        grund = self._grund(kallelse)
        if grund is None:
            yield from zip(_alla(u.rader), _alla(self.i(u).rader), strict=True)
            return
        förr = frysning.ur_json(grund.underlag)
        nu, förr_nu = ({r.punkt: r for r in _alla(self.i(v).rader)} for v in (u, förr))
        for p in kallelseskillnad.skillnad(förr, u).punkter:
            nya = {q.nytt.nyckel for q in p.papper if q.nytt}
            if p.rad.punkt in nu:
                yield _skuren(p.rad, nya), _skuren(nu[p.rad.punkt], nya)
            # Är punkten hemlig i kompletteringen säger den inget om hur det var.
            if p.förr and not p.rad.hemlig:
                utgår = {q.förr.nyckel for q in p.papper if q.förr and q.nytt is None}
                nummer = p.rad.nummer
                gammal, ny = (
                    replace(_skuren(r, utgår), nummer=nummer)
                    for r in (p.förr, förr_nu[p.förr.punkt])
                )
                yield gammal, ny

    def _grund(self, kallelse: Kallelse) -> Kallelse | None:
        """Det som kompletteringen kompletterar; inget för en hel kallelse."""
        if not kallelse.är_komplettering:
            return None
        plats = (kallelse.edition, kallelse.nummer)
        return next(k for k in self._utfärdade if (k.edition, k.nummer) < plats)

    @cached_property
    def _utfärdade(self) -> list[Kallelse]:
        """Mötets utfärdade kallelser, hämtade en gång hur många kompletteringar det än finns."""
        return list(self.sammanträde.kallelser.utfärdade().senast_först())


def _skuren(rad: Listrad, papper: set[str]) -> Listrad:
    """Raden med bara de papper som nämns; bilagornas namn trycks inte i en komplettering."""
    kvar = tuple(p for p in rad.papper if p.nyckel in papper)
    return replace(rad, papper=kvar, bilagor=(), inre=())


def _ändrade(par: Iterable[tuple[Listrad, Listrad]]) -> Iterator[str]:
    for gammal, ny in par:
        if gammal == ny:
            continue
        punkten = f"punkt {ny.nummer}" if ny.nummer else "en punkt"
        helt = ny.hemlig and not gammal.hemlig
        yield capfirst(punkten) if helt else f"En handling på {punkten}"


def _alla(rader: Iterable[Listrad]) -> Iterator[Listrad]:
    for rad in rader:
        yield rad
        yield from _alla(rad.inre)


def nytt_i(kallelser: Iterable[Kallelse], sammanträde: Sammanträde) -> str:
    """Det första i någon av kallelsernas listor som har blivit hemligt, eller tomt."""
    läge = Sekretessläge.för(sammanträde)
    return next((text for k in kallelser if (text := läge.nytt_i(k))), "")
