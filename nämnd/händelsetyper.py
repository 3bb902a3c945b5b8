"""Händelser som nämnden skriver på ärendet."""

from ärenden.händelsetyper import Händelsetyp, registrera

registrera(
    Händelsetyp("lista.upptagen", "Ärendet togs upp på föredragningslistan för {möte}."),
    Händelsetyp("lista.borttagen", "Ärendet togs bort från föredragningslistan för {möte}."),
    Händelsetyp(
        "kallelse.skapad",
        "Kallelse {edition} till {möte} skapades som utkast; ärendet är punkt {nummer}.",
    ),
    Händelsetyp("kallelse.utfärdad", "Kallelse {edition} till {möte} utfärdades; punkt {nummer}."),
    Händelsetyp(
        "komplettering.skapad",
        "Komplettering {komplettering} till kallelse {edition} till {möte} skapades som utkast; "
        "nytt på punkt {nummer}.",
    ),
    Händelsetyp(
        "komplettering.utfärdad",
        "Komplettering {komplettering} till kallelse {edition} till {möte} utfärdades; "
        "nytt på punkt {nummer}.",
    ),
    # Så skrevs en flytt förr; händelserna står kvar.
    Händelsetyp("sammanträde.flyttat", "Sammanträdet {från} flyttades till {till}."),
    Händelsetyp("sammanträde.ändrat", "Sammanträdet {möte} hålls i stället {till}."),
    Händelsetyp("sammanträde.inställt", "{möte} ställdes in: {skäl}"),
    Händelsetyp("sammanträdesplan.fastställd", "{plan} fastställdes. Beslut: {beslut}."),
    Händelsetyp(
        "sammanträdesplan.undantag", "Planen fastställdes utan beslut i systemet. Skäl: {skäl}"
    ),
)
registrera(
    Händelsetyp("yrkande.återtaget", "Yrkandet i handling {nummer} återtogs av {namn}."),
    Händelsetyp("initiativ.återtaget", "Initiativet återtogs av {namn}."),
)
