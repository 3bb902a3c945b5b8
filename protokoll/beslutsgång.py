"""Beslutsgången i ord: det ordföranden läser och protokollet redovisar (KL 5 kap. 53, 67 §§).

Förslagen ställs så att de kan besvaras med ja eller nej. Återtagna yrkanden redovisas inte.
"""

from __future__ import annotations

from collections.abc import Sequence

from protokoll.majoritetsval import uppräkning
from protokoll.proposition import (
    FORMELLA,
    INGEN_TILL,
    Alternativ,
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
    benämningar,
    stor,
)

VARFÖR = {
    "5 kap. 67 § kommunallagen": (
        "”Protokollet ska för varje ärende redovisa 1. vilka förslag och yrkanden som har lagts "
        "fram och inte tagits tillbaka, 2. i vilken ordning ordföranden har lagt fram förslag till "
        "beslut, 3. genomförda omröstningar och resultaten av dem …”"
    ),
}


def läs(steg: Steg) -> str:
    """Det ordföranden läser upp i steget."""
    if steg.slag is Stegslag.VOTERING:
        return (
            f"Votering begärs. Jag föreslår denna voteringsproposition: {_ja_och_nej(steg)}"
            f"{_minoritet(steg)} Godkänns den?"
        )
    if steg.av_dem_som_begärt:
        motiveringar = " eller ".join(a.text for a in steg.alternativ)
        if steg.fler_motiveringar:
            return f"Biträder minst en tredjedel av de närvarande också {motiveringar}?"
        fråga = "Vilken motivering ställer sig de som begärt återremissen bakom"
        return f"{fråga}: {motiveringar}?"
    if steg.skede is Skede.MOTFÖRSLAG:
        frågor = [f"Utser {steg.organ} {a.text} till motförslag?" for a in steg.alternativ]
        return " ".join(["Först utses motförslag i huvudvoteringen.", *frågor])
    frågor = [f"Kan {steg.organ} besluta {a.led}?" for a in steg.alternativ]
    if len(frågor) == 1:
        return frågor[0]
    return f"Det finns {len(frågor)} alternativ: {_alternativen(steg)}. {' '.join(frågor)}"


def mening(steg: Steg, svar: Svar) -> str:
    """Stegets mening i protokollet, när det är besvarat."""
    vald = steg.alternativet(svar.utfall)
    if steg.slag is Stegslag.VOTERING:
        delar = [
            f"Följande voteringsproposition godkänns: {_ja_och_nej(steg)}",
            steg.krav.i_ord if steg.kvalificerat else "",
            svar.omröstningens_mening,
            _beslutar(steg, vald),
        ]
        return " ".join(d for d in delar if d)
    if vald == INGEN_TILL:
        return "Ingen ytterligare motivering biträds av minst en tredjedel av de närvarande."
    if steg.fler_motiveringar:
        return (
            "Minst en tredjedel av de närvarande ledamöterna biträder också "
            f"{vald.text} (5 kap. 50 § kommunallagen)."
        )
    if steg.av_dem_som_begärt:
        return (
            "De ledamöter som begärt återremissen bestämmer motiveringen "
            f"(5 kap. 50 § kommunallagen): {vald.text}."
        )
    begärd = " Votering begärs." if svar.votering_begärd else ""
    if steg.skede is Skede.MOTFÖRSLAG:
        return (
            "Ordföranden ställer proposition på motförslag i huvudvoteringen, "
            f"{_alternativen(steg)}, och finner att {steg.organ} utser {vald.text} till "
            f"motförslag.{begärd}"
        )
    if svar.minoritet:
        return (
            f"Ordföranden ställer proposition på {_alternativen(steg)} och finner att minst en "
            f"tredjedel av de närvarande ledamöterna begär {vald.led}. Beslutet fattas av en "
            "minoritet (5 kap. 50 § kommunallagen)."
        )
    return (
        f"Ordföranden ställer proposition på {_alternativen(steg)} och finner att {steg.organ} "
        f"beslutar {vald.led}.{begärd}"
    )


def yrkanden(ärende: Ärendegång) -> tuple[str, ...]:
    """Förslag och yrkanden som inte tagits tillbaka, en mening var."""
    första = {y.i_andra_hand_till for y in ärende.aktiva}
    return tuple(
        _yrkandets_mening(y, ärende, i_första_hand=y.id in första)
        for y in ärende.aktiva
        if y.av or y.slag is not Slag.FÖRSLAG
    )


def ordning(ärende: Ärendegång) -> tuple[str, ...]:
    """Propositionsordningen som ordföranden redogör för den innan den godkänns."""
    rader = []
    for slag in FORMELLA:
        formella = ärende.av_slag(slag, av_någon=False)
        for punkt in dict.fromkeys(y.punkt for y in formella):
            vad = "" if punkt is None else f" av punkt {punkt}"
            rader.append(f"Yrkandet om {_ORD[slag]}{vad} prövas för sig.")
    if ärende.har_förslag:
        rader.append(_huvudfrågan(ärende))
    # En ändring ställs mot det beredda förslaget, och bara om det har bifallits.
    if ärende.punkter and ärende.av_slag(Slag.ÄNDRING):
        rader.append(f"Bifalls {ärende.förslagsnamn} prövas därefter ändringsyrkandena mot det.")
    if ärende.har_förslag and ärende.av_slag(Slag.TILLÄGG):
        rader.append("Sist prövas tilläggsyrkanden, vart och ett för sig.")
    return tuple(rader)


def skriv(ärende: Ärendegång, körning: Körning) -> tuple[str, ...]:
    """Protokollets stycken: den godkända ordningen, och sedan steg för steg."""
    return (*inled(ärende, körning), *meningar(ärende, körning))


def inled(ärende: Ärendegång, körning: Körning) -> tuple[str, ...]:
    """Den godkända ordningen; tom när det bara finns en fråga att ställa."""
    if not körning.tagna:
        return ()
    inledning = "Ordföranden redogör för propositionsordningen, som godkänns."
    fler = len(ordning(ärende)) > 1 or len(körning.tagna[0][0].alternativ) > 1
    return (inledning, *ordning(ärende)) if fler else ()


def meningar(ärende: Ärendegång, körning: Körning) -> tuple[str, ...]:
    """En text för varje besvarat steg. Den sista säger också vad som därmed inte prövas."""
    texter = [mening(steg, svar) for steg, svar in körning.tagna]
    if texter and körning.utgång is not None:
        texter[-1] = " ".join([texter[-1], *faller(ärende, körning, körning.utgång)])
    return tuple(texter)


def faller(ärende: Ärendegång, körning: Körning, utgång: Utgång) -> tuple[str, ...]:
    """Yrkandena som inte har prövats, och varför (KL 5 kap. 67 §).

    Ändringar och tillägg, och förslag och avslag som bara gäller en punkt.
    """
    namn = benämningar(ärende)
    sakfrågan = (*ärende.av_slag(Slag.FÖRSLAG), *ärende.av_slag(Slag.AVSLAG))
    rader: dict[str, list[str]] = {}
    for y in (
        *(y for y in sakfrågan if y.punkt is not None),
        *ärende.av_slag(Slag.ÄNDRING),
        *ärende.av_slag(Slag.TILLÄGG),
    ):
        if not _är_prövat(y, körning):
            rader.setdefault(_varför_inte(y, ärende, utgång), []).append(namn[y.id])
    return tuple(
        f"{stor(uppräkning(vilka))} prövas inte, eftersom {varför}."
        if varför
        else f"Därmed faller {uppräkning(vilka)}."
        for varför, vilka in rader.items()
    )


def _är_prövat(y: Yrkande, körning: Körning) -> bool:
    """Om yrkandet var ett alternativ i något steg.

    Ett avslag på en punkt är det också när hela förslaget avslogs: det gick som det yrkade.
    """
    if y.slag is not Slag.AVSLAG:
        return any(a.id == y.id for steg, _ in körning.tagna for a in steg.alternativ)
    return any(
        any(a.id == "avslag" for a in steg.alternativ) and steg.punkt == y.punkt
        if steg.punkt is not None
        else steg.alternativet(svar.utfall).id == "avslag"
        for steg, svar in körning.tagna
        if steg.skede is Skede.HUVUDFÖRSLAG
    )


def _varför_inte(y: Yrkande, ärende: Ärendegång, utgång: Utgång) -> str:
    """Varför yrkandet inte prövas; tomt när det faller med det som beslutats i sak."""
    uppskjutna = dict(utgång.undantagna)
    n = ärende.gäller(y)
    if utgång.utfall in _SKJUTS_UPP and not uppskjutna:
        return f"ärendet {_SKJUTS_UPP[utgång.utfall]}"
    if n in uppskjutna:
        return f"punkt {n} {_SKJUTS_UPP[uppskjutna[n]]}"
    if utgång.utfall in _SKJUTS_UPP:
        return "alla punkter skjuts upp"
    if dict(utgång.öden).get(y.i_andra_hand_till or "") is Öde.BIFALLET:
        return "yrkandet i första hand har bifallits"
    return ""


_ORD = {
    Slag.ÅTERREMISS: "återremiss",
    Slag.BORDLÄGGNING: "bordläggning",
    Slag.AJOURNERING: "ajournering",
}

_SKJUTS_UPP = {Utfall.ÅTERREMISS: "återremitteras", Utfall.BORDLÄGGNING: "bordläggs"}


def _huvudfrågan(ärende: Ärendegång) -> str:
    rivaler = len(ärende.av_slag(Slag.FÖRSLAG)) + bool(ärende.av_slag(Slag.AVSLAG))
    if ärende.punktvis:
        return "Förslagets punkter prövas var för sig."
    if not rivaler or (rivaler == 1 and not ärende.punkter):
        return "Bifall till förslaget prövas."
    return "Förslagen i huvudfrågan prövas mot varandra."


def _yrkandets_mening(y: Yrkande, ärende: Ärendegång, *, i_första_hand: bool) -> str:
    hand = " i första hand" if i_första_hand else ""
    hand = " i andra hand" if y.i_andra_hand_till else hand
    punkt = f"punkt {y.punkt} i " if y.punkt is not None else ""
    förslag = f"{punkt}{ärende.förslagsnamn}"
    vad = {
        Slag.BIFALL: f"bifall till {förslag}",
        Slag.AVSLAG: f"avslag på {förslag}",
        Slag.FÖRSLAG: f"{punkt and f'som annat förslag till punkt {y.punkt}: '}{y.text}",
        Slag.ÄNDRING: f"som ändring av {förslag}: {y.text}",
        Slag.TILLÄGG: f"som tillägg till {förslag}: {y.text}",
    }.get(y.slag, "")
    if not vad:
        vad = _ORD[y.slag] + (f" av punkt {y.punkt}" if y.punkt is not None else "")
        vad += f": {y.text}" if y.text else ""
    text = f"{uppräkning(y.av)} yrkar{hand} {vad}".strip()
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return text + (f" Yrkandet är delvis återtaget: {y.återtagen_del}" if y.återtagen_del else "")


def _ja_och_nej(steg: Steg) -> str:
    ja, nej = steg.alternativ
    return f"Den som stödjer {ja.text} röstar ja. Den som stödjer {nej.text} röstar nej."


def _minoritet(steg: Steg) -> str:
    if steg.minoritet:
        return " För nej räcker en tredjedel av de närvarande."
    return f" {steg.krav.i_ord}" if steg.kvalificerat else ""


def _beslutar(steg: Steg, vald: Alternativ) -> str:
    if steg.skede is Skede.MOTFÖRSLAG:
        return f"{stor(steg.organ)} utser {vald.text} till motförslag."
    return f"{stor(steg.organ)} beslutar {vald.led}."


def _alternativen(steg: Steg) -> str:
    texter: Sequence[str] = [a.text for a in steg.alternativ]
    return uppräkning(texter)
