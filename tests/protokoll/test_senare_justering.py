"""En paragraf som vägran lämnat ojusterad justeras för sig (KL 5:69, 8:12)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Roll
from protokoll import anslagstid, documents
from protokoll.models import Justering, Paragraf, Paragrafsvar, Protokoll, Underskrift
from protokoll.services import anslag, försegling, justering, rättelse, verifiering
from protokoll.services.expedieringsläge import är_justerad
from protokoll.services.justeringsfel import FelSkede, FelUndertecknare, InteKlart, SkälSaknas
from protokoll.services.justeringsläge import ej_justerade
from protokoll.services.senare_justering import justera_senare, kvar, valbara
from tests.factories import justering as fabrik
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, lägg_ärende
from tests.minne import mindes
from tests.protokoll.test_försegling import text
from tests.protokoll.test_justering import konto

pytestmark = pytest.mark.slow

GRUND = "Enligt nämndens beslut 2026-04-15 § 51."
HÅRT = "\N{NO-BREAK SPACE}"
SKÄL = "Så beslutades inte."
Som = Underskrift.Som


@pytest.fixture
@mindes
def vägrad(värld: Mötesvärld) -> Justering:
    """Protokollet är justerat och anslaget utom § 2, som justeraren vägrade."""
    return vägra(fabrik.till_justering(värld))


def vägra(till: Justering, paragraf: Paragraf | None = None) -> Justering:
    bo = till.underskrifter.get(som=Som.JUSTERARE, namn__startswith="Bo")
    justering.svara(
        underskrift=bo,
        paragraf=paragraf or Paragraf.objects.get(nummer=2),
        svar=Paragrafsvar.Svar.VÄGRAR,
        text=SKÄL,
        av=konto(bo),
    )
    return fabrik.försegla(fabrik.alla_skriver_under(till))


def senare(värld: Mötesvärld, j: Justering, **val) -> Justering:
    return justera_senare(
        **{
            "justering": j,
            "paragrafer": [p.pk for p in kvar(j)],
            "ordförande": värld.rad("Željka"),
            "justerare": [värld.rad("Ingrid")],
            "grund": GRUND,
            "av": värld.sekreterare,
        }
        | val
    )


def test_paragrafen_justeras_av_en_annan_och_anslås_när_det_är_gjort(
    värld: Mötesvärld, vägrad: Justering
) -> None:
    assert [p.nummer for p in kvar(vägrad)] == [2]

    ny = senare(värld, vägrad)

    assert ny.efter == vägrad
    assert kvar(vägrad) == []
    assert [(u.som, u.namn) for u in ny.underskrifter.all()] == [
        (Som.ORDFÖRANDE, "Željka Čović-Šimić"),
        (Som.JUSTERARE, "Ingrid Norrsund"),
        (Som.SEKRETERARE, värld.sekreterare.person.namn),
    ]
    assert not ny.anslag.exists()
    två = Paragraf.objects.get(nummer=2)
    assert not är_justerad(två)
    assert är_justerad(Paragraf.objects.get(nummer=1))
    klar = fabrik.försegla(fabrik.alla_skriver_under(ny))

    assert klar.status == Justering.Status.JUSTERAD
    assert ej_justerade(klar) == []
    assert är_justerad(Paragraf.objects.get(nummer=2))
    anslag = klar.anslag.get()
    assert anslag.paragrafer == "2"
    assert anslag.uppsatt == timezone.localdate(klar.justerad_tid)
    assert anslag.sista_dag == anslagstid.sista_överklagandedag(anslag.uppsatt)
    assert vägrad.anslag.get().paragrafer == "1, 3"
    läst = text(klar.fil.läs())
    assert f"Justerat senare än protokollet i övrigt. {GRUND}" in läst
    assert "Taxan antas." in läst
    assert "Information från förvaltningen" not in läst
    assert Protokoll.objects.get().status == Protokoll.Status.JUSTERAT


def test_anslaget_i_det_förseglade_protokollet_har_bara_det_justerade(vägrad: Justering) -> None:
    läst = text(vägrad.fil.läs())
    assert "Anslag/bevis" in läst
    assert "§§ 1, 3" in läst.split("Anslag/bevis")[1]


def test_den_som_verifierar_ser_vägran(vägrad: Justering) -> None:
    utfall = verifiering.verifiera(vägrad.fil.läs())

    (v,) = utfall.vägran
    assert (v.namn, v.paragraf, v.skäl) == ("Bo Ekfalk (V)", "§\N{NO-BREAK SPACE}2", SKÄL)
    assert "utom § 2" in text(vägrad.fil.läs())


def test_skälet_till_en_hemlig_paragraf_visas_inte_för_den_offentliga_filen(
    värld: Mötesvärld,
) -> None:
    hemlig = lägg_ärende(värld, "Barn AA", lagrum="OSL 26 kap. 1 §", förslag=("Bifalls.",))
    till = fabrik.till_justering(värld)
    j = vägra(till, till.protokoll.paragrafer.get(punkt=hemlig))

    hel, offentlig = (verifiering.verifiera(f.läs()) for f in (j.fil, j.offentlig_fil))

    assert [v.skäl for v in hel.vägran] == [SKÄL]
    assert [(v.paragraf, v.skäl) for v in offentlig.vägran] == [(hel.vägran[0].paragraf, "")]


def test_framsidan_säger_att_paragrafen_inte_är_justerad_KL_5_69(vägrad: Justering) -> None:
    assert f"§{HÅRT}2 är inte justerad." in noter(vägrad)


def test_den_andra_justerarens_vägran_lämnar_inget_ojusterat(värld: Mötesvärld) -> None:
    till = fabrik.till_justering(värld)
    till.underskrifter.create(
        som=Som.JUSTERARE, namn="Åke", person=värld.rad("Åke").person, ordning=9
    )
    j = vägra(till)

    assert j.vägran.exists()
    assert not [n for n in noter(j) if "inte justerad" in n]


def noter(j: Justering) -> tuple[str, ...]:
    plan = anslag.planera(justering=j, nu=timezone.now())
    return försegling.färdigt_dokument(j, plan, offentligt=False).framsida.noter


def test_framsidan_säger_vilka_som_justerar_senare(värld: Mötesvärld, vägrad: Justering) -> None:
    läst = text(fabrik.försegla(fabrik.alla_skriver_under(senare(värld, vägrad))).fil.läs())

    framsidan = läst.split("Anslag/bevis")[0]
    assert "Justeras senare av" in framsidan
    assert "Ingrid Norrsund" in framsidan
    assert "Utses att justera" not in framsidan
    # Den dag det justerades senare, inte den som var tänkt för protokollet i övrigt.
    assert "Elektroniskt, " in framsidan
    assert "Kommunhuset" not in framsidan
    # Utkastet efteråt skiljer den senare justeringens underskrifter från protokollets.
    rader = documents.protokolldokument(vägrad.protokoll).framsida.underskrifter
    assert [r.roll for r in rader if "Ingrid" in r.namn] == ["Justerande, §\N{NO-BREAK SPACE}2"]
    assert [r.roll for r in rader if "Bo" in r.namn] == ["Justerande"]


def test_vägras_den_igen_går_den_vidare_därifrån(värld: Mötesvärld, vägrad: Justering) -> None:
    ny = senare(värld, vägrad, justerare=[värld.rad("Bo")])

    igen = vägra(ny)

    assert [p.nummer for p in kvar(igen)] == [2]
    assert kvar(vägrad) == []
    assert not igen.anslag.exists()
    assert senare(värld, igen).efter == igen


@pytest.mark.parametrize(
    ("val", "fel"),
    [
        pytest.param({"justerare": []}, "minst en som justerar", id="KL 5:69 utan justerare"),
        pytest.param({"justerare": ["Željka"]}, "olika personer", id="KL 5:69 samma person"),
        pytest.param({"justerare": ["Tove"]}, "tjänstgjorde inte", id="KL 5:69 var inte med"),
        pytest.param({"ordförande": "Håkan"}, "tjänstgjorde inte", id="KL 5:69 ordförande borta"),
    ],
)
def test_de_som_justerar_var_med(
    värld: Mötesvärld, vägrad: Justering, val: dict[str, object], fel: str
) -> None:
    if "justerare" in val:
        val = {"justerare": [värld.rad(namn) for namn in val["justerare"]]}
    else:
        val = {"ordförande": värld.rad(val["ordförande"])}
    assert {rad.namn.split()[0] for rad in valbara(vägrad)} == {
        *("Željka", "Åke", "Märta", "Ingrid", "Bo")
    }

    with pytest.raises(FelUndertecknare, match=fel) as stopp:
        senare(värld, vägrad, **val)

    assert stopp.value.lagrum == "5 kap. 69 § kommunallagen"
    assert not vägrad.senare.exists()


def test_bara_det_som_är_ojusterat_och_med_grund(värld: Mötesvärld, vägrad: Justering) -> None:
    ett = Paragraf.objects.get(nummer=1)
    for paragrafer in ([], [ett.pk], [p.pk for p in kvar(vägrad)] + [ett.pk]):
        with pytest.raises(FelSkede, match="inte är justerade"):
            senare(värld, vägrad, paragrafer=paragrafer)
    with pytest.raises(SkälSaknas):
        senare(värld, vägrad, grund="  ")
    with pytest.raises(SkälSaknas, match="dagen för beslutet"):
        senare(värld, vägrad, grund="Enligt beslut")
    ingrid = värld.rad("Ingrid").person
    Användare.objects.filter(person=ingrid).update(is_active=False)
    with pytest.raises(InteKlart, match="Ingrid"):
        senare(värld, vägrad)
    with pytest.raises(IntegrityError), transaction.atomic():
        Justering.objects.create(protokoll=vägrad.protokoll, ordning=9, efter=vägrad)
    på_papper = senare(värld, vägrad, metod=Justering.Metod.PAPPER)
    assert på_papper.metod == Justering.Metod.PAPPER
    with pytest.raises(FelSkede):
        senare(värld, vägrad)


def test_medan_justeringen_pågår_finns_inget_kvar(värld: Mötesvärld) -> None:
    assert kvar(fabrik.till_justering(värld)) == []


def test_bara_organets_sekreterare_skickar_till_senare_justering(
    värld: Mötesvärld, vägrad: Justering
) -> None:
    for av in (med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()), värld.konto("Bo")):
        with pytest.raises(PermissionDenied):
            senare(värld, vägrad, av=av)


def test_det_ojusterade_rättas_inte(värld: Mötesvärld, vägrad: Justering) -> None:
    två = Paragraf.objects.get(nummer=2)
    with pytest.raises(FelSkede, match="inte justerad"):
        rättelse.rätta(
            justering=vägrad,
            paragraf=två,
            fel="Taxan antas.",
            rätt="Taxan antas nu.",
            uppenbart=True,
            av=värld.sekreterare,
            färsk_andra_faktor=True,
        )
    klient = Client()
    klient.force_login(värld.sekreterare)
    sida = klient.get(reverse("protokoll:justeringen", args=[vägrad.pk])).content.decode()
    assert reverse("protokoll:ratta", args=[vägrad.pk, två.pk]) not in sida


def test_sidan_visar_vägen_vidare(värld: Mötesvärld, vägrad: Justering) -> None:
    klient = Client()
    klient.force_login(värld.sekreterare)
    sidan = reverse("protokoll:justeringen", args=[vägrad.pk])
    adress = reverse("protokoll:senare", args=[vägrad.pk])
    sida = klient.get(sidan).content.decode()
    assert f"Inte justerat och inte anslaget: §{HÅRT}2." in sida
    assert "5 kap. 69 § kommunallagen" in sida
    assert adress in sida
    assert "Bo Ekfalk vägrade justera" in klient.get(adress).content.decode()
    data = {
        "paragrafer": [p.pk for p in kvar(vägrad)],
        "ordförande": värld.rad("Željka").pk,
        "justerare": [värld.rad("Ingrid").pk],
        "grund": GRUND,
        "metod": "elektronisk",
    }

    svar = klient.post(adress, data | {"justerare": [värld.rad("Željka").pk]})
    assert svar.status_code == 422
    assert "olika personer" in svar.content.decode()
    assert GRUND in svar.content.decode()
    assert klient.post(adress, data | {"grund": ""}).status_code == 422

    svar = klient.post(adress, data)
    ny = vägrad.senare.get()
    assert svar.url == reverse("protokoll:justeringen", args=[ny.pk])
    assert "justeras nu för sig" in klient.get(sidan).content.decode()
    assert GRUND in klient.get(svar.url).content.decode()
    # Allt är på väg: sidan leder tillbaka, och ett sent tryck säger varför.
    assert klient.get(adress).status_code == 302
    assert klient.post(adress, data).status_code == 422
    läsare = Client()
    läsare.force_login(värld.konto("Bo"))
    assert läsare.get(adress).status_code == 403
    främling = Client()
    främling.force_login(med_roll(Roll.NÄMNDSEKRETERARE, MyndighetFactory()))
    assert främling.get(adress).status_code == 404


def test_fjorton_dagar_hindrar_inte_den_senare(värld: Mötesvärld, vägrad: Justering) -> None:
    ny = senare(värld, vägrad, nu=timezone.now() + timedelta(days=40))
    assert ny.status == Justering.Status.PÅGÅR
