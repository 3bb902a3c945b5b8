"""En sidas text i block: det som läsrummet visar, med markeringarna på sin plats."""

from nämnd.sidblock import block

TEXT = (
    "Taxa\nFörslag till beslut\n1. Antas.\n2. Gäller.\nNämnden tar ut en avgift."
    "\nPost | Belopp\n | 545\nSumman är preliminär."
)
SLAG = ("h1", "h2", "li", "li", "p", "th", "tr", "tr")


def hel(rad):
    return "".join(bit.text for bit in rad)


def test_rubriker_lista_stycke_och_tabell():
    rubrik, under, lista, stycke, tabell = block(TEXT, SLAG, ())

    assert (rubrik.slag, rubrik.nivå, hel(rubrik.rader[0])) == ("h1", 3, "Taxa")
    assert (under.slag, under.nivå) == ("h2", 4)
    assert [hel(r) for r in lista.rader] == ["1. Antas.", "2. Gäller."]
    assert hel(stycke.rader[0]) == "Nämnden tar ut en avgift."
    assert [(r.rubrik, [hel(c) for c in r.celler], r.bredd) for r in tabell.tabell] == [
        (True, ["Post", "Belopp"], 1),
        (False, ["", "545"], 1),
        (False, ["Summan är preliminär."], 2),
    ]


def test_ingen_rubriknivå_hoppas_över_när_sidan_börjar_mitt_i():
    första, andra, tredje = block("A\nB\nC", ("h3", "h3", "h1"), ())

    assert [b.nivå for b in (första, andra, tredje)] == [3, 4, 3]


def test_rader_utan_känd_uppställning_hålls_ihop():
    (stycke,) = block("Ett\nTvå", ("", ""), ())

    assert (stycke.slag, [hel(r) for r in stycke.rader]) == ("", ["Ett", "Två"])


def test_en_markering_över_flera_block_syns_i_vart_och_ett():
    från, till = TEXT.index("Antas"), TEXT.index("avgift")
    märkt = [
        bit.text
        for b in block(TEXT, SLAG, [("m", från, till)])
        for rad in [*b.rader, *(c for r in b.tabell for c in r.celler)]
        for bit in rad
        if bit.märken
    ]

    assert märkt == ["Antas.", "2. Gäller.", "Nämnden tar ut en "]


def test_en_tom_sida_har_inga_block():
    assert block("", (), ()) == []
