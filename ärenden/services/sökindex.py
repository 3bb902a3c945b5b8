"""Håller sökningens ord: det som nyss registrerats genast, resten av det svep som går hela tiden.

Utlösarna märker varje rad vars text har ändrats, så inget ändringssätt kan glömmas bort. Ordlistan
skrivs bara av svepet: två registreringar samtidigt ska inte vänta på varandras ord.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from konton.models import Användare
from konton.services.system import systemanvändare
from ärenden import pdftext
from ärenden.models import Fil, Filtext, Handling, Jobb, Sökpost, Ärende
from ärenden.services import jobb
from ärenden.services.jobb import Utförande
from ärenden.sökanalys import ANALYS, Fält, nummerform, orden, utan_prickar, vektor

UPPGIFT = "arenden.las_filtext"
I_TAGET = 200

SKRIV_ORD = """
    UPDATE arenden_sokpost AS p SET ord = n.ord::tsvector, analys = %s
    FROM unnest(%s::bigint[], %s::text[]) AS n(id, ord) WHERE p.id = n.id
"""
SKRIV_ORDLISTA = """
    INSERT INTO arenden_sokord AS s (myndighet_id, ord, utan_prickar, antal)
    SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::int[])
    ON CONFLICT (myndighet_id, ord) DO UPDATE SET antal = s.antal + excluded.antal
"""


def ta_med_ärende(ärende: Ärende) -> None:
    """Ärendet går att söka fram så snart det är registrerat. Del av anroparens transaktion."""
    _analysera(Sökpost.objects.filter(ärende=ärende, handling=None))


def ta_med_handling(handling: Handling) -> None:
    """Som `ta_med_ärende`. Filens text kommer när den har lästs."""
    _analysera(Sökpost.objects.filter(handling=handling))


def svep() -> int:
    """Gör det som inte är gjort: ändrade rader, en ny analys, filer att läsa. Ger antalet rader."""
    gjorda = 0
    while antal := _svep_några():
        gjorda += antal
    return gjorda


def _svep_några() -> int:
    with transaction.atomic():
        # Två frågor: var för sig går de på sitt index, tillsammans läser de allt som är gjort.
        poster = _analysera(
            Sökpost.objects.filter(i_ordlistan=False).order_by("pk"), högst=I_TAGET
        ) or _analysera(
            Sökpost.objects.filter(analys__lt=ANALYS).order_by("analys", "pk"), högst=I_TAGET
        )
        nya = [p for p in poster if not p.i_ordlistan]
        _skriv_ordlista(nya)
        _beställ_filtexter(nya, av=systemanvändare())
        Sökpost.objects.filter(pk__in=[p.pk for p in poster]).update(i_ordlistan=True)
    return len(poster)


@transaction.atomic
def _analysera(urval: QuerySet[Sökpost], *, högst: int | None = None) -> list[Sökpost]:
    """Låser raderna innan texten läses: den som ändrar den märker dem igen efteråt."""
    låsta = urval.select_for_update(of=("self",), skip_locked=högst is not None)
    pk = list(låsta.values_list("pk", flat=True)[:högst])
    poster = list(
        Sökpost.objects.filter(pk__in=pk).select_related("ärende", "handling").defer("ord")
    )
    texter = _filtexter(p.handling for p in poster if p.handling)
    att_skriva = [p for p in poster if p.analys != ANALYS]
    if att_skriva:
        with connection.cursor() as markör:
            markör.execute(
                SKRIV_ORD,
                [
                    ANALYS,
                    [p.pk for p in att_skriva],
                    [vektor(_fält(p, texter)) for p in att_skriva],
                ],
            )
    return poster


def _filtexter(handlingar: Iterable[Handling]) -> dict[int, str]:
    filer = [h.fil_id for h in handlingar if h.fil_id]
    if not filer:
        return {}
    return dict(Filtext.objects.filter(fil__in=filer).values_list("fil", "text"))


def _fält(post: Sökpost, texter: dict[int, str]) -> Sequence[Fält]:
    ärende, handling = post.ärende, post.handling
    nummer = f"{ärende.beteckning} {ärende.klass}"
    if ärende.år and ärende.löpnummer:
        nummer = f"{nummerform(ärende.år, ärende.löpnummer)} {nummer}"
    if handling is None:
        return [
            Fält(nummer, "A", "B"),
            Fält(ärende.rubrik, "A", "B"),
            Fält(ärende.motpart, "B", "C"),
        ]
    return [
        Fält(handling.rubrik, "B", "C"),
        Fält(handling.motpart, "B", "C"),
        # Ett ord ur ärendet och ett ur handlingen ska hitta den: den som ser den ser ärendet.
        Fält(f"{nummer} {ärende.rubrik} {ärende.motpart}", "D", "D"),
        Fält(texter.get(handling.fil_id or 0, ""), "C", "D"),
    ]


def _skriv_ordlista(poster: Iterable[Sökpost]) -> None:
    """Bara ord ur öppna ärenden och öppna handlingar: ett förslag får inte röja något."""
    antal: Counter[tuple[int, str]] = Counter()
    for post in poster:
        rad = post.handling or post.ärende
        if post.ärende.är_sekretess or rad.är_sekretess:
            continue
        antal.update(
            (post.myndighet_id, o)
            for o in {*orden(rad.rubrik), *orden(rad.motpart)}
            if len(o) > 1 and not o.isdecimal()
        )
    # I ordning: två svep tar raderna i samma följd och kan inte låsa varandra.
    rader = sorted(antal.items())
    if rader:
        with connection.cursor() as markör:
            markör.execute(
                SKRIV_ORDLISTA,
                [
                    [m for (m, _), _ in rader],
                    [o for (_, o), _ in rader],
                    [utan_prickar(o) for (_, o), _ in rader],
                    [n for _, n in rader],
                ],
            )


# --- Texten i filerna --------------------------------------------------------------------------


def _beställ_filtexter(poster: Iterable[Sökpost], *, av: Användare) -> None:
    """Ett jobb per innehåll, hur många handlingar som än har det. Det som gett upp görs inte om."""
    olästa = Fil.objects.filter(
        ~Exists(Filtext.objects.filter(fil=OuterRef("pk"))),
        ~Exists(Jobb.objects.filter(slag=UPPGIFT, nyckel=OuterRef("sha256"))),
        pk__in=[p.handling.fil_id for p in poster if p.handling and p.handling.fil_id],
        medietyp="application/pdf",
    )
    for fil in olästa:
        jobb.beställ(slag=UPPGIFT, nyckel=fil.sha256, argument={"fil": fil.pk}, av=av)


def läs_filtext(jobb_id: int) -> None:
    """Läser texten i en fil och för in den bland orden hos varje handling som har filen."""
    jobb.utför(jobb_id, _läs_filtext)


def _läs_filtext(utförande: Utförande) -> None:
    fil = Fil.objects.get(pk=utförande.jobb.argument["fil"])
    utförande.rapportera(20, "Läser texten")
    try:
        text, fel = pdftext.läs_text(fil.läs()), ""
    except pdftext.IngenText as misslyckande:
        # Filen kan läsas av människor men inte sökas; handlingen hittas på sin rubrik.
        text, fel = "", str(misslyckande)[:300]
    with transaction.atomic():
        utförande.lås_resultatet()
        Filtext.objects.update_or_create(fil=fil, defaults={"text": text, "fel": fel})
        poster = Sökpost.objects.filter(handling__fil=fil)
        poster.update(analys=0)
        _analysera(poster)
