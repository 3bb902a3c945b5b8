"""Protokollets uppgifter i en mötesfil: nyckel och attribut, lika för in och ut."""

from __future__ import annotations

from nämnd.filfält import PERSON as PERSON
from nämnd.filfält import dag, lista, nummer_till_fil, sant, tal, text
from nämnd.mötesfil import MAX_PARAGRAF

RÖST = PERSON[:2]
SPANN = (text("paragrafer"), text("ej"), text("del_av"))
NÄRVARO = (
    text("namn", krävs=True),
    text("parti"),
    text("post"),
    text("status", krävs=True),
    *SPANN,
    sant("distans"),
    text("franvaro_skal", "frånvaro_skäl"),
)
ÖVRIG = (
    text("namn", krävs=True),
    text("titel"),
    text("roll"),
    *SPANN,
    sant("distans"),
    sant("yttranderatt", "yttranderätt"),
)
PARAGRAF = (
    text("beteckning"),
    text("rubrik", krävs=True),
    text("offentlig_rubrik"),
    text("typ"),
    text("sammanfattning"),
    text("information"),
    text("galler", "gäller"),
    dag("svar_senast"),
)
DOMSTOL = (text("namn", "domstol"), text("mal", "mål"))
TIDIGARE = (text("organ"), dag("datum"), text("utfall"), text("text"))
UNDERLAG = (text("rubrik", "titel", krävs=True), text("slag"), dag("datum"))
FÖRSLAG = (text("av"), text("text", krävs=True))
YRKANDE = (
    text("slag"),
    text("text", krävs=True),
    tal("i_hand"),
    sant("atertaget", "återtaget"),
    lista("grupper"),
)
ANTAL = (
    tal("ja"),
    tal("nej"),
    tal("avstar", "avstår"),
    tal("franvarande", "frånvarande"),
)
OMRÖSTNING = (
    text("slag"),
    sant("sluten"),
    text("metod"),
    text("ja_betyder"),
    text("nej_betyder"),
    sant("lottning"),
    sant("minoritet"),
    text("bilaga"),
    lista("punkter"),
    tal("block", "del_ordning"),
)
UTSLAGSRÖST = (text("av", "utslagsröst_av"), text("for", "utslagsröst_för"))
KANDIDAT = (*RÖST, tal("roster", "röster"))
DELTAR_INTE = (text("namn"), text("parti"), text("grupp"))
JÄV = (*RÖST, text("grund"))
BESLUTSDEL = (
    text("forslag_till", "förslag_till"),
    text("instans"),
    text("utfall"),
    text("overklagande", "överklagandetyp"),
    dag("bordlagt_till"),
)
SATS = (text("nummer", "visas_som"), text("text", krävs=True), lista("delsatser"))
RESERVATION = (
    text("form"),
    text("text"),
    text("bilaga"),
    lista("grupper"),
    text("till_forman_for", "till_förmån_för"),
)
ANTECKNING = (text("slag"), text("text"), text("bilaga"), lista("grupper"))
VAL = (text("uppdrag"), text("i_stallet_for", "i_stället_för"), text("period"))
RÄTTELSE = (dag("datum"), text("av"), text("text", krävs=True))
JUSTERING = (text("plats"), text("tid"), dag("datum"), text("paragrafer"), sant("omedelbar"))
UNDERSKRIFT = (*RÖST, text("som"), dag("datum"), text("paragrafer"))
ANSLAG = (
    text("paragrafer"),
    dag("uppsatt"),
    dag("nedtas"),
    text("forvaring", "förvaring"),
    text("underskrift"),
)
DELEGATIONSBESLUT = (
    text("delegat"),
    text("organ"),
    text("nummer"),
    dag("datum"),
    text("punkt"),
    text("lagrum"),
    text("rubrik"),
    text("beteckning"),
    text("paragrafer"),
    text("fotnot"),
    sant("bradskande", "brådskande"),
)
MEDDELANDE = (
    text("avsandare", "avsändare"),
    text("beteckning"),
    text("rubrik"),
    dag("datum"),
    text("fotnot"),
    text("bokstav"),
)
BILAGA = (text("nummer"), text("rubrik", krävs=True))


def paragrafnummer(text: str) -> int | str:
    """Paragrafens nummer som heltal när det är ett, annars som det står ("63/20")."""
    return nummer_till_fil(text, minst=1, högst=MAX_PARAGRAF)
