"""Adminsajten: vem som kommer in, vad som får ändras och vad som aldrig syns."""

import itertools
from datetime import date, time
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from config.admin import i_ascii
from konton.admin.bas import Läsadmin, Läsdel, Registeradmin, Registerdel
from konton.models import Användare, Kommun, Person, Roll, Rolltilldelning
from konton.services.system import systemanvändare
from nämnd.models import (
    Föredragande,
    Förslagssats,
    Kallad,
    Kallelse,
    Kallelsefil,
    Kallelsesida,
    Organ,
    PlaneratMöte,
    Punkt,
    Punkthandling,
    Sammanträde,
    Sammanträdesplan,
    Skollov,
    StåendePunkt,
    Tidspann,
    Uppdrag,
)
from protokoll.models import (
    Anslag,
    Anslagsregel,
    Beslut,
    Beslutsdel,
    Beslutsunderlag,
    Förslag,
    Justerare,
    Justering,
    Justeringsregel,
    Närvaro,
    Paragraf,
    Paragrafserie,
    Personmärke,
    Protokoll,
    Protokollsfil,
    Protokollsmall,
    Protokollsrubrik,
    Underskrift,
    Överklagandehänvisning,
)
from protokoll.services import sigillcertifikat
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import (
    AnvändareFactory,
    KommunFactory,
    MyndighetFactory,
    PartiFactory,
    PersonFactory,
    RolltilldelningFactory,
    med_roll,
)
from ärenden.models import (
    Anmälan,
    Beslutssats,
    Delegatinnehav,
    Delegationsbeslut,
    Delegationsordning,
    Delegationspunkt,
    Delegatserie,
    Diarium,
    Fil,
    Gallringsfrist,
    Handling,
    Händelse,
    Jobb,
    Nummerserie,
    Skrivelse,
    Ärende,
)

pytestmark = pytest.mark.django_db

EGNA = ("konton", "arenden", "namnd", "protokoll", "publikt")
REGISTER = {
    *("konton.kommun", "konton.myndighet", "konton.parti", "konton.person", "konton.användare"),
    *("konton.rolltilldelning", "arenden.diarium", "namnd.organ", "namnd.uppdrag"),
    "arenden.gallringsfrist",
    *("protokoll.anslagsregel", "protokoll.justeringsregel"),
    "protokoll.överklagandehänvisning",
    "protokoll.protokollsmall",
    "protokoll.personmärke",
    "namnd.skollov",
}
REGISTERDELAR = {"namnd.ståendepunkt", "protokoll.protokollsrubrik"}
#: Modeller som ingen behöver läsa i admin, med skälet i en kommentar bredvid.
UTAN_ADMIN = {
    # Granskningen läses på skrivelsens sida, av den som skriver och dem som granskar.
    *("arenden.granskning", "arenden.granskare", "arenden.granskningskommentar"),
    *("arenden.kommentarssvar", "arenden.granskningssteg", "arenden.godkännande"),
    # En skrivelses arbetsmaterial: bara den som skriver ser det (TF 2 kap. 12 §).
    *("arenden.skrivelsebilaga", "arenden.inläsning"),
    # Vad som föreslås och beslutas läses i protokollet, av den som policyn släpper in.
    *("protokoll.beslut", "protokoll.beslutsdel", "protokoll.förslag"),
    *("protokoll.yrkande", "protokoll.yrkare", "protokoll.propositionssteg"),
    *("protokoll.omröstning", "protokoll.röst", "protokoll.partiröst", "protokoll.kandidat"),
    *("protokoll.reservation", "protokoll.reservant", "protokoll.anteckning"),
    *("protokoll.antecknad", "protokoll.bilaga", "protokoll.valbeslut", "protokoll.vald"),
    *("protokoll.deltagande", "protokoll.deltarinte", "protokoll.jäv", "protokoll.talare"),
    *("protokoll.tidigarebehandling", "protokoll.rättelse", "protokoll.ajournering"),
    *("protokoll.anmältdelegationsbeslut", "protokoll.anmältmeddelande"),
    "protokoll.paragrafordförande",
    *("protokoll.mötesanrop", "protokoll.övrigdeltagande"),
    "protokoll.beslutsuppdrag",
    "protokoll.annantavla",
    # Klockslag och svar som hör till en rad som visas.
    *("protokoll.närvarotid", "protokoll.övrigtid", "protokoll.paragrafsvar"),
    *("protokoll.vägran", "protokoll.justeradförsig"),
    # Det rättade läses på anslagets sida, av den som sköter anslagen.
    "protokoll.tavelrättelse",
    # Tjänstens bevis bär personnummer.
    "protokoll.underskriftsbegäran",
    # Adresser och sändningar kan röja det som är hemligt; de läses på expedieringens sidor.
    *("protokoll.försättsblad", "protokoll.försättsbladsmottagare", "protokoll.expediering"),
    *("protokoll.expedieringssteg", "protokoll.inkommetutdrag"),
    "protokoll.expedieringsavslut",
    # De särskilda protokollen läses på sina sidor, av den som för dem.
    *("protokoll.delegationsprotokoll", "protokoll.delegationsprotokollrad"),
    "protokoll.bevis",
    *("protokoll.protokollsversion", "protokoll.paragraftext"),
    # publikt känner inga konton och har ingen egen admin; anslagen läses på tavlan.
    *(
        f"publikt.{modell}"
        for modell in (
            *("anslag", "anslagshändelse", "avbrott", "kalendermöte", "kopia", "uppetid"),
            *("möte", "mötespunkt"),
        )
    ),
    # Vad som anmäls läses på punktens sida, av den som sköter listan.
    *("namnd.anmältbeslut", "namnd.utskottsanmälan", "namnd.meddelande", "namnd.anmälningslista"),
    # Listan som den var före de senaste ändringarna; den ångras på listans sida.
    "namnd.ångerpost",
    # Svaren bär skäl som bara sekreteraren och den som svarat får läsa.
    *("namnd.svar", "namnd.anmältjäv", "namnd.inkallelse"),
    # Vem som har fått kallelsen och öppnat den läses på mötets utskick, av den som sköter mötet.
    *("namnd.utskick", "namnd.utskicksmottagare"),
    # Vad någon har läst i läsrummet är personens eget; gästernas länkar läses på mötets sida för
    # dem, och texten ur papperen bara genom läsrummet.
    *(
        "namnd.kallelsepapper",
        "namnd.läsning",
        "namnd.läsanteckning",
        "namnd.enhetsexemplar",
        "namnd.gästlänk",
        "namnd.gästbesök",
        "namnd.papperssida",
    ),
    # Utkasten är personens egna; det inlämnade och frågorna läses av dem som policyn släpper in.
    *("namnd.förslagsutkast", "namnd.inlämnatyrkande", "namnd.förslagsställare"),
    *("namnd.initiativ", "namnd.mötesärende", "namnd.fråga"),
    # Det som väntar på en lista står vid listan.
    "namnd.återkommande",
    # Mallen sköts på egna sidor; ett utkast är ingen handling och läses av den som skriver.
    *("arenden.mall", "arenden.mallavsnitt", "arenden.skrivelseutkast"),
    *("arenden.skrivelseversion", "arenden.skrivnärvaro", "arenden.skrivelsebild"),
    # Remisser läses på sina sidor, av den som får se handlingen.
    *("arenden.remiss", "arenden.remissmottagare", "arenden.mottagenremiss"),
    "arenden.remissbrev",
    # Sökningens ord och filernas text nås genom sökningen, som prövar rätten till varje träff.
    *("arenden.sökpost", "arenden.filtext", "arenden.sökord"),
}

HEMLIG = "Hemligrubrik om barnet"
ÖPPEN = "Öppen rubrik om parken"


@pytest.fixture
def administratör() -> Användare:
    return med_roll(Roll.ADMINISTRATÖR)


@pytest.fixture
def adm(administratör: Användare) -> Client:
    klient = Client()
    klient.force_login(administratör)
    return klient


def adress(modell: type | str, vad: str = "changelist", *args: object) -> str:
    namn = modell if isinstance(modell, str) else modell._meta.label_lower
    return reverse(f"admin:{namn.replace('.', '_')}_{vad}", args=args)


def inloggad(konto: Användare) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


@pytest.fixture
def värld() -> SimpleNamespace:
    """Ett av varje, öppet och hemligt: bara det öppna får synas."""
    räknare = itertools.count(1)
    konto = AnvändareFactory()
    myndighet = MyndighetFactory()
    diarium = Diarium.objects.create(namn="Nämndens diarium", prefix="SN")
    diarium.myndigheter.add(myndighet)
    organ = Organ.objects.create(myndighet=myndighet, namn="Socialnämnden", diarium=diarium)
    StåendePunkt.objects.create(organ=organ, rubrik="Upprop")
    Nummerserie.objects.create(diarium=diarium, år=2026, senaste=9)
    Gallringsfrist.objects.create(kommun=myndighet.kommun, handlingstyp="remiss", beslut="§ 3")
    Paragrafserie.objects.create(organ=organ, år=2026, senaste=9)
    möte = Sammanträde.objects.create(organ=organ, datum=date(2026, 3, 4))
    Tidspann.objects.create(sammanträde=möte, från=time(13))
    parti = PartiFactory(kommun=myndighet.kommun, kod="BP")
    protokoll = Protokoll.objects.create(
        sammanträde=möte, öppnat_tid=timezone.now(), öppnat_av=konto, platser=11
    )
    svar = SimpleNamespace(**{k: v for k, v in locals().items() if k not in ("räknare", "svar")})

    def lägg_till(*, rubrik: str, hemligt_ärende: bool = False, hemlig_handling: bool = False):
        n = next(räknare)
        lagrum = {"sekretess_lagrum": "OSL 26 kap. 1 §"}
        ärende = Ärende.objects.create(
            diarium=diarium,
            myndighet=myndighet,
            år=2026,
            löpnummer=n,
            beteckning=f"SN 2026/{n}",
            rubrik=rubrik if hemligt_ärende or not hemlig_handling else ÖPPEN,
            handläggare=konto,
            **(lagrum if hemligt_ärende else {}),
        )
        Överklagandehänvisning.objects.create(
            myndighet=MyndighetFactory(), överklagandetyp="laglighetsprovning"
        )
        fil = Fil.objects.create(sha256=f"{n:064x}", storlek=1, medietyp="application/pdf")
        handling = Handling.objects.create(
            ärende=ärende,
            nummer=1,
            rubrik=rubrik,
            fil=fil,
            filnamn=f"{rubrik}.pdf",
            **(lagrum if hemlig_handling else {}),
        )
        Händelse.objects.create(
            ärende=ärende, typ="registrerad", data={"rubrik": rubrik}, av=konto, av_namn="Å"
        )
        skrivelse = Skrivelse.objects.create(handling=handling, av=konto)
        Beslutssats.objects.create(skrivelse=skrivelse, nummer=1, text=rubrik)
        Anmälan.objects.create(skrivelse=skrivelse, myndighet=myndighet, av=konto)
        punkt = Punkt.objects.create(
            sammanträde=möte, ordning=n, rubrik=rubrik, ärende=ärende, skrivelse=skrivelse
        )
        Förslagssats.objects.create(punkt=punkt, nummer=1, text=rubrik)
        Punkthandling.objects.create(punkt=punkt, ordning=1, handling=handling)
        plan = Sammanträdesplan.objects.create(myndighet=myndighet, år=2026 + n)
        PlaneratMöte.objects.create(
            plan=plan,
            organ=organ,
            datum=date(2026 + n, 3, 4),
            från=time(13),
            stopp_arbetsdagar=15,
            utskick_arbetsdagar=7,
        )
        Skollov.objects.create(
            kommun=myndighet.kommun, namn=f"Lov {n}", från=möte.datum, till=möte.datum
        )
        Kallad.objects.create(
            sammanträde=möte, person=PersonFactory(kommun=myndighet.kommun), namn=f"Kallad {n}"
        )
        jobb = Jobb.objects.create(
            slag="kallelse",
            nyckel=str(n),
            steg=rubrik,
            fel=rubrik,
            argument={"r": rubrik},
            av=konto,
        )
        kallelse = Kallelse.objects.create(
            sammanträde=möte,
            edition=n,
            status=Kallelse.Status.UTFÄRDAD,
            jobb=jobb,
            underlag={"rubrik": rubrik},
            version=1,
            skapad_av=konto,
            utfärdad_av=konto,
            utfärdad_tid=timezone.now(),
        )
        Kallelsefil.objects.create(kallelse=kallelse, slag="paket", fil=fil)
        Kallelsesida.objects.create(kallelse=kallelse, punkt=punkt, nummer=str(n))
        paragraf = Paragraf.objects.create(
            protokoll=protokoll,
            punkt=punkt,
            ärende=ärende,
            organ=organ,
            år=2026,
            ordning=n,
            nummer=n,
            rubrik=rubrik,
        )
        eget = Beslutsdel.objects.create(paragraf=paragraf)
        Beslut.objects.create(paragraf=paragraf, beslutsdel=eget, nummer=1, text=rubrik)
        Förslag.objects.create(paragraf=paragraf, nummer=1, text=rubrik)
        Beslutsunderlag.objects.create(
            paragraf=paragraf, ordning=1, titel=rubrik, är_hemligt=hemlig_handling
        )
        närvaro = Närvaro.objects.create(
            protokoll=protokoll,
            person=PersonFactory(kommun=myndighet.kommun),
            namn=f"Närvarande {n}",
            status="ledamot",
        )
        Protokollsfil.objects.create(
            protokoll=protokoll, slag="utdrag", paragraf=paragraf, fil=fil, html=fil
        )
        # Det första mötets punkt och paragraf får fler delar, öppna som hemliga.
        första_punkt = Punkt.objects.order_by("pk")[0]
        Föredragande.objects.create(
            punkt=första_punkt, person=PersonFactory(kommun=myndighet.kommun)
        )
        Punkthandling.objects.create(punkt=första_punkt, ordning=100 + n, handling=handling)
        Beslutsunderlag.objects.create(
            paragraf=Paragraf.objects.order_by("pk")[0],
            ordning=100 + n,
            titel=rubrik,
            är_hemligt=hemligt_ärende or hemlig_handling,
        )
        Justerare.objects.create(protokoll=protokoll, närvaro=närvaro, namn=närvaro.namn)
        justering = Justering.objects.create(protokoll=protokoll, ordning=n)
        Underskrift.objects.create(justering=justering, namn=närvaro.namn)
        Personmärke.objects.create(
            person=närvaro.person,
            märke="0" * 64,
            registrerat_tid=timezone.now(),
            registrerat_av=konto,
        )
        Anslag.objects.create(protokoll=protokoll, justering=justering, uppsatt=date(2026, 3, 20))
        ordning = Delegationsordning.objects.create(myndighet=myndighet, version=n, skapad_av=konto)
        delegat = PersonFactory(kommun=myndighet.kommun)
        delegationspunkt = Delegationspunkt.objects.create(
            ordning=ordning, plats=1, nummer="1", ärende="Vikarier", delegat="Chef"
        )
        Delegatinnehav.objects.create(
            myndighet=myndighet, person=delegat, titel="Chef", från=möte.datum, skapad_av=konto
        )
        Delegatserie.objects.create(myndighet=myndighet, person=delegat, år=2026, senaste=n)
        Delegationsbeslut.objects.create(
            myndighet=myndighet,
            punkt=delegationspunkt,
            ärende=ärende,
            delegat=delegat,
            delegat_namn=delegat.namn,
            delegat_titel="Chef",
            som="delegat",
            år=2026,
            nummer=n,
            beslutsdag=möte.datum,
            rubrik=rubrik,
            offentlig_rubrik="Enskild",
            beslutstext=rubrik,
            överklagandetyp="laglighetsprovning",
            försäkrat_ojävig=True,
            prövat_delegerbart=True,
            registrerat_av=konto,
            **(lagrum if hemlig_handling else {}),
        )
        # Registren växer lika mycket som resten.
        egen = Organ.objects.create(myndighet=myndighet, namn=f"Utskott med mall {n}")
        mall = Protokollsmall.objects.create(organ=egen)
        Justeringsregel.objects.create(organ=egen)
        Anslagsregel.objects.create(kommun=KommunFactory(namn=f"Kommun {n}"))
        Protokollsrubrik.objects.create(mall=mall, avsnitt="beslut")
        Uppdrag.objects.create(
            person=PersonFactory(kommun=myndighet.kommun),
            organ=organ,
            parti=parti,
            från=date(2023, 1, 1),
        )
        StåendePunkt.objects.create(organ=organ, rubrik=f"Stående {n}")
        RolltilldelningFactory(myndighet=myndighet)
        ge = sigillcertifikat.byt if n > 1 else sigillcertifikat.skapa_självgjort
        ge(kommun=myndighet.kommun, av=systemanvändare())
        LogEntry.objects.create(user=konto, action_flag=1, object_repr=f"Rad {n}")

    svar.lägg_till = lägg_till
    lägg_till(rubrik=ÖPPEN)
    return svar


# Vem som kommer in


@pytest.mark.parametrize("roll", [None, *Roll], ids=str)
@pytest.mark.parametrize("sida", ["index", "konton_person_changelist", "konton_person_add"])
def test_bara_administratör_kommer_in(roll: Roll | None, sida: str) -> None:
    konto = AnvändareFactory() if roll is None else med_roll(roll)
    väntat = 200 if roll == Roll.ADMINISTRATÖR else 403
    assert inloggad(konto).get(reverse(f"admin:{sida}")).status_code == väntat


def test_administratör_i_en_enda_myndighet_är_inte_administratör() -> None:
    konto = RolltilldelningFactory(roll=Roll.ADMINISTRATÖR, myndighet=MyndighetFactory()).användare
    assert inloggad(konto).get(reverse("admin:index")).status_code == 403


def test_förtroendevald_får_inte_ändra(client: Client) -> None:
    client.force_login(med_roll(Roll.FÖRTROENDEVALD))
    svar = client.post(adress(Kommun, "add"), {"namn": "Ny kommun", "fler_namn": ""})
    assert svar.status_code == 403
    assert not Kommun.objects.filter(namn="Ny kommun").exists()


@pytest.mark.parametrize("sida", ["index", "konton_person_changelist", "konton_person_add"])
def test_anonym_skickas_till_den_gemensamma_inloggningen(client: Client, sida: str) -> None:
    svar = client.get(reverse(f"admin:{sida}"), follow=True)
    sista, kod = svar.redirect_chain[-1]
    assert (kod, sista.split("?")[0]) == (302, reverse("account_login"))
    assert unquote(sista.split("next=")[1]) == reverse(f"admin:{sida}")


@pytest.mark.parametrize(
    ("mål", "väntat"),
    [
        ("/register/konton/person/", "/register/konton/person/"),
        ("https://elak.example/", "/register/"),
        ("", "/register/"),
    ],
)
def test_adminens_inloggning_leder_bara_inåt(adm: Client, mål: str, väntat: str) -> None:
    assert adm.get(reverse("admin:login"), {"next": mål}).url == väntat


def test_utloggning_ur_admin_loggar_ut_överallt(adm: Client) -> None:
    svar = adm.post(reverse("admin:logout"))
    assert svar.status_code == 302
    # Också det som är sparat för läsning utan nät.
    assert "storage" in svar["Clear-Site-Data"]
    assert "_auth_user_id" not in adm.session


def test_okänd_sida_är_404_för_administratör(adm: Client) -> None:
    assert adm.get("/register/finns/inte/").status_code == 404
    assert adm.get(adress(Kommun, "change", 0), follow=False).status_code == 302


# Adresser


def test_alla_adresser_i_admin_är_ascii(adm: Client) -> None:
    def vägar(lösare, början=""):
        for del_ in lösare.url_patterns:
            väg = början + str(del_.pattern)
            yield from vägar(del_, väg) if hasattr(del_, "url_patterns") else [väg]

    alla = [v for v in vägar(get_resolver()) if v.startswith("register/")]
    assert len(alla) > 50
    assert [v for v in alla if not v.isascii()] == []


def test_adresserna_är_entydiga() -> None:
    namn = [i_ascii(f"{m._meta.app_label}/{m._meta.model_name}") for m in admin.site._registry]
    assert len(namn) == len(set(namn))


def test_namnen_leder_till_ascii() -> None:
    assert adress(Användare) == "/register/konton/anvandare/"
    assert adress(Ärende, "change", 7) == "/register/arenden/arende/7/change/"


# Vad som får ändras


def test_varje_modell_finns_i_admin() -> None:
    delar = {d.model for a in admin.site._registry.values() for d in a.inlines}
    egna = {m for app in EGNA for m in apps.get_app_config(app).get_models()}
    utan = {m._meta.label_lower for m in egna - delar - set(admin.site._registry)}
    assert utan == UTAN_ADMIN


def test_bara_egna_modeller_och_loggen_finns_i_admin() -> None:
    andras = [m for m in admin.site._registry if m._meta.app_label not in EGNA]
    assert andras == [LogEntry]


def test_det_som_en_tjänst_äger_kan_bara_läsas(administratör: Användare, rf) -> None:
    begäran = rf.get("/")
    begäran.user = administratör
    for modell, sida in admin.site._registry.items():
        register = modell._meta.label_lower in REGISTER
        assert isinstance(sida, Registeradmin if register else Läsadmin), modell
        assert sida.has_view_permission(begäran)
        for rätt in ("add", "change", "delete"):
            if register and not (modell is Användare and rätt == "delete"):
                assert getattr(sida, f"has_{rätt}_permission")(begäran), (modell, rätt)
            else:
                assert not getattr(sida, f"has_{rätt}_permission")(begäran), (modell, rätt)
        for del_ in sida.get_inline_instances(begäran):
            ändras = del_.model._meta.label_lower in REGISTERDELAR
            assert isinstance(del_, Registerdel if ändras else Läsdel), del_
            assert del_.has_add_permission(begäran, None) is ändras
            assert del_.has_change_permission(begäran) is ändras
            assert del_.has_delete_permission(begäran) is ändras


def test_tjänstens_rader_går_inte_att_ändra_över_webben(
    adm: Client, värld: SimpleNamespace
) -> None:
    for modell, sida in admin.site._registry.items():
        if isinstance(sida, Registeradmin):
            continue
        rad = modell._base_manager.order_by("pk").first()
        assert rad, modell
        assert adm.get(adress(modell, "change", rad.pk)).status_code == 200, modell
        assert adm.get(adress(modell, "add")).status_code == 403, modell
        for vad in ("change", "delete"):
            svar = adm.post(adress(modell, vad, rad.pk), {"post": "yes"})
            assert svar.status_code == 403, (modell, vad)
        assert modell._base_manager.filter(pk=rad.pk).exists()


# Sekretess


@pytest.mark.slow
def test_sekretess_syns_ingenstans_i_admin(adm: Client, värld: SimpleNamespace) -> None:
    for hemligt in ("hemligt_ärende", "hemlig_handling"):
        värld.lägg_till(rubrik=HEMLIG, **{hemligt: True})
    sedda = ""
    for modell, sida in admin.site._registry.items():
        adresser = [adress(modell)]
        if sida.search_fields:
            adresser.append(f"{adress(modell)}?q=a")
        for rad in modell._base_manager.order_by("pk"):
            adresser += [adress(modell, "change", rad.pk), adress(modell, "history", rad.pk)]
            if isinstance(sida, Registeradmin):
                adresser.append(adress(modell, "delete", rad.pk))
        for en in adresser:
            text = adm.get(en, follow=True).content.decode()
            assert HEMLIG not in text, en
            sedda += text
    assert ÖPPEN in sedda


def test_punkter_under_en_sekretessrad_syns_inte(adm: Client, värld: SimpleNamespace) -> None:
    rad = Punkt.objects.create(
        sammanträde=värld.möte, ordning=90, slag=Punkt.Slag.SEKRETESS, rubrik="Sekretessärenden"
    )
    punkt = Punkt.objects.create(sammanträde=värld.möte, ordning=91, förälder=rad, rubrik=HEMLIG)
    svar = adm.get(adress(Punkt))
    assert ÖPPEN in svar.content.decode()
    assert HEMLIG not in svar.content.decode()
    assert adm.get(adress(Punkt, "change", punkt.pk)).status_code == 302


def test_sökning_åt_väljare_ger_inte_sekretess(adm: Client, värld: SimpleNamespace) -> None:
    värld.lägg_till(rubrik=HEMLIG, hemligt_ärende=True)
    svar = adm.get(
        reverse("admin:autocomplete"),
        {
            "term": "rubrik",
            "app_label": "arenden",
            "model_name": "handling",
            "field_name": "ärende",
        },
    )
    assert [r["text"] for r in svar.json()["results"]] == [f"SN 2026/1 {ÖPPEN}"]


# Registren


def test_administratör_ändrar_register_och_det_loggas(
    adm: Client, administratör: Användare
) -> None:
    svar = adm.post(
        adress(Kommun, "add"), {"namn": "Björksunds kommun 2", "fler_namn": "Annan\n\nTredje "}
    )
    assert svar.status_code == 302
    kommun = Kommun.objects.get(namn="Björksunds kommun 2")
    assert kommun.fler_namn == ["Annan", "Tredje"]
    post = LogEntry.objects.get(object_id=str(kommun.pk), content_type__model="kommun")
    assert (post.user, post.is_addition()) == (administratör, True)


def test_använd_rad_tas_inte_bort_och_skälet_sägs(adm: Client, värld: SimpleNamespace) -> None:
    myndighet = värld.myndighet
    for svar in (
        adm.get(adress("konton.myndighet", "delete", myndighet.pk)),
        adm.post(adress("konton.myndighet", "delete", myndighet.pk), {"post": "yes"}),
    ):
        assert svar.status_code == 302
        text = str(list(get_messages(svar.wsgi_request))[-1])
        assert "kan därför inte tas bort" in text
        assert "1 ärende" in text
        assert "1 diarium" in text
    svar = adm.post(
        adress("konton.myndighet"),
        {"action": "delete_selected", "_selected_action": [myndighet.pk], "post": "yes"},
    )
    assert svar.status_code == 200
    assert "1 ärende" in svar.content.decode()
    myndighet.refresh_from_db()


def test_oanvänd_rad_tas_bort(adm: Client) -> None:
    person = PersonFactory()
    assert adm.post(adress(Person, "delete", person.pk), {"post": "yes"}).status_code == 302
    assert not Person.objects.filter(pk=person.pk).exists()


def test_organets_stående_punkter_försvinner_med_organet(adm: Client) -> None:
    organ = Organ.objects.create(myndighet=MyndighetFactory(), namn="Oanvänt organ")
    StåendePunkt.objects.create(organ=organ, rubrik="Upprop")
    assert adm.post(adress(Organ, "delete", organ.pk), {"post": "yes"}).status_code == 302
    assert not Organ.objects.filter(pk=organ.pk).exists()


def organdata(**ändrat: object) -> dict[str, object]:
    grund = {
        "namn": "Arbetsutskottet",
        "kortnamn": "",
        "typ": "namnd",
        "första_nummer": 1,
        "föreslagna_justerare": 0,
        "anteckningssidor": 0,
        "stopp_arbetsdagar": 15,
        "utskick_arbetsdagar": 7,
        "stående_punkter-TOTAL_FORMS": 1,
        "stående_punkter-INITIAL_FORMS": 0,
        "stående_punkter-0-ordning": 0,
        "stående_punkter-0-rubrik": "Upprop",
        "stående_punkter-0-slag": "formalia",
    }
    return grund | ändrat


def test_organ_sparas_med_stående_punkt(adm: Client) -> None:
    svar = adm.post(adress(Organ, "add"), organdata(myndighet=MyndighetFactory().pk))
    assert svar.status_code == 302, svar.context["errors"]
    organ = Organ.objects.get(namn="Arbetsutskottet")
    assert [p.rubrik for p in organ.stående_punkter.all()] == ["Upprop"]


def test_stående_punkt_får_årets_dnr_men_inte_ett_hemligt(adm: Client) -> None:
    myndighet = MyndighetFactory()
    öppet = ärendefabrik.ärende(myndighet)
    hemligt = ärendefabrik.ärende(myndighet, sekretess_lagrum="OSL 26 kap. 1 §")
    for dnr in (hemligt.beteckning, "SN 1999/1"):
        data = organdata(myndighet=myndighet.pk) | {"stående_punkter-0-dnr": dnr}
        svar = adm.post(adress(Organ, "add"), data)
        assert f"Det finns inget öppet ärende med dnr {dnr}." in svar.content.decode()
    data = organdata(myndighet=myndighet.pk) | {"stående_punkter-0-dnr": öppet.beteckning}

    assert adm.post(adress(Organ, "add"), data).status_code == 302

    organ = Organ.objects.get(namn="Arbetsutskottet")
    assert organ.stående_punkter.get().ärende == öppet
    sidan = adm.get(adress(Organ, "change", organ.pk)).content.decode()
    assert f'value="{öppet.beteckning}"' in sidan


def test_gallringsfristens_nämnd_hör_till_kommunen(adm: Client) -> None:
    nämnd, annan = MyndighetFactory(), KommunFactory(namn="Granviks kommun")
    data = {
        "kommun": annan.pk,
        "myndighet": nämnd.pk,
        "handlingstyp": "remiss",
        "år": 2,
        "räknas_från": "avslutet",
        "beslut": "KS § 3",
    }
    svar = adm.post(adress(Gallringsfrist, "add"), data)
    assert "Nämnden hör till en annan kommun." in svar.content.decode()
    assert (
        adm.post(adress(Gallringsfrist, "add"), data | {"kommun": nämnd.kommun_id}).status_code
        == 302
    )
    assert Gallringsfrist.objects.get().frist == "gallras 2 år efter ärendets avslut"


@pytest.mark.parametrize(
    ("typ", "samma", "fel"),
    [
        ("utskott", None, "Ange nämnden som utskottet hör till."),
        ("utskott", False, "Organen måste höra till samma myndighet."),
        ("utskott", True, None),
        ("namnd", None, None),
    ],
)
def test_utskott_hör_till_en_nämnd_i_samma_myndighet(
    adm: Client, typ: str, samma: bool | None, fel: str | None
) -> None:
    myndighet = MyndighetFactory()
    data = organdata(myndighet=myndighet.pk, typ=typ)
    if samma is not None:
        annan = myndighet if samma else MyndighetFactory()
        data["överordnat"] = Organ.objects.create(myndighet=annan, namn="Nämnden").pk
    svar = adm.post(adress(Organ, "add"), data)
    assert svar.status_code == (200 if fel else 302)
    if fel:
        assert svar.context["adminform"].form.errors["överordnat"] == [fel]


@pytest.mark.parametrize(
    ("från", "till", "går"),
    [
        ("2025-01-01", "", False),
        ("2022-01-01", "2023-01-01", False),
        ("2027-01-01", "", True),
        ("2022-01-01", "2022-12-31", True),
    ],
)
def test_en_person_har_ett_uppdrag_i_taget_i_organet(
    adm: Client, från: str, till: str, går: bool
) -> None:
    organ = Organ.objects.create(myndighet=MyndighetFactory(), namn="Nämnden")
    person = PersonFactory(kommun=organ.myndighet.kommun)
    Uppdrag.objects.create(
        person=person, organ=organ, från=date(2023, 1, 1), till=date(2026, 12, 31)
    )
    svar = adm.post(
        adress(Uppdrag, "add"),
        {
            "organ": organ.pk,
            "person": person.pk,
            "post": "ledamot",
            "från": från,
            "till": till,
            "ordning": 0,
        },
    )
    assert (svar.status_code == 302) is går
    assert Uppdrag.objects.count() == (2 if går else 1)


def test_parti_och_person_är_i_samma_kommun(adm: Client) -> None:
    organ = Organ.objects.create(myndighet=MyndighetFactory(), namn="Nämnden")
    data = {"organ": organ.pk, "person": PersonFactory().pk, "post": "ledamot", "ordning": 0}
    data |= {"från": "2023-01-01"}
    annat = PartiFactory(kommun=KommunFactory(namn="Annan kommun"))
    svar = adm.post(adress(Uppdrag, "add"), data | {"parti": annat.pk})
    assert "parti" in svar.context["adminform"].form.errors
    assert adm.post(adress(Uppdrag, "add"), data | {"parti": PartiFactory().pk}).status_code == 302


# Konton och roller

LÖSEN = {"password1": "björkar-vid-sund-7", "password2": "björkar-vid-sund-7"}


def test_nytt_konto_med_lösenord(adm: Client) -> None:
    person = PersonFactory()
    svar = adm.post(
        adress(Användare, "add"),
        {"username": "nyny", "person": person.pk, "usable_password": "true", **LÖSEN},
    )
    assert svar.status_code == 302, svar.context["errors"]
    konto = Användare.objects.get(username="nyny")
    assert konto.check_password(LÖSEN["password1"])
    assert konto.person == person
    assert LogEntry.objects.filter(object_id=str(konto.pk), object_repr=person.namn).exists()


def test_för_enkelt_lösenord_vägras(adm: Client) -> None:
    enkelt = {"password1": "12345", "password2": "12345"}
    svar = adm.post(
        adress(Användare, "add"), {"username": "nyny", "usable_password": "true", **enkelt}
    )
    assert svar.status_code == 200
    assert not Användare.objects.filter(username="nyny").exists()


def test_djangos_behörigheter_syns_inte(adm: Client, administratör: Användare) -> None:
    fält = adm.get(adress(Användare, "change", administratör.pk)).context["adminform"].form.fields
    assert set(fält) == {"username", "password", "person", "email", "is_active"}


def test_systemkontot_kan_inte_ändras(adm: Client) -> None:
    system = AnvändareFactory(username="system", är_system=True, is_active=False)
    data = {"username": "system", "is_active": "on"}
    assert adm.post(adress(Användare, "change", system.pk), data).status_code == 403
    lösenord = f"{adress(Användare)}{system.pk}/password/"
    assert adm.post(lösenord, {"usable_password": "true", **LÖSEN}).status_code == 403


def test_enda_administratören_kan_inte_stängas_av(adm: Client, administratör: Användare) -> None:
    data = {"username": administratör.username, "person": administratör.person_id}
    svar = adm.post(adress(Användare, "change", administratör.pk), data)
    assert "is_active" in svar.context["adminform"].form.errors
    andra = med_roll(Roll.ADMINISTRATÖR)
    data = {"username": andra.username, "person": andra.person_id}
    assert adm.post(adress(Användare, "change", andra.pk), data).status_code == 302
    andra.refresh_from_db()
    assert not andra.is_active


def test_roll_ges_avslutas_och_tas_bort(adm: Client) -> None:
    konto, myndighet = AnvändareFactory(), MyndighetFactory()
    data = {"användare": konto.pk, "roll": "chef", "myndighet": myndighet.pk, "från": "2026-01-01"}
    assert adm.post(adress(Rolltilldelning, "add"), data).status_code == 302
    tilldelning = Rolltilldelning.objects.get(användare=konto)
    svar = adm.post(adress(Rolltilldelning, "change", tilldelning.pk), {"till": "2026-02-01"})
    assert svar.status_code == 302
    tilldelning.refresh_from_db()
    assert tilldelning.till == date(2026, 2, 1)
    svar = adm.post(adress(Rolltilldelning, "delete", tilldelning.pk), {"post": "yes"})
    assert svar.status_code == 302
    assert not Rolltilldelning.objects.filter(användare=konto).exists()


@pytest.mark.parametrize(
    ("roll", "i_myndighet", "fält"),
    [("administrator", True, "myndighet"), ("chef", False, "__all__")],
)
def test_omöjlig_tilldelning_ger_fel_i_formuläret(
    adm: Client, roll: str, i_myndighet: bool, fält: str
) -> None:
    data = {"användare": AnvändareFactory().pk, "roll": roll, "från": "2026-01-01"}
    if i_myndighet:
        data["myndighet"] = MyndighetFactory().pk
    svar = adm.post(adress(Rolltilldelning, "add"), data)
    assert svar.status_code == 200
    assert fält in svar.context["adminform"].form.errors


def test_enda_administratörens_roll_kan_inte_avslutas(
    adm: Client, administratör: Användare
) -> None:
    egen = Rolltilldelning.objects.get(användare=administratör)
    svar = adm.post(adress(Rolltilldelning, "change", egen.pk), {"till": "2030-01-01"})
    assert svar.status_code == 200
    assert "Minst en administratör" in svar.content.decode()
    assert adm.post(adress(Rolltilldelning, "delete", egen.pk), {"post": "yes"}).status_code == 403
    egen.refresh_from_db()
    assert egen.till is None


# Frågor


@pytest.mark.slow
def test_antalet_frågor_växer_inte_med_raderna(adm: Client, värld: SimpleNamespace) -> None:
    def frågor() -> dict[str, int]:
        svar = {}
        for modell, sida in admin.site._registry.items():
            rad = modell._base_manager.order_by("pk").first()
            for en in (adress(modell), adress(modell, "change", rad.pk)):
                with CaptureQueriesContext(
                    connection,
                ) as fångat:
                    assert adm.get(en).status_code == 200
                svar[en] = len(fångat)
            if sida.search_fields:
                with CaptureQueriesContext(connection) as fångat:
                    adm.get(adress(modell), {"q": "a"})
                svar[f"{adress(modell)}?q"] = len(fångat)
        return svar

    värld.lägg_till(rubrik=ÖPPEN)
    adm.get(reverse("admin:index"))
    få = frågor()
    for _ in range(3):
        värld.lägg_till(rubrik=ÖPPEN)
    många = frågor()
    assert {a: (få[a], n) for a, n in många.items() if n > få[a]} == {}
