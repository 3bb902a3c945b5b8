"""Det i checklistan som är ett förlopp: ett slumpat värde går hela vägen till sidan och PDF:en."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from konton.models import Användare, Person, Roll
from nämnd import documents as kallelsedokument
from nämnd.handlingspaket import sidplan
from nämnd.models import Organ, TilltänktJusterare
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services import sammanträden
from nämnd.services.utläsning import Papper
from protokoll import documents
from protokoll.services import avslut, närvaro, utläsning
from publikt.models import Anslag as Tavelanslag
from tests.factories import justering as fabrik
from tests.factories.konton import MyndighetFactory, med_roll
from tests.factories.protokoll import Mötesvärld, kallat_möte, organ_med_valda
from tests.factories.protokollsrader import slumpord
from tests.protokoll.test_dokument import pdftext, text
from tests.protokoll.test_krav import tätt
from ärenden.pdf import rendera_pdf

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def döp(värld: Mötesvärld, namn: str) -> str:
    """Ger den med förnamnet ett namn som inte finns någon annanstans."""
    nytt = f"{slumpord()} {slumpord()}"
    person = värld.organ.uppdrag.get(person__namn__startswith=f"{namn} ").person
    Person.objects.filter(pk=person.pk).update(namn=nytt)
    return nytt


def klient(konto: Användare) -> Client:
    svar = Client()
    svar.force_login(konto)
    return svar


def sida(konto: Användare, namn: str, *argument: int) -> str:
    svar = klient(konto).get(reverse(namn, args=argument))
    assert svar.status_code == 200
    return tätt(text(svar.content.decode()))


def avsluta(värld: Mötesvärld) -> None:
    """Allt enligt förslag."""
    for punkt in värld.protokoll.upptagbara_punkter:
        värld.behandla(punkt)
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare, sluttid=time(16, 45))


def tryckt(värld: Mötesvärld) -> str:
    dokument = documents.protokolldokument(värld.protokoll)
    pdf = rendera_pdf(documents.MALL_PROTOKOLL, dokument)
    return tätt(" ".join(pdftext(pdf.innehåll)))


@pytest.mark.slow
@pytest.mark.krav("UTSKOTT")
def test_utskottet_har_egna_paragrafer_egen_justering_och_eget_anslag() -> None:
    nämnden = kallat_möte()
    nämnden.håll()
    namn = f"Utskottet {slumpord()}"
    organ = organ_med_valda(
        nämnden.organ.myndighet, namn=namn, typ=Organ.Typ.UTSKOTT, överordnat=nämnden.organ
    )
    utskottet = kallat_möte(organ, sekreterare=nämnden.sekreterare)

    justering = fabrik.justerat(utskottet)

    nummer = [p.nummer for p in utskottet.protokoll.paragrafer.all()]
    assert nummer == [p.nummer for p in nämnden.protokoll.paragrafer.all()] == [1, 2, 3]
    anslaget = Tavelanslag.objects.get(organ=namn)
    assert anslaget.slag == "justering"
    assert not Tavelanslag.objects.filter(organ=nämnden.organ.namn).exists()
    på_sidan = sida(utskottet.sekreterare, "protokoll:mote", utskottet.protokoll.pk)
    pdf = tätt(" ".join(pdftext(justering.fil.läs())))
    for rad in (namn, "§ 1", "§ 3", "Bo Ekfalk"):
        assert tätt(rad) in på_sidan
        assert tätt(rad) in pdf
    tavlan = text(Client().get(reverse("publikt:anslag", args=[anslaget.pk])).content.decode())
    assert namn in tavlan


def nästa_möte(värld: Mötesvärld, dagar: int = 14):
    return sammanträden.skapa_sammanträde(
        organ=värld.organ,
        datum=värld.sammanträde.datum + timedelta(days=dagar),
        från=time(15),
        plats="Solrosen",
        av=värld.sekreterare,
    )


def kallelsens_text(möte) -> str:
    u = kallelsedokument.underlag(möte)
    plan = sidplan(2, 0, kallelsedokument.delsidor(u))
    dokument = kallelsedokument.kallelsedokument(
        u, edition=1, plan=plan, offentlig=False, utfärdas=u.datum
    )
    return tätt(" ".join(pdftext(rendera_pdf(kallelsetjänst.MALL, dokument).innehåll)))


@pytest.mark.slow
@pytest.mark.krav("JUSTERARE-ROTATION")
def test_den_som_det_är_längst_sedan_justerade_står_på_tur(värld: Mötesvärld) -> None:
    värld.organ.föreslagna_justerare = 1
    värld.organ.save()
    åke, märta = döp(värld, "Åke"), döp(värld, "Märta")
    värld.håll()  # Bo justerar

    möte = nästa_möte(värld)

    # Ordföranden justerar alltid; därefter i organets ordning de som aldrig har justerat.
    assert [j.namn for j in möte.tilltänkta_justerare.all()] == [åke]
    i_tur = [u.person.namn for u in sammanträden.valbara_justerare(möte)]
    assert i_tur == [åke, märta, "Ingrid Norrsund", "Bo Ekfalk"]
    for var in (sida(värld.sekreterare, "namnd:visa", möte.pk), kallelsens_text(möte)):
        assert tätt(f"{åke} (M)") in var
        assert "Förslagtilljusterare" in var
    assert tätt(f"{åke} (M), i tur att justera") in sida(värld.sekreterare, "namnd:andra", möte.pk)


def test_kallelsens_förslag_och_turen_står_först_på_mötet(värld: Mötesvärld) -> None:
    märta = värld.organ.uppdrag.get(person__namn__startswith="Märta").person
    TilltänktJusterare.objects.create(
        sammanträde=värld.sammanträde, person=märta, namn=märta.namn, parti="C"
    )
    protokoll = värld.öppna()
    närvaro.alla_närvarande(protokoll=protokoll, av=värld.sekreterare)

    html = klient(värld.sekreterare).get(reverse("protokoll:mote", args=[protokoll.pk]))

    valen = html.content.decode().split('id="valj-justerare"')[1].split("</select>")[0]
    assert valen.index("Märta Lindéngård (C), enligt kallelsen") < valen.index(
        "Åke Öberg (M), i tur att justera"
    )


def test_mötesfilen_nämner_kallelsens_justerare_innan_mötet_hållits(värld: Mötesvärld) -> None:
    möte = nästa_möte(värld)
    for namn, ersättare in (("Bo Ekfalk", False), ("Åke Öberg", True)):
        TilltänktJusterare.objects.create(sammanträde=möte, namn=namn, är_ersättare=ersättare)

    assert utläsning.mötesfil(möte, Papper(inläst=False))["justering"] == [
        {
            "justerare": [{"namn": "Bo Ekfalk"}],
            "ersattare_for_justerare": [{"namn": "Åke Öberg"}],
        }
    ]


def test_andra_organs_justeringar_räknas_inte(värld: Mötesvärld) -> None:
    annan = kallat_möte(
        organ_med_valda(MyndighetFactory(), namn="Annan nämnd"), dag=date(2026, 1, 9)
    )
    annan.håll()

    i_tur = [u.person.namn for u in sammanträden.valbara_justerare(nästa_möte(värld))]

    assert i_tur[-1] == "Bo Ekfalk"
    chef = med_roll(Roll.CHEF, värld.organ.myndighet)
    assert klient(chef).get(reverse("namnd:andra", args=[värld.sammanträde.pk])).status_code == 403
