"""Det som har blivit hemligt sedan en kallelse utfärdades.

Den utfärdade kallelsen är fryst, men sekretessen prövas när den läses: det offentliga exemplar som
säger det som nu är hemligt lämnas inte ut och ligger inte kvar på webben (OSL 8 kap. 1 §).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.utils.text import capfirst

from nämnd import policy
from nämnd import underlag as frysning
from nämnd.models import Kallelse, Sammanträde
from nämnd.underlag import Listrad, Underlag


@dataclass(frozen=True)
class Sekretessläge:
    """Vad på mötets lista som är hemligt nu."""

    punkter: frozenset[int]
    papper: frozenset[tuple[int, str]]
    """Punkten och filens hash."""
    titlar: Mapping[tuple[int, str], int]
    """Punkten och titeln, och hur många av dess handlingar som är hemliga; också de utan fil."""

    @classmethod
    def för(cls, sammanträde: Sammanträde) -> Sekretessläge:
        """Med ett fast antal frågor, hur många kallelser mötet än har."""
        return cls(
            policy.hemliga_punkter(sammanträde),
            policy.hemliga_papper(sammanträde),
            Counter(policy.hemliga_titlar(sammanträde)),
        )

    def i(self, u: Underlag) -> Underlag:
        """Underlaget med det som är hemligt nu märkt som hemligt också där."""
        return replace(u, rader=tuple(self._rad(rad) for rad in u.rader))

    def _rad(self, r: Listrad, *, inne_i: bool = False) -> Listrad:
        hemlig = r.hemlig or inne_i or r.punkt in self.punkter
        papper = tuple(
            replace(p, hemlig=p.hemlig or hemlig or (r.punkt, p.sha256) in self.papper)
            for p in r.papper
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

    def _fler_hemliga(self, r: Listrad, titel: str) -> bool:
        """Två bilagor kan heta lika, och en av dem ha varit hemlig hela tiden."""
        förr = sum(b.hemlig and b.rubrik == titel for b in r.bilagor)
        return self.titlar.get((r.punkt, titel), 0) > förr

    def nytt_i(self, kallelse: Kallelse) -> str:
        """Det första i kallelsen som har blivit hemligt sedan den utfärdades, eller tomt."""
        return next(self.allt_nytt_i(kallelse), "")

    def allt_nytt_i(self, kallelse: Kallelse) -> Iterator[str]:
        """Allt i kallelsen som har blivit hemligt sedan den utfärdades, i listans ordning."""
        if not kallelse.underlag:
            return
        förr = frysning.ur_json(kallelse.underlag)
        for gammal, ny in zip(_alla(förr.rader), _alla(self.i(förr).rader), strict=True):
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
    """Det första i någon av mötets kallelser som har blivit hemligt, eller tomt."""
    läge = Sekretessläge.för(sammanträde)
    return next((text for k in kallelser if (text := läge.nytt_i(k))), "")


def allt_nytt_i(kallelser: Iterable[Kallelse], sammanträde: Sammanträde) -> list[str]:
    """Allt i mötets kallelser som har blivit hemligt sedan de utfärdades, var sak en gång."""
    läge = Sekretessläge.för(sammanträde)
    return list(dict.fromkeys(text for k in kallelser for text in läge.allt_nytt_i(k)))
