"""Utskickets sidor: bekräfta, följa breven, beviset per person, postlistan och omsändning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Person
from nämnd.models import Kallelse, Organ, Uppdrag, Utskick, Utskicksmottagare
from nämnd.services import utskick as tjänst
from nämnd.services.föredragningslista import ändra_punkt
from tests.factories import nämnd as fabrik
from tests.factories.konton import PersonFactory
from tests.factories.nämnd import Nämnden, UppdragFactory
from tests.konton.faktor import styrk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TOMMA = {"kannedom-TOTAL_FORMS": "1", "kannedom-INITIAL_FORMS": "0"}
S = Utskicksmottagare.Status
Som = Callable[[Användare], Client]


@pytest.fixture
def nämnden() -> Nämnden:
    n = fabrik.nämnden()
    Person.objects.filter(pk=n.ledamot.person_id).update(epost="ledamot@exempel.se")
    UppdragFactory(
        organ=n.organ,
        post=Uppdrag.Post.ERSÄTTARE,
        parti__kommun=n.organ.myndighet.kommun,
        person=PersonFactory(namn="Pelle Papper", postadress="Storgatan 1\n123 45 Björksund"),
    )
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n


@pytest.fixture
def som(client: Client) -> Som:
    def logga_in(användare: Användare) -> Client:
        client.force_login(användare)
        return client

    return logga_in


def till(namn: str, pk: int) -> str:
    return reverse(f"namnd:{namn}", args=[pk])


def text(svar) -> str:
    return " ".join(svar.content.decode().split())


def kallelsen(n: Nämnden) -> Kallelse:
    return n.möte.kallelser.get()


def skickat(n: Nämnden) -> Utskick:
    utskick = tjänst.skicka(
        kallelse=kallelsen(n),
        vägar={},
        kännedom=[tjänst.Kännedom("Facket", "facket@exempel.se")],
        av=n.sekreterare,
    )
    tjänst.utför(jobb_id=utskick.jobb_id)
    return utskick


def test_från_mötets_sida_till_skickat_och_öppnat(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    sekreteraren = som(n.sekreterare)
    sida = text(sekreteraren.get(till("visa", n.möte.pk)))
    assert "Kallelse 1 är inte skickad." in sida
    adress = till("skicka_kallelse", kallelsen(n).pk)
    assert adress in sida
    bekräfta = text(sekreteraren.get(adress))
    for ord_ in ("ledamot@exempel.se", "Pelle Papper", "Ledamöter (1)", "Ersättare (1)"):
        assert ord_ in bekräfta
    assert not Utskick.objects.exists()

    data = TOMMA | {"kannedom-0-namn": "Facket", "kannedom-0-epost": "facket@exempel.se"}
    svar = sekreteraren.post(adress, data)

    assert svar.url == till("utskick", n.möte.pk)
    följ = text(sekreteraren.get(svar.url))
    assert 'hx-trigger="every 1s"' in följ
    tjänst.utför(jobb_id=Utskick.objects.get().jobb_id)
    klart = text(sekreteraren.get(svar.url, headers={"HX-Request": "true"}))
    assert "<html" not in klart
    assert "every 1s" not in klart
    assert "2 av 3 skickade, 0 har öppnat" in klart
    assert "Mottaget av e-postservern" in klart
    assert "Har inget konto" in klart
    # Ledamoten öppnar mötets sida; en HEAD är ingen läsning.
    rad = Utskicksmottagare.objects.get(person=n.ledamot.person_id)
    ledamoten = som(n.ledamot)
    ledamoten.head(till("visa", n.möte.pk))
    rad.refresh_from_db()
    assert rad.öppnad_tid is None
    ledamoten.get(till("visa", n.möte.pk))
    rad.refresh_from_db()
    assert rad.öppnad_tid is not None
    sekreteraren = som(n.sekreterare)
    assert "1 har öppnat den" in text(sekreteraren.get(till("visa", n.möte.pk)))


def test_kallelsen_som_aldrig_skickades_glöms_inte_när_kompletteringen_kommer(
    som: Som, nämnden: Nämnden
) -> None:
    n = nämnden
    kallelse = kallelsen(n)
    ändra_punkt(punkt=n.öppen, anmärkning="Ny uppgift", av=n.sekreterare)
    n.möte.refresh_from_db()
    komplettering = fabrik.utfärdad(n.möte, av=n.sekreterare, slag=Kallelse.Slag.KOMPLETTERING)
    sekreteraren = som(n.sekreterare)
    skicka = till("skicka_kallelse", kallelse.pk)
    sägs = "Kallelse 1 är utfärdad men aldrig skickad."
    for sida in ("visa", "utskick"):
        visad = text(sekreteraren.get(till(sida, n.möte.pk)))
        assert sägs in visad
        assert skicka in visad
    tjänst.skicka(kallelse=komplettering, vägar={}, av=n.sekreterare)
    assert sägs in text(sekreteraren.get(till("utskick", n.möte.pk)))

    assert sekreteraren.post(skicka, TOMMA).status_code == 302

    assert kallelse.utskick.count() == 1
    for sida in ("visa", "utskick"):
        assert "aldrig skickad" not in text(sekreteraren.get(till(sida, n.möte.pk)))


def test_den_ersatta_kallelsen_behöver_inte_skickas(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    ersatt = kallelsen(n)
    ny = fabrik.utfärdad(n.möte, av=n.sekreterare, slag=Kallelse.Slag.KALLELSE)
    sekreteraren = som(n.sekreterare)
    sidan = text(sekreteraren.get(till("utskick", n.möte.pk)))
    assert "aldrig skickad" not in sidan
    assert till("skicka_kallelse", ny.pk) in sidan
    stopp = text(sekreteraren.get(till("skicka_kallelse", ersatt.pk)))
    assert "En ny kallelse gäller i stället. Skicka den." in stopp


def test_handlingarna_räknas_som_öppnad(som: Som, nämnden: Nämnden) -> None:
    skickat(nämnden)
    klient = som(nämnden.ledamot)
    styrk(klient, nämnden.ledamot)
    svar = klient.get(reverse("namnd:kallelsefil", args=[kallelsen(nämnden).pk, "paket"]))
    b"".join(svar)
    assert Utskicksmottagare.objects.get(person=nämnden.ledamot.person_id).öppnad_tid


def test_fel_i_formuläret_tappar_inget(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    adress = till("skicka_kallelse", kallelsen(n).pk)
    ledamoten = f"p{n.ledamot.person_id}"
    for rad, fel in (
        ({"kannedom-0-namn": "Facket"}, "Skriv e-postadressen."),
        ({"kannedom-0-epost": "facket@exempel.se"}, "Skriv namnet."),
        (
            {"kannedom-0-namn": "Dubbel", "kannedom-0-epost": "LEDAMOT@exempel.se"},
            "är redan med i utskicket.",
        ),
        ({ledamoten: "inte"}, "Välj ett giltigt alternativ"),
    ):
        svar = som(n.sekreterare).post(adress, TOMMA | {ledamoten: "post"} | rad)
        assert svar.status_code == 422
        assert fel in text(svar)
        for värde in rad.values():
            assert f'value="{värde}"' in text(svar) or värde == "inte"
        if ledamoten not in rad:
            assert '<option value="post" selected>' in text(svar)
    assert not Utskick.objects.exists()


def test_fullmäktige_får_varningen_med_lagens_ord(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    Organ.objects.filter(pk=n.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    n.möte.datum = timezone.localdate() + timedelta(days=2)
    n.möte.save()

    sida = text(som(n.sekreterare).get(till("skicka_kallelse", kallelsen(n).pk)))

    assert "Kallelsen skickas 2 dagar före mötet." in sida
    assert "5 kap. 15 § kommunallagen" in sida
    assert "minst en vecka före" in sida


def test_ett_inställt_möte_skickas_inte(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    skickat(n)
    klient = som(n.sekreterare)
    assert "3 personer som har fått kallelsen får ett brev" in text(
        klient.get(till("stall_in", n.möte.pk))
    )
    assert "3 personer som har fått kallelsen får ett brev" in text(
        klient.get(till("flytta", n.möte.pk))
    )
    klient.post(till("stall_in", n.möte.pk), {"skäl": "För få ärenden."})
    adress = till("skicka_kallelse", kallelsen(n).pk)
    assert "Sammanträdet är inställt." in text(klient.get(adress))
    svar = klient.post(adress, TOMMA)
    assert svar.status_code == 422
    assert "Inställt" in text(klient.get(till("utskick", n.möte.pk)))


def test_utan_utskick_säger_sidan_att_inget_brev_går(som: Som, nämnden: Nämnden) -> None:
    sida = text(som(nämnden.sekreterare).get(till("stall_in", nämnden.möte.pk)))
    assert "inget brev går ut: säg till dem" in sida


def test_postlistan_skrivs_ut_och_antecknas_som_postad(som: Som, nämnden: Nämnden) -> None:
    utskick = skickat(nämnden)
    klient = som(nämnden.sekreterare)
    sida = text(klient.get(till("postlista", utskick.pk)))
    assert "Storgatan 1<br>123 45 Björksund" in sida
    assert "Fullständigt" in sida
    assert "ledamot@exempel.se" not in sida

    klient.post(till("postlista", utskick.pk))

    assert utskick.mottagare.get(namn="Pelle Papper").status == S.POSTAD
    assert "Allt är postat" not in text(klient.get(till("postlista", utskick.pk)))
    svar = klient.post(till("postlista", utskick.pk), follow=True)
    assert "Inget väntar på att postas." in text(svar)


def test_skicka_igen_till_en_person(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    utskick = skickat(n)
    rad = utskick.mottagare.get(namn="Facket")
    klient = som(n.sekreterare)
    adress = till("skicka_igen", rad.pk)
    assert 'value="facket@exempel.se"' in text(klient.get(adress))
    svar = klient.post(adress, {"epost": "inte en adress"})
    assert svar.status_code == 422
    assert 'value="inte en adress"' in text(svar)
    mail.outbox.clear()

    svar = klient.post(adress, {"epost": "nytt@exempel.se"})

    assert svar.url == till("utskick", n.möte.pk)
    utskick.refresh_from_db()
    tjänst.utför(jobb_id=utskick.jobb_id)
    assert [b.to for b in mail.outbox] == [["nytt@exempel.se"]]
    assert "Det är redan skickat igen." in text(klient.get(adress))
    sida = text(klient.get(svar.url))
    assert "Skickat igen" in sida
    # Den ersatta raden räknas inte.
    assert "2 av 3 skickade" in sida


def test_det_som_blev_kvar_skickas_med_ett_tryck(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    utskick = tjänst.skicka(kallelse=kallelsen(n), vägar={}, av=n.sekreterare)
    jobb = utskick.jobb
    jobb.status, jobb.fel, jobb.klart_tid = "misslyckat", "Avbröts 5 gånger.", timezone.now()
    jobb.save()
    klient = som(n.sekreterare)
    sida = text(klient.get(till("utskick", n.möte.pk)))
    assert "Alla brev gick inte iväg: Avbröts 5 gånger." in sida
    assert "Inte skickat" in sida

    klient.post(till("forsok_skicka", utskick.pk))

    utskick.refresh_from_db()
    assert utskick.jobb_id != jobb.pk
    tjänst.utför(jobb_id=utskick.jobb_id)
    assert [b.to for b in mail.outbox] == [["ledamot@exempel.se"]]
    svar = klient.post(till("forsok_skicka", utskick.pk), follow=True)
    assert "Inget väntar på att skickas." in text(svar)


def test_andra_får_varken_skicka_eller_veta_vem_som_öppnat(som: Som, nämnden: Nämnden) -> None:
    n = nämnden
    utskick = skickat(n)
    rad = utskick.mottagare.first()
    sidor = {
        till("skicka_kallelse", kallelsen(n).pk): 403,
        till("utskick", n.möte.pk): 403,
        till("postlista", utskick.pk): 404,
        till("skicka_igen", rad.pk): 404,
    }
    utifrån = fabrik.sekreterare_i(fabrik.OrganFactory())
    for adress, kod in sidor.items():
        for konto in (n.handläggare, n.ledamot):
            assert som(konto).get(adress).status_code == kod, adress
            if kod == 404 or "skicka" in adress:
                assert som(konto).post(adress, TOMMA).status_code == kod, adress
        assert som(utifrån).get(adress).status_code == 404, adress
    assert som(n.handläggare).post(till("forsok_skicka", utskick.pk)).status_code == 404
    assert "har öppnat" not in text(som(n.ledamot).get(till("visa", n.möte.pk)))
    assert Utskick.objects.count() == 1


def test_sidorna_frågar_lika_mycket_för_många_mottagare(
    som: Som, nämnden: Nämnden, django_assert_max_num_queries
) -> None:
    n = nämnden
    for _ in range(15):
        UppdragFactory(
            organ=n.organ,
            parti__kommun=n.organ.myndighet.kommun,
            person=PersonFactory(epost="a@exempel.se"),
        )
    klient = som(n.sekreterare)
    with django_assert_max_num_queries(25):
        klient.get(till("skicka_kallelse", kallelsen(n).pk))
    skickat(n)
    with django_assert_max_num_queries(25):
        klient.get(till("utskick", n.möte.pk))
