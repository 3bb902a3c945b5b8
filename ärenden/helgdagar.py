"""Helgdagar och lagstadgad tid (lag 1930:173, lag 1989:253): när en frist tar slut.

Lagarnas ord är hämtade ur svensk författningssamling. Dagarna räknas efter dagens lydelse, utom
annandag pingst och nationaldagen som bytte plats 2005.
"""

from __future__ import annotations

from datetime import date, timedelta

LAGRUM = "2 § lagen (1930:173) om beräkning av lagstadgad tid"
LAGTEXT = (
    "”Infaller den tid, då enligt lag eller särskild författning en åtgärd senast ska vidtas, på "
    "en söndag, annan allmän helgdag, lördag, midsommarafton, julafton eller nyårsafton, får "
    "åtgärden vidtas nästa vardag.”"
)
LAGRUM_VECKOR = "1 § lagen (1930:173) om beräkning av lagstadgad tid"
LAGTEXT_VECKOR = (
    "”Då enligt lag eller särskild författning tid skall räknas efter vecka, månad eller år, varde "
    "den dag för slutdag ansedd som genom sitt namn i veckan eller sitt tal i månaden motsvarar "
    "den, från vilken tidräkningen börjas.”"
)
LAGRUM_HELGDAGAR = "1 § lagen (1989:253) om allmänna helgdagar"
LAGTEXT_HELGDAGAR = "”Med allmän helgdag avses i lag eller annan författning … söndagar …”"

# Lag (2004:1320): nationaldagen blev allmän helgdag och annandag pingst upphörde att vara det.
NATIONALDAGEN_HELGDAG = 2005
LÖRDAG, SÖNDAG = 5, 6
EN_DAG = timedelta(days=1)


def påskdagen(år: int) -> date:
    """Söndagen närmast efter den fullmåne som infaller på eller närmast efter den 21 mars.

    2 § lagen (1989:253). Fullmånen är kyrkans, räknad i den gregorianska kalendern.
    """
    månår = år % 19
    sekel, rest = divmod(år, 100)
    skottsekel, sekelrest = divmod(sekel, 4)
    månjämkning = (sekel - (sekel + 8) // 25 + 1) // 3
    fullmåne = (19 * månår + sekel - skottsekel - månjämkning + 15) % 30
    skottår, årsrest = divmod(rest, 4)
    till_söndag = (32 + 2 * sekelrest + 2 * skottår - fullmåne - årsrest) % 7
    tidigare = (månår + 11 * fullmåne + 22 * till_söndag) // 451
    return date(år, 3, 22) + timedelta(days=fullmåne + till_söndag - 7 * tidigare)


def allmänna_helgdagar(år: int) -> dict[date, str]:
    """Helgdagarna med namn i årets ordning (1–2 §§ lagen 1989:253); övriga söndagar räknas också.

    Infaller två samma dag, som Kristi himmelsfärdsdag den 1 maj 2008, får dagen båda namnen.
    """
    påsk = påskdagen(år)
    namngivna = [
        (date(år, 1, 1), "nyårsdagen"),
        (date(år, 1, 6), "trettondedag jul"),
        (påsk - timedelta(days=2), "långfredagen"),
        (påsk, "påskdagen"),
        (påsk + timedelta(days=1), "annandag påsk"),
        (date(år, 5, 1), "första maj"),
        (påsk + timedelta(days=39), "Kristi himmelsfärdsdag"),
        (påsk + timedelta(days=49), "pingstdagen"),
        (_lördag_från(date(år, 6, 20)), "midsommardagen"),
        (_lördag_från(date(år, 10, 31)), "alla helgons dag"),
        (date(år, 12, 25), "juldagen"),
        (date(år, 12, 26), "annandag jul"),
    ]
    if år >= NATIONALDAGEN_HELGDAG:
        namngivna.append((date(år, 6, 6), "nationaldagen"))
    else:
        namngivna.append((påsk + timedelta(days=50), "annandag pingst"))
    helgdagar: dict[date, str] = {}
    for dag, namn in sorted(namngivna, key=lambda par: par[0]):
        helgdagar[dag] = f"{helgdagar[dag]} och {namn}" if dag in helgdagar else namn
    return helgdagar


def är_arbetsfri(dag: date) -> bool:
    """En dag då en frist inte tar slut (2 § lagen 1930:173)."""
    return (
        dag.weekday() in (LÖRDAG, SÖNDAG)
        or (dag.month, dag.day) in ((12, 24), (12, 31))
        or dag == _midsommarafton(dag.year)
        or dag in allmänna_helgdagar(dag.year)
    )


def nästa_vardag(dag: date) -> date:
    """Dagen själv, eller den första därefter som inte är arbetsfri (2 § lagen 1930:173)."""
    while är_arbetsfri(dag):
        dag += EN_DAG
    return dag


def slutdag(från: date, *, veckor: int) -> date:
    """Sista dagen för en tid som räknas i veckor (1–2 §§ lagen 1930:173).

    Samma veckodag som tiden räknas från, eller nästa vardag när den är arbetsfri.
    """
    return nästa_vardag(från + timedelta(weeks=veckor))


def arbetsdagar_före(dag: date, n: int) -> date:
    """Den n:te dagen före `dag` som inte är arbetsfri; `dag` själv räknas inte."""
    if n < 1:
        raise ValueError(f"Antalet arbetsdagar är minst 1, inte {n}.")
    for _ in range(n):
        dag -= EN_DAG
        while är_arbetsfri(dag):
            dag -= EN_DAG
    return dag


def _lördag_från(dag: date) -> date:
    """Lördagen på eller närmast efter `dag`."""
    return dag + timedelta(days=(LÖRDAG - dag.weekday()) % 7)


def _midsommarafton(år: int) -> date:
    return _lördag_från(date(år, 6, 20)) - EN_DAG
