"""Kallelsen genom tjänsten, jobbet och kommandot: filerna, hemligheterna, felen och editionerna."""

import io
import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import psycopg
import pypdfium2
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare, Roll
from nämnd import documents, handlingspaket, tasks, underlag
from nämnd.models import Kallelse, Kallelsefil, Organ, Punkt, Punkthandling, Sammanträde
from nämnd.services import föredragningslista, paketbitar, sammanträden
from nämnd.services import kallelse as tjänst
from nämnd.services.kallelse import Kallelsefel
from nämnd.taggträd import som_lista
from tests.factories import nämnd as fabrik
from tests.factories.konton import med_roll
from tests.factories.ärenden import pdf
from tests.minne import mindes
from tests.pdf import taggtext
from tests.pdf.prov import främmande
from tests.verapdf import kräv
from ärenden import bitar, filer, händelsetyper
from ärenden.models import Fil, Handling, Händelse, Jobb
from ärenden.pdf import rendera_pdf
from ärenden.services import biträde
from ärenden.services import jobb as jobbtjänst

ROT = Path(__file__).resolve().parent.parent.parent
LAGRUM = "OSL 26 kap. 1 §"
Slag = Kallelsefil.Slag
A4, A3 = (595, 842), (842, 1191)


class Värld:
    """Ett möte, dess sekreterare och genvägar genom tjänsterna."""

    def __init__(self) -> None:
        self.organ: Organ = fabrik.OrganFactory(namn="Socialnämnden")
        self.av: Användare = fabrik.sekreterare_i(self.organ)
        self.möte: Sammanträde = fabrik.möte(self.organ, av=self.av)

    def punkt(self, rubrik: str, *papper: tuple[str, bytes], **fält: object) -> Punkt:
        slag = str(fält.pop("slag", Punkt.Slag.BESLUT))
        punkt = föredragningslista.lägg_till_punkt(
            sammanträde=self.möte, rubrik=rubrik, slag=slag, av=self.av
        )
        if fält:
            punkt = föredragningslista.ändra_punkt(punkt=punkt, av=self.av, **fält)
        for titel, innehåll in papper:
            self.papper(punkt, titel, innehåll)
        return punkt

    def papper(self, punkt: Punkt, titel: str, innehåll: bytes) -> Punkthandling:
        return föredragningslista.ladda_upp_handling(
            punkt=punkt, rubrik=titel, innehåll=innehåll, filnamn=f"{titel}.pdf", av=self.av
        )

    def skapa(self) -> Kallelse:
        self.möte.refresh_from_db()
        return tjänst.skapa_kallelse(sammanträde=self.möte, av=self.av)

    def gör(self) -> Kallelse:
        """Skapar och utför jobbet, som arbetaren gör."""
        kallelse = self.skapa()
        tjänst.utför(kallelse.jobb_id)
        return Kallelse.objects.select_related("jobb", "sammanträde").get(pk=kallelse.pk)

    def utfärda(self, kallelse: Kallelse) -> Kallelse:
        tjänst.utfärda(kallelse=kallelse, av=self.av)
        self.möte.refresh_from_db()
        return Kallelse.objects.get(pk=kallelse.pk)


@pytest.fixture
@mindes
def värld(db: None) -> Värld:
    return Värld()


def innehåll(kallelse: Kallelse, slag: str) -> bytes:
    return kallelse.filer.get(slag=slag).fil.läs()


def sidtexter(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as dokument:
        return [
            re.sub(r"\s+", " ", sida.get_textpage().get_text_range()).strip() for sida in dokument
        ]


def bokmärken(data: bytes) -> list[tuple[int, str, int]]:
    """(djup, titel, blad) i den ordning läsaren visar dem."""
    svar: list[tuple[int, str, int]] = []
    with pikepdf.open(io.BytesIO(data)) as dokument:
        blad = {sida.obj.objgen: nr for nr, sida in enumerate(dokument.pages, 1)}

        def gå(rader: Any, djup: int) -> None:
            for rad in rader:
                svar.append((djup, rad.title, blad[rad.destination[0].objgen]))
                gå(rad.children, djup + 1)

        with dokument.open_outline() as träd:
            gå(träd.root, 0)
    return svar


def allt(data: bytes) -> str:
    """Allt läsbart i en PDF: sidornas text, taggarnas text, varje sträng och varje ström."""
    bitar = [*sidtexter(data), taggtext.text(data)]

    def gå(o: object, djup: int = 0) -> None:
        if isinstance(o, pikepdf.String):
            bitar.extend([str(o), bytes(o).decode("utf-8", "replace")])
        elif isinstance(o, pikepdf.Array) and djup < 20:
            for v in o:
                gå(v, djup + 1)
        elif isinstance(o, pikepdf.Dictionary | pikepdf.Stream) and djup < 20:
            for nyckel, v in o.items():
                if nyckel not in ("/Parent", "/P"):
                    bitar.append(nyckel)
                    if not (isinstance(v, pikepdf.Object) and v.is_indirect):
                        gå(v, djup + 1)

    with pikepdf.open(io.BytesIO(data)) as dokument:
        for o in dokument.objects:
            gå(o)
            if isinstance(o, pikepdf.Stream):
                bitar.append(o.read_bytes().decode("utf-8", "replace"))
    return "\n".join(bitar)


def test_skapa_gör_fyra_filer_sidor_och_en_händelse_per_ärende(värld):
    ett = fabrik.ta_upp(värld.möte, av=värld.av, rubrik="Taxan")
    två = fabrik.ta_upp(värld.möte, av=värld.av, rubrik="Placering", lagrum=LAGRUM)
    värld.punkt("Övriga frågor")

    kallelse = värld.gör()

    assert (kallelse.status, kallelse.edition, kallelse.jobb.status) == ("utkast", 1, "klart")
    assert {rad.slag for rad in kallelse.filer.all()} == set(Slag)
    första = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor + 1
    assert [(s.nummer, s.från_sida, s.till_sida) for s in kallelse.punktsidor.all()] == [
        ("1", första, första + 1),
        ("2", första + 2, första + 3),
        ("3", None, None),
    ]
    assert kallelse.sidor == första + 3
    texter = {
        h.ärende_id: händelsetyper.hämta(h.typ).text(h.data)
        for h in Händelse.objects.filter(typ="kallelse.skapad")
    }
    assert texter == {
        ett.ärende_id: f"Kallelse 1 till {värld.möte} skapades som utkast; ärendet är punkt 1.",
        två.ärende_id: f"Kallelse 1 till {värld.möte} skapades som utkast; ärendet är punkt 2.",
    }
    assert list((Path(settings.DATA) / "arbete").iterdir()) == []


def test_den_som_inte_sköter_mötet_får_inte_skapa_eller_utfärda(värld):
    värld.punkt("Upprop")
    kallelse = värld.gör()
    for roll in (Roll.HANDLÄGGARE, Roll.REGISTRATOR, Roll.CHEF):
        annan = med_roll(roll, värld.organ.myndighet)
        with pytest.raises(PermissionDenied):
            tjänst.skapa_kallelse(sammanträde=värld.möte, av=annan)
        with pytest.raises(PermissionDenied):
            tjänst.utfärda(kallelse=kallelse, av=annan)


HEMLIGA_ORD = ["Hemlis", "Silverfisk", "Törnros", "Myrlejon", "Bladlus", "Gräshoppa"]


@pytest.fixture
def med_hemligheter(värld: Värld) -> Värld:
    värld.punkt("Öppen punkt", ("Öppen skrivelse", främmande(["Vitsippa ett"])))
    hemlig = värld.punkt(
        "Placering av Hemlis",
        ("Utredning Silverfisk", främmande(["Törnros sid ett", "Törnros sid två"])),
        slag="sekretess",
        sekretess_lagrum=LAGRUM,
        anmärkning="Bladlus kommer",
        förslag_av="Gräshoppa",
        förslag=["Hemlis placeras."],
        föredragande=[("Gräshoppa Provsson", "handläggare", "13.00")],
    )
    värld.papper(hemlig, "Bilaga Silverfisk", främmande(["Törnros bilaga"]))
    blandad = värld.punkt("Blandad punkt", ("Öppet yttrande", främmande(["Blåsippa"])))
    rad = värld.papper(blandad, "Läkarintyg Myrlejon", främmande(["Myrlejon intyg"]))
    Punkthandling.objects.filter(pk=rad.pk).update(sekretess_lagrum=LAGRUM)
    värld.punkt("Sista punkten", ("Sista skrivelsen", främmande(["Gullviva"])))
    return värld


def test_det_offentliga_exemplaret_har_inga_hemliga_ord_någonstans(med_hemligheter):
    kallelse = med_hemligheter.gör()

    fullt = allt(innehåll(kallelse, Slag.PAKET)) + allt(innehåll(kallelse, Slag.KALLELSE))
    for ord_ in HEMLIGA_ORD:
        assert ord_ in fullt, f"provet skulle inte hitta {ord_}"
    for slag in (Slag.OFFENTLIG_KALLELSE, Slag.OFFENTLIGT_PAKET):
        utåt = allt(innehåll(kallelse, slag))
        for ord_ in [*HEMLIGA_ORD, *(o.upper() for o in HEMLIGA_ORD)]:
            assert ord_ not in utåt, f"{ord_} står i {slag}"
    utåt = allt(innehåll(kallelse, Slag.OFFENTLIGT_PAKET))
    for ord_ in ("Vitsippa", "Blåsippa", "Gullviva", "Öppet yttrande", "Sista skrivelsen"):
        assert ord_ in utåt


def test_skrivelsens_sammanfattning_står_i_kallelsen_före_förslaget(värld):
    """En hemlig skrivelses sammanfattning fryses inte alls; en uppladdads finns inte."""
    fabrik.skriven_punkt(värld.möte, "Vitsippa", av=värld.av)
    fabrik.skriven_punkt(värld.möte, "Myrlejon", av=värld.av, sekretess_lagrum=LAGRUM)
    fabrik.ta_upp(värld.möte, av=värld.av, rubrik="Uppladdad")

    kallelse = värld.gör()

    u = underlag.ur_json(kallelse.underlag)
    assert u == documents.underlag(värld.möte)
    assert [r.sammanfattning for r in u.rader] == [
        ("Vitsippa höjs.", "Det gör skillnad."),
        (),
        (),
    ]
    for slag in (Slag.KALLELSE, Slag.OFFENTLIG_KALLELSE):
        text = " ".join(sidtexter(innehåll(kallelse, slag)))
        assert "Myrlejon höjs" not in text
        text = text[text.index("Ärende Vitsippa") :]
        assert text.index("Vitsippa höjs.") < text.index("Det gör skillnad.")
        assert text.index("Det gör skillnad.") < text.index("Förslag till beslut")
    # En kallelse som frystes innan uppgiften fanns går att läsa.
    gammal = kallelse.underlag
    for rad in gammal["rader"]:
        del rad["sammanfattning"]
    assert underlag.ur_json(gammal).rader[0].sammanfattning == ()


def test_den_offentliga_rubriken_gäller_också_det_som_inte_är_hemligt(värld):
    punkt = fabrik.ta_upp(värld.möte, av=värld.av, rubrik="Ansökan från Hemlis")
    Punkt.objects.filter(pk=punkt.pk).update(offentlig_rubrik="Ansökan om stöd")
    Handling.objects.filter(ärende=punkt.ärende).update(
        rubrik="Skrivelse om Hemlis", offentlig_rubrik="Skrivelse om stöd"
    )

    kallelse = värld.gör()

    assert "Ansökan från Hemlis" in allt(innehåll(kallelse, Slag.KALLELSE))
    fullt = bokmärken(innehåll(kallelse, Slag.PAKET))
    assert {"1. Ansökan från Hemlis", "Skrivelse om Hemlis"} <= {titel for _, titel, _ in fullt}
    for slag in (Slag.OFFENTLIG_KALLELSE, Slag.OFFENTLIGT_PAKET):
        utåt = allt(innehåll(kallelse, slag))
        assert "Hemlis" not in utåt
        assert "Ansökan om stöd" in utåt
    utåt = bokmärken(innehåll(kallelse, Slag.OFFENTLIGT_PAKET))
    assert {"1. Ansökan om stöd", "Skrivelse om stöd"} <= {titel for _, titel, _ in utåt}


def test_en_edition_som_görs_om_är_en_händelse_i_ärendet(värld):
    punkt = fabrik.ta_upp(värld.möte, av=värld.av)
    skapade = punkt.ärende.händelser.filter(typ="kallelse.skapad")
    värld.gör()
    värld.punkt("Tillägg")
    värld.utfärda(värld.gör())
    assert skapade.count() == 1
    värld.punkt("Ännu ett")
    värld.gör()
    assert skapade.count() == 2


def test_båda_exemplaren_har_samma_sidnummer_och_en_rad_om_det_utelämnade(med_hemligheter):
    kallelse = med_hemligheter.gör()

    full = sidtexter(innehåll(kallelse, Slag.PAKET))
    utåt = sidtexter(innehåll(kallelse, Slag.OFFENTLIGT_PAKET))
    k = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor
    assert kallelse.filer.get(slag=Slag.OFFENTLIG_KALLELSE).fil.sidor == k
    for nr, text in enumerate(full, 1):
        assert text.endswith(str(nr))
    for ord_ in ("Vitsippa", "Blåsippa", "Gullviva"):
        i, j = (next(n for n, t in enumerate(x) if ord_ in t) for x in (full, utåt))
        assert full[i].split()[-1] == utåt[j].split()[-1]
    # Hemliga: tre sidor i följd efter den första, och en efter Blåsippa.
    blad = " ".join(utåt[k:])
    assert blad.count("utelämnad") == 2
    assert blad.count(f"Sidorna {k + 2}–{k + 4} är utelämnade: sekretess.") == 1
    assert blad.count(f"Sidan {k + 6} är utelämnad: sekretess.") == 1
    assert len(utåt) == len(full) - 4
    listan = " ".join(sidtexter(innehåll(kallelse, Slag.OFFENTLIG_KALLELSE)))
    assert f"Sidorna {k + 2}–{k + 4} är utelämnade: sekretess." in listan
    assert "Sekretessärende" in listan
    for slag in (Slag.KALLELSE, Slag.PAKET):
        assert "utelämnad" not in " ".join(sidtexter(innehåll(kallelse, slag)))


def test_hemlig_följd_är_en_rad(värld):
    for n in range(1, 4):
        värld.punkt(
            f"Hemlis {n}",
            (f"Silverfisk {n}", främmande([f"Törnros {n}"])),
            slag="sekretess",
            sekretess_lagrum=LAGRUM,
        )
    rad = föredragningslista.samla_sekretess(sammanträde=värld.möte, av=värld.av)
    # Raden är hemlig; en punkt i den som någon glömt att märka är det också.
    Punkt.objects.filter(förälder=rad).update(slag=Punkt.Slag.BESLUT, sekretess_lagrum="")

    kallelse = värld.gör()

    listan = " ".join(sidtexter(innehåll(kallelse, Slag.OFFENTLIG_KALLELSE)))
    k = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor
    assert f"1.–3. SEKRETESSÄRENDEN {k + 1}–{k + 3}" in re.sub(r" Sidorna.*?\.", "", listan)
    assert listan.count("utelämnade") == 1
    for ord_ in ("Hemlis", "Silverfisk", "Törnros"):
        assert ord_ not in allt(innehåll(kallelse, Slag.OFFENTLIGT_PAKET))
    assert [s.nummer for s in kallelse.punktsidor.all()] == ["1-3"]
    assert bokmärken(innehåll(kallelse, Slag.PAKET)) == [
        (0, "Kallelse", 1),
        (0, "1.–3. SEKRETESSÄRENDEN", k + 1),
        *(
            märke
            for n in range(1, 4)
            for märke in ((1, f"{n}. Hemlis {n}", k + n), (2, f"Silverfisk {n}", k + n))
        ),
    ]
    assert bokmärken(innehåll(kallelse, Slag.OFFENTLIGT_PAKET)) == [
        (0, "Kallelse", 1),
        (0, f"Sidorna {k + 1}–{k + 3} är utelämnade: sekretess.", k),
    ]


def test_punkt_utan_nummer_har_eget_bokmärke_och_nummer_null(värld, tmp_path):
    värld.punkt("Taxan", ("Skrivelse", främmande(["ett"])))
    for rubrik in ("Information", "Dialog"):
        värld.punkt(rubrik, (f"Bild {rubrik}", främmande([rubrik])), numrering="utan")

    svar = kommando(värld.möte.pk, tmp_path)

    assert [p["nummer"] for p in svar["punkter"]] == ["1", None, None]
    k = svar["sidor"] - 3
    assert bokmärken((tmp_path / "handlingspaket.pdf").read_bytes())[1:] == [
        (0, "1. Taxan", k + 1),
        (1, "Skrivelse", k + 1),
        (0, "Information", k + 2),
        (1, "Bild Information", k + 2),
        (0, "Dialog", k + 3),
        (1, "Bild Dialog", k + 3),
    ]


def test_utelämnad_sida_har_bokmärke_i_sidordning_inne_i_sin_öppna_punkt(värld):
    blandad = värld.punkt("Blandad", ("Yttrande", främmande(["ett"])))
    intyg = värld.papper(blandad, "Läkarintyg Myrlejon", främmande(["två"]))
    värld.papper(blandad, "Avtal", främmande(["tre"]))
    bara = värld.punkt("Bara hemligt", ("Utredning Myrlejon", främmande(["fyra"])))
    for rad in (intyg, bara.handlingar.get()):
        Punkthandling.objects.filter(pk=rad.pk).update(sekretess_lagrum=LAGRUM)

    kallelse = värld.gör()

    k = kallelse.sidor - 4
    assert bokmärken(innehåll(kallelse, Slag.OFFENTLIGT_PAKET))[1:] == [
        (0, "1. Blandad", k + 1),
        (1, "Yttrande", k + 1),
        (1, f"Sidan {k + 2} är utelämnad: sekretess.", k + 1),
        (1, "Avtal", k + 2),
        (0, "2. Bara hemligt", k + 2),
        (1, f"Sidan {k + 4} är utelämnad: sekretess.", k + 2),
    ]


def test_hemligt_ärende_och_hemlig_handling_räcker_för_att_punkten_ska_döljas(värld):
    punkt = fabrik.ta_upp(värld.möte, av=värld.av, rubrik="Hemlis", lagrum=LAGRUM)
    Punkt.objects.filter(pk=punkt.pk).update(slag="beslut", sekretess_lagrum="")

    (rad,) = documents.underlag(värld.möte).rader

    assert rad.hemlig
    assert rad.lagrum == LAGRUM
    assert all(p.hemlig for p in rad.papper)


def test_möte_utan_hemligheter_har_samma_byte_i_båda(värld):
    värld.punkt("Öppen", ("Skrivelse", främmande(["ett"])))
    kallelse = värld.gör()
    assert innehåll(kallelse, Slag.PAKET) == innehåll(kallelse, Slag.OFFENTLIGT_PAKET)
    assert innehåll(kallelse, Slag.KALLELSE) == innehåll(kallelse, Slag.OFFENTLIG_KALLELSE)


def test_hinder_nämner_allt_som_måste_rättas(värld):
    assert [h.text for h in tjänst.hinder(värld.möte)] == ["Föredragningslistan är tom."]
    saknar = värld.punkt("Saknar papper")
    Punkthandling.objects.create(punkt=saknar, ordning=1, rubrik="Yttrandet")
    fyra = {"numrering": Punkt.Numrering.FAST, "nummer": "4"}
    första = värld.punkt("Fyra", **fyra)
    andra = värld.punkt("Fyra igen", **fyra)
    följd = värld.punkt(
        "Följd", numrering=Punkt.Numrering.FAST, nummer="7", till_nummer="9", slag="sekretess"
    )
    åtta = värld.punkt("Åtta", numrering=Punkt.Numrering.FAST, nummer="8")
    html = värld.punkt("Inte pdf", numrering=Punkt.Numrering.UTAN)
    fil = filer.spara_eget(b"<p>", medietyp="text/html", sidor=None, egen=True)
    Punkthandling.objects.create(punkt=html, ordning=1, rubrik="Sidan", fil=fil)
    värld.möte.tider.all().delete()

    hinder = {(h.punkt, h.text) for h in tjänst.hinder(värld.möte)}

    assert hinder == {
        (None, "Sammanträdet saknar tid."),
        (
            saknar.pk,
            "”Yttrandet” saknar fil. Lägg in filen, ta bort handlingen eller märk punkten "
            "”Handlingar skickas senare”.",
        ),
        (andra.pk, "Två punkter har nummer 4."),
        (åtta.pk, "Två punkter har nummer 8."),
        (html.pk, "”Sidan” är inte en PDF och kan inte läggas i paketet."),
    }
    assert not {första.pk, följd.pk} & {punkt for punkt, _ in hinder}
    with pytest.raises(Kallelsefel, match="saknar fil"):
        värld.skapa()
    assert not Kallelse.objects.exists()


def test_papper_som_kommer_senare_är_inget_hinder(värld):
    for rubrik, fält in (("Senare", "handlingar_senare"), ("Dukas", "handlingar_dukas")):
        punkt = värld.punkt(rubrik, **{fält: True})
        Punkthandling.objects.create(punkt=punkt, ordning=1, rubrik="Yttrandet")
    assert tjänst.hinder(värld.möte) == []
    texten = " ".join(sidtexter(innehåll(värld.gör(), Slag.KALLELSE)))
    assert "(Handlingar skickas senare)" in texten
    assert "-handlingarna dukas" in texten


@pytest.fixture
def egna_data(settings, tmp_path):
    """Ett eget fillager, så att filer kan skadas."""
    settings.DATA = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "filer": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "filer"},
        }
    }
    return tmp_path


@pytest.mark.django_db(transaction=True)
def test_skadad_fil_i_lagret_namnges_och_inget_gammalt_ligger_kvar(egna_data):
    värld = Värld()
    punkt = värld.punkt("Taxan", ("Skrivelse", främmande(["ett"])))
    första = värld.gör()
    gamla = {rad.fil.sha256 for rad in första.filer.all()}
    fil = punkt.handlingar.get().fil
    hel = fil.läs()
    plats = Path(storages["filer"].path(fil.plats))
    for skadad, fel in [
        (hel[:-20], "Skrivelse.pdf är skadad i fillagret."),
        (None, "Skrivelse.pdf saknas i fillagret."),
    ]:
        plats.unlink()
        if skadad:
            plats.write_bytes(skadad)

        kallelse = värld.gör()

        assert (kallelse.jobb.status, kallelse.jobb.fel) == ("misslyckat", fel)
        assert kallelse.status == "skapas"
        assert not kallelse.filer.exists()
        assert not kallelse.punktsidor.exists()
        assert not Fil.objects.filter(sha256__in=gamla).exists()
        assert not [f for f in (egna_data / "filer").rglob("*") if f.name in gamla]
        assert tjänst.hinder_att_utfärda(kallelse) == (
            "Kallelsen kunde inte skapas. Rätta felet och skapa den igen."
        )
        plats.write_bytes(hel)

    hel_igen = värld.gör()

    assert (hel_igen.edition, hel_igen.status) == (1, "utkast")
    assert {rad.fil.sha256 for rad in hel_igen.filer.all()} == gamla
    assert Kallelse.objects.count() == 1
    byte = {f.name for f in (egna_data / "filer").rglob("*") if f.is_file()}
    assert byte == set(Fil.objects.values_list("sha256", flat=True))


def bitarna(data: Path) -> dict[str, int]:
    """Varje bit i mellanlagret och vilken fil det är: en omgjord bit är en annan fil."""
    return {f.name: f.stat().st_ino for f in (data / "bitar").rglob("*") if f.is_file()}


@pytest.mark.django_db(transaction=True)
def test_biträdet_gör_papperens_bitar_bakifrån_tills_listan_är_borta(egna_data):
    värld = Värld()
    värld.punkt("Taxan", ("Ett", främmande(["ett"])), ("Två", främmande(["två"])))
    ett, två = documents.underlag(värld.möte).papper
    poster = [(p.sha256, p.egen, p.filnamn) for p in (ett, två)]
    saknas_ = ("0" * 64, False, "borta.pdf")

    def hjälp_till(*poster: tuple[str, bool, str]) -> None:
        with bitar.tillfällig(biträde.LISTOR, json.dumps(poster).encode()) as lista:
            tasks.gör_paketbitar(lista.name)

    # Ett borttaget papper stoppar bara hjälpen; den som bad säger varför.
    hjälp_till(poster[0], saknas_)
    assert bitarna(egna_data) == {}
    hjälp_till(saknas_, poster[1])
    assert [namn[:64] for namn in bitarna(egna_data)] == [två.sha256]

    före = bitarna(egna_data)
    kallelse = värld.gör()
    assert kallelse.status == "utkast"
    efter = bitarna(egna_data)
    assert len([namn for namn in efter if "-" in namn]) == 2
    assert före.items() <= efter.items()


def test_kallelsen_blir_gjord_fast_ingen_hjälper(värld, monkeypatch):
    monkeypatch.setattr(paketbitar, "LÖNAR_SIG", 1)
    värld.punkt("Taxan", ("Ett", främmande(["ett"])))

    assert värld.gör().status == "utkast"


@pytest.mark.django_db(transaction=True)
def test_kallelsen_igen_efter_ett_ändrat_papper_gör_bara_om_det(egna_data):
    värld = Värld()
    ändras = värld.punkt("Taxan", ("Skrivelse", främmande(["ett"])))
    värld.punkt("Budgeten", ("Skrivelse", främmande(["två"])), ("Bilaga", främmande(["tre"])))
    värld.gör()
    före = bitarna(egna_data)
    assert len([namn for namn in före if "-" in namn]) == 3

    föredragningslista.ta_bort_handling(handling=ändras.handlingar.get(), av=värld.av)
    värld.papper(ändras, "Skrivelse", främmande(["fyra"]))
    igen = värld.gör()
    efter = bitarna(egna_data)

    # Det nya papperet är enda nya biten: kallelsen säger detsamma som förut.
    assert {namn: ino for namn, ino in efter.items() if namn in före}.items() <= före.items()
    ny = ändras.handlingar.get().fil.sha256
    assert [namn.split("-")[0] for namn in efter.keys() - före.keys()] == [ny]
    assert "fyra" in " ".join(sidtexter(innehåll(igen, Slag.PAKET)))

    # En bit som gått sönder görs om.
    trasig = next((egna_data / "bitar" / "papper").rglob("*-*"))
    trasig.write_bytes(trasig.read_bytes()[:-40] + b"x" * 40)
    # Bitarna ändrar inget: gjort från början blir det samma byte.
    filerna = {rad.slag: rad.fil.sha256 for rad in igen.filer.all()}
    assert {rad.slag: rad.fil.sha256 for rad in värld.gör().filer.all()} == filerna
    shutil.rmtree(egna_data / "bitar")
    assert {rad.slag: rad.fil.sha256 for rad in värld.gör().filer.all()} == filerna


def test_papper_som_tas_bort_medan_jobbet_väntar(värld):
    punkt = värld.punkt("Taxan", ("Skrivelse", främmande(["ett"])))
    kallelse = värld.skapa()
    with transaction.atomic():
        punkt.handlingar.all().delete()
        Fil.objects.all().delete()
    tjänst.utför(kallelse.jobb_id)
    kallelse.jobb.refresh_from_db()
    assert kallelse.jobb.fel == "Skrivelse.pdf är borttagen. Skapa kallelsen igen."


def test_uppladdning_av_dåliga_papper_nämner_filen(värld):
    punkt = värld.punkt("Taxan")
    krypterad = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as dokument:
        dokument.save(krypterad, encryption=pikepdf.Encryption(user="x", owner="y"))
    hel = främmande(["ett", "två"])
    for data, skäl in [
        (krypterad.getvalue(), "låst med lösenord"),
        (hel[: len(hel) // 2], "skadad"),
        (b"hej", "inte en PDF"),
    ]:
        with pytest.raises(filer.Filfel, match=rf"^Yttrandet\.pdf: .*{skäl}"):
            värld.papper(punkt, "Yttrandet", data)
    assert not punkt.handlingar.exists()


def test_ändrad_lista_måste_skapas_igen_innan_den_utfärdas(värld):
    värld.punkt("Upprop")
    kallelse = värld.gör()
    värld.punkt("Ny punkt")
    with pytest.raises(Kallelsefel, match="Listan har ändrats sedan"):
        värld.utfärda(kallelse)
    assert värld.utfärda(värld.gör()).status == "utfardad"


def test_kallelsen_bär_orten_och_dagen_den_utfärdas(värld):
    sammanträden.ändra_sammanträde(sammanträde=värld.möte, av=värld.av, underskrift_ort="Björksund")
    värld.punkt("Upprop")
    kallelse = värld.gör()
    i_dag = date_format(timezone.localdate(), "j F Y")
    assert f"Björksund, {i_dag}" in sidtexter(innehåll(kallelse, Slag.KALLELSE))[0]

    Jobb.objects.filter(pk=kallelse.jobb_id).update(skapat_tid=timezone.now() - timedelta(days=1))
    with pytest.raises(Kallelsefel, match=r"Kallelsen är daterad .* Skapa den igen"):
        värld.utfärda(kallelse)
    assert värld.utfärda(värld.gör()).status == "utfardad"
    # Nästa möte i organet undertecknas på samma ort.
    assert fabrik.möte(värld.organ, av=värld.av).underskrift_ort == "Björksund"


def test_bara_den_outfärdade_kallelsen_är_märkt_utkast(värld, client):
    liggande = främmande(["liggande"], vriden=90)
    värld.punkt("Taxan", ("Skrivelse", främmande(["ett"])), ("Karta", liggande))
    kallelse = värld.gör()
    client.force_login(värld.av)

    def hämta(slag: str) -> tuple[str, bytes]:
        svar = client.get(reverse("namnd:kallelsefil", args=[kallelse.pk, slag]))
        return svar.headers["Content-Disposition"], b"".join(svar)

    for slag in Slag:
        namn, data = hämta(slag)
        assert "-utkast.pdf" in namn
        texter = sidtexter(data)
        assert len(texter) == len(sidtexter(innehåll(kallelse, slag)))
        assert all("UTKAST – inte utfärdad" in text for text in texter)
        # Märket är en artefakt; taggarnas text är densamma som i den som utfärdas.
        assert taggtext.text(data) == taggtext.text(innehåll(kallelse, slag))
    kräv(hämta(Slag.KALLELSE)[1])

    värld.utfärda(kallelse)
    for slag in Slag:
        namn, data = hämta(slag)
        assert "utkast" not in namn
        assert data == innehåll(kallelse, slag)
        assert "UTKAST" not in "".join(sidtexter(data))


def test_handling_som_sekretessmarkeras_efteråt_stoppar_utfärdandet(värld):
    punkt = fabrik.ta_upp(värld.möte, av=värld.av)
    kallelse = värld.gör()
    assert tjänst.hinder_att_utfärda(kallelse) == ""
    handling = punkt.handlingar.get().handling
    Handling.objects.filter(pk=handling.pk).update(sekretess_lagrum=LAGRUM)

    with pytest.raises(Kallelsefel, match="handlings sekretess"):
        värld.utfärda(kallelse)

    ny = värld.gör()
    assert "utelämnad" in " ".join(sidtexter(innehåll(ny, Slag.OFFENTLIG_KALLELSE)))
    assert värld.utfärda(ny).status == "utfardad"


def test_tryck_medan_jobbet_pågår_ger_samma_jobb_och_det_gamla_utfärdas_inte(värld):
    värld.punkt("Upprop")
    första = värld.skapa()
    with pytest.raises(Kallelsefel, match="håller på att skapas"):
        värld.utfärda(första)
    värld.punkt("Ny punkt")

    assert värld.skapa().jobb_id == första.jobb_id
    tjänst.utför(första.jobb_id)

    första.refresh_from_db()
    assert första.version < Sammanträde.objects.get().version
    with pytest.raises(Kallelsefel, match="Listan har ändrats"):
        värld.utfärda(första)
    assert värld.gör().jobb_id != första.jobb_id
    assert Kallelse.objects.count() == 1


def test_utfärdad_edition_är_frusen_och_nästa_tryck_ger_edition_två(värld):
    fabrik.förtroendevald_i(värld.organ)
    punkt = fabrik.ta_upp(värld.möte, av=värld.av)
    ett = värld.utfärda(värld.gör())
    byte = innehåll(ett, Slag.PAKET)
    assert värld.möte.status == "kallat"
    assert värld.möte.kallade.count() == 1
    assert punkt.ärende.händelser.filter(typ="kallelse.utfärdad").count() == 1

    for ändring in (
        lambda: Kallelse.objects.filter(pk=ett.pk).update(sidor=1),
        lambda: Kallelse.objects.filter(pk=ett.pk).delete(),
        lambda: ett.filer.update(slag="annat"),
        lambda: ett.filer.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ändring()
    with pytest.raises(Kallelsefel, match="redan utfärdad"):
        värld.utfärda(ett)

    värld.punkt("Tillägg")
    två = värld.gör()
    assert (två.edition, två.status) == (2, "utkast")
    assert "(kallelse 2)" in " ".join(sidtexter(innehåll(två, Slag.KALLELSE)))
    två = värld.utfärda(två)
    assert innehåll(ett, Slag.PAKET) == byte != innehåll(två, Slag.PAKET)
    assert värld.möte.kallade.count() == 1


def test_flyttat_möte_måste_kallas_om_och_inställt_kan_inte_kallas(värld):
    värld.punkt("Upprop")
    kallelse = värld.gör()
    ny_dag = värld.möte.datum.replace(year=värld.möte.datum.year + 1, day=1)
    sammanträden.flytta_sammanträde(
        sammanträde=värld.möte,
        datum=ny_dag,
        från=värld.möte.tider.get().från,
        plats="Eken",
        av=värld.av,
    )
    with pytest.raises(Kallelsefel, match="ändrats"):
        värld.utfärda(kallelse)
    kallelse = värld.gör()
    assert "Eken" in sidtexter(innehåll(kallelse, Slag.KALLELSE))[0]

    sammanträden.ställ_in(sammanträde=värld.möte, skäl="Sjukdom", av=värld.av)
    with pytest.raises(Kallelsefel, match="inställt"):
        värld.utfärda(kallelse)
    with pytest.raises(Kallelsefel, match="inställt"):
        värld.skapa()


def test_ett_försök_städar_efter_sina_föregångare_men_inte_efter_andra(värld):
    värld.punkt("Upprop")
    kallelse = värld.skapa()
    annat = Jobb.objects.create(slag="prov", nyckel="1", av=värld.av)
    klart = Jobb.objects.create(slag="prov", nyckel="2", av=värld.av, status="klart")
    Jobb.objects.filter(pk=kallelse.jobb_id).update(försök=2)
    kataloger = {
        namn: tjänst.arbetskatalog(pk, försök)
        for namn, pk, försök in [
            ("föregångaren", kallelse.jobb_id, 2),
            ("efterträdaren", kallelse.jobb_id, 4),
            ("ett annat", annat.pk, 1),
            ("ett avslutat", klart.pk, 1),
        ]
    }
    for katalog in kataloger.values():
        katalog.mkdir(parents=True)
        (katalog / "h1").write_bytes(b"hemligt")

    tjänst.utför(kallelse.jobb_id)

    assert {n for n, k in kataloger.items() if k.exists()} == {"efterträdaren", "ett annat"}
    for katalog in kataloger.values():
        (katalog / "h1").unlink(missing_ok=True)
        if katalog.exists():
            katalog.rmdir()


@pytest.mark.slow
def test_egna_dokument_är_pdfa_och_pdfua_och_taggarna_säger_vad_html_säger(värld):
    öppen = värld.punkt("Öppet ärende: čć š", förslag=["Ett.", "Två."], handlingar_senare=True)
    hemlig = värld.punkt("Hemligt", slag="sekretess", sekretess_lagrum=LAGRUM, avsnitt="Sekretess")
    u = documents.underlag(värld.möte)
    eget = rendera_pdf(
        tjänst.MALL,
        documents.kallelsedokument(
            u,
            edition=1,
            plan=handlingspaket.sidplan(1, 0, []),
            offentlig=False,
            utfärdas=timezone.localdate(),
        ),
    )
    fil = filer.spara_eget(eget.innehåll, medietyp="application/pdf", sidor=eget.sidor, egen=True)
    for punkt in (öppen, hemlig):
        Punkthandling.objects.create(punkt=punkt, ordning=1, rubrik="Eget dokument", fil=fil)
    Sammanträde.objects.filter(pk=värld.möte.pk).update(anteckningssidor=1)

    kallelse = värld.gör()

    u = underlag.ur_json(kallelse.underlag)
    sidor = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor
    plan = handlingspaket.sidplan(sidor, 1, documents.delsidor(u))
    for slag, offentlig in ((Slag.KALLELSE, False), (Slag.OFFENTLIG_KALLELSE, True)):
        data = innehåll(kallelse, slag)
        kräv(data)
        dokument = documents.kallelsedokument(
            u, edition=1, plan=plan, offentlig=offentlig, utfärdas=timezone.localdate()
        )
        html = rendera_pdf(tjänst.MALL, dokument).html
        assert taggtext.text(data) == taggtext.html_text(html)
    for slag in (Slag.PAKET, Slag.OFFENTLIGT_PAKET):
        kräv(innehåll(kallelse, slag))
        assert kallelse.filer.get(slag=slag).fil.egen


@pytest.mark.slow
def test_lång_lista_har_rätt_sidnummer_fast_de_flyttas_av_sin_egen_längd(värld):
    for n in range(60):
        värld.punkt(f"Ärende {n} med en rubrik som tar plats", (f"S{n}", främmande([f"p{n}"])))
    kallelse = värld.gör()
    k = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor
    assert k > 2
    kräv(innehåll(kallelse, Slag.KALLELSE))
    assert [s.från_sida for s in kallelse.punktsidor.all()] == [k + 1 + n for n in range(60)]
    assert sidtexter(innehåll(kallelse, Slag.PAKET))[k].startswith("p0")


@pytest.mark.slow
def test_tjugo_slumpade_möten(värld):
    slump = random.Random(20)
    for _ in range(20):
        värld.möte = fabrik.möte(värld.organ, av=värld.av, anteckningssidor=slump.randint(0, 1))
        väntat: list[str] = []
        punkter: list[tuple[str, int]] = []
        for nr in range(1, slump.randint(2, 5)):
            papper = []
            for p in range(slump.randint(0, 2)):
                texter = [f"P{nr}.{p}.{s}" for s in range(slump.randint(1, 3))]
                storlek = slump.choice([A4, A4[::-1], A3, A3[::-1]])
                vriden = slump.choice([0, 90, 180, 270])
                papper.append(
                    (f"Papper {nr}.{p}", främmande(texter, storlek=storlek, vriden=vriden))
                )
                väntat += texter
            punkter.append((str(nr), sum(len(sidtexter(d)) for _, d in papper)))
            värld.punkt(f"Ärende {nr}", *papper)

        kallelse = värld.gör()

        k = kallelse.filer.get(slag=Slag.KALLELSE).fil.sidor
        nästa = k + kallelse.sammanträde.anteckningssidor + 1
        spann = []
        for nr, antal in punkter:
            spann.append((nr, nästa, nästa + antal - 1) if antal else (nr, None, None))
            nästa += antal
        sidor = kallelse.punktsidor.all()
        assert [(s.nummer, s.från_sida, s.till_sida) for s in sidor] == spann
        texter = sidtexter(innehåll(kallelse, Slag.PAKET))
        assert len(texter) == kallelse.sidor == nästa - 1
        for nr, text in enumerate(texter, 1):
            assert re.search(rf"(^|\D){nr}$", text), f"sidan {nr} saknar sitt nummer: {text!r}"
        första = len(texter) - len(väntat)
        for nr, ord_ in enumerate(väntat, första + 1):
            assert texter[nr - 1] == f"{ord_} {nr}"
        assert länkmål(innehåll(kallelse, Slag.PAKET)) == [från for _, från, _ in spann if från]


def länkmål(data: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(data)) as dokument:
        blad = {sida.obj.objgen: nr for nr, sida in enumerate(dokument.pages, 1)}
        return [
            blad[annot.Dest[0].objgen]
            for sida in dokument.pages
            for annot in som_lista(sida.obj.get("/Annots"))
            if "/Dest" in annot
        ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_framsteg_syns_från_en_annan_anslutning_medan_jobbet_pågår():
    värld = Värld()
    for n in range(12):
        värld.punkt(f"Ärende {n}", (f"Skrivelse {n}", främmande(["x"] * 5)))
    kallelse = värld.skapa()

    def arbeta() -> None:
        try:
            tjänst.utför(kallelse.jobb_id)
        finally:
            connection.close()

    arbetare = threading.Thread(target=arbeta)
    sedda: list[tuple[int, str]] = []
    with psycopg.connect(_databas(), autocommit=True) as c:
        arbetare.start()
        while arbetare.is_alive():
            rad = c.execute(
                "SELECT framsteg, steg FROM arenden_jobb WHERE id = %s AND status = 'pagar'",
                [kallelse.jobb_id],
            ).fetchone()
            if rad and (not sedda or rad != sedda[-1]):
                sedda.append(rad)
            time.sleep(0.001)
    arbetare.join()
    värden = [framsteg for framsteg, _ in sedda]
    assert värden == sorted(värden)
    assert len(set(värden)) >= 3
    assert any(re.search(r"(Läser|Lägger in) Skrivelse \d+", steg) for _, steg in sedda)
    kallelse.jobb.refresh_from_db()
    assert (kallelse.jobb.status, kallelse.jobb.framsteg) == ("klart", 100)


def _databas() -> str:
    """Testdatabasens adress, åt en annan process eller anslutning."""
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return f"{server}/{connection.settings_dict['NAME']}"


def kör_utanför(kod: str, *argument: str, **miljö: str) -> str:
    svar = subprocess.run(
        [sys.executable, "-c", kod, *argument],
        cwd=ROT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": _databas(),
            "NAMND_DATA": str(settings.DATA),
            "PYTHONUTF8": "1",
        }
        | miljö,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert svar.returncode == 0, svar.stderr
    return svar.stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_samma_byte_ur_två_processer_med_annan_hash_tidszon_och_klocka(tmp_path):
    värld = Värld()
    värld.punkt("Öppen", ("Skrivelse", främmande(["ett"])), förslag=["Ett.", "Två."])
    värld.punkt("Hemlig", ("Bilaga", främmande(["två"])), slag="sekretess")
    kod = (
        "import sys, time; verklig = time.time; skift = float(sys.argv[1]);"
        "time.time = lambda: verklig() + skift;"
        "import django; django.setup();"
        "from django.core.management import call_command;"
        "call_command('kallelse', sys.argv[2], '--ut', sys.argv[3])"
    )
    gjorda = []
    for nr, (frö, zon, skift) in enumerate(
        [("1", "UTC", "0"), ("4711", "Pacific/Auckland", "86400000")]
    ):
        ut = tmp_path / str(nr)
        kör_utanför(kod, skift, str(värld.möte.pk), str(ut), PYTHONHASHSEED=frö, TZ=zon)
        gjorda.append({f.name: f.read_bytes() for f in ut.iterdir()})
    assert gjorda[0] == gjorda[1]
    assert sorted(gjorda[0]) == [
        "handlingspaket-offentligt.pdf",
        "handlingspaket.pdf",
        "kallelse.pdf",
    ]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_mäklaren_nere_när_knappen_trycks_hindrar_ingenting():
    värld = Värld()
    värld.punkt("Upprop")
    kod = (
        "import sys, time, django; django.setup();"
        "from konton.models import Användare; from nämnd.models import Sammanträde;"
        "from nämnd.services.kallelse import skapa_kallelse; t = time.monotonic();"
        "skapa_kallelse(sammanträde=Sammanträde.objects.get(pk=sys.argv[1]),"
        " av=Användare.objects.get(pk=sys.argv[2])); print(time.monotonic() - t)"
    )
    tid = kör_utanför(
        kod, str(värld.möte.pk), str(värld.av.pk), CELERY_BROKER_URL="redis://127.0.0.1:1/0"
    )

    assert float(tid) < 5
    jobb = Jobb.objects.get()
    assert jobb.status == "vantar"
    assert jobbtjänst.svep() == 0
    Jobb.objects.update(skickat_tid=timezone.now() - timezone.timedelta(minutes=1))
    assert jobbtjänst.svep() == 1
    tjänst.utför(jobb.pk)
    assert Kallelse.objects.get().status == "utkast"


def kommando(möte: int, ut: Path) -> dict:
    svar = io.StringIO()
    call_command("kallelse", str(möte), "--ut", str(ut), "--json", stdout=svar)
    (rad,) = svar.getvalue().splitlines()
    return json.loads(rad)


def test_kommandot_skriver_filerna_och_en_rad_json(värld, tmp_path):
    värld.punkt("Upprop")
    värld.punkt("Taxan", ("Skrivelse", främmande(["a", "b"])))
    värld.punkt("Frågan", ("Skrivelse", främmande(["c"])))

    svar = kommando(värld.möte.pk, tmp_path / "ny" / "katalog")

    assert svar == {
        "punkter": [
            {"nummer": "1", "sidor": None},
            {"nummer": "2", "sidor": "2-3"},
            {"nummer": "3", "sidor": "4"},
        ],
        "sidor": 4,
    }
    kallelse = Kallelse.objects.get()
    for slag, namn in (
        (Slag.KALLELSE, "kallelse.pdf"),
        (Slag.PAKET, "handlingspaket.pdf"),
        (Slag.OFFENTLIGT_PAKET, "handlingspaket-offentligt.pdf"),
    ):
        assert (tmp_path / "ny" / "katalog" / namn).read_bytes() == innehåll(kallelse, slag)


def test_kommandots_slutkoder_och_att_gamla_filer_försvinner(värld, tmp_path):
    namn = ("kallelse.pdf", "handlingspaket.pdf", "handlingspaket-offentligt.pdf")
    for fil in (*namn, "annat.pdf"):
        (tmp_path / fil).write_bytes(b"gammal")
    with pytest.raises(CommandError, match="Sammanträdet 0 finns inte") as fel:
        kommando(0, tmp_path)
    assert fel.value.returncode == 2
    assert [fil.name for fil in tmp_path.iterdir()] == ["annat.pdf"]
    (tmp_path / "annat.pdf").unlink()

    gammal = tmp_path / "kallelse.pdf"
    gammal.write_bytes(b"gammal")
    with pytest.raises(CommandError, match="tom") as fel:
        kommando(värld.möte.pk, tmp_path)
    assert fel.value.returncode == 2
    assert not gammal.exists()

    punkt = värld.punkt("Taxan", ("Skrivelse", främmande(["unikt för slutkoden"])))
    kommando(värld.möte.pk, tmp_path)
    storages["filer"].delete(punkt.handlingar.get().fil.plats)
    with pytest.raises(CommandError, match=r"Skrivelse\.pdf saknas i fillagret") as fel:
        kommando(värld.möte.pk, tmp_path)
    assert fel.value.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_kommandot_säger_varför_det_inte_går_att_skriva(värld, tmp_path):
    fil, omöjlig = tmp_path / "fil", Path("/proc/nej")
    fil.write_text("")
    # Protokollets kommando skapar ingen katalog för ett möte som inte är hållet.
    for namn, ut in (("kallelse", fil), ("kallelse", omöjlig), ("protokoll", fil)):
        with pytest.raises(CommandError, match=r"är ingen katalog|går inte att skapa") as fel:
            call_command(namn, str(värld.möte.pk), "--ut", str(ut))
        assert fel.value.returncode == 2


def test_kommandot_gör_om_när_ett_pågående_jobb_har_en_äldre_lista(värld, tmp_path):
    värld.punkt("Upprop")
    gammal = värld.skapa()
    värld.punkt("Ny punkt")

    svar = kommando(värld.möte.pk, tmp_path)

    assert [p["nummer"] for p in svar["punkter"]] == ["1", "2"]
    assert Kallelse.objects.get().jobb_id != gammal.jobb_id
