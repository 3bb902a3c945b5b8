"""Sökningen i diariet: vad som hittas, och att inget annat än det man får se märks någonstans."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from konton.models import Roll
from tests.factories import ärenden as nya
from tests.factories.konton import AnvändareFactory, MyndighetFactory, med_roll
from tests.minne import mindes
from ärenden import pdftext, policy
from ärenden.models import Filtext, Handling, Jobb, Sökord, Sökpost, Ärende
from ärenden.services import sökindex, sökning
from ärenden.services.sökning import Urval

pytestmark = pytest.mark.django_db

OSL = "OSL 26 kap. 1 §"


def textfil(text: str) -> bytes:
    """En PDF med texten på sin enda sida."""
    pdf = pikepdf.new()
    sida = pdf.add_blank_page(page_size=(595, 842))
    typsnitt = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    sida.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=pdf.make_indirect(typsnitt)))
    innehåll = b"BT /F1 12 Tf 50 700 Td (" + text.encode("cp1252") + b") Tj ET"
    sida.Contents = pdf.make_stream(innehåll)
    ut = io.BytesIO()
    pdf.save(ut)
    return ut.getvalue()


def hitta(text, av, **val):
    return {t.ärende for t in sökning.sök(text=text, av=av, **val).träffar}


def läs_filerna():
    """Det som svepet och arbetaren gör."""
    sökindex.svep()
    for jobb in Jobb.objects.filter(slag=sökindex.UPPGIFT, status=Jobb.Status.VÄNTAR):
        sökindex.läs_filtext(jobb.pk)


@pytest.fixture
def nämnd():
    return MyndighetFactory(namn="Socialnämnden")


@pytest.fixture
def rut(nämnd):
    return nya.registrator_i(nämnd)


# --- Vad som hittas ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rubrik", "text"),
    [
        ("Socialnämndens taxor för tillsyn", "nämnd"),
        ("Socialnämndens taxor för tillsyn", "taxa tillsyner"),
        ("Skolskjutsbeslut för läsåret", "skolskjuts"),
        ("Beslut om skolskjuts", "skolskjutsbeslut"),
        ("Serveringstillstånd för Café Älgen", "cafe ÄLGEN"),
        ("Begäran om yttrande", '"begäran om yttrande"'),
        ("Ansökan från Björk", "bjö"),
        ("Ansökan från Björk", "bj"),
        ("Färdtjänst i Björksund", "färdtjsänt"),
        ("Färdtjänst i Björksund", "fardtjanst"),
    ],
)
def test_orden_hittar_ärendet_så_snart_det_är_registrerat(nämnd, rut, rubrik, text):
    sökt = nya.ärende(nämnd, av=rut, rubrik=rubrik)
    nya.ärende(nämnd, av=rut, rubrik="Något helt annat")
    sökindex.svep()

    assert hitta(text, rut) == {sökt}


@pytest.mark.parametrize(
    "text",
    ["{b}", "{b} - 047", "KS {å}/{n}", "ks-{å}-0{n}", "Dnr {å}/{n}", "{å}/{n}", "KS {å}"],
)
def test_varje_form_av_numret_hittar_ärendet(nämnd, rut, text):
    diarium = nya.DiariumFactory(prefix="KS", myndigheter=[nämnd])
    sökt = nya.ärende(nämnd, av=rut, diarium=diarium, klass="047")
    nya.ärende(nämnd, av=rut, diarium=nya.DiariumFactory(prefix="BUN", myndigheter=[nämnd]))

    svar = hitta(text.format(b=sökt.beteckning, å=sökt.år, n=sökt.löpnummer), rut)

    assert sökt in svar
    assert "KS" not in text.upper().split("{")[0] or svar == {sökt}


def test_motpart_handlingens_rubrik_avsändare_och_ord_ur_båda(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Bygglov", motpart="Lundqvist Bygg AB")
    nya.handling(ärende, av=rut, rubrik="Grannyttrande", motpart="Sixten Åkerblom")
    nya.ärende(nämnd, av=rut, rubrik="Bygglov")

    for text in ("lundqvist", "grannyttrandet", "åkerblom"):
        assert hitta(text, rut) == {ärende}, text
    assert sökning.sök(text="bygglov åkerblom", av=rut).träffar[0].ärende == ärende


def test_fraser_och_uteslutna_ord(nämnd, rut):
    i_följd = nya.ärende(nämnd, av=rut, rubrik="Taxa för tillsyn av alkohol")
    omvänt = nya.ärende(nämnd, av=rut, rubrik="Tillsyn och taxa")
    med_handling = nya.ärende(nämnd, av=rut, rubrik="Tillsyn och taxa")
    nya.handling(med_handling, av=rut, rubrik="Om alkohol")

    assert hitta("taxa tillsyn", rut) == {i_följd, omvänt, med_handling}
    assert hitta('"taxa för tillsyn"', rut) == {i_följd}
    assert hitta("taxa -alkohol", rut) == {omvänt}


def test_det_som_börjar_så_är_med_bara_när_det_exakta_är_för_lite(nämnd, rut):
    exakta = {nya.ärende(nämnd, av=rut, rubrik="Ny skola") for _ in range(sökning.FÅ - 1)}
    börjar = nya.ärende(nämnd, av=rut, rubrik="Skolxyz")

    svar = sökning.sök(text="skol", av=rut)
    assert (svar.börjar_så, {t.ärende for t in svar.träffar}) == (True, exakta | {börjar})

    nya.ärende(nämnd, av=rut, rubrik="Ny skola")
    svar = sökning.sök(text="skol", av=rut)
    assert (svar.börjar_så, svar.antal) == (False, sökning.FÅ)


def test_saknas_ett_ord_visas_det_som_har_resten_efter_dem_som_har_alla(client, nämnd, rut):
    båda = nya.ärende(nämnd, rubrik="Avgifter inom hemtjänsten")
    hemtjänst = nya.ärende(nämnd, rubrik="Ändrad hemtjänsttaxa")
    avgift = [nya.ärende(nämnd, rubrik=f"Parkeringsavgifter {n}") for n in (1, 2)]
    nya.ärende(nämnd, rubrik="Något annat")

    svar = sökning.sök(text="hemtjänst avgifter", av=rut)

    # Det ovanligare av orden går före.
    ordningen = [t.ärende for t in svar.träffar]
    assert ordningen[:2] == [båda, hemtjänst]
    assert set(ordningen[2:]) == set(avgift)
    assert svar.saknar_ord
    client.force_login(rut)
    besked = "Få träffar har alla orden. Efter dem visas de som saknar något."
    assert besked in client.get(reverse("arenden:sok"), {"q": "hemtjänst avgifter"}).text
    # Det som är skrivet som det ska stå, och det uteslutna, gäller som det är.
    assert hitta('"hemtjänst avgifter"', rut) == set()
    assert hitta("hemtjänst avgifter -ändrad", rut) == {båda, *avgift}
    assert not sökning.sök(text="hemtjänsten", av=rut).saknar_ord


def test_det_som_fylls_på_är_bara_det_synliga(nämnd, rut):
    nya.ärende(nämnd, rubrik="Placering av Vitsippa", sekretess_lagrum=OSL)
    nya.ärende(MyndighetFactory(), rubrik="Placering av vikarier")
    utan_rätt = med_roll(Roll.HANDLÄGGARE, nämnd)

    svar = sökning.sök(text="placering vitsippa", av=utan_rätt)

    assert (svar.träffar, svar.saknar_ord) == ([], False)


def test_texten_i_filen_läses_en_gång_och_visas_där_den_träffar(nämnd, rut):
    ärende, annat = (nya.ärende(nämnd, av=rut, rubrik=r) for r in ("Remiss", "Kopia"))
    innehåll = textfil("Vattenskyddsområdet vid Ljungsjön utvidgas.")
    for i in (ärende, annat):
        nya.handling(i, av=rut, innehåll=innehåll)
    assert hitta("ljungsjön", rut) == set()

    läs_filerna()

    svar = sökning.sök(text="ljungsjön", av=rut)
    assert {t.ärende for t in svar.träffar} == {ärende, annat}
    (träff,) = svar.träffar[0].handlingar
    assert [b.text for b in träff.utdrag if b.träff] == ["Ljungsjön"]
    assert Filtext.objects.count() == Jobb.objects.filter(slag=sökindex.UPPGIFT).count() == 1
    # Svepet har inget kvar att göra, och ett jobb till ändrar inget.
    assert sökindex.svep() == 0
    sökindex.läs_filtext(Jobb.objects.get(slag=sökindex.UPPGIFT).pk)
    assert Filtext.objects.count() == 1


def test_en_fil_som_inte_går_att_läsa_hindrar_inte_resten(nämnd, rut, egna_filer):
    handling = nya.handling(nya.ärende(nämnd, av=rut), av=rut, rubrik="Trasig")
    assert handling.fil is not None
    (egna_filer / "filer" / handling.fil.plats).write_bytes(b"%PDF-1.7 avklippt")

    läs_filerna()

    assert Filtext.objects.get().fel
    assert Jobb.objects.get(slag=sökindex.UPPGIFT).status == Jobb.Status.KLART
    assert hitta("trasig", rut)
    with pytest.raises(pdftext.IngenText):
        pdftext.läs_text(b"inte en pdf")


def test_ändrad_rubrik_söks_efter_nästa_svep_hur_den_än_ändrades(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Gammalt")
    nya.handling(ärende, av=rut, rubrik="Bilaga")
    sökindex.svep()

    Ärende.objects.filter(pk=ärende.pk).update(rubrik="Nyskrivet")
    call_command("uppdatera_sok", stdout=io.StringIO())

    assert hitta("nyskrivet bilaga", rut) == hitta("nyskrivet", rut) == {ärende}
    assert hitta("gammalt", rut) == set()


def test_en_ny_analys_gör_om_det_som_är_gjort(nämnd, rut, monkeypatch):
    nya.ärende(nämnd, av=rut)
    sökindex.svep()
    antal = Sökord.objects.get(ord="taxa").antal

    monkeypatch.setattr(sökindex, "ANALYS", sökindex.ANALYS + 1)

    assert sökindex.svep() == 1
    assert set(Sökpost.objects.values_list("analys", flat=True)) == {sökindex.ANALYS}
    assert Sökord.objects.get(ord="taxa").antal == antal


def test_urvalet_begränsar_och_facetterna_räknar(nämnd, rut):
    öppet = nya.ärende(nämnd, av=rut, rubrik="Taxa ett", klass="047", handläggare=rut)
    hemligt = nya.ärende(
        nämnd, av=rut, rubrik="Taxa två", sekretess_lagrum=OSL, offentlig_rubrik="Taxa"
    )
    nya.handling(öppet, av=rut, rubrik="Taxa, remissvar")
    Ärende.objects.filter(pk=hemligt.pk).update(status=Ärende.Status.AVSLUTAT)

    svar = sökning.sök(text="taxa", av=rut)
    assert {v.text: v.antal for v in svar.facetter["status"]} == {"öppet": 1, "avslutat": 1}
    assert [(v.text, v.antal) for v in svar.facetter["handläggare"]] == [(str(rut), 1)]
    for urval, väntat in [
        (Urval(status="avslutat"), {hemligt}),
        (Urval(klass="047"), {öppet}),
        (Urval(handläggare=rut.pk), {öppet}),
        (Urval(sekretess="ja"), {hemligt}),
        (Urval(sekretess="nej"), {öppet}),
        (Urval(riktning=Handling.Riktning.INKOMMEN), {öppet}),
        (Urval(år=1999), set()),
        (Urval(myndighet=nämnd.pk, år=öppet.år), {öppet, hemligt}),
        (Urval(från=timezone.localdate(), till=timezone.localdate()), {öppet, hemligt}),
        (Urval(från=timezone.localdate() + timedelta(days=1)), set()),
    ]:
        funna = hitta("taxa", rut, urval=urval)
        assert funna == väntat, urval


def test_ordningen_är_relevans_eller_datum(nämnd, rut):
    först = nya.ärende(nämnd, av=rut, rubrik="Skolskjuts")
    sist = nya.ärende(nämnd, av=rut, rubrik="Avtal", motpart="Skolskjuts AB")

    def ordning(**val):
        return [t.ärende for t in sökning.sök(text="skolskjuts", av=rut, **val).träffar]

    assert ordning() == [först, sist]
    assert ordning(efter_datum=True) == [sist, först]


def test_mycket_träffar_sägs_och_bläddras(nämnd, rut, monkeypatch):
    alla = {nya.ärende(nämnd, av=rut, rubrik="Taxa") for _ in range(30)}
    sidor = [sökning.sök(text="taxa", av=rut, sida=n) for n in (1, 2)]
    assert [len(s.träffar) for s in sidor] == [25, 5]
    assert {t.ärende for s in sidor for t in s.träffar} == alla
    assert [s.fler_sidor for s in sidor] == [True, False]

    monkeypatch.setattr(sökning, "HÖGST", 10)
    svar = sökning.sök(text="taxa", av=rut)
    assert (svar.fler_än, svar.antal) == (True, 10)


def test_en_fråga_som_tar_för_lång_tid_säger_det(client, nämnd, rut, monkeypatch):
    def trög_databas(utför, sql, params, many, context):
        if "@@" in sql:
            utför("SELECT pg_sleep(2)", None, False, context)
        return utför(sql, params, many, context)

    monkeypatch.setattr(sökning, "LÄNGSTA_TID_MS", 200)
    nya.ärende(nämnd, av=rut, rubrik="Taxa")
    client.force_login(rut)

    with connection.execute_wrapper(trög_databas):
        svar = client.get(reverse("arenden:sok"), {"q": "taxa"})

    assert svar.status_code == 200
    assert "Skriv ett ord till eller välj ett år" in svar.content.decode()


def test_medan_man_skriver_läses_det_senaste_och_inget_räknas(nämnd, rut, monkeypatch):
    monkeypatch.setattr(sökning, "HÖGST_MEDAN", 5)
    alla = [nya.ärende(nämnd, av=rut, rubrik="Taxa") for _ in range(7)]

    svar = sökning.sök_medan_man_skriver(text="taxa", av=rut)

    assert [t.ärende for t in svar.träffar] == alla[:1:-1]
    assert (svar.medan_man_skriver, svar.facetter, svar.fler_sidor) == (True, {}, False)


@pytest.mark.parametrize("text", ["KS {å}/{n}", "{å}/{n}", "ks-{å}-0{n}"])
def test_medan_man_skriver_slås_ett_helt_nummer_upp(nämnd, rut, text):
    diarium = nya.DiariumFactory(prefix="KS", myndigheter=[nämnd])
    sökt = nya.ärende(nämnd, av=rut, diarium=diarium)
    annat = nya.ärende(nämnd, av=rut, diarium=nya.DiariumFactory(myndigheter=[nämnd]))
    nya.ärende(nämnd, av=rut, rubrik=f"Svar på {sökt.beteckning}")
    text = text.format(å=sökt.år, n=sökt.löpnummer)

    svar = sökning.sök_medan_man_skriver(text=text, av=rut)

    # Utan prefix har varje diarium sitt nummer; de som nämner numret kommer i det hela svaret.
    assert {t.ärende for t in svar.träffar} == {sökt} | ({annat} if text[0].isdecimal() else set())
    assert len(hitta(text, rut)) > len(svar.träffar)
    # Med ett val vid sidan söks det som vanligt, och valet gäller.
    annat_år = Urval(år=1999)
    assert not sökning.sök_medan_man_skriver(text=text, av=rut, urval=annat_år).träffar


def test_rättad_stavning_och_filtext_kommer_i_det_hela_svaret(nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="Färdtjänst i Björksund")
    nya.handling(ärende, av=rut, rubrik="Karta", innehåll=textfil("Ljungsjön"))
    läs_filerna()

    svar = sökning.sök_medan_man_skriver(text="ljungsjön", av=rut)
    assert [(t.ärende, t.handlingar) for t in svar.träffar] == [(ärende, [])]
    assert not sökning.sök_medan_man_skriver(text="färdtjsänt", av=rut).träffar
    assert hitta("färdtjsänt", rut) == {ärende}


def test_av_mycket_vägs_det_senaste(nämnd, rut, monkeypatch):
    i_rubriken = nya.ärende(nämnd, av=rut, rubrik="Skolskjuts")
    som_motpart = [nya.ärende(nämnd, av=rut, motpart="Skolskjuts AB") for _ in range(2)]
    assert sökning.sök(text="skolskjuts", av=rut).träffar[0].ärende == i_rubriken

    monkeypatch.setattr(sökning, "RANGORDNAS", 2)

    svar = sökning.sök(text="skolskjuts", av=rut)
    assert [t.ärende for t in svar.träffar] == [*som_motpart[::-1], i_rubriken]


# --- Det man inte får se --------------------------------------------------------------------------


@pytest.fixture
@mindes
def värld():
    """En egen och en annan nämnd, med öppet och hemligt, och ett ord för varje ställe."""
    egen, annan = MyndighetFactory(namn="Egna"), MyndighetFactory(namn="Andras")
    användare = {str(roll): med_roll(roll, egen) for roll in Roll}
    användare["ingen roll"] = AnvändareFactory()
    användare["handläggarens eget"] = med_roll(Roll.HANDLÄGGARE, egen)
    öppet = nya.ärende(egen, rubrik="Synligrubrik", motpart="Synligpart")
    nya.handling(öppet, rubrik="Vanlighandling", innehåll=textfil("vanligtext"))
    nya.handling(
        öppet,
        rubrik="Dolduppgift",
        sekretess_lagrum=OSL,
        innehåll=textfil("dolt2text synligrubrik"),
    )
    hemligt = nya.ärende(
        egen,
        rubrik="Hemlrubrik synligrubrik",
        motpart="Hemlpart",
        sekretess_lagrum=OSL,
        offentlig_rubrik="Ärende",
        handläggare=användare["handläggarens eget"],
    )
    nya.handling(hemligt, rubrik="Öppetihemligt")
    nya.ärende(annan, rubrik="Andrasord synligrubrik")
    läs_filerna()
    return användare


FÅR_SE = {
    "synligrubrik": {
        "handlaggare",
        "chef",
        "registrator",
        "namndsekreterare",
        "handläggarens eget",
    },
    "synligpart": {"handlaggare", "chef", "registrator", "namndsekreterare", "handläggarens eget"},
    "vanligtext": {"handlaggare", "chef", "registrator", "namndsekreterare", "handläggarens eget"},
    "dolduppgift": {"registrator", "namndsekreterare"},
    "dolt2text": {"registrator", "namndsekreterare"},
    "hemlrubrik": {"registrator", "namndsekreterare", "handläggarens eget"},
    "hemlpart": {"registrator", "namndsekreterare", "handläggarens eget"},
    "öppetihemligt": {"registrator", "namndsekreterare", "handläggarens eget"},
    "andrasord": set(),
}
ÖPPNAR = FÅR_SE["synligrubrik"]


HELA = {"HX-Request": "true", "HX-Trigger": "hela-svaret"}
SKRIVER = {"HX-Request": "true", "HX-Trigger": "sokruta"}


@pytest.mark.parametrize(
    "huvuden", [{}, HELA, SKRIVER], ids=["sidan", "hela svaret", "medan man skriver"]
)
def test_varje_roll_hittar_bara_det_den_får_se(client, värld, huvuden):
    for namn, användare in värld.items():
        client.force_login(användare)
        if namn not in ÖPPNAR:
            svar = client.get(reverse("arenden:sok"), {"q": "synligrubrik"}, headers=huvuden)
            assert svar.status_code == 403, namn
            continue
        for ord_, får in FÅR_SE.items():
            # Hela ordet, och för chefen en påbörjad form och en felstavad: inget får röja något.
            former = [ord_, ord_[:5], ord_[:-2] + ord_[-1] + ord_[-2]]
            for skrivet in former if namn == Roll.CHEF else former[:1]:
                svar = client.get(reverse("arenden:sok"), {"q": skrivet}, headers=huvuden)
                text = svar.content.decode().lower()
                for annat, andra_får in FÅR_SE.items():
                    # Det skrivna står i rutan och i länkarna; att det inte hittas prövas nedan.
                    if namn not in andra_får and annat != skrivet:
                        assert annat not in text, (namn, skrivet, annat)
                if skrivet == ord_:
                    assert (svar.context["svar"].antal > 0) == (namn in får), (namn, skrivet)


def test_antal_urval_och_uteslutna_ord_räknar_bara_det_synliga(värld):
    antal = {"registrator": 2, "chef": 1, "handlaggare": 1, "handläggarens eget": 2}
    for namn, väntat in antal.items():
        svar = sökning.sök(text="synligrubrik", av=värld[namn])
        assert svar.antal == väntat, namn
        for facett in svar.facetter.values():
            assert sum(v.antal for v in facett) <= väntat
        assert [v.text for v in svar.facetter["nämnd"]] == ["Egna"]
    # Ett uteslutet ord som bara står i det hemliga tar inte bort det öppna.
    assert sökning.sök(text="synligrubrik -dolt2text", av=värld["chef"]).antal == 1
    assert sökning.sök(text="synligrubrik -dolt2text", av=värld["registrator"]).antal == 1


def test_numret_slås_upp_bara_bland_det_synliga(värld):
    """Uppslaget går förbi sökindexet; rätten går det inte förbi."""
    nummer = [f"{å}/{n}" for å, n in Ärende.objects.values_list("år", "löpnummer").distinct()]
    for namn, användare in värld.items():
        funna = {
            t.ärende
            for text in nummer
            for t in sökning.sök_medan_man_skriver(text=text, av=användare).träffar
        }
        assert funna == set(policy.synliga_ärenden(användare)), namn
    assert {namn for namn in värld if policy.synliga_ärenden(värld[namn]).exists()} == ÖPPNAR


def test_ordlistan_har_inget_hemligt(värld):
    orden = set(Sökord.objects.values_list("ord", flat=True))
    assert {"synligrubrik", "vanlighandling"} <= orden
    assert not orden & {"hemlrubrik", "hemlpart", "dolduppgift", "öppetihemligt"}
    chefens = set(policy.sökbara_ord(värld["chef"]).values_list("ord", flat=True))
    assert "synligrubrik" in chefens
    assert "andrasord" not in chefens
    assert not policy.sökbara_ord(värld["fortroendevald"]).exists()


def test_det_sökbara_är_det_synliga(värld):
    for användare in värld.values():
        assert set(policy.sökbara_ärendeposter(användare).values_list("ärende", flat=True)) == set(
            policy.synliga_ärenden(användare).values_list("pk", flat=True)
        )
        assert set(
            policy.sökbara_handlingsposter(användare).values_list("handling", flat=True)
        ) == set(policy.synliga_handlingar(användare).values_list("pk", flat=True))


def test_det_som_blir_hemligt_försvinner_genast(värld):
    chef = värld["chef"]
    assert hitta("synligrubrik", chef)
    Ärende.objects.filter(rubrik="Synligrubrik").update(sekretess_lagrum=OSL)

    svar = sökning.sök(text="synligrubirk", av=chef)

    assert (svar.antal, svar.rättelser) == (0, [])


# --- Sidan --------------------------------------------------------------------------------------


def test_sidan_visar_träffen_märkt_och_det_valda_i_adressen(client, nämnd, rut):
    ärende = nya.ärende(nämnd, av=rut, rubrik="<b>Socialnämndens</b> taxa")
    nya.ärende(nämnd, av=rut, rubrik="Nämndens arvoden")
    Ärende.objects.filter(pk=ärende.pk).update(status=Ärende.Status.AVSLUTAT)
    client.force_login(rut)

    text = client.get(reverse("arenden:sok"), {"q": "nämnd", "status": "avslutat"}).content.decode()

    assert "&lt;b&gt;<mark>Socialnämndens</mark>" in text
    assert "Nämndens arvoden" not in text
    assert '<input type="hidden" name="status" value="avslutat">' in text
    assert "1 ärende<" in text


@pytest.mark.parametrize(
    ("val", "kod", "visas"),
    [
        ({}, 200, "Träffarna visas medan du skriver"),
        ({"q": "a"}, 200, "minst två tecken"),
        ({"q": "och"}, 200, "Skriv också ett ord"),
        ({"q": "-taxa"}, 200, "Skriv också ett ord"),
        ({"q": "finnsinte"}, 200, "Inga träffar"),
        ({"q": "finnsinte", "ar": "2020"}, 200, "ta bort valen"),
        ({"q": "taxa", "fran": "2026-02-02", "till": "2026-01-01"}, 422, "Sista dagen är före"),
        ({"q": "taxa", "ar": "x"}, 422, "heltal"),
        ({"q": "x" * 201}, 422, "200"),
        ({"q": "a\x00b"}, 422, "Null"),
    ],
)
def test_det_man_skriver_får_ett_svar(client, rut, val, kod, visas):
    client.force_login(rut)

    svar = client.get(reverse("arenden:sok"), val)

    assert svar.status_code == kod
    assert visas in svar.content.decode()


def test_medan_man_skriver_svarar_med_de_första_och_hämtar_sedan_resten(client, nämnd, rut):
    nya.ärende(nämnd, av=rut)
    client.force_login(rut)
    fråga = {"q": "taxa", "status": "oppet"}

    svar = client.get(reverse("arenden:sok"), fråga, headers=SKRIVER)

    text = svar.content.decode()
    assert "<html" not in text
    assert 'id="traffar"' in text
    assert 'hx-get="/arenden/sok/?q=taxa&amp;status=oppet"' in text
    assert "Begränsa träffarna" not in text
    assert "data-kungor" not in text
    # Som webbläsaren delar upp svaret, så att det ena aldrig visas i det andras ställe.
    assert svar["Vary"] == "HX-Request, HX-Trigger, Cookie"

    hela = client.get(reverse("arenden:sok"), fråga, headers=HELA).content.decode()
    assert "Begränsa träffarna" in hela
    assert 'data-kungor="1 träffar"' in hela
    assert "hx-get" not in hela


@pytest.mark.parametrize("antal", [1, 20])
def test_sidan_har_samma_antal_frågor_för_en_och_tjugo_träffar(
    client, nämnd, rut, antal, django_assert_max_num_queries
):
    for _ in range(antal):
        nya.handling(nya.ärende(nämnd, av=rut, rubrik="Taxa", handläggare=rut), rubrik="Taxa")
    client.force_login(rut)

    with django_assert_max_num_queries(27):
        svar = client.get(reverse("arenden:sok"), {"q": "taxa"})
    assert svar.context["svar"].antal == antal

    with django_assert_max_num_queries(17):
        svar = client.get(reverse("arenden:sok"), {"q": "taxa"}, headers=SKRIVER)
    assert svar.context["svar"].antal == antal
