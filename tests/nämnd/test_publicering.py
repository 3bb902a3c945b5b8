"""Mötets sida på webben och fullmäktiges tillkännagivande: vad alla får läsa, och genom vem."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Roll
from nämnd import kungörelse
from nämnd.models import Kallelse, Organ, Punkt, Sammanträde
from nämnd.services import föredragningslista, publicering, sammanträden
from nämnd.services import kallelse as kallelsetjänst
from nämnd.services.publicering import KanIntePubliceras
from publikt.models import Anslag, Möte, Mötespunkt
from tests.factories import nämnd as fabrik
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import med_roll
from tests.factories.nämnd import Nämnden
from tests.factories.protokollsrader import slumpord
from tests.minne import mindes
from tests.nämnd.test_krav import tätt
from tests.protokoll.test_dokument import pdftext, text
from ärenden.models import Handling, Ärende

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LAGRUM = "OSL 26 kap. 1 §"


@pytest.fixture
@mindes
def nämnden() -> Nämnden:
    return fabrik.nämnden()


def utfärdad(n: Nämnden) -> Kallelse:
    fabrik.utfärdad(n.möte, av=n.sekreterare)
    return n.möte.kallelser.get()


def publicera(n: Nämnden, kallelse: Kallelse, *, handlingar: bool = False) -> Möte:
    return publicering.publicera(kallelse=kallelse, med_handlingar=handlingar, av=n.sekreterare)


def hämta(klient: Client, adress: str) -> int:
    svar = klient.get(adress)
    b"".join(svar)
    return svar.status_code


def läs(namn: str, möte: Möte) -> str:
    svar = Client().get(reverse(f"moten:{namn}", args=[möte.pk]))
    assert svar.status_code == 200
    return text(svar.content.decode())


@pytest.mark.slow
@pytest.mark.krav("WEB-AGENDA")
def test_alla_läser_listan_förslagen_och_pdf_filerna_utan_det_hemliga(nämnden: Nämnden) -> None:
    n = nämnden
    rubrik, sats, papper, hemligt = (slumpord() for _ in range(4))
    punkt = föredragningslista.lägg_till_punkt(
        sammanträde=n.möte, rubrik=rubrik, slag=Punkt.Slag.BESLUT, av=n.sekreterare, förslag=[sats]
    )
    föredragningslista.ladda_upp_handling(
        punkt=punkt,
        rubrik=papper,
        innehåll=ärendefabrik.pdf(),
        filnamn="a.pdf",
        av=n.sekreterare,
    )
    föredragningslista.ändra_punkt(punkt=n.hemlig, av=n.sekreterare, rubrik=hemligt)
    n.möte.refresh_from_db()
    kallelse = kallelsetjänst.skapa_kallelse(sammanträde=n.möte, av=n.sekreterare)
    kallelsetjänst.utför(kallelse.jobb_id)
    kallelse = Kallelse.objects.get(pk=kallelse.pk)
    kallelsetjänst.utfärda(kallelse=kallelse, av=n.sekreterare)
    kallelse.refresh_from_db()

    möte = publicera(n, kallelse, handlingar=True)

    sidan = läs("visa", möte)
    filer = {
        slag: b"".join(Client().get(reverse(f"moten:{slag}", args=[möte.pk])))
        for slag in ("kallelse", "handlingar")
    }
    pdf = tätt(" ".join(pdftext(filer["kallelse"])))
    for rad in (rubrik, sats, papper, n.organ.namn, "Solrosen", date_format(n.möte.datum, "j F Y")):
        assert tätt(rad) in tätt(sidan)
        assert tätt(rad) in pdf
    for var in (sidan, pdf, " ".join(pdftext(filer["handlingar"]))):
        assert hemligt not in var
    assert "Sekretessärende" in sidan
    assert läs_listan(möte) in text(Client().get(reverse("moten:lista")).content.decode())


def läs_listan(möte: Möte) -> str:
    return f"{möte.organ}, {date_format(möte.datum, 'l j F Y')}"


def test_handlingarna_finns_bara_när_de_publicerats(nämnden: Nämnden) -> None:
    möte = publicera(nämnden, utfärdad(nämnden))

    svar = Client().get(reverse("moten:kallelse", args=[möte.pk]))
    assert svar["X-Robots-Tag"] == "noindex"
    assert b"".join(svar).startswith(b"%PDF")
    assert Client().get(reverse("moten:handlingar", args=[möte.pk])).status_code == 404
    assert (
        "handlingar.pdf" not in Client().get(reverse("moten:visa", args=[möte.pk])).content.decode()
    )


def test_en_ny_kallelse_byter_sidan_och_den_går_att_ta_bort(nämnden: Nämnden) -> None:
    n = nämnden
    ett = utfärdad(n)
    möte = publicera(n, ett, handlingar=True)
    föredragningslista.lägg_till_punkt(
        sammanträde=n.möte, rubrik="Tillkommit", slag=Punkt.Slag.BESLUT, av=n.sekreterare
    )
    n.möte.refresh_from_db()
    två = fabrik.utfärdad(n.möte, av=n.sekreterare)
    with pytest.raises(KanIntePubliceras, match="senare kallelse"):
        publicera(n, ett)

    samma = publicera(n, två)

    assert samma.pk == möte.pk
    assert "Tillkommit" in läs("visa", möte)
    assert Client().get(reverse("moten:handlingar", args=[möte.pk])).status_code == 404
    publicering.avpublicera(sammanträde=n.möte, av=n.sekreterare)
    assert Client().get(reverse("moten:visa", args=[möte.pk])).status_code == 404
    assert not Mötespunkt.objects.exists()
    kvar = Möte.objects.get()
    assert (kvar.kallelse, kvar.handlingar, kvar.ändrad_av) == (None, None, str(n.sekreterare))
    assert publicera(n, två).pk == möte.pk
    assert "Tillkommit" in läs("visa", möte)


def test_det_som_blivit_hemligt_sedan_utfärdandet_publiceras_inte(nämnden: Nämnden) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    handling = n.öppen.handlingar.get().handling
    assert handling
    Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum=LAGRUM)
    with pytest.raises(KanIntePubliceras, match="En handling på punkt 1"):
        publicera(n, kallelse)
    Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum="")
    type(n.öppen.ärende).objects.filter(pk=n.öppen.ärende_id).update(sekretess_lagrum=LAGRUM)
    with pytest.raises(KanIntePubliceras, match="Punkt 1 omfattas nu av sekretess"):
        publicera(n, kallelse)
    assert not Möte.objects.exists()


def test_OSL_8_1_det_offentliga_exemplaret_lämnas_inte_ut_sedan_något_blivit_hemligt(
    nämnden: Nämnden,
) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    möte = publicera(n, kallelse, handlingar=True)
    handling = n.öppen.handlingar.get().handling
    assert handling
    läsare = Client()
    läsare.force_login(med_roll(Roll.HANDLÄGGARE, n.organ.myndighet))
    filer = [
        reverse("namnd:kallelsefil", args=[kallelse.pk, slag])
        for slag in ("offentlig_kallelse", "offentligt_paket")
    ]
    sidan = reverse("namnd:visa", args=[n.möte.pk])
    assert [hämta(läsare, f) for f in filer] == [200, 200]
    assert filer[1] in läsare.get(sidan).content.decode()
    assert publicering.dölj_allt_hemligt(av=n.sekreterare) == 0

    Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum=LAGRUM)

    assert publicering.dölj_allt_hemligt(av=n.sekreterare) == 1
    assert Client().get(reverse("moten:visa", args=[möte.pk])).status_code == 404
    for fil in filer:
        nekad = läsare.get(fil)
        assert nekad.status_code == 403
        assert "En handling på punkt 1 omfattas nu av sekretess" in text(nekad.content.decode())
    öppet = läsare.get(sidan).content.decode()
    assert not any(f in öppet for f in filer)
    assert handling.rubrik not in öppet
    # Den som får se det hemliga har sitt exemplar kvar, och får veta varför det andra är stängt.
    sköter = Client()
    sköter.force_login(n.sekreterare)
    assert "omfattas nu av sekretess" in sköter.get(sidan).content.decode()
    fullt = reverse("namnd:kallelsefil", args=[kallelse.pk, "paket"])
    assert [hämta(sköter, f) for f in (fullt, filer[1])] == [200, 403]


@pytest.mark.parametrize("vad", ["ärendet", "handlingen"])
def test_OSL_8_1_det_som_blir_hemligt_sedan_punkten_tagits_bort_stänger_kallelsen(
    nämnden: Nämnden, vad: str
) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    handling = n.öppen.handlingar.get().handling
    assert handling
    föredragningslista.ta_bort_punkt(punkt=n.öppen, av=n.sekreterare)
    fil = reverse("namnd:kallelsefil", args=[kallelse.pk, "offentligt_paket"])
    läsare = Client()
    läsare.force_login(med_roll(Roll.HANDLÄGGARE, n.organ.myndighet))
    assert hämta(läsare, fil) == 200

    if vad == "ärendet":
        Ärende.objects.filter(pk=handling.ärende_id).update(sekretess_lagrum=LAGRUM)
    else:
        Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum=LAGRUM)

    assert hämta(läsare, fil) == 403
    with pytest.raises(KanIntePubliceras, match="omfattas nu av sekretess"):
        publicera(n, kallelse)


def test_listans_egen_sekretess_tar_bort_sidan_genast(nämnden: Nämnden) -> None:
    n = nämnden
    möte = publicera(n, utfärdad(n))

    föredragningslista.ändra_punkt(punkt=n.öppen, av=n.sekreterare, sekretess_lagrum=LAGRUM)

    assert Client().get(reverse("moten:visa", args=[möte.pk])).status_code == 404


def test_kompletteringen_publiceras_inte_med_en_kallelse_som_säger_det_hemliga(
    nämnden: Nämnden,
) -> None:
    n = nämnden
    utfärdad(n)
    handling = n.öppen.handlingar.get().handling
    assert handling
    Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum=LAGRUM)
    n.möte.refresh_from_db()
    fabrik.utfärdad(n.möte, av=n.sekreterare, slag=Kallelse.Slag.KOMPLETTERING)
    komplettering = n.möte.kallelser.utfärdade().get(nummer=1)

    with pytest.raises(KanIntePubliceras, match="En handling på punkt 1"):
        publicera(n, komplettering, handlingar=True)

    assert not Möte.objects.exists()


def test_bara_utfärdad_kallelse_och_bara_sekreteraren(nämnden: Nämnden) -> None:
    n = nämnden
    utkast = fabrik.färdigt_utkast(n.möte, av=n.sekreterare)
    with pytest.raises(KanIntePubliceras, match="inte utfärdad"):
        publicera(n, utkast)
    kallelsetjänst.utfärda(kallelse=utkast, av=n.sekreterare)
    utkast.refresh_from_db()
    annan = med_roll(Roll.NÄMNDSEKRETERARE, fabrik.OrganFactory().myndighet)
    for konto in (n.handläggare, n.ledamot, annan):
        with pytest.raises(PermissionDenied):
            publicering.publicera(kallelse=utkast, med_handlingar=False, av=konto)
        with pytest.raises(PermissionDenied):
            publicering.avpublicera(sammanträde=n.möte, av=konto)
    assert not Möte.objects.exists()


def test_sidan_frågar_om_personuppgifter_och_säger_vad_som_ligger_ute(nämnden: Nämnden) -> None:
    n = nämnden
    kallelse = utfärdad(n)
    klient = Client()
    klient.force_login(n.sekreterare)
    adress = reverse("namnd:publicera", args=[kallelse.pk])

    svar = klient.post(adress, {"handlingar": "on"})
    assert svar.status_code == 422
    assert "kryssa i rutan" in svar.content.decode()
    assert not Möte.objects.exists()
    assert klient.post(adress, {"granskat": "on"}).status_code == 302
    assert (
        "Mötets sida på webben"
        in klient.get(reverse("namnd:visa", args=[n.möte.pk])).content.decode()
    )
    assert klient.post(reverse("namnd:avpublicera", args=[n.möte.pk])).status_code == 302
    assert not Möte.objects.ute().exists()


def test_flyttat_och_inställt_möte_syns_på_webben(nämnden: Nämnden) -> None:
    n = nämnden
    möte = publicera(n, utfärdad(n))
    ny_dag = n.möte.datum + timedelta(days=7)
    sammanträden.flytta_sammanträde(
        sammanträde=n.möte, datum=ny_dag, från=time(9), plats="Bålsta", av=n.sekreterare
    )
    sidan = läs("visa", möte)
    assert date_format(ny_dag, "j F Y") in sidan
    assert "Bålsta" in sidan
    n.möte.refresh_from_db()
    sammanträden.ställ_in(sammanträde=n.möte, skäl="Få ärenden", av=n.sekreterare)
    assert "Sammanträdet är inställt" in läs("visa", möte)
    assert "Inställt" in text(Client().get(reverse("moten:lista")).content.decode())
    with pytest.raises(KanIntePubliceras, match="inställt"):
        publicera(n, n.möte.kallelser.get())


def test_listans_blad_och_felaktiga_adresser(nämnden: Nämnden) -> None:
    möte = publicera(nämnden, utfärdad(nämnden))
    Möte.objects.filter(pk=möte.pk).update(datum=date(2020, 1, 1))
    for nr in range(50):
        Möte.objects.create(
            källa=f"prov:{nr}",
            kommun="Prov",
            organ=f"Nämnd {nr}",
            datum=date(2021, 1, 1),
            dokumentnamn="Kallelse",
            utfärdad_dag=date(2020, 12, 1),
            kallelse=möte.kallelse,
            publicerad_tid=timezone.now(),
            ändrad_av="Prov",
        )
    första = Client().get(reverse("moten:lista")).content.decode()
    andra = Client().get(reverse("moten:lista") + "?sida=2").content.decode()
    assert "?sida=2" in första
    assert möte.organ not in första
    assert möte.organ in andra
    for fel in ("0", "x", "9999999"):
        assert Client().get(reverse("moten:lista") + f"?sida={fel}").status_code == 404


def test_två_punkter_har_inte_samma_plats(nämnden: Nämnden) -> None:
    möte = publicera(nämnden, utfärdad(nämnden))
    with pytest.raises(IntegrityError, match="motespunkt_ordning"), transaction.atomic():
        Mötespunkt.objects.create(möte=möte, ordning=1, rubrik="Igen")


# --- Fullmäktiges tillkännagivande -------------------------------------------------------------


@pytest.mark.parametrize(
    ("tillkännages", "redan", "lagrum"),
    [
        pytest.param(date(2026, 3, 11), None, "", id="KL 5:13 en vecka före"),
        pytest.param(date(2026, 3, 12), None, "5 kap. 13 §", id="KL 5:13 sex dagar före"),
        pytest.param(date(2026, 3, 19), None, "5 kap. 13 §", id="KL 5:13 efter mötet"),
        pytest.param(date(2026, 3, 17), date(2026, 3, 9), "", id="KL 5:14 vardagen före"),
        pytest.param(
            date(2026, 3, 18), date(2026, 3, 9), "5 kap. 14 §", id="KL 5:14 samma dag är för sent"
        ),
        pytest.param(
            date(2026, 3, 17), date(2026, 3, 12), "5 kap. 13 §", id="KL 5:13 först också för sent"
        ),
    ],
)
def test_när_fullmäktige_ska_tillkännages(
    tillkännages: date, redan: date | None, lagrum: str
) -> None:
    fynd = kungörelse.pröva(tillkännages, date(2026, 3, 18), redan=redan)

    assert bool(fynd) == bool(lagrum)
    assert fynd is None or (fynd.lagrum.startswith(lagrum) and not fynd.hindrar)


def test_före_en_söndag_är_vardagen_fredag_KL_5_14() -> None:
    söndag = date(2026, 3, 22)
    assert kungörelse.pröva(date(2026, 3, 20), söndag, redan=date(2026, 3, 9)) is None
    assert kungörelse.pröva(date(2026, 3, 21), söndag, redan=date(2026, 3, 9)) is not None


def fullmäktige(dagar: int) -> tuple[Sammanträde, Kallelse]:
    organ = fabrik.OrganFactory(typ=Organ.Typ.FULLMÄKTIGE, namn="Kommunfullmäktige")
    av = fabrik.sekreterare_i(organ)
    möte = fabrik.möte(organ, av=av, datum=timezone.localdate() + timedelta(days=dagar))
    fabrik.ta_upp(möte, av=av, rubrik="Öppen taxa")
    fabrik.ta_upp(möte, av=av, rubrik="Hemligt ärende", lagrum=LAGRUM)
    möte.refresh_from_db()
    return möte, fabrik.färdigt_utkast(möte, av=av)


def test_utfärdandet_sätter_upp_mötet_på_tavlan_KL_5_13() -> None:
    möte, utkast = fullmäktige(14)
    assert möte.punkter.order_by("ordning")[0].rubrik == föredragningslista.UTLYST
    assert not Anslag.objects.exists()

    kallelsetjänst.utfärda(kallelse=utkast, av=utkast.skapad_av)

    anslaget = Anslag.objects.get()
    assert anslaget.slag == "fullmaktige"
    assert anslaget.är_uppe
    assert anslaget.ned_dag == möte.datum + timedelta(days=1)
    tavlan = text(Client().get(reverse("publikt:anslag", args=[anslaget.pk])).content.decode())
    for rad in ("Öppen taxa", "Sekretessärende", "Solrosen", "15.00"):
        assert rad in tavlan
    assert "Hemligt" not in tavlan


def test_det_som_blivit_hemligt_tas_ur_tillkännagivandet_OSL_8_1() -> None:
    möte, utkast = fullmäktige(14)
    sekreterare = utkast.skapad_av
    kallelsetjänst.utfärda(kallelse=utkast, av=sekreterare)
    anslaget = Anslag.objects.get()
    uppe, före = anslaget.uppsatt_tid, anslaget.text
    assert publicering.dölj_allt_hemligt(av=sekreterare) == 0

    # I diariet, där ingen ser listan: vakten rättar anslaget.
    öppen = möte.punkter.get(rubrik="Öppen taxa")
    Ärende.objects.filter(pk=öppen.ärende_id).update(sekretess_lagrum=LAGRUM)
    assert publicering.dölj_allt_hemligt(av=sekreterare) == 1
    assert publicering.dölj_allt_hemligt(av=sekreterare) == 0

    anslaget.refresh_from_db()
    tavlan = text(Client().get(reverse("publikt:anslag", args=[anslaget.pk])).content.decode())
    assert "Öppen taxa" in före
    assert "Öppen taxa" not in tavlan
    assert tavlan.count("Sekretessärende") == 2
    assert "det som omfattas av sekretess är borttaget" in tavlan
    # Mötet är tillkännagivet den dag det kom upp.
    assert (anslaget.uppsatt_tid, anslaget.är_uppe) == (uppe, True)

    # På listan: med detsamma.
    till = föredragningslista.lägg_till_punkt(
        sammanträde=möte, rubrik="Val av ombud", slag="beslut", av=sekreterare
    )
    möte.refresh_from_db()
    kallelsetjänst.utfärda(
        kallelse=fabrik.färdigt_utkast(möte, av=sekreterare, slag=Kallelse.Slag.KALLELSE),
        av=sekreterare,
    )
    andra = Anslag.objects.order_by("-pk")[0]
    assert "Val av ombud" in andra.text
    assert "Öppen taxa" not in andra.text
    föredragningslista.ändra_punkt(
        punkt=till, av=sekreterare, slag="sekretess", sekretess_lagrum=LAGRUM
    )
    andra.refresh_from_db()
    assert "Val av ombud" not in andra.text


@pytest.mark.parametrize(("dagar", "varnar"), [(14, False), (7, False), (5, True)])
def test_utfärdandet_varnar_när_det_är_för_sent_KL_5_13(dagar: int, varnar: bool) -> None:
    _, utkast = fullmäktige(dagar)
    klient = Client()
    klient.force_login(utkast.skapad_av)

    html = klient.get(reverse("namnd:utfarda", args=[utkast.pk])).content.decode()

    assert "tillkännages samtidigt på anslagstavlan" in html
    assert ("utlyst i laga ordning" in html) == varnar


def test_ett_möte_som_varit_sätts_inte_upp() -> None:
    _, utkast = fullmäktige(-3)
    kallelsetjänst.utfärda(kallelse=utkast, av=utkast.skapad_av)
    assert not Anslag.objects.exists()


def test_fullmäktiges_sida_säger_att_mötet_är_offentligt_KL_5_42(nämnden: Nämnden) -> None:
    _, utkast = fullmäktige(14)
    kallelsetjänst.utfärda(kallelse=utkast, av=utkast.skapad_av)
    utkast.refresh_from_db()
    möte = publicering.publicera(kallelse=utkast, med_handlingar=False, av=utkast.skapad_av)

    assert "Sammanträdet är offentligt." in läs("visa", möte)
    assert "inom stängda dörrar" in läs("visa", publicera(nämnden, utfärdad(nämnden)))


def test_en_nämnds_möte_sätts_inte_upp(nämnden: Nämnden) -> None:
    utfärdad(nämnden)
    assert not Anslag.objects.exists()
