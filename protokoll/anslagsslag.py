"""Vad anslagstavlan får innehålla, vad varje slag ska säga och hur länge det sitter.

KL 5 kap. 13–14 §§, 8 kap. 10–12 §§, 13 kap. 5 §. Listan är sluten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from nämnd import kungörelse
from nämnd.fynd import Fynd, Regel
from protokoll import anslagstid

FULLMÄKTIGE, JUSTERING, DELEGATION, PROTOKOLL = (
    "fullmaktige",
    "justering",
    "delegation",
    "protokoll",
)
ÖVERKLAGANDE, FÖRFATTNING, NÄMND, UNDERLAG = "overklagande", "forfattning", "namnd", "underlag"
STARTAR_TIDEN = (JUSTERING, DELEGATION)
INFÖR_MÖTET = (FULLMÄKTIGE, NÄMND, UNDERLAG)
EFTER_MÖTET = (JUSTERING, PROTOKOLL)

FÄLTNAMN = {
    "sammanträdesdag": "sammanträdesdagen",
    "paragrafer": "paragraferna",
    "justerad_dag": "dagen då protokollet justerades",
    "förvaringsplats": "var protokollet finns tillgängligt",
    "text": "texten",
    "lagstöd": "författningen som kungörelsen vilar på",
    "fil": "filen",
    "ned_dag": "dagen då anslaget tas ned",
}


def _tionde(punkt: int, ord_: str) -> Regel:
    return Regel(
        "8 kap. 10 § kommunallagen", f"”Anslagstavlan ska innehålla” bland annat ”{punkt}. {ord_}”."
    )


_ELFTE = Regel(
    "8 kap. 11 § kommunallagen",
    "”Anslagstavlan får utöver det som anges i 10 § endast innehålla tillkännagivanden om "
    "styrelsens och övriga nämnders sammanträden samt beslutsunderlag inför fullmäktiges, "
    "styrelsens och övriga nämnders sammanträden.”",
)
_FÖRFATTNING = Regel(
    "8 kap. 10 § andra stycket kommunallagen",
    "”Anslagstavlan ska även innehålla kungörelser, tillkännagivanden eller annan information som "
    "med stöd av lag eller annan författning ska meddelas på anslagstavlan.”",
)
_NED = Regel(anslagstid.LAGRUM, anslagstid.LAGTEXT_NED)
_SENAST = Regel(anslagstid.LAGRUM, anslagstid.LAGTEXT)


@dataclass(frozen=True)
class Krav:
    """Vad ett slag av anslag ska säga, och regeln som släpper upp det."""

    fält: tuple[str, ...]
    regel: Regel


KRAV: dict[str, Krav] = {
    FULLMÄKTIGE: Krav(
        ("sammanträdesdag", "text"), _tionde(1, "tillkännagivanden om fullmäktiges sammanträden")
    ),
    JUSTERING: Krav(
        ("sammanträdesdag", "paragrafer", "justerad_dag", "förvaringsplats"),
        _tionde(2, "tillkännagivanden av justerade protokoll"),
    ),
    DELEGATION: Krav(
        ("text", "förvaringsplats"),
        _tionde(3, "tillkännagivanden av delegationsbeslut som inte ska anmälas till en nämnd"),
    ),
    PROTOKOLL: Krav(
        ("sammanträdesdag", "fil", "ned_dag"),
        _tionde(
            4,
            "justerade protokoll i den utsträckning kommunen eller regionen bestämmer och det inte "
            "strider mot lag eller annan författning",
        ),
    ),
    ÖVERKLAGANDE: Krav(
        ("text", "ned_dag"),
        _tionde(5, "upplysningar om hur beslut kan överklagas enligt 13 kap."),
    ),
    FÖRFATTNING: Krav(("lagstöd", "text", "ned_dag"), _FÖRFATTNING),
    NÄMND: Krav(("sammanträdesdag", "text"), _ELFTE),
    UNDERLAG: Krav(("sammanträdesdag", "fil"), _ELFTE),
}


@dataclass(frozen=True)
class Uppgifter:
    """Det som prövas: vilket slag, när det kommer upp, och det ifyllda."""

    slag: str
    uppe_dag: date
    är_fullmäktige: bool = False
    ifyllt: Mapping[str, object] = field(default_factory=dict)
    tillägg: int = anslagstid.MINSTA_TILLÄGG

    def dag(self, namn: str) -> date | None:
        värde = self.ifyllt.get(namn)
        return värde if isinstance(värde, date) else None


def tidigast_ned(u: Uppgifter) -> date:
    """Första dagen anslaget får tas ned.

    Startar det överklagandetiden är det dagen efter den (KL 8:12, 13:5); inför ett möte sitter det
    mötesdagen ut; annars minst en dag.
    """
    if u.slag in STARTAR_TIDEN:
        return anslagstid.ned_dag(u.uppe_dag, u.tillägg)
    dagen_efter = u.uppe_dag + timedelta(days=1)
    mötesdag = u.dag("sammanträdesdag")
    if u.slag in INFÖR_MÖTET and mötesdag is not None:
        return max(dagen_efter, mötesdag + timedelta(days=1))
    return dagen_efter


def pröva(u: Uppgifter) -> list[Fynd]:
    """Det som hindrar anslaget, och det som sekreteraren ska stanna vid."""
    krav = KRAV.get(u.slag)
    if krav is None:
        return [Fynd("Det får inte stå på anslagstavlan. Lagen räknar upp vad den har.", _ELFTE)]
    saknas = [FÄLTNAMN[namn] for namn in krav.fält if not u.ifyllt.get(namn)]
    fynd = [Fynd(f"Fyll i {namn}.", krav.regel) for namn in saknas]
    return [*fynd, *_organet(u, krav), *_dagarna(u, krav), *_nedtagningen(u)]


def _organet(u: Uppgifter, krav: Krav) -> list[Fynd]:
    if u.slag == FULLMÄKTIGE and not u.är_fullmäktige:
        return [Fynd("Bara fullmäktiges sammanträden tillkännages så.", krav.regel)]
    if u.slag == NÄMND and u.är_fullmäktige:
        return [Fynd("Fullmäktiges sammanträden har ett eget slag av anslag.", krav.regel)]
    return []


def _dagarna(u: Uppgifter, krav: Krav) -> list[Fynd]:
    fynd: list[Fynd] = []
    möte, justerad = u.dag("sammanträdesdag"), u.dag("justerad_dag")
    if möte is not None and u.slag in INFÖR_MÖTET:
        if möte < u.uppe_dag:
            fynd.append(Fynd("Sammanträdet har redan varit när anslaget kommer upp.", krav.regel))
        elif u.slag == FULLMÄKTIGE and (sent := kungörelse.pröva(u.uppe_dag, möte)):
            fynd.append(sent)
    if möte is not None and u.slag in EFTER_MÖTET and möte > u.uppe_dag:
        fynd.append(Fynd("Sammanträdet har inte varit när anslaget kommer upp.", krav.regel))
    if justerad is not None and u.slag == JUSTERING:
        if justerad > u.uppe_dag or (möte is not None and justerad < möte):
            fynd.append(Fynd("Protokollet justeras efter sammanträdet och före anslaget.", _SENAST))
        elif anslagstid.är_för_sent_uppsatt(justerad, u.uppe_dag):
            sist = anslagstid.senast_uppsatt(justerad)
            text = f"Justeringen skulle ha tillkännagetts senast den {sist}."
            fynd.append(Fynd(text, _SENAST, hindrar=False))
    return fynd


def _nedtagningen(u: Uppgifter) -> list[Fynd]:
    ned, tidigast = u.dag("ned_dag"), tidigast_ned(u)
    if ned is None or ned >= tidigast:
        return []
    regel = _NED if u.slag in STARTAR_TIDEN else KRAV[u.slag].regel
    return [Fynd(f"Anslaget får tas ned tidigast den {tidigast}.", regel)]


def pröva_flytt(*, nu: date, ny: date, startar_tiden: bool) -> list[Fynd]:
    """Nedtagningen flyttas bara framåt: det som är lovat på anslaget får inte kortas (KL 8:12)."""
    if ny > nu:
        return []
    regel = (
        _NED
        if startar_tiden
        else Regel(anslagstid.LAGRUM, "Den som läst anslaget ska kunna lita på dagen som står där.")
    )
    return [Fynd(f"Nedtagningen flyttas bara till en senare dag än {nu}.", regel)]


@dataclass(frozen=True)
class Makulering:
    """Ett anslag som någon vill ta bort i förtid.

    `sista` är sista dagen att överklaga; ingen dag är en tid som inte har börjat löpa (KL 9:32).
    `osäker` när anslaget haft ett avbrott som inget nytt tillkännagivande har läkt: då har tiden
    inte säkert löpt ut med den dagen (KL 13:5). `ersätts` när ett nytt sätts upp i samma stund.
    """

    dag: date
    uppe: bool
    startar_tiden: bool
    sista: date | None = None
    ersätts: bool = False
    osäker: bool = False


def är_i_förtid(m: Makulering) -> bool:
    """Om anslaget sitter uppe och överklagandetiden inte säkert har gått ut."""
    löper = m.sista is None or m.dag <= m.sista or m.osäker
    return m.uppe and m.startar_tiden and löper


def pröva_makulering(m: Makulering) -> list[Fynd]:
    """Det som startade överklagandetiden sitter uppe tiden ut, om inget nytt ersätter det."""
    if m.ersätts or not är_i_förtid(m):
        return []
    if m.osäker:
        text = (
            "Anslaget har haft ett avbrott och sitter kvar till den dag då det tas ned. "
            "Tillkännage på nytt först: då går det att ta bort."
        )
        return [Fynd(text, _NED)]
    slut = f", till och med den {m.sista}" if m.sista is not None else ""
    text = (
        f"Anslaget sitter kvar så länge beslutet kan överklagas{slut}. Är något fel i det: sätt "
        "upp ett nytt anslag med egna dagar vid sidan av, och låt det här sitta sin tid."
    )
    return [Fynd(text, _NED)]


@dataclass(frozen=True)
class Texträttelse:
    """En rättelse av det som står på ett anslag: ett namn eller annat som inte får vara offentligt.

    `för_hand` när texten skrevs här och inte gjordes ur protokollet; `makulerat` när anslaget redan
    är borta. `ändrad` om den nya texten är en annan.
    """

    slag: str
    rubrik: str
    text: str
    skäl: str
    för_hand: bool = True
    makulerat: bool = False
    ändrad: bool = True


def pröva_rättelse(r: Texträttelse) -> list[Fynd]:
    """Det som hindrar rättelsen. Dagarna rör den aldrig: anslaget sitter kvar sin tid (KL 8:12)."""
    if not r.för_hand:
        text = "Anslaget är gjort ur protokollet och säger bara vad som är justerat och när."
        return [Fynd(text, _NED)]
    if r.makulerat:
        return [Fynd("Anslaget är makulerat och läses av ingen.")]
    fynd = []
    if not r.rubrik.strip():
        fynd.append(Fynd("Skriv rubriken.", KRAV[r.slag].regel))
    if "text" in KRAV[r.slag].fält and not r.text.strip():
        fynd.append(Fynd("Skriv texten.", KRAV[r.slag].regel))
    if not r.ändrad:
        fynd.append(Fynd("Texten är den som redan står på anslaget. Ändra det som är fel."))
    if not r.skäl.strip():
        fynd.append(Fynd("Skriv varför texten rättas."))
    return fynd


def vid_rättelse(slag: str) -> Fynd:
    """Det som sekreteraren ska stanna vid innan texten rättas."""
    if slag in STARTAR_TIDEN:
        text = (
            "Uppsättningsdagen och överklagandetiden ändras inte. Blir det oklart vilket beslut "
            "anslaget gäller är det osäkert om tiden löper ut: sätt då upp ett nytt "
            "tillkännagivande med egna dagar."
        )
        return Fynd(text, _NED, hindrar=False)
    text = "Dagarna ändras inte. Blir det oklart vad anslaget gäller: sätt upp ett nytt."
    return Fynd(text, KRAV[slag].regel, hindrar=False)


def rättad_text(text: str, dag: str) -> str:
    """Texten som den står på tavlan, med dagen då den rättades."""
    return f"{text.strip()}\n\nRättat {dag}.".strip()
