"""Yrkanden att pröva, och svar i den form som stegen väntar."""

from protokoll.proposition import Körning, Slag, Svar, Yrkande, Ärendegång
from protokoll.propositionsordning import kör

FÖRSLAG = Yrkande("f", Slag.FÖRSLAG, "Taxan antas.")
PUNKTER = tuple(Yrkande(f"f{n}", Slag.FÖRSLAG, f"Sats {n}.", punkt=n) for n in (1, 2, 3))
AVSLAG = Yrkande("a", Slag.AVSLAG, av=("Bo Ek",))
RIVAL = Yrkande("r", Slag.FÖRSLAG, "Taxan halveras.", ("Cia Dahl",))
RIVAL_2 = Yrkande("r2", Slag.FÖRSLAG, "Taxan dubblas.", ("Dan Fors",))
ÄNDRING = Yrkande("ä", Slag.ÄNDRING, "Taxan antas från mars.", ("Eva Holm",))
TILLÄGG = Yrkande("t", Slag.TILLÄGG, "Taxan följs upp.", ("Frej Alm",))
REMISS = Yrkande("å", Slag.ÅTERREMISS, "Kostnaden utreds.", ("Gun Berg",))
BORD = Yrkande("b", Slag.BORDLÄGGNING, "", ("Hans Lind",))
AJOUR = Yrkande("j", Slag.AJOURNERING, "", ("Ida Ros",))


def gång(*yrkanden: Yrkande, **annat: object) -> Ärendegång:
    return Ärendegång(yrkanden, **annat)


def svara(ärende: Ärendegång, *svar: str) -> Körning:
    """”bifall” är klubbat, ”bifall!” att votering begärs; ”ja” och ”nej” är voteringens utfall."""
    svaren: list[Svar] = []
    for ett in svar:
        nästa = kör(ärende, svaren).nästa
        assert nästa is not None
        svaren.append(Svar(nästa.nyckel, ett.rstrip("!"), ett.endswith("!")))
    return kör(ärende, svaren)
