"""Sätta upp, ta ned, flytta och makulera: det tillåtna och det som vägras."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.db import DatabaseError, IntegrityError, connection, transaction

from publikt import filer
from publikt.models import Anslag, Anslagshändelse, Avbrott, Kopia, Slag, Uppetid
from publikt.services import anslagsfel, anslagstavla
from tests.factories.publikt import PDF, anslag, svensk_tid

pytestmark = pytest.mark.django_db
Typ = Anslagshändelse.Typ


def läs(kopia: Kopia) -> bytes:
    with filer.öppna(kopia) as fil:
        return fil.read()


def händelser(ett: Anslag) -> list[tuple[str, str]]:
    return [(h.typ, h.av_namn) for h in ett.händelser.all()]


# --- Sätta upp ---------------------------------------------------------------------------------


def test_anslaget_är_uppe_genast_och_bär_det_som_lämnats() -> None:
    ett = anslag(protokoll_pdf=PDF, bevis_pdf=PDF + b" bevis", text="Se protokollet.")

    ett.refresh_from_db()
    assert ett.är_uppe
    assert ett.uppsatt_tid == svensk_tid("2019-04-30")
    assert list(Anslag.objects.uppe()) == [ett]
    assert läs(ett.protokoll) == PDF
    assert läs(ett.bevis) == PDF + b" bevis"
    assert händelser(ett) == [
        (Typ.INLÄMNAT, "Nora Källström"),
        (Typ.BEVIS, "Nora Källström"),
        (Typ.UPPSATT, "Nora Källström"),
    ]


def test_samma_källa_ger_samma_anslag() -> None:
    första = anslag(källa="protokoll:17:ordinarie", protokoll_pdf=PDF)
    andra = anslag(
        källa="protokoll:17:ordinarie", protokoll_pdf=PDF, nu=svensk_tid("2019-05-01", "03:00")
    )

    assert första == andra
    assert andra.uppsatt_tid == första.uppsatt_tid
    assert Anslag.objects.count() == Kopia.objects.count() == 1
    assert Anslagshändelse.objects.count() == 2


def test_med_bestämd_tid_väntar_anslaget() -> None:
    ett = anslag(uppe_från=svensk_tid("2019-04-30", "12:00"))

    assert ett.uppsatt_tid is None
    assert list(Anslag.objects.väntande()) == [ett]
    assert not Anslag.objects.uppe().exists()


def test_en_passerad_tid_sätts_upp_genast_och_dagarna_räknas_därifrån() -> None:
    ett = anslag(uppe_från=svensk_tid("2019-04-28"))

    assert ett.uppsatt_tid == svensk_tid("2019-04-30")
    assert ett.ned_dag == date(2019, 5, 24)
    assert ett.nytt_tillkännagivande_rekommenderas


@pytest.mark.parametrize("slag", list(Slag), ids=lambda s: f"{s.lagrum}: {s.label}")
def test_lagens_slag_får_stå_på_tavlan(slag: Slag) -> None:
    ett = anslag(slag=slag, lagstöd="3 kap. 2 § miljöbalken")

    assert ett.är_uppe
    assert ett.lagrum == slag.lagrum


@pytest.mark.parametrize("slag", ["", "loppis", "Justering"])
def test_annat_än_lagens_slag_vägras(slag: str) -> None:
    with pytest.raises(anslagsfel.OtillåtetSlag) as fel:
        anslag(slag=slag)

    assert fel.value.lagrum == "8 kap. 11 § kommunallagen"
    assert "endast innehålla" in fel.value.lagtext
    assert not Anslag.objects.exists()


@pytest.mark.parametrize(
    ("fält", "text"),
    [
        ({"förvaringsplats": " "}, "var protokollet finns"),
        ({"justerad_dag": None}, "vilken dag protokollet justerades"),
        ({"sista_överklagandedag": None}, "sista dagen att överklaga"),
        ({"slag": Slag.DELEGATIONSBESLUT, "förvaringsplats": ""}, "var protokollet finns"),
        ({"slag": Slag.ANNAN_FÖRFATTNING}, "vilken författning"),
        ({"rubrik": ""}, "saknar rubrik"),
        ({"organ": " "}, "saknar organ"),
        ({"kommun": ""}, "saknar kommun"),
        ({"källa": ""}, "saknar källa"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_ofullständigt_anslag_vägras(fält: dict[str, object], text: str) -> None:
    with pytest.raises(anslagsfel.Ofullständigt, match=text):
        anslag(**fält)

    assert not Anslag.objects.exists()


@pytest.mark.parametrize(
    ("fält", "text"),
    [
        ({"ned_dag": date(2019, 5, 21)}, "sista dagen att överklaga"),
        (
            {
                "slag": Slag.BESLUTSUNDERLAG,
                "sista_överklagandedag": None,
                "ned_dag": date(2019, 4, 30),
            },
            "uppsättningen",
        ),
    ],
    ids=["KL 8:12 på sista dagen", "samma dag som upp"],
)
def test_nedtagning_före_överklagandetidens_utgång_vägras(
    fält: dict[str, object], text: str
) -> None:
    with pytest.raises(anslagsfel.FörTidigNedtagning, match=text):
        anslag(**fält)

    assert not Anslag.objects.exists()


def test_något_annat_än_en_pdf_vägras_och_lämnar_inget() -> None:
    with pytest.raises(filer.InteEnPdf):
        anslag(protokoll_pdf=b"<html>")

    assert not Anslag.objects.exists()
    assert not Kopia.objects.exists()


def test_halv_fil_efter_avbrott_skrivs_om() -> None:
    with transaction.atomic():
        kopia = filer.spara(PDF + b" halv")
        transaction.set_rollback(True)
    lager = storages["publikt"]
    lager.delete(kopia.plats)
    with lager.open(kopia.plats, "wb") as fil:
        fil.write(b"%PDF-")

    assert läs(filer.spara(PDF + b" halv")) == PDF + b" halv"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_två_samtidiga_med_samma_källa_ger_ett_anslag() -> None:
    grind = threading.Barrier(2)
    fick: list[int] = []

    def sätt_upp() -> None:
        try:
            grind.wait()
            fick.append(anslag(källa="protokoll:9:ordinarie", protokoll_pdf=PDF).pk)
        finally:
            connection.close()

    trådar = [threading.Thread(target=sätt_upp) for _ in range(2)]
    for t in trådar:
        t.start()
    for t in trådar:
        t.join()

    assert len(fick) == 2
    assert len(set(fick)) == 1
    assert Anslagshändelse.objects.filter(typ=Typ.UPPSATT).count() == 1


# --- Ta ned ------------------------------------------------------------------------------------


def test_nedtagning_före_dagen_vägras_och_på_dagen_går_den_igenom() -> None:
    ett = anslag()

    with pytest.raises(anslagsfel.FörTidigNedtagning, match="tidigast 22 maj 2019") as fel:
        anslagstavla.ta_ned(källa=ett.källa, av_namn="Nora", nu=svensk_tid("2019-05-21", "23:59"))
    assert fel.value.lagrum == "8 kap. 12 § och 13 kap. 5 § kommunallagen"
    assert "får inte tas bort" in fel.value.lagtext
    assert Anslag.objects.uppe().exists()

    nere = anslagstavla.ta_ned(
        källa=ett.källa, av_namn="Nora", nu=svensk_tid("2019-05-22", "00:00")
    )
    assert not nere.är_uppe
    assert not Anslag.objects.uppe().exists()
    assert händelser(nere)[-1] == (Typ.NEDTAGET, "Nora")


def test_nedtagning_två_gånger_är_en() -> None:
    ett = anslag()
    första = anslagstavla.ta_ned(källa=ett.källa, av_namn="A", nu=svensk_tid("2019-05-22"))
    andra = anslagstavla.ta_ned(källa=ett.källa, av_namn="B", nu=svensk_tid("2019-05-23"))

    assert första.nedtagen_tid == andra.nedtagen_tid
    assert Anslagshändelse.objects.filter(typ=Typ.NEDTAGET).count() == 1


def test_det_som_inte_sitter_uppe_tas_inte_ned() -> None:
    väntar = anslag(uppe_från=svensk_tid("2019-05-01"))

    with pytest.raises(anslagsfel.InteUppe):
        anslagstavla.ta_ned(källa=väntar.källa, av_namn="A", nu=svensk_tid("2019-06-01"))
    with pytest.raises(anslagsfel.OkäntAnslag, match="protokoll:0"):
        anslagstavla.ta_ned(källa="protokoll:0", av_namn="A")


def test_annan_kungörelse_nämner_sitt_eget_lagrum() -> None:
    ett = anslag(
        slag=Slag.ANNAN_FÖRFATTNING, lagstöd="plan- och bygglagen", sista_överklagandedag=None
    )
    with pytest.raises(anslagsfel.FörTidigNedtagning) as fel:
        anslagstavla.ta_ned(källa=ett.källa, av_namn="A", nu=svensk_tid("2019-05-01"))

    assert fel.value.lagrum == "8 kap. 10 § andra stycket kommunallagen"


# --- Flytta, makulera, bevis -------------------------------------------------------------------


def test_nedtagningen_flyttas_framåt_men_aldrig_bakåt() -> None:
    ett = anslag()
    dag = date(2019, 5, 29)

    with pytest.raises(anslagsfel.FörTidigNedtagning, match="tidigare dag"):
        anslagstavla.flytta_ned_dag(
            källa=ett.källa, ned_dag=date(2019, 5, 21), skäl="x", av_namn="A"
        )
    with pytest.raises(anslagsfel.SkälSaknas):
        anslagstavla.flytta_ned_dag(källa=ett.källa, ned_dag=dag, skäl=" ", av_namn="A")
    for _ in range(2):
        flyttat = anslagstavla.flytta_ned_dag(
            källa=ett.källa, ned_dag=dag, skäl="Webbplatsen flyttas.", av_namn="A"
        )

    assert flyttat.ned_dag == dag
    assert flyttat.sista_överklagandedag == date(2019, 5, 21)
    flytt = Anslagshändelse.objects.get(typ=Typ.NED_DAG)
    assert flytt.text == "2019-05-22 → 2019-05-29: Webbplatsen flyttas."


def test_makulerat_lämnar_tavlan_och_skälet_står_kvar() -> None:
    ett = anslag()

    with pytest.raises(anslagsfel.SkälSaknas):
        anslagstavla.makulera(källa=ett.källa, skäl="", av_namn="A")
    for skäl in ("Fel protokoll.", "Ett annat skäl."):
        borta = anslagstavla.makulera(källa=ett.källa, skäl=skäl, av_namn="A")

    assert borta.makulerat_skäl == "Fel protokoll."
    assert not Anslag.objects.uppe().exists()
    assert list(Anslag.objects.tidigare()) == [borta]
    with pytest.raises(anslagsfel.InteUppe):
        anslagstavla.ta_ned(källa=ett.källa, av_namn="A", nu=svensk_tid("2019-06-01"))
    with pytest.raises(anslagsfel.InteUppe):
        anslagstavla.flytta_ned_dag(
            källa=ett.källa, ned_dag=date(2019, 7, 1), skäl="x", av_namn="A"
        )


def test_nedtaget_makuleras_och_flyttas_inte() -> None:
    ett = anslag()
    anslagstavla.ta_ned(källa=ett.källa, av_namn="A", nu=svensk_tid("2019-05-22"))

    with pytest.raises(anslagsfel.RedanNedtaget):
        anslagstavla.makulera(källa=ett.källa, skäl="Fel.", av_namn="A")
    with pytest.raises(anslagsfel.RedanNedtaget):
        anslagstavla.flytta_ned_dag(
            källa=ett.källa, ned_dag=date(2019, 7, 1), skäl="x", av_namn="A"
        )


def test_bevis_bifogas_en_gång() -> None:
    ett = anslag()
    for _ in range(2):
        med = anslagstavla.bifoga_bevis(källa=ett.källa, pdf_bytes=PDF, av_namn="A")
    assert läs(med.bevis) == PDF
    assert händelser(med).count((Typ.BEVIS, "A")) == 1

    with pytest.raises(anslagsfel.BevisFinns):
        anslagstavla.bifoga_bevis(källa=ett.källa, pdf_bytes=PDF + b"2", av_namn="A")
    ett.refresh_from_db()
    assert ett.bevis == med.bevis


# --- Databasens egna löften --------------------------------------------------------------------


def vägras(sats) -> None:
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        sats()


@pytest.mark.parametrize(
    ("fält", "värde"),
    [
        ("rubrik", "En annan"),
        ("slag", Slag.PROTOKOLL),
        ("paragrafer", "§ 1"),
        ("sista_överklagandedag", date(2019, 5, 20)),
        ("text", "Ändrad"),
        ("uppe_från", svensk_tid("2019-04-01")),
        ("publiceras_efter", True),
        ("ned_dag", date(2019, 5, 21)),
        ("uppsatt_tid", svensk_tid("2019-04-29")),
        ("uppsatt_tid", None),
    ],
    ids=lambda v: str(v),
)
def test_det_publicerade_ändras_inte(fält: str, värde: object) -> None:
    ett = anslag()
    vägras(lambda: Anslag.objects.filter(pk=ett.pk).update(**{fält: värde}))
    ett.refresh_from_db()
    assert getattr(ett, fält) != värde


def test_ingenting_tas_bort_och_historien_skrivs_inte_om() -> None:
    ett = anslag(uppe_från=svensk_tid("2019-04-29"))
    tid = Uppetid.objects.create(
        från_tid=svensk_tid("2019-05-01"), till_tid=svensk_tid("2019-05-02")
    )
    anslagstavla.bifoga_bevis(källa=ett.källa, pdf_bytes=PDF, av_namn="A")
    avbrott = ett.avbrott.get()

    vägras(ett.delete)
    vägras(Anslag.objects.all().delete)
    vägras(avbrott.delete)
    vägras(lambda: Avbrott.objects.update(dagar=9))
    vägras(Anslagshändelse.objects.all().delete)
    vägras(lambda: Anslagshändelse.objects.update(av_namn="X"))
    vägras(lambda: Kopia.objects.update(storlek=1))
    vägras(lambda: Anslag.objects.update(bevis=None))
    vägras(tid.delete)
    vägras(lambda: Uppetid.objects.update(till_tid=svensk_tid("2019-05-01")))
    vägras(lambda: Uppetid.objects.update(från_tid=svensk_tid("2019-04-01")))
    anslagstavla.makulera(källa=ett.källa, skäl="Fel.", av_namn="A")
    vägras(lambda: Anslag.objects.update(makulerat_skäl="Annat"))
    vägras(lambda: Anslag.objects.update(makulerad_tid=None, makulerat_skäl=""))


@pytest.mark.parametrize(
    ("fält", "namn"),
    [
        ({"slag": "loppis"}, "anslag_tillatet_slag"),
        ({"förvaringsplats": ""}, "anslag_dag_och_plats"),
        ({"justerad_dag": None}, "anslag_justerad_dag"),
        ({"slag": "forfattning"}, "anslag_lagstod"),
        ({"ned_dag": date(2019, 5, 21)}, "anslag_uppe_hela_tiden"),
        ({"makulerat_skäl": "x"}, "anslag_makulerat_har_skal"),
        ({"nedtagen_tid": svensk_tid("2019-05-22")}, "anslag_ned_efter_upp"),
        (
            {
                "uppsatt_tid": svensk_tid("2019-05-01"),
                "nedtagen_tid": svensk_tid("2019-05-22"),
                "makulerad_tid": svensk_tid("2019-05-22"),
                "makulerat_skäl": "x",
            },
            "anslag_nedtaget_eller_makulerat",
        ),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_begränsning(fält: dict[str, object], namn: str) -> None:
    rätt = {
        "slag": "justering",
        "kommun": "K",
        "organ": "O",
        "rubrik": "R",
        "justerad_dag": date(2019, 4, 29),
        "förvaringsplats": "Kommunhuset",
        "sista_överklagandedag": date(2019, 5, 21),
        "ned_dag": date(2019, 5, 22),
        "uppe_från": svensk_tid("2019-04-30"),
    }
    Anslag.objects.create(källa="rätt", **rätt)
    with pytest.raises(IntegrityError, match=namn), transaction.atomic():
        Anslag.objects.create(källa="fel", **(rätt | fält))


@pytest.mark.parametrize(
    ("skapa", "namn"),
    [
        (lambda a: anslag_rad(a.källa), "publikt_anslag_kalla"),
        (lambda a: [lägg_avbrott(a), lägg_avbrott(a)], "avbrott_ett_per_tid"),
        (lambda a: lägg_avbrott(a, dagar=0), "avbrott_har_langd"),
        (lambda a: lägg_händelse(a, Typ.UPPSATT), "anslagshandelse_en_gang"),
        (
            lambda a: Uppetid.objects.create(
                från_tid=svensk_tid("2019-05-02"), till_tid=svensk_tid("2019-05-01")
            ),
            "uppetid_slutar_efter_start",
        ),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_begränsning_på_raderna_runt_om(skapa, namn: str) -> None:
    ett = anslag()
    with pytest.raises(IntegrityError, match=namn), transaction.atomic():
        skapa(ett)


def anslag_rad(källa: str) -> Anslag:
    mall = Anslag.objects.get(källa=källa)
    mall.pk = None
    mall.save(force_insert=True)
    return mall


def lägg_avbrott(ett: Anslag, dagar: int = 1) -> Avbrott:
    från = svensk_tid("2019-05-01")
    return Avbrott.objects.create(
        anslag=ett, från_tid=från, till_tid=från + timedelta(hours=1), dagar=dagar
    )


def lägg_händelse(ett: Anslag, typ: str) -> Anslagshändelse:
    return Anslagshändelse.objects.create(
        anslag=ett, typ=typ, av_namn="A", tid=svensk_tid("2019-05-01")
    )
