"""Remisser: sända, ta emot, svara, avstå och påminna; två nämnder, två ärenden."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from konton.models import Användare, Myndighet, Roll
from tests.factories import mallar as fabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import MyndighetFactory, med_roll
from ärenden import documents, policy
from ärenden.models import (
    Handling,
    Händelse,
    MottagenRemiss,
    Remiss,
    Remissbrev,
    Remissmottagare,
    Skrivelseutkast,
    Ärende,
)
from ärenden.remisstid import Läge
from ärenden.services import remissbrev, remisser, skrivande
from ärenden.services.remisser import Remissfel, Utomstående

pytestmark = pytest.mark.django_db

IDAG = timezone.localdate()
SISTA = IDAG + timedelta(days=30)
BOLAGET = Utomstående("Björksunds Energi AB", "remiss@energi.example")
FÖRENINGEN = Utomstående("Hembygdsföreningen")


class Två:
    """Två nämnder i samma kommun, med var sin handläggare och registrator."""

    def __init__(self) -> None:
        self.vi: Myndighet = MyndighetFactory(namn="Byggnadsnämnden")
        self.de: Myndighet = MyndighetFactory(namn="Miljönämnden", kommun=self.vi.kommun)
        self.handläggare = med_roll(Roll.HANDLÄGGARE, self.vi)
        self.deras = med_roll(Roll.HANDLÄGGARE, self.de)
        self.ärende = diariet.ärende(
            self.vi, rubrik="Detaljplan för hamnen", handläggare=self.handläggare
        )
        self.handling = diariet.handling(
            self.ärende,
            rubrik="Samrådshandling",
            slag=Handling.Slag.SKRIVELSE,
            riktning=Handling.Riktning.UPPRÄTTAD,
        )

    def sänd(self, **fält) -> Remiss:
        return remisser.sänd(
            **{
                "handling": self.handling,
                "avser": "Planförslagets följder för vattnet.",
                "sista_dag": SISTA,
                "myndigheter": [self.de],
                "utomstående": [BOLAGET, FÖRENINGEN],
                "av": self.handläggare,
            }
            | fält
        )

    def mottagen(self) -> MottagenRemiss:
        mottagare = self.sänd().mottagare.get(myndighet=self.de)
        diarium = diariet.diarium_för(self.de)
        return remisser.ta_emot(mottagare=mottagare, diarium=diarium, av=self.deras)


@pytest.fixture
def två() -> Två:
    return Två()


def klient(användare: Användare) -> Client:
    ny = Client()
    ny.force_login(användare)
    return ny


def händelser(ärende: Ärende) -> list[str]:
    rader = Händelse.objects.filter(ärende=ärende, typ__startswith="remiss.").order_by("pk")
    return [r.typ for r in rader]


# --- Att sända -----------------------------------------------------------------------------------


def test_en_remiss_går_till_flera_samtidigt(två: Två) -> None:
    remiss = två.sänd()

    lägen = {m.namn: m.läge(IDAG) for m in remiss.mottagare.all()}
    assert lägen == dict.fromkeys(
        ["Miljönämnden", "Björksunds Energi AB", "Hembygdsföreningen"], Läge.VÄNTAR
    )
    assert händelser(två.ärende) == ["remiss.sänd"]


@pytest.mark.parametrize(
    ("fält", "fel"),
    [
        ({"avser": " "}, "vad yttrandet ska avse"),
        ({"sista_dag": IDAG}, "efter i dag"),
        ({"myndigheter": [], "utomstående": []}, "minst en mottagare"),
        ({"utomstående": [BOLAGET, Utomstående("BJÖRKSUNDS energi AB")]}, "två gånger"),
    ],
    ids=["FL 26 § vad", "FL 26 § när", "ingen", "samma två gånger"],
)
def test_en_ofullständig_remiss_sänds_inte(två: Två, fält: dict, fel: str) -> None:
    with pytest.raises(Remissfel, match=fel):
        två.sänd(**fält)

    assert not Remiss.objects.exists()
    assert händelser(två.ärende) == []


def test_osl_8_kap_1_en_hemlig_handling_sänds_inte(två: Två) -> None:
    hemlig = diariet.handling(
        två.ärende, sekretess_lagrum="OSL 21 kap. 7 §", innehåll=diariet.pdf(märke="h")
    )
    registrator = diariet.registrator_i(två.vi)

    with pytest.raises(remisser.HemligHandling):
        två.sänd(handling=hemlig, av=registrator)

    assert not Remiss.objects.exists()


@pytest.mark.parametrize("roll", [Roll.CHEF, Roll.FÖRTROENDEVALD, Roll.ADMINISTRATÖR])
def test_den_som_inte_får_registrera_sänder_inte(två: Två, roll: Roll) -> None:
    with pytest.raises(PermissionDenied):
        två.sänd(av=med_roll(roll, två.vi))
    with pytest.raises(PermissionDenied):
        två.sänd(av=två.deras)

    assert not Remiss.objects.exists()


def test_fl_26_fler_mottagare_senare_kräver_skäl(två: Två) -> None:
    remiss = två.sänd(utomstående=[])

    def lägg_till(skäl: str, av: Användare) -> None:
        remisser.lägg_till_mottagare(remiss=remiss, utomstående=[BOLAGET], skäl=skäl, av=av)

    with pytest.raises(remisser.SkälSaknas):
        lägg_till(" ", två.handläggare)
    with pytest.raises(PermissionDenied):
        lägg_till("Glömdes.", två.deras)
    assert remiss.mottagare.count() == 1
    lägg_till("Glömdes.", två.handläggare)

    assert remiss.mottagare.count() == 2
    assert Händelse.objects.get(typ="remiss.mottagare_tillagda").data["skäl"] == "Glömdes."


def test_en_sänd_remiss_ändras_inte(två: Två) -> None:
    remiss = två.sänd()

    with pytest.raises(ProgrammingError), transaction.atomic():
        Remiss.objects.filter(pk=remiss.pk).update(avser="Annat")
    with pytest.raises(ProgrammingError), transaction.atomic():
        remiss.mottagare.all().delete()
    svar = diariet.handling(två.ärende, innehåll=diariet.pdf(märke="svar"))
    with pytest.raises(IntegrityError), transaction.atomic():
        remiss.mottagare.update(svar=svar, avstår_dag=IDAG)
    mottagare = remiss.mottagare.first()
    assert mottagare is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Remissmottagare.objects.create(
            remiss=remiss, namn=mottagare.namn, tillagd_tid=timezone.now()
        )


# --- Två nämnder ---------------------------------------------------------------------------------


def test_mottagaren_får_en_egen_handling_i_ett_eget_ärende(två: Två) -> None:
    före = Ärende.objects.get(pk=två.ärende.pk)

    mottagen = två.mottagen()

    ärende = mottagen.handling.ärende
    assert (ärende.myndighet, ärende.motpart) == (två.de, "Byggnadsnämnden")
    assert ärende != två.ärende
    assert (mottagen.handling.riktning, mottagen.handling.slag) == (
        Handling.Riktning.INKOMMEN,
        Handling.Slag.REMISS,
    )
    assert mottagen.handling.fil == två.handling.fil
    assert mottagen.deras_beteckning == två.ärende.beteckning
    assert händelser(ärende) == ["remiss.mottagen"]
    assert händelser(två.ärende) == ["remiss.sänd", "remiss.mottagen_hos"]
    efter = Ärende.objects.get(pk=två.ärende.pk)
    assert (efter.rubrik, efter.status, efter.motpart) == (före.rubrik, före.status, före.motpart)


def test_bara_mottagarens_registrerande_tar_emot_och_bara_en_gång(två: Två) -> None:
    mottagare = två.sänd().mottagare.get(myndighet=två.de)
    diarium = diariet.diarium_för(två.de)
    for av in (två.handläggare, med_roll(Roll.CHEF, två.de), diariet.registrator_i(två.vi)):
        with pytest.raises(PermissionDenied):
            remisser.ta_emot(mottagare=mottagare, diarium=diarium, av=av)
    with pytest.raises(Remissfel, match="hör inte till"):
        remisser.ta_emot(mottagare=mottagare, ärende=två.ärende, av=två.deras)
    assert not MottagenRemiss.objects.exists()

    remisser.ta_emot(mottagare=mottagare, diarium=diarium, av=två.deras)

    with pytest.raises(remisser.RedanMottagen):
        remisser.ta_emot(mottagare=mottagare, diarium=diarium, av=två.deras)


def test_yttrandet_skrivs_efter_mallen_och_kommer_in_hos_avsändaren(två: Två) -> None:
    fabrik.mall(två.de, stil="synpunkter")
    mottagen = två.mottagen()
    ärende = mottagen.handling.ärende

    utkast = remisser.börja_yttrande(mottagen=mottagen, av=två.deras)

    assert utkast.innehåll.rubrik == "Yttrande över remissen Samrådshandling"
    assert utkast.innehåll.huvud["adressat"] == "Byggnadsnämnden"
    assert utkast.innehåll.huvud["er_beteckning"] == två.ärende.beteckning
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=fabrik.ifyllt(utkast.mall, huvud=dict(utkast.innehåll.huvud)),
        revision=utkast.revision,
        av=två.deras,
    )
    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=två.deras)
    remisser.svara(mottagen=mottagen, handling=skrivelse.handling, av=två.deras)

    svaret = två.ärende.handlingar.get(motpart="Miljönämnden")
    assert (svaret.riktning, svaret.fil) == (
        Handling.Riktning.INKOMMEN,
        skrivelse.handling.fil,
    )
    mottagare = Remissmottagare.objects.get(myndighet=två.de)
    assert (mottagare.svar, mottagare.läge(IDAG)) == (svaret, Läge.SVARAT)
    assert händelser(ärende) == ["remiss.mottagen", "remiss.besvarad"]
    assert händelser(två.ärende)[-1] == "remiss.svar"
    with pytest.raises(remisser.RedanBesvarad):
        remisser.svara(mottagen=mottagen, handling=skrivelse.handling, av=två.deras)


def bilagor(handling: Handling) -> list[tuple[str, str, str]]:
    rader = handling.bilagor.order_by("nummer")
    return [(b.rubrik, b.slag, b.riktning) for b in rader]


def test_bilagorna_går_med_remissen_och_med_yttrandet(två: Två) -> None:
    """Också i brevet. En hemlig bilaga går aldrig med (OSL 8 kap. 1 §)."""

    def bilägg(handling: Handling, rubrik: str, **fält) -> Handling:
        return diariet.handling(
            handling.ärende,
            rubrik=rubrik,
            slag=Handling.Slag.BILAGA,
            riktning=Handling.Riktning.UPPRÄTTAD,
            bilaga_till=handling,
            filnamn=f"{rubrik}.pdf",
            innehåll=diariet.pdf(märke=rubrik),
            **fält,
        )

    karta = bilägg(två.handling, "Karta")
    hemlig = bilägg(två.handling, "Avtal", sekretess_lagrum="OSL 19 kap. 1 §")
    vi, de = klient(två.handläggare), klient(två.deras)
    val = vi.get(reverse("arenden:ny_remiss", args=[två.ärende.pk])).content.decode()
    assert "Samrådshandling (en bilaga går med, en hemlig bilaga sänds inte)" in val
    remiss = två.sänd()
    mottagare = remiss.mottagare.get(myndighet=två.de)

    remissbrev.skicka_väntande(nu=kl_9(IDAG))
    assert [b[0] for b in mail.outbox[-1].attachments] == ["remissvar.pdf", "Karta.pdf"]

    fil = reverse("arenden:remissens_fil", args=[mottagare.pk])
    sidan = de.get(reverse("arenden:ta_emot_remiss", args=[mottagare.pk])).content.decode()
    assert f"{fil}?bilaga={karta.nummer}" in sidan
    assert "Avtal" not in sidan
    assert de.get(fil, {"bilaga": karta.nummer}).getvalue() == karta.fil.läs()
    for nummer in (hemlig.nummer, 99, "x"):
        assert de.get(fil, {"bilaga": nummer}).status_code == 404

    mottagen = remisser.ta_emot(
        mottagare=mottagare, diarium=diariet.diarium_för(två.de), av=två.deras
    )
    inkommen = Handling.Riktning.INKOMMEN
    assert bilagor(mottagen.handling) == [("Karta", Handling.Slag.BILAGA, inkommen)]
    sida = reverse("arenden:mottagen_remiss", args=[mottagen.pk])
    assert "Karta" in de.get(sida).content.decode()

    yttrande = diariet.handling(
        mottagen.handling.ärende,
        rubrik="Yttrande",
        riktning=Handling.Riktning.UPPRÄTTAD,
        innehåll=diariet.pdf(märke="y"),
    )
    bilägg(yttrande, "Provtagning")
    sidan = de.get(sida).content.decode()
    assert "Yttrande (en bilaga går med)" in sidan
    # En bilaga är inget yttrande.
    assert ". Provtagning" not in sidan
    remisser.svara(mottagen=mottagen, handling=yttrande, av=två.deras)

    svaret = Remissmottagare.objects.get(pk=mottagare.pk).svar
    assert svaret is not None
    assert (svaret.slag, svaret.riktning) == (Handling.Slag.SKRIVELSE, inkommen)
    assert bilagor(svaret) == [("Provtagning", Handling.Slag.BILAGA, inkommen)]
    svarssida = vi.get(reverse("arenden:remiss", args=[remiss.pk])).content.decode()
    assert "med 1 bilaga" in svarssida


@pytest.mark.parametrize("stil", ["forvaltningens", "synpunkter"])
def test_yttrandets_huvud_har_remissens_uppgifter_i_varje_mall(två: Två, stil: str) -> None:
    fabrik.mall(två.de, stil=stil)
    utkast = remisser.börja_yttrande(mottagen=två.mottagen(), av=två.deras)
    de = klient(två.deras)
    adress = reverse("arenden:utkast", args=[utkast.pk])

    sidan = de.get(adress)
    huvud = dict(documents.skrivelsedokument(utkast, IDAG).huvud)

    assert sidan.context["form"]["huvud_er_beteckning"].value() == två.ärende.beteckning
    assert (huvud["Mottagare"], huvud["Er beteckning"]) == (
        "Byggnadsnämnden",
        två.ärende.beteckning,
    )
    # Det går att skriva om, och fältet är kvar när det har tömts.
    form = sidan.context["form"]
    svar = {namn: form[namn].value() or "" for namn in form.fields}
    de.post(adress, svar | {"satser": [], "huvud_er_beteckning": "", "huvud_adressat": "Byggnad"})
    utkast = Skrivelseutkast.objects.get()
    assert (utkast.innehåll.huvud["adressat"], utkast.innehåll.huvud["er_beteckning"]) == (
        "Byggnad",
        "",
    )
    assert "huvud_er_beteckning" in de.get(adress).context["form"].fields
    # En vanlig skrivelse efter samma mall har bara mallens fält.
    vanlig = fabrik.påbörjad(utkast.ärende, av=två.deras)
    assert vanlig.fylls_i == vanlig.mall.fylls_i


def test_ett_hemligt_yttrande_lämnas_inte_över(två: Två) -> None:
    mottagen = två.mottagen()
    hemligt = diariet.handling(
        mottagen.handling.ärende,
        riktning=Handling.Riktning.UPPRÄTTAD,
        sekretess_lagrum="OSL 21 kap. 7 §",
        innehåll=diariet.pdf(märke="yttrande"),
    )

    with pytest.raises(remisser.HemligHandling):
        remisser.svara(mottagen=mottagen, handling=hemligt, av=diariet.registrator_i(två.de))

    mottagen.refresh_from_db()
    assert mottagen.svar is None
    assert Remissmottagare.objects.get(myndighet=två.de).svar is None


def test_yttrandet_är_en_egen_handling_och_lämnas_av_den_som_får(två: Två) -> None:
    mottagen = två.mottagen()
    egen = diariet.handling(
        mottagen.handling.ärende,
        riktning=Handling.Riktning.UPPRÄTTAD,
        innehåll=diariet.pdf(märke="yttrande"),
    )

    for handling in (mottagen.handling, två.handling):
        with pytest.raises((Remissfel, PermissionDenied)):
            remisser.svara(mottagen=mottagen, handling=handling, av=två.deras)
    for av in (två.handläggare, med_roll(Roll.CHEF, två.de)):
        with pytest.raises(PermissionDenied):
            remisser.svara(mottagen=mottagen, handling=egen, av=av)

    assert Remissmottagare.objects.get(myndighet=två.de).svar is None


def test_en_nämnd_som_avstår_säger_det_själv(två: Två) -> None:
    mottagen = två.mottagen()
    mottagare = mottagen.mottagare
    assert mottagare is not None

    with pytest.raises(PermissionDenied):
        remisser.avstå(mottagare=mottagare, skäl="", av=två.handläggare)
    remisser.avstå_mottagen(mottagen=mottagen, av=två.deras)

    mottagare.refresh_from_db()
    mottagen.refresh_from_db()
    assert mottagare.läge(IDAG) == mottagen.läge(IDAG) == Läge.AVSTOD
    assert händelser(två.ärende)[-1] == "remiss.avstår"
    assert händelser(mottagen.handling.ärende)[-1] == "remiss.avstod"


# --- Utomstående ---------------------------------------------------------------------------------


def test_svaret_utifrån_är_en_inkommen_handling(två: Två) -> None:
    remiss = två.sänd()
    bolaget = remiss.mottagare.get(namn=BOLAGET.namn)
    svaret = diariet.handling(två.ärende, innehåll=diariet.pdf(märke="svar"))

    with pytest.raises(Remissfel, match="inkommen handling"):
        remisser.registrera_svar(mottagare=bolaget, handling=två.handling, av=två.handläggare)
    with pytest.raises(PermissionDenied):
        remisser.registrera_svar(mottagare=bolaget, handling=svaret, av=två.deras)
    remisser.registrera_svar(mottagare=bolaget, handling=svaret, av=två.handläggare)

    bolaget.refresh_from_db()
    assert bolaget.svar == svaret
    with pytest.raises(remisser.RedanBesvarad):
        remisser.avstå(mottagare=bolaget, skäl="", av=två.handläggare)


def test_en_remiss_utifrån_bevakas(två: Två) -> None:
    inkommen = diariet.handling(
        två.ärende, motpart="Länsstyrelsen", innehåll=diariet.pdf(märke="remiss")
    )

    with pytest.raises(Remissfel, match="inkommen"):
        remisser.registrera_mottagen(handling=två.handling, sista_dag=SISTA, av=två.handläggare)
    with pytest.raises(PermissionDenied):
        remisser.registrera_mottagen(handling=inkommen, sista_dag=SISTA, av=två.deras)
    mottagen = remisser.registrera_mottagen(
        handling=inkommen, sista_dag=SISTA, deras_beteckning="123-2026", av=två.handläggare
    )

    assert (mottagen.avsändare, mottagen.läge(SISTA)) == ("Länsstyrelsen", Läge.VÄNTAR)
    remisser.svara(mottagen=mottagen, handling=två.handling, av=två.handläggare)
    assert händelser(två.ärende) == ["remiss.mottagen", "remiss.besvarad"]


# --- Breven --------------------------------------------------------------------------------------


def kl_9(dag: date) -> datetime:
    return datetime.combine(dag, time(9), tzinfo=timezone.get_current_timezone())


def test_remissen_och_påminnelserna_skickas_en_gång_var(två: Två) -> None:
    två.deras.person.epost = "handlaggare@miljo.example"
    två.deras.person.save()
    mottagen = två.mottagen()
    Ärende.objects.filter(pk=mottagen.handling.ärende_id).update(handläggare=två.deras)
    mail.outbox.clear()

    def skickade(dag: date) -> list[tuple[str, str]]:
        mail.outbox.clear()
        remissbrev.skicka_väntande(nu=kl_9(dag))
        remissbrev.skicka_väntande(nu=kl_9(dag))
        return [(b.to[0], b.subject.split(":")[0]) for b in mail.outbox]

    assert skickade(IDAG) == [("remiss@energi.example", "Remiss")]
    (fil,) = mail.outbox[0].attachments
    assert fil[0] == "remissvar.pdf"
    assert skickade(SISTA - timedelta(days=8)) == []
    assert sorted(skickade(SISTA - timedelta(days=7))) == [
        ("handlaggare@miljo.example", "Påminnelse om remiss"),
        ("remiss@energi.example", "Påminnelse om remiss"),
    ]
    remisser.avstå(
        mottagare=Remissmottagare.objects.get(namn=BOLAGET.namn), skäl="Nej", av=två.handläggare
    )
    assert skickade(SISTA + timedelta(days=1)) == [
        ("handlaggare@miljo.example", "Remissvar saknas")
    ]
    assert Remissbrev.objects.filter(skickat_tid=None).count() == 0


def test_inget_brev_går_om_det_som_blivit_hemligt(två: Två) -> None:
    två.sänd()
    Handling.objects.filter(pk=två.handling.pk).update(
        sekretess_lagrum="OSL 21 kap. 7 §", sekretess_dag=IDAG
    )

    assert remissbrev.skicka_väntande(nu=kl_9(IDAG)) == 0
    assert not policy.remisser_att_ta_emot(två.deras).exists()


# --- Vem som ser ---------------------------------------------------------------------------------


def test_frågan_och_mängden_säger_detsamma(två: Två) -> None:
    mottagen = två.mottagen()
    remiss = Remiss.objects.get()
    väntande = två.sänd(utomstående=[]).mottagare.get()
    hemlig = diariet.handling(två.ärende, sekretess_lagrum="OSL 1", innehåll=diariet.pdf(märke="h"))
    Handling.objects.filter(pk=hemlig.pk).update(riktning=Handling.Riktning.INKOMMEN)
    hemlig.refresh_from_db()
    hemlig_mottagen = remisser.registrera_mottagen(
        handling=hemlig, sista_dag=SISTA, av=diariet.registrator_i(två.vi)
    )

    for nämnd in (två.vi, två.de, MyndighetFactory()):
        for roll in Roll:
            av = med_roll(roll, nämnd)
            assert policy.får_se_remiss(av, remiss) == (remiss in policy.synliga_remisser(av))
            for m in (mottagen, hemlig_mottagen):
                assert policy.får_se_mottagen_remiss(av, m) == (m in policy.mottagna_remisser(av))
            for rad in (väntande, mottagen.mottagare):
                får = policy.får_ta_emot_remiss(av, rad)
                assert får == (rad in policy.remisser_att_ta_emot(av))


# --- Sidorna -------------------------------------------------------------------------------------


def test_remissen_sänds_och_svaren_står_på_en_sida(två: Två) -> None:
    vi = klient(två.handläggare)
    adress = reverse("arenden:ny_remiss", args=[två.ärende.pk])
    uppgifter = {
        "handling": två.handling.pk,
        "avser": "Vattnet.",
        "sista_dag": f"{SISTA:%Y-%m-%d}",
        "nämnder": [två.de.pk],
        "utomstående": "Björksunds Energi AB, remiss@energi.example\nHembygdsföreningen\n",
    }

    fel = vi.post(adress, uppgifter | {"utomstående": "Någon, inte@adress@alls"})
    svar = vi.post(adress, uppgifter, follow=True)

    assert fel.status_code == 422
    assert "ingen e-postadress" in fel.content.decode()
    sida = svar.content.decode()
    for text in ("Miljönämnden", "Hembygdsföreningen", "Utan e-post: sänd och påminn själv"):
        assert text in sida
    remiss = Remiss.objects.get()
    förening = remiss.mottagare.get(namn="Hembygdsföreningen")
    svaret = diariet.handling(två.ärende, innehåll=diariet.pdf(märke="svar"))
    vi.post(reverse("arenden:remissvar", args=[förening.pk]), {"handling": svaret.pk})
    bolaget = remiss.mottagare.get(namn="Björksunds Energi AB")
    vi.post(reverse("arenden:remiss_avstar", args=[bolaget.pk]), {"skäl": "Berörs inte"})
    sida = vi.get(reverse("arenden:remiss", args=[remiss.pk])).content.decode()
    assert "Berörs inte" in sida
    assert f"Handling {svaret.nummer}, kom in" in sida
    assert "2 av 3" in vi.get(reverse("arenden:remisser")).content.decode()
    assert "2 av 3 klara" in vi.get(reverse("arenden:visa", args=[två.ärende.pk])).content.decode()
    fler = reverse("arenden:fler_remissmottagare", args=[remiss.pk])
    utan_skäl = vi.post(fler, {"utomstående": "Kyrkan", "skäl": ""})
    assert utan_skäl.status_code == 422
    assert vi.post(fler, {"utomstående": "Kyrkan", "skäl": "Glömdes"}).status_code == 302


def test_mottagaren_tar_emot_yttrar_sig_och_svarar(två: Två) -> None:
    fabrik.mall(två.de, stil="synpunkter")
    diarium = diariet.diarium_för(två.de)
    mottagare = två.sänd().mottagare.get(myndighet=två.de)
    de, vi = klient(två.deras), klient(två.handläggare)
    ta_emot = reverse("arenden:ta_emot_remiss", args=[mottagare.pk])
    fil = reverse("arenden:remissens_fil", args=[mottagare.pk])

    assert "Samrådshandling" in de.get(reverse("arenden:remisser")).content.decode()
    assert "1 att ta emot" in de.get(reverse("hem")).content.decode()
    assert "att ta emot" not in vi.get(reverse("hem")).content.decode()
    assert de.get(fil).getvalue().startswith(b"%PDF")
    for adress in (ta_emot, fil):
        assert vi.get(adress).status_code == 404
    saknas = de.post(ta_emot, {"val": "finns", "beteckning": "XX 1"})
    assert saknas.status_code == 422
    assert "Nämnden har inget ärende med det numret." in saknas.content.decode()
    de.post(ta_emot, {"val": "nytt", "diarium": diarium.pk})
    mottagen = MottagenRemiss.objects.get()
    sida = reverse("arenden:mottagen_remiss", args=[mottagen.pk])
    assert vi.get(sida).status_code == 404
    assert klient(med_roll(Roll.CHEF, två.de)).get(sida).status_code == 200
    svar = de.post(reverse("arenden:yttra", args=[mottagen.pk]))
    assert svar["Location"] == reverse("arenden:utkast", args=[Skrivelseutkast.objects.get().pk])
    egen = diariet.handling(
        mottagen.handling.ärende,
        riktning=Handling.Riktning.UPPRÄTTAD,
        rubrik="Yttrande",
        innehåll=diariet.pdf(märke="y"),
    )
    chef = klient(med_roll(Roll.CHEF, två.de))
    besvara = reverse("arenden:besvara_remiss", args=[mottagen.pk])
    assert chef.post(besvara, {"handling": egen.pk}).status_code == 403
    de.post(besvara, {"handling": egen.pk})
    assert Remissmottagare.objects.get(pk=mottagare.pk).svar is not None
    assert f"Handling {egen.nummer}" in de.get(sida).content.decode()
    svarssida = vi.get(reverse("arenden:remiss", args=[mottagare.remiss_id]))
    assert "Yttrande" in svarssida.content.decode()


def test_listan_ställer_inte_fler_frågor_när_raderna_blir_fler(
    två: Två, django_assert_max_num_queries
) -> None:
    två.mottagen()
    for n in range(5):
        två.sänd(utomstående=[Utomstående(f"Bolag {n}-{m}") for m in range(4)])
    vi = klient(två.handläggare)

    for adress in (
        reverse("arenden:remisser"),
        reverse("arenden:remiss", args=[Remiss.objects.order_by("-pk").first().pk]),
    ):
        with django_assert_max_num_queries(25):
            assert vi.get(adress).status_code == 200
