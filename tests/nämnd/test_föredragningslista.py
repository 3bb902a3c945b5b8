"""Tjänsterna som ändrar föredragningslistan."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nämnd.models import Punkt, Punkthandling, Sammanträde
from nämnd.services import föredragningslista as lista
from nämnd.services.föredragningslista import ListanStängd, Listfel
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from ärenden.filer import Filfel
from ärenden.models import Anmälan, Handling, Händelse

pytestmark = pytest.mark.django_db


@pytest.fixture
def möte():
    return fabrik.SammanträdeFactory()


@pytest.fixture
def sek(möte):
    return fabrik.sekreterare_i(möte.organ)


def rubriker(möte) -> list[str]:
    return [p.rubrik for p in möte.punkter.översta().order_by("ordning")]


def med_avsnitt(möte) -> str:
    """”[Formalia] a b [Beslut] c”."""
    delar = []
    for punkt in möte.punkter.översta().order_by("ordning"):
        delar += [f"[{punkt.avsnitt}]"] if punkt.avsnitt else []
        delar.append(punkt.rubrik)
    return " ".join(delar)


def fyll(möte, text: str) -> dict[str, Punkt]:
    avsnitt, punkter = "", {}
    for del_ in text.split():
        if del_.startswith("["):
            avsnitt = del_.strip("[]")
        else:
            punkter[del_] = fabrik.PunktFactory(sammanträde=möte, rubrik=del_, avsnitt=avsnitt)
            avsnitt = ""
    return punkter


def test_ett_anmält_ärende_tas_upp_med_förslag_och_handlingar(möte, sek):
    anmälan = fabrik.anmält(möte.organ, av=sek, rubrik="Taxan")
    ärendefabrik.handling(
        anmälan.skrivelse.handling.ärende, av=sek, bilaga_till=anmälan.skrivelse.handling
    )

    punkt = lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)

    assert punkt.rubrik == "Taxan"
    assert [s.text for s in punkt.förslag.all()] == [
        "Taxan antas.",
        "Taxan gäller från årsskiftet.",
    ]
    assert [h.titel for h in punkt.handlingar.all()] == ["Tjänsteskrivelse om taxan", "Remissvar"]
    anmälan.refresh_from_db()
    assert anmälan.status == Anmälan.Status.UPPTAGEN
    assert Händelse.objects.filter(ärende=punkt.ärende, typ="lista.upptagen").exists()


def test_ett_hemligt_ärende_blir_en_hemlig_punkt(möte, sek):
    punkt = fabrik.ta_upp(möte, av=sek, lagrum="OSL 26 kap. 1 §")
    assert punkt.slag == Punkt.Slag.SEKRETESS
    assert punkt.sekretess_lagrum == "OSL 26 kap. 1 §"


def test_ett_ärende_tas_upp_en_gång(möte, sek):
    anmälan = fabrik.anmält(möte.organ, av=sek)
    lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)
    with pytest.raises(Listfel, match="redan hämtat"):
        lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)
    assert möte.punkter.count() == 1


def test_ett_ärende_anmält_till_en_annan_nämnd_tas_inte_upp(möte, sek):
    annan = fabrik.OrganFactory()
    anmälan = fabrik.anmält(annan, av=fabrik.sekreterare_i(annan))
    with pytest.raises(Listfel, match="anmält till"):
        lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)
    assert not möte.punkter.exists()


def test_ett_borttaget_ärende_väntar_igen(möte, sek):
    punkt = fabrik.ta_upp(möte, av=sek)
    lista.ta_bort_punkt(punkt=punkt, av=sek)
    assert not möte.punkter.exists()
    assert Anmälan.objects.get(skrivelse=punkt.skrivelse).status == Anmälan.Status.VÄNTAR
    assert Händelse.objects.filter(ärende=punkt.ärende, typ="lista.borttagen").exists()


def test_stående_punkter_läggs_till_en_gång_och_besluten_emellan(möte, sek):
    for rubrik, sist in (("Upprop", False), ("Val av justerare", False), ("Övriga frågor", True)):
        fabrik.StåendePunktFactory(organ=möte.organ, rubrik=rubrik, sist=sist)
    lista.lägg_till_stående(sammanträde=möte, av=sek)
    assert lista.lägg_till_stående(sammanträde=möte, av=sek) == []
    fabrik.ta_upp(möte, av=sek, rubrik="Taxan")
    assert rubriker(möte) == ["Upprop", "Val av justerare", "Taxan", "Övriga frågor"]


def test_en_egen_punkt_hamnar_sist_eller_på_sin_plats(möte, sek):
    for rubrik in ("a", "b"):
        lista.lägg_till_punkt(sammanträde=möte, rubrik=rubrik, slag="information", av=sek)
    ny = lista.lägg_till_punkt(
        sammanträde=möte, rubrik="c", slag="beslut", av=sek, plats=1, förslag=["Bifall.", " "]
    )
    assert rubriker(möte) == ["a", "c", "b"]
    assert [s.text for s in ny.förslag.all()] == ["Bifall."]


@pytest.mark.parametrize(
    ("plats", "väntat"),
    [(0, "c a b"), (1, "a c b"), (2, "a b c"), (99, "a b c"), (-5, "c a b")],
)
def test_en_punkt_flyttas_till_platsen_eller_närmaste_ände(möte, sek, plats, väntat):
    punkter = fyll(möte, "a b c")
    lista.flytta_punkt(punkt=punkter["c"], plats=plats, av=sek)
    assert " ".join(rubriker(möte)) == väntat


@pytest.mark.parametrize(
    ("start", "vem", "steg", "väntat", "utgick"),
    [
        ("[F] a b [B] c d", "b", -1, "[F] b a [B] c d", []),
        ("[F] a b [B] c d", "b", 1, "[F] a [B] b c d", []),
        ("[F] a b [B] c d", "c", -1, "[F] a b c [B] d", []),
        ("[F] a b [B] c d", "c", 1, "[F] a b [B] d c", []),
        ("[F] a b [B] c d", "a", -1, "a [F] b [B] c d", []),
        ("[F] a b [B] c", "c", -1, "[F] a b c", ["B"]),
        ("[F] a [B] c", "a", 1, "[B] a c", ["F"]),
        ("a b", "a", -1, "a b", []),
        ("a b", "b", 1, "a b", []),
    ],
)
def test_ett_steg_går_förbi_en_punkt_eller_en_rubrik(möte, sek, start, vem, steg, väntat, utgick):
    punkter = fyll(möte, start)
    assert lista.flytta_steg(punkt=punkter[vem], steg=steg, av=sek) == utgick
    assert med_avsnitt(möte) == väntat


@pytest.mark.parametrize(
    ("vem", "plats", "avsnitt", "väntat"),
    [
        ("d", 2, None, "[F] a b d [B] c"),
        ("d", 2, "c", "[F] a b [B] d c"),
        ("d", 0, None, "[F] d a b [B] c"),
        ("d", 0, "ingen", "d [F] a b [B] c"),
        ("a", 3, None, "[F] b [B] c d a"),
    ],
)
def test_en_dragen_punkt_hamnar_i_avsnittet_där_den_släpptes(
    möte, sek, vem, plats, avsnitt, väntat
):
    punkter = fyll(möte, "[F] a b [B] c d")
    bärare = {None: None, "ingen": 0}.get(avsnitt, punkter.get(avsnitt) and punkter[avsnitt].pk)
    lista.flytta_punkt(punkt=punkter[vem], plats=plats, avsnitt=bärare, av=sek)
    assert med_avsnitt(möte) == väntat


def test_rubriken_står_kvar_när_avsnittets_första_punkt_tas_bort(möte, sek):
    punkter = fyll(möte, "[F] a b")
    lista.ta_bort_punkt(punkt=punkter["a"], av=sek)
    assert med_avsnitt(möte) == "[F] b"


def test_hemliga_punkter_samlas_på_den_förstas_plats_och_löses_upp(möte, sek):
    punkter = fyll(möte, "a [S] b c [B] d")
    for namn in ("b", "d"):
        lista.ändra_punkt(punkt=punkter[namn], av=sek, sekretess_lagrum="OSL 26 kap. 1 §")
    rad = lista.samla_sekretess(sammanträde=möte, av=sek)
    assert med_avsnitt(möte) == "a [S] SEKRETESSÄRENDEN c"
    assert [p.rubrik for p in rad.punkter.order_by("ordning")] == ["b", "d"]
    with pytest.raises(Listfel, match="samlad rad"):
        lista.flytta_punkt(punkt=punkter["b"], plats=0, av=sek)
    with pytest.raises(Listfel, match="redan på den samlade raden"):
        lista.samla_sekretess(sammanträde=möte, av=sek)
    lista.lös_upp(punkt=rad, av=sek)
    assert med_avsnitt(möte) == "a [S] b d c"
    with pytest.raises(Listfel, match="inga punkter"):
        lista.lös_upp(punkt=punkter["a"], av=sek)


def test_en_ensam_hemlig_punkt_kan_inte_samlas(möte, sek):
    punkter = fyll(möte, "a b")
    lista.ändra_punkt(punkt=punkter["a"], av=sek, sekretess_lagrum="OSL 26 kap. 1 §")
    with pytest.raises(Listfel, match="minst två"):
        lista.samla_sekretess(sammanträde=möte, av=sek)


def test_hemliga_punkter_som_kommer_senare_läggs_sist_i_följden(möte, sek):
    punkter = fyll(möte, "x [S] b c [B] d e")
    for namn in ("b", "c"):
        lista.ändra_punkt(punkt=punkter[namn], av=sek, sekretess_lagrum="OSL 26 kap. 1 §")
    rad = lista.samla_sekretess(sammanträde=möte, av=sek)
    for namn in ("x", "d"):
        lista.ändra_punkt(punkt=punkter[namn], av=sek, sekretess_lagrum="OSL 26 kap. 1 §")

    assert lista.samla_sekretess(sammanträde=möte, av=sek) == rad

    assert med_avsnitt(möte) == "[S] SEKRETESSÄRENDEN [B] e"
    assert [p.rubrik for p in rad.punkter.order_by("ordning")] == ["b", "c", "x", "d"]
    ordning = list(möte.punkter.order_by("ordning").values_list("ordning", flat=True))
    assert ordning == list(range(1, 7))


def test_ändra_skriver_förslag_och_föredragande(möte, sek):
    punkt = fabrik.PunktFactory(sammanträde=möte)
    for _ in range(2):
        lista.ändra_punkt(
            punkt=punkt,
            av=sek,
            rubrik="Ny rubrik",
            förslag=["Ett.", "", "Två."],
            föredragande=[("Ylva Norrström", "utredare", "15.30"), ("", "", "")],
        )
    punkt.refresh_from_db()
    assert punkt.rubrik == "Ny rubrik"
    assert [(s.nummer, s.text) for s in punkt.förslag.all()] == [(1, "Ett."), (2, "Två.")]
    assert [(str(f.person), f.tid) for f in punkt.föredragande.all()] == [
        ("Ylva Norrström", "15.30")
    ]


def test_ändra_vägrar_okända_fält_och_eget_nummer_utan_nummer(möte, sek):
    punkt = fabrik.PunktFactory(sammanträde=möte)
    with pytest.raises(ValueError, match="ordning"):
        lista.ändra_punkt(punkt=punkt, av=sek, ordning=4)
    with pytest.raises(ValidationError, match="Ange ett nummer"):
        lista.ändra_punkt(punkt=punkt, av=sek, numrering="fast")


def test_handlingar_läggs_till_flyttas_och_tas_bort(möte, sek):
    punkt = fabrik.ta_upp(möte, av=sek)
    handling = ärendefabrik.handling(punkt.ärende, av=sek)
    ny = lista.lägg_till_handling(punkt=punkt, handling=handling, av=sek)
    with pytest.raises(Listfel, match="redan"):
        lista.lägg_till_handling(punkt=punkt, handling=handling, av=sek)
    lista.flytta_handling(handling=ny, plats=0, av=sek)
    assert next(iter(punkt.handlingar.order_by("ordning"))).handling == handling
    lista.ta_bort_handling(handling=ny, av=sek)
    assert punkt.handlingar.count() == 1
    handling.refresh_from_db()


def test_en_annan_nämnds_handling_går_inte_att_lägga_till(möte, sek):
    punkt = fabrik.ta_upp(möte, av=sek)
    with pytest.raises(Listfel, match="finns inte"):
        lista.lägg_till_handling(
            punkt=punkt, handling=ärendefabrik.handling(ärendefabrik.ärende()), av=sek
        )
    assert punkt.handlingar.count() == 1


def test_ett_papper_laddas_upp_på_en_punkt_utan_ärende(möte, sek):
    punkt = fabrik.PunktFactory(sammanträde=möte)
    rad = lista.ladda_upp_handling(
        punkt=punkt, rubrik="Program", innehåll=ärendefabrik.pdf(3), filnamn="p.pdf", av=sek
    )
    assert rad.papper.sidor == 3
    with pytest.raises(Filfel, match=r"trasig\.pdf"):
        lista.ladda_upp_handling(
            punkt=punkt, rubrik="x", innehåll=b"inte pdf", filnamn="trasig.pdf", av=sek
        )
    assert punkt.handlingar.count() == 1
    lista.ta_bort_handling(handling=rad, av=sek)
    assert not Punkthandling.objects.exists()


def test_en_punkt_med_ärende_tar_inte_emot_lösa_papper(möte, sek):
    punkt = fabrik.ta_upp(möte, av=sek)
    with pytest.raises(Listfel, match="registrera handlingen där"):
        lista.ladda_upp_handling(
            punkt=punkt, rubrik="x", innehåll=ärendefabrik.pdf(), filnamn="x.pdf", av=sek
        )


def test_varje_ändring_räknar_upp_versionen(möte, sek):
    före = möte.version
    lista.lägg_till_punkt(sammanträde=möte, rubrik="a", slag="beslut", av=sek)
    möte.refresh_from_db()
    assert möte.version == före + 1


ÄNDRINGAR = {
    "stående": lambda m, p, h, av: lista.lägg_till_stående(sammanträde=m, av=av),
    "ny punkt": lambda m, p, h, av: lista.lägg_till_punkt(
        sammanträde=m, rubrik="x", slag="beslut", av=av
    ),
    "ändra": lambda m, p, h, av: lista.ändra_punkt(punkt=p, av=av, rubrik="x"),
    "flytta": lambda m, p, h, av: lista.flytta_punkt(punkt=p, plats=0, av=av),
    "steg": lambda m, p, h, av: lista.flytta_steg(punkt=p, steg=1, av=av),
    "ta bort": lambda m, p, h, av: lista.ta_bort_punkt(punkt=p, av=av),
    "samla": lambda m, p, h, av: lista.samla_sekretess(sammanträde=m, av=av),
    "lös upp": lambda m, p, h, av: lista.lös_upp(punkt=p, av=av),
    "handling": lambda m, p, h, av: lista.lägg_till_handling(punkt=p, handling=h.handling, av=av),
    "flytta handling": lambda m, p, h, av: lista.flytta_handling(handling=h, plats=0, av=av),
    "ta bort handling": lambda m, p, h, av: lista.ta_bort_handling(handling=h, av=av),
}


def _allt() -> list[object]:
    return [
        list(Punkt.objects.order_by("pk").values()),
        list(Punkthandling.objects.order_by("pk").values()),
        list(Sammanträde.objects.order_by("pk").values("pk", "version")),
        Händelse.objects.count(),
    ]


@pytest.mark.parametrize("ändring", ÄNDRINGAR.values(), ids=ÄNDRINGAR)
def test_den_som_inte_sköter_listan_ändrar_ingenting(möte, sek, ändring):
    punkt = fabrik.ta_upp(möte, av=sek)
    handling = punkt.handlingar.get()
    för_andra = [
        fabrik.sekreterare_i(fabrik.OrganFactory()),
        fabrik.förtroendevald_i(möte.organ),
        ärendefabrik.registrator_i(möte.organ.myndighet),
    ]
    före = _allt()
    for konto in för_andra:
        with pytest.raises(PermissionDenied):
            ändring(möte, punkt, handling, konto)
    assert _allt() == före


@pytest.mark.parametrize("ändring", ÄNDRINGAR.values(), ids=ÄNDRINGAR)
def test_en_låst_lista_ändras_inte(möte, sek, ändring):
    punkt = fabrik.ta_upp(möte, av=sek)
    handling = punkt.handlingar.get()
    Sammanträde.objects.filter(pk=möte.pk).update(status=Sammanträde.Status.PÅGÅR)
    före = _allt()
    with pytest.raises(ListanStängd, match="pågår"):
        ändring(möte, punkt, handling, sek)
    assert _allt() == före


def test_en_egen_punkt_hamnar_före_de_avslutande(möte, sek):
    for ordning, (rubrik, sist) in enumerate((("Upprop", False), ("Meddelanden", True)), 1):
        möte.organ.stående_punkter.create(
            ordning=ordning, rubrik=rubrik, slag="formalia", sist=sist
        )
    lista.lägg_till_stående(sammanträde=möte, av=sek)
    for rubrik in ("Information", "Ett val"):
        lista.lägg_till_punkt(sammanträde=möte, rubrik=rubrik, slag="information", av=sek)

    assert rubriker(möte) == ["Upprop", "Information", "Ett val", "Meddelanden"]


# --- Utskottets utdrag ---------------------------------------------------------------------------


def från_utskottet(möte, sek):
    """Ärendet har varit i utskottet; ger utskottet och den nya skrivelsens anmälan."""
    utskott = fabrik.OrganFactory(
        myndighet=möte.organ.myndighet, typ="utskott", överordnat=möte.organ, namn="Utskottet"
    )
    hållet = fabrik.SammanträdeFactory(
        organ=utskott, datum=möte.datum - timedelta(days=10), status="avslutat"
    )
    anmälan = fabrik.anmält(möte.organ, av=sek, rubrik="Taxan")
    ärende = anmälan.skrivelse.handling.ärende
    fabrik.PunktFactory(sammanträde=hållet, ärende=ärende)
    return utskott, anmälan


def utdraget(möte, anmälan, sek):
    return ärendefabrik.handling(
        anmälan.skrivelse.handling.ärende,
        av=sek,
        slag=Handling.Slag.PROTOKOLLSUTDRAG,
        rubrik="Protokollsutdrag Utskottet § 5",
        datum=möte.datum - timedelta(days=8),
        innehåll=ärendefabrik.pdf(märke="utdraget"),
    )


def test_utskottets_utdrag_läggs_före_skrivelsen_av_sig_självt(möte, sek):
    _, anmälan = från_utskottet(möte, sek)
    utdrag = utdraget(möte, anmälan, sek)

    punkt = lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)

    assert [h.handling for h in punkt.handlingar.all()] == [utdrag, anmälan.skrivelse.handling]


def test_utdraget_som_kommer_senare_läggs_först_en_gång(möte, sek):
    utskott, anmälan = från_utskottet(möte, sek)
    punkt = lista.lägg_till_anmälan(sammanträde=möte, anmälan=anmälan, av=sek)
    assert [h.handling for h in punkt.handlingar.all()] == [anmälan.skrivelse.handling]
    utdrag = utdraget(möte, anmälan, sek)
    version = möte.version

    for väntat in (1, 0):
        assert lista.placera_utdrag(utdrag=utdrag, från=utskott, av=sek) == väntat

    assert [h.handling for h in punkt.handlingar.all()] == [utdrag, anmälan.skrivelse.handling]
    möte.refresh_from_db()
    assert möte.version > version
    punkt.handlingar.filter(handling=utdrag).delete()
    ledamot = fabrik.förtroendevald_i(möte.organ)
    with pytest.raises(PermissionDenied):
        lista.placera_utdrag(utdrag=utdrag, från=utskott, av=ledamot)


def test_ett_papper_byts_ut_på_sin_plats(möte, sek):
    punkt = fabrik.PunktFactory(sammanträde=möte)
    for rubrik in ("Kalkyl", "Karta"):
        lista.ladda_upp_handling(
            punkt=punkt,
            rubrik=rubrik,
            innehåll=ärendefabrik.pdf(märke=rubrik),
            filnamn=f"{rubrik}.pdf",
            av=sek,
        )
    gammal = punkt.handlingar.get(rubrik="Kalkyl")

    ny = lista.ladda_upp_handling(
        punkt=punkt,
        rubrik="Ny kalkyl i maj",
        innehåll=ärendefabrik.pdf(märke="ny"),
        filnamn="ny.pdf",
        ersätter=gammal,
        av=sek,
    )

    assert ny.pk == gammal.pk
    assert [h.titel for h in punkt.handlingar.all()] == ["Ny kalkyl i maj", "Karta"]
    främmande = Punkthandling.objects.exclude(pk=ny.pk).get()
    främmande.pk = 0
    with pytest.raises(Listfel, match="finns inte längre"):
        lista.ladda_upp_handling(
            punkt=punkt,
            rubrik="Annan",
            innehåll=ärendefabrik.pdf(märke="annan"),
            filnamn="a.pdf",
            ersätter=främmande,
            av=sek,
        )
