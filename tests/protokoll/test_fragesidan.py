"""Mötets sida när yrkanden ställs: stegen, omröstningen, meningarna och det som aldrig tappas."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Roll
from nämnd.models import Organ
from protokoll import policy
from protokoll.documents import paragrafer
from protokoll.documents.mall import Rubriker
from protokoll.documents.paragraf import block
from protokoll.frågeformer import Valform
from protokoll.models import Beslutsuppdrag, Omröstning, Paragraf, Protokoll
from protokoll.services import (
    avslut,
    beslut,
    extra,
    frågan,
    frågeläge,
    omröstningar,
    uppföljning,
    yrkanden,
)
from tests.factories import ärenden as ärendefabrik
from tests.factories.konton import AnvändareFactory, med_roll
from tests.factories.protokoll import Mötesvärld, lägg_punkt
from tests.minne import mindes

pytestmark = pytest.mark.slow

HTMX = {"HX-Request": "true"}
ANTECKNING = {"anteckning-slag": "protokollsanteckning", "anteckning-text": "Ja."}


def url(namn: str, *args: object) -> str:
    return reverse(f"protokoll:{namn}", args=args)


def som(konto) -> Client:
    klient = Client()
    klient.force_login(konto)
    return klient


@pytest.fixture
def sekreterare(värld: Mötesvärld) -> Client:
    return som(värld.sekreterare)


@pytest.fixture
@mindes
def paragraf(värld: Mötesvärld) -> Paragraf:
    värld.samla()
    värld.behandla(värld.punkter[0])
    return beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)


def sida(klient: Client, paragraf: Paragraf) -> str:
    adress = f"{url('mote', paragraf.protokoll_id)}?paragraf={paragraf.pk}"
    return klient.get(adress).content.decode()


def yrka(klient: Client, värld: Mötesvärld, paragraf: Paragraf, **fält):
    data = {f"yrkande-{namn}": värde for namn, värde in fält.items()}
    data.setdefault("yrkande-av", [värld.rad("Bo").pk])
    return klient.post(url("yrka", paragraf.protokoll_id, paragraf.pk), data)


def votering_om_avslag(
    klient: Client, värld: Mötesvärld, paragraf: Paragraf, *, metod: str
) -> Omröstning:
    """Avslag är yrkat mot förslaget, votering är begärd och öppnad."""
    pk = paragraf.protokoll_id
    yrka(klient, värld, paragraf, slag="avslag")
    klient.post(url("svara", pk, paragraf.pk), {"nr": "1", "utfall": "bifall", "votering": "on"})
    klient.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": metod})
    return Omröstning.objects.get()


def test_hela_gången_utan_skript(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    svar = yrka(sekreterare, värld, paragraf, slag="avslag")
    assert svar.url == f"{url('mote', pk)}?paragraf={paragraf.pk}"
    text = sida(sekreterare, paragraf)
    assert "Bo Ekfalk (V)" in text
    assert "Kan nämnden besluta att avslå förslaget?" in text
    assert "Enligt förslag" not in text

    svara = url("svara", pk, paragraf.pk)
    sekreterare.post(svara, {"nr": "1", "utfall": "bifall", "votering": "on"})
    assert "Den som stödjer bifall till förslaget röstar ja." in sida(sekreterare, paragraf)
    sekreterare.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "upprop"})
    omröstning = Omröstning.objects.get()
    röster = url("roster", pk, omröstning.pk)
    for namn in ("Åke", "Märta", "Ingrid", "Bo", "Željka"):
        assert f'class="upprop__namn">{värld.rad(namn)}' in sida(sekreterare, paragraf)
        rad = värld.rad(namn).pk
        val = {"Bo": "nej", "Željka": "nej", "Märta": "avstar"}.get(namn, "ja")
        sekreterare.post(röster, {f"rost-{rad}": val})
    assert "2 ja, 2 nej, 1 avstår" in sida(sekreterare, paragraf)
    sekreterare.post(url("avsluta_omrostning", pk, omröstning.pk), {})

    paragraf.refresh_from_db()
    assert paragraf.utfall == "avslag"
    text = sida(sekreterare, paragraf)
    assert "Ordförandens utslagsröst avgör för nej." in text
    sekreterare.post(
        url("reservera", pk, paragraf.pk),
        {
            "reservation-av": [värld.rad("Åke").pk],
            "reservation-till_förmån_för": "bifall",
            "reservation-fil": SimpleUploadedFile("r.pdf", ärendefabrik.pdf(märke="r")),
        },
    )
    assert paragraf.reservationer.get().skriftlig.fil
    trasig = {
        "reservation-text": "Taxan är för hög.",
        "reservation-av": [värld.rad("Märta").pk],
        "reservation-fil": SimpleUploadedFile("r.pdf", b"%PDF-skadad"),
    }
    svar = sekreterare.post(url("reservera", pk, paragraf.pk), trasig)
    assert svar.status_code == 422
    form = svar.context["fråga"].former["reservation"]
    assert "r.pdf" in form.errors["fil"][0]
    assert "Taxan är för hög." in svar.content.decode()
    assert "Åke Öberg (M) till förmån för bifall" in sida(sekreterare, paragraf)


def test_det_som_bör_ses_över_står_vid_det_med_sin_regel(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    """Okända grupper, den som avstod och justeraren som gått: släpps igenom, men det sägs."""
    pk = paragraf.protokoll_id
    text = sida(sekreterare, paragraf)
    assert '<datalist id="grupperna">' in text
    assert '<option value="Ledamöterna från C"></option>' in text
    assert 'list="grupperna"' in text
    assert "nämner inget av partierna" not in text

    yrka(sekreterare, värld, paragraf, slag="avslag", grupper="Ledamöterna från XQ")
    text = sida(sekreterare, paragraf)
    assert "”Ledamöterna från XQ” nämner inget av partierna här: S, M, C, V, MP." in text
    assert "5 kap. 67 § 1 kommunallagen" in text
    svara = url("svara", pk, paragraf.pk)
    sekreterare.post(svara, {"nr": "1", "utfall": "bifall", "votering": "on"})
    sekreterare.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "upprop"})
    omröstning = Omröstning.objects.get()
    val = dict.fromkeys(("Željka", "Märta", "Ingrid", "Åke"), "ja") | {"Bo": "avstar"}
    röster = {f"rost-{värld.rad(namn).pk}": röst for namn, röst in val.items()}
    sekreterare.post(url("avsluta_omrostning", pk, omröstning.pk), röster)
    reservation = {"reservation-av": [värld.rad("Bo").pk]}
    assert sekreterare.post(url("reservera", pk, paragraf.pk), reservation).status_code == 302
    gå = sekreterare.post(url("narvaro", pk, värld.rad("Bo").pk), {"status": "franvarande"})

    assert gå.status_code == 302
    text = sida(sekreterare, paragraf)
    assert "Bo Ekfalk (V) avstod i omröstningen." in text
    assert "Bo Ekfalk har lämnat mötet och är vald att justera." in text


def test_rösterna_står_kvar_när_räkningen_hindras(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    """Rösterna är lika och ordföranden har avstått: det som fyllts i tappas inte."""
    pk = paragraf.protokoll_id
    omröstning = votering_om_avslag(sekreterare, värld, paragraf, metod="upprop")
    val = {"Åke": "ja", "Ingrid": "ja", "Bo": "nej", "Märta": "nej", "Željka": "avstar"}
    röster = {f"rost-{värld.rad(namn).pk}": röst for namn, röst in val.items()}
    räkna = url("avsluta_omrostning", pk, omröstning.pk)

    svar = sekreterare.post(räkna, röster)

    assert svar.status_code == 422
    assert "2 ja, 2 nej, 1 avstår" in svar.content.decode()
    assert omröstning.röster.exclude(val="").count() == 5
    assert sekreterare.post(räkna, {"rakna-utslagsröst": "nej"}).status_code == 302
    omröstning.refresh_from_db()
    assert (omröstning.ja, omröstning.nej) == (2, 3)


def test_räkningen_som_skiljer_från_namnen_syns_tills_protokollet_justeras_KL_5_67(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    """Vid omröstningen, innan mötet avslutas och innan protokollet är klart för justering."""
    pk = paragraf.protokoll_id
    omröstning = votering_om_avslag(sekreterare, värld, paragraf, metod="handuppräckning")
    alla = ("Åke", "Ingrid", "Bo", "Märta", "Željka")
    röster = {f"rost-{värld.rad(namn).pk}": "ja" for namn in alla}
    räknat = {"rakna-ja": "4", "rakna-nej": "1", "rakna-avstår": "0"}
    sekreterare.post(url("avsluta_omrostning", pk, omröstning.pk), röster | räknat)
    varning = "De angivna röstetalen stämmer inte med rösterna"

    på_mötet = sida(sekreterare, paragraf)
    assert på_mötet.count(varning) == 2
    assert "hur de har röstat vid öppna omröstningar" in på_mötet
    kvar = värld.protokoll.upptagbara_punkter.exclude(pk__in=[värld.punkter[n].pk for n in (0, 1)])
    for punkt in kvar:
        värld.behandla(punkt)
    före = sekreterare.get(url("avsluta", pk)).content.decode()
    assert f"{paragraf.rubrik}: {varning}" in före
    assert "5 kap. 67 §" in före
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    assert f"{paragraf.rubrik}: {varning}" in sekreterare.get(url("klar", pk)).content.decode()


def test_samma_steg_skickat_två_gånger_och_ett_gammalt_fönster(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    yrka(sekreterare, värld, paragraf, slag="aterremiss", text="Utred.")
    svara = url("svara", paragraf.protokoll_id, paragraf.pk)
    for _ in range(2):
        assert sekreterare.post(svara, {"nr": "1", "utfall": "avgors"}).status_code == 302

    svar = sekreterare.post(svara, {"nr": "1", "utfall": "aterremiss"})

    assert svar.status_code == 422
    assert "i ett annat fönster" in svar.content.decode()
    assert len(frågeläge.steg_rader(paragraf)) == 1


def test_det_som_skickas_om_efter_ett_nätavbrott_antecknas_en_gång(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk, bo = paragraf.protokoll_id, värld.rad("Bo").pk
    for adress, data in (
        (url("yrka", pk, paragraf.pk), {"yrkande-slag": "avslag", "yrkande-av": [bo]}),
        (url("anteckna", pk, paragraf.pk), ANTECKNING | {"anteckning-av": [bo]}),
    ):
        huvud = {**HTMX, "X-Andring": str(uuid4())}
        for _ in range(2):
            assert sekreterare.post(adress, data, headers=huvud).status_code == 200
    assert paragraf.yrkanden.count() == 1
    assert paragraf.anteckningar.count() == 1


def test_det_väckta_skickat_om_efter_ett_nätavbrott_tas_upp_en_gång(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    huvud = {**HTMX, "X-Andring": str(uuid4())}
    adress = url("vack", paragraf.protokoll_id)
    for _ in range(2):
        svar = sekreterare.post(adress, {"vack-rubrik": "Väckt i salen"}, headers=huvud)
        assert svar.status_code == 200
    assert värld.protokoll.paragrafer.filter(rubrik="Väckt i salen").count() == 1


def test_det_påbörjade_beslutet_följer_med_när_en_annan_knapp_trycks(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    utkast = {"satser": "Taxan antas på prov.", "utfall": "", "sammanfattning": "Kort."}
    sekreterare.post(url("at_sidan", pk, paragraf.pk), utkast)
    sekreterare.post(url("ta_upp", pk, värld.punkter[1].pk))
    igen = värld.protokoll.paragrafer.get(utfall="")
    assert "Taxan antas på prov." in sida(sekreterare, igen)

    data = {"yrkande-slag": "bifall", "yrkande-av": [värld.rad("Bo").pk]}
    sekreterare.post(url("yrka", pk, igen.pk), utkast | data | {"satser": "Nytt."})
    sekreterare.post(
        url("ta_tillbaka", pk, igen.pk, igen.yrkanden.get().pk), {"del": "", "text": ""}
    )
    assert "Nytt." in sida(sekreterare, igen)
    sekreterare.post(url("besluta", pk, igen.pk), {"utfall": "bifall", "satser": "Nytt."})
    assert värld.protokoll.utkast == {}


def test_fel_i_yrkandet_visas_och_det_skrivna_står_kvar(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    svar = yrka(sekreterare, värld, paragraf, slag="tillagg", av=[], text="Följs upp.")

    text = svar.content.decode()
    assert svar.status_code == 422
    assert "Välj vem som yrkar." in text
    assert "Följs upp." in text
    assert not paragraf.yrkanden.exists()


def test_ångra_beslutet_på_sidan(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    assert "Ångra beslutet" in sida(sekreterare, paragraf)

    paragraf.refresh_from_db()
    visat = {"visat": paragraf.avtryck}
    sekreterare.post(url("angra_beslut", paragraf.protokoll_id, paragraf.pk), visat)

    paragraf.refresh_from_db()
    assert not paragraf.är_beslutad
    assert "Behandlas nu" in sida(sekreterare, paragraf)


def test_ledamoten_röstar_på_sin_enhet_och_ser_inget_annat(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    bo, tove = som(värld.konto("Bo")), som(värld.konto("Tove"))
    assert "Ingen omröstning pågår" in bo.get(url("rosta", pk)).content.decode()
    yrkanden.ställ(
        paragraf=paragraf, slag="avslag", text="", yrkare=[värld.rad("Bo")], av=värld.sekreterare
    )
    frågan.svara(
        paragraf=paragraf, nr=1, utfall="bifall", votering_begärd=True, av=värld.sekreterare
    )
    sekreterare.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "egna enheter"})
    omröstning = Omröstning.objects.get()

    assert "Nej: avslag på förslaget" in bo.get(url("rosta", pk)).content.decode()
    assert "Ingen omröstning pågår" in tove.get(url("rosta", pk)).content.decode()
    data = {"omrostning": omröstning.pk, "val": "nej"}
    assert bo.post(url("rosta", pk), data).status_code == 302
    svar = tove.post(url("rosta", pk), data)
    assert svar.status_code == 422
    assert "Du får inte rösta" in svar.content.decode()
    assert "Din röst: <strong>nej</strong>" in bo.get(url("rosta", pk)).content.decode()
    # Rösten som väntat på nätet kommer fram som ett svar i sidan, med felet om den inte gäller.
    sen = {**data, "val": "ja", "innan": ""}
    svar = bo.post(url("rosta", pk), sen, headers={"HX-Request": "true"})
    assert svar.status_code == 422
    assert "från en annan enhet sedan dess" in svar.content.decode()
    assert "1 av 5 har röstat" in sida(sekreterare, paragraf)
    assert bo.get(url("mote", pk)).status_code == 404
    assert bo.post(url("roster", pk, omröstning.pk)).status_code == 404
    omröstningar.avbryt(omröstning=omröstning, av=värld.sekreterare)
    assert bo.post(url("rosta", pk), data).status_code == 404


def på_egna_enheter(klient: Client, värld: Mötesvärld, paragraf: Paragraf) -> Omröstning:
    yrka(klient, värld, paragraf, slag="avslag")
    pk = paragraf.protokoll_id
    klient.post(url("svara", pk, paragraf.pk), {"nr": "1", "utfall": "bifall", "votering": "on"})
    klient.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "egna enheter"})
    return Omröstning.objects.get()


def test_en_gammal_sida_skriver_aldrig_över_den_egna_rösten(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    """Bo röstar nej medan sekreterarens sida ännu visar honom utan röst (KL 4 kap. 24 §)."""
    omröstning = på_egna_enheter(sekreterare, värld, paragraf)
    pk, bo, åke = omröstning.pk, värld.rad("Bo").pk, värld.rad("Åke").pk
    före = värld.protokoll.version
    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=värld.konto("Bo"))
    # Den egna rösten märks i sekreterarens fönster.
    assert värld.protokoll.version > före
    gammal = {f"visad-{bo}": "", f"rost-{bo}": "ja", f"visad-{åke}": "", f"rost-{åke}": "ja"}

    for namn in ("roster", "avsluta_omrostning"):
        svar = sekreterare.post(url(namn, paragraf.protokoll_id, pk), gammal)
        text = svar.content.decode()
        assert svar.status_code == 422
        assert "Rösten har ändrats sedan sidan ritades: Bo Ekfalk." in text
        assert "Som det står nu: <strong>nej</strong>" in text
        assert "Som du antecknade: <strong>ja</strong>" in text
        # Det andra som fylldes i står kvar, och inget är räknat.
        assert re.search(rf'name="rost-{åke}" value="ja"[^>]*checked', text)
        omröstning.refresh_from_db()
        assert omröstning.status == Omröstning.Status.PÅGÅR
        assert dict(omröstning.röster.exclude(val="").values_list("närvaro", "val")) == {bo: "nej"}

    # Den som sett båda väljer; då skrivs det.
    valt = gammal | {f"visad-{bo}": "nej"}
    assert sekreterare.post(url("roster", paragraf.protokoll_id, pk), valt).status_code == 302
    assert omröstning.röster.get(närvaro=bo).val == "ja"


def test_sidan_på_egna_enheter_visar_rösterna_och_rättar_en_i_taget(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    omröstning = på_egna_enheter(sekreterare, värld, paragraf)
    bo, åke = värld.rad("Bo").pk, värld.rad("Åke").pk
    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=värld.konto("Bo"))

    text = sida(sekreterare, paragraf)

    assert "1 av 5 har röstat" in text
    assert text.count("Rätta<") == 1
    assert f'name="visad-{bo}" value="nej"' in text
    assert not re.search(rf'name="rost-{bo}"[^>]*checked', text)
    # Att spara det som står ändrar ingen röst; Rätta ändrar just den.
    adress = url("roster", paragraf.protokoll_id, omröstning.pk)
    visat = {f"visad-{bo}": "nej", f"visad-{åke}": ""}
    sekreterare.post(adress, visat | {f"rost-{åke}": "ja"})
    assert omröstning.röster.get(närvaro=bo).val == "nej"
    assert omröstning.röster.get(närvaro=åke).val == "ja"
    assert sekreterare.post(adress, visat | {f"rost-{bo}": "ja"}).status_code == 302
    assert omröstning.röster.get(närvaro=bo).val == "ja"


def test_röstsidan_frågar_själv_och_ritas_bara_om_när_något_ändrats(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    bo, adress = som(värld.konto("Bo")), url("rosta", paragraf.protokoll_id)

    def fråga() -> str:
        return re.findall(r'hx-get="([^"]+)"', bo.get(adress).content.decode())[0]

    tomt = fråga()
    assert bo.get(tomt, headers=HTMX).status_code == 204
    omröstning = på_egna_enheter(sekreterare, värld, paragraf)
    svar = bo.get(tomt, headers=HTMX)
    assert svar.status_code == 200
    assert "Nej: avslag på förslaget" in svar.content.decode()
    assert "<html" not in svar.content.decode()
    orörd = fråga()
    assert bo.get(orörd, headers=HTMX).status_code == 204
    omröstningar.rösta_själv(omröstning=omröstning, val="nej", av=värld.konto("Bo"))
    assert "Din röst: <strong>nej</strong>" in bo.get(orörd, headers=HTMX).content.decode()
    omröstningar.avbryt(omröstning=omröstning, av=värld.sekreterare)
    assert "Ingen omröstning pågår" in bo.get(orörd, headers=HTMX).content.decode()


def test_den_som_ska_rösta_erbjuds_inte_att_avstå_KL_4_26(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    omröstning = på_egna_enheter(sekreterare, värld, paragraf)
    bo = som(värld.konto("Bo"))
    assert 'value="avstar"' in bo.get(url("rosta", pk)).content.decode()
    assert 'value="avstar"' in sida(sekreterare, paragraf)
    sekreterare.post(url("mot_enskild", pk, paragraf.pk), {"mot_enskild": "on"})

    assert 'value="avstar"' not in bo.get(url("rosta", pk)).content.decode()
    assert 'value="avstar"' not in sida(sekreterare, paragraf)
    svar = bo.post(url("rosta", pk), {"omrostning": omröstning.pk, "val": "avstar"})
    assert svar.status_code == 422
    assert "Du ska rösta ja eller nej." in svar.content.decode()
    assert "4 kap. 26 § kommunallagen" in svar.content.decode()
    assert not omröstning.röster.exclude(val="").exists()
    nej = {"omrostning": omröstning.pk, "val": "nej"}
    assert bo.post(url("rosta", pk), nej).status_code == 302


def test_yrkandets_text_skrivs_inte_över_från_ett_gammalt_fönster(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    yrka(sekreterare, värld, paragraf, slag="tillagg", text="Ett.\r\nTvå.")
    yrkande = paragraf.yrkanden.get()
    adress = url("ta_tillbaka", paragraf.protokoll_id, paragraf.pk, yrkande.pk)
    gammal = {"visat": "Ett.\r\nTvå.", "del": "Två.", "text": "Ett."}
    assert sekreterare.post(adress, gammal).status_code == 302

    svar = sekreterare.post(adress, gammal | {"del": "Ett.", "text": "Två."})

    assert svar.status_code == 422
    assert "Nu står: ”Ett.” Du skrev: ”Två.”" in svar.content.decode()
    yrkande.refresh_from_db()
    assert (yrkande.text, yrkande.återtagen_del) == ("Ett.", "Två.")


def test_informationen_skrivs_inte_över_från_ett_gammalt_fönster(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    adress = url("art", paragraf.protokoll_id, paragraf.pk)
    tvåan = {"art-information": "Från fönster två.", "visat": ""}
    assert sekreterare.post(adress, tvåan).status_code == 302

    svar = sekreterare.post(adress, tvåan | {"art-information": "Från fönster ett."})

    text = svar.content.decode()
    assert svar.status_code == 422
    assert "Nu står: ”Från fönster två.” Du skrev: ”Från fönster ett.”" in text
    assert 'name="visat" value="Från fönster två."' in text
    paragraf.refresh_from_db()
    assert paragraf.information == "Från fönster två."
    sedd = {"art-information": "Från fönster ett.", "visat": "Från fönster två."}
    assert sekreterare.post(adress, sedd).status_code == 302


def test_sluten_omröstning_på_sidan(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    yrka(sekreterare, värld, paragraf, slag="avslag")
    data = {"nr": "1", "utfall": "bifall", "votering": "on"}
    sekreterare.post(url("svara", pk, paragraf.pk), data)
    sekreterare.post(
        url("oppna_omrostning", pk, paragraf.pk), {"metod": "upprop", "anstallning": "on"}
    )
    omröstning = Omröstning.objects.get()
    text = sida(sekreterare, paragraf)
    assert "Har lämnat en sedel" in text
    röstat = {f"rost-{värld.rad(n).pk}": "ja" for n in ("Bo", "Åke", "Märta")}

    svar = sekreterare.post(
        url("avsluta_omrostning", pk, omröstning.pk),
        röstat | {"sedlar": "1", "rakna-ja": "2", "rakna-nej": "0"},
    )
    assert svar.status_code == 422
    assert "2 röster är räknade, men 3 har röstat." in svar.content.decode()
    sekreterare.post(
        url("avsluta_omrostning", pk, omröstning.pk),
        röstat | {"sedlar": "1", "rakna-ja": "2", "rakna-nej": "1"},
    )

    paragraf.refresh_from_db()
    assert paragraf.utfall == "bifall"


def test_ta_upp_senare_bekräftas_under_omröstningen(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    yrka(sekreterare, värld, paragraf, slag="avslag")
    svara = url("svara", pk, paragraf.pk)
    sekreterare.post(svara, {"nr": "1", "utfall": "bifall", "votering": "on"})
    sekreterare.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "upprop"})
    assert "Avbryt omröstningen och ta upp senare" in sida(sekreterare, paragraf)

    svar = sekreterare.post(url("at_sidan", pk, paragraf.pk), {})
    assert (svar.status_code, Omröstning.objects.count()) == (422, 1)
    sekreterare.post(url("at_sidan", pk, paragraf.pk), {"avbryt": "1"})

    assert not Omröstning.objects.exists()
    sekreterare.post(url("ta_upp", pk, paragraf.punkt_id))
    assert "Votering begärs." in sekreterare.get(url("mote", pk)).content.decode()


def test_myndighetsutövningen_syns_och_ändras(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    adress = url("mot_enskild", pk, paragraf.pk)
    assert "får inte avstå" not in sida(sekreterare, paragraf)

    sekreterare.post(adress, {"mot_enskild": "1"})

    text = sida(sekreterare, paragraf)
    assert "den som deltar får inte avstå från att rösta." in text
    assert "4 kap. 26 § kommunallagen" in text
    sekreterare.post(adress, {})
    paragraf.refresh_from_db()
    assert not paragraf.mot_enskild


def test_minoriteten_har_en_knapp_i_fullmäktige(värld: Mötesvärld, sekreterare: Client) -> None:
    Organ.objects.filter(pk=värld.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    pk = paragraf.protokoll_id
    yrka(sekreterare, värld, paragraf, slag="aterremiss", text="Utred.")
    assert "en tredjedel begär att ärendet återremitteras" in sida(sekreterare, paragraf)

    sekreterare.post(url("svara", pk, paragraf.pk), {"nr": "1", "minoritet": "aterremiss"})

    paragraf.refresh_from_db()
    assert paragraf.utfall == "aterremiss"
    assert "minst en tredjedel av de närvarande ledamöterna begär" in sida(sekreterare, paragraf)


def test_motiveringen_bestäms_av_dem_som_begärt_återremissen(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    """KL 5:50 tredje stycket: fullmäktige tillfrågas inte, och ingen votering erbjuds."""
    Organ.objects.filter(pk=värld.organ.pk).update(typ=Organ.Typ.FULLMÄKTIGE)
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[1], av=värld.sekreterare)
    adress = url("svara", paragraf.protokoll_id, paragraf.pk)
    yrka(sekreterare, värld, paragraf, slag="aterremiss", text="Utred kostnaden.")
    åke = [värld.rad("Åke").pk]
    yrka(sekreterare, värld, paragraf, slag="aterremiss", text="Utred miljön.", av=åke)
    sekreterare.post(adress, {"nr": "1", "minoritet": "aterremiss"})

    text = sida(sekreterare, paragraf)

    assert "Vilken motivering ställer sig de som begärt återremissen bakom:" in text
    assert "Åke Öbergs (M) motivering ”Utred miljön”?" in text
    assert "5 kap. 50 § tredje stycket kommunallagen" in text
    assert 'name="votering"' not in text
    assert "Ordföranden finner bifall till:" not in text
    assert "Motivering · steg 2" in text
    vald = frågeläge.körning(paragraf).nästa.alternativ[1].id
    nej = sekreterare.post(adress, {"nr": "2", "utfall": vald, "votering": "1"})
    assert nej.status_code == 422
    sekreterare.post(adress, {"nr": "2", "utfall": vald})
    assert paragraf.propositioner.last().text == (
        "De ledamöter som begärt återremissen bestämmer motiveringen (5 kap. 50 § kommunallagen): "
        "Åke Öbergs (M) motivering ”Utred miljön”."
    )
    text = sida(sekreterare, paragraf)
    assert "Minst en tredjedel biträder också:" in text
    assert "ingen ytterligare motivering?" in text
    till = frågeläge.körning(paragraf).nästa.alternativ[0].id
    sekreterare.post(adress, {"nr": "3", "utfall": till})
    assert "biträder också Bo Ekfalks (V) motivering ”Utred kostnaden”" in (
        paragraf.propositioner.last().text
    )
    [sats] = paragraf.beslut.all()
    assert sats.text.endswith("motiveringar: 1) Utred kostnaden. 2) Utred miljön.")


def test_yrkanden_som_inte_prövas_står_i_beslutsgången(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    """KL 5:67: ändringen ställs inte när förslaget avslås, och avslaget sägs en gång."""
    yrka(sekreterare, värld, paragraf, slag="avslag", punkt="1")
    yrka(sekreterare, värld, paragraf, slag="andring", text="Taxan halveras.", punkt="1")
    assert "yrkar avslag på punkt 1." in sida(sekreterare, paragraf)

    for nr, utfall in enumerate(("avslag", "bifall"), 1):
        sekreterare.post(
            url("svara", paragraf.protokoll_id, paragraf.pk), {"nr": nr, "utfall": utfall}
        )

    ordning, _, sist = [rad.text for rad in paragraf.propositioner.all()]
    assert ordning.endswith("Bifalls förslaget prövas därefter ändringsyrkandena mot det.")
    assert sist.endswith("Därmed faller Bo Ekfalks (V) ändringsyrkande på punkt 1.")
    (rad,) = [p for p in paragrafer(paragraf.protokoll) if p.pk == paragraf.pk]
    tryckt = str(block(rad, Rubriker(värld.organ), maskera=False))
    assert "Bo Ekfalk (V) yrkar avslag på punkt 1." in tryckt
    assert "Avslag på förslaget" not in tryckt


def test_vid_val_erbjuds_bara_slutna_sedlar(värld: Mötesvärld, sekreterare: Client) -> None:
    """KL 5:54: omröstningen om att bordlägga ett val är sluten."""
    värld.samla()
    pk = värld.protokoll.pk
    sekreterare.post(url("vack", pk), {"vack-rubrik": "Val av ombud", "vack-typ": "val"})
    paragraf = värld.protokoll.paragrafer.get()
    yrka(sekreterare, värld, paragraf, slag="bordlaggning")
    sekreterare.post(
        url("svara", pk, paragraf.pk), {"nr": "1", "utfall": "avgors", "votering": "1"}
    )

    text = sida(sekreterare, paragraf)

    assert re.findall(r'name="metod" value="([^"]+)" data-tangent', text) == ["slutna sedlar"]
    assert 'name="anstallning"' not in text
    sekreterare.post(url("oppna_omrostning", pk, paragraf.pk), {"metod": "slutna sedlar"})
    assert paragraf.omröstningar.get().sluten


def test_utan_förslag_skrivs_beslutet_när_återremissen_föll(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    lägg_punkt(värld, "Inriktning")
    värld.samla()
    paragraf = beslut.ta_upp(punkt=värld.punkter[3], av=värld.sekreterare)
    pk = paragraf.protokoll_id
    yrka(sekreterare, värld, paragraf, slag="aterremiss", text="Utred.")
    sekreterare.post(url("svara", pk, paragraf.pk), {"nr": "1", "utfall": "avgors"})

    text = sida(sekreterare, paragraf)

    assert "har inget förslag till beslut. Skriv beslutet" in text
    assert 'name="satser"' in text
    yrka(sekreterare, värld, paragraf, slag="avslag")
    assert "Det finns inget förslag att ställa proposition på." in sida(sekreterare, paragraf)


def test_val_på_sidan_med_lott(värld: Mötesvärld, sekreterare: Client) -> None:
    värld.samla()
    pk = värld.protokoll.pk
    sekreterare.post(url("vack", pk), {"vack-rubrik": "Val av ombud", "vack-typ": "val"})
    paragraf = värld.protokoll.paragrafer.get()
    data = {
        "val-uppdrag": "ombud",
        "val-platser": "1",
        "val-sätt": "sedlar",
        "val-kandidater": "Anna Ek (S): 2\r\nPer Alm: 2",
        "val-har_röstat": [värld.rad(n).pk for n in ("Bo", "Åke", "Märta", "Ingrid")],
        "val-blanka": "0",
        "val-begärande": "0",
        "val-valslag": "annat",
    }

    svar = sekreterare.post(url("val", pk, paragraf.pk), data)
    assert svar.status_code == 422
    text = svar.content.decode()
    assert "Dra lott mellan Anna Ek (S) och Per Alm." in text
    for namn in ("Anna Ek (S)", "Per Alm"):
        assert f'name="val-lott" value="{namn}"' in text
    fel = sekreterare.post(url("val", pk, paragraf.pk), data | {"val-lott": "Ida Lo"})
    assert "är inte ett av alternativen" in fel.content.decode()
    ersättare = {
        "val-sätt": "prop",
        "val-listor": "Kartellen: 4: Anna Ek (S)",
        "val-valslag": "utskott",
        "val-begärande": "5",
        "val-avser_ersättare": "on",
    }
    svar = sekreterare.post(url("val", pk, paragraf.pk), data | ersättare)
    assert svar.status_code == 422
    assert "bara om ledamöterna valdes så" in svar.content.decode()
    sekreterare.post(url("val", pk, paragraf.pk), data | {"val-lott": "Per Alm"})

    assert paragraf.beslut.get().text == "Per Alm väljs till ombud."
    svar = sekreterare.post(url("val", pk, paragraf.pk), data | {"val-kandidater": ":::"})
    assert "går inte att läsa" in svar.content.decode()


def test_flera_lotter_dras_en_i_taget(värld: Mötesvärld, sekreterare: Client) -> None:
    """KL 5:56: den dragna står kvar, och kan kryssas ur."""
    värld.samla()
    pk = värld.protokoll.pk
    sekreterare.post(url("vack", pk), {"vack-rubrik": "Val av ombud", "vack-typ": "val"})
    paragraf = värld.protokoll.paragrafer.get()
    data = {
        "val-uppdrag": "ombud",
        "val-platser": "2",
        "val-sätt": "sedlar",
        "val-kandidater": "Anna Ek: 1\r\nPer Alm: 1\r\nIda Lo: 1\r\nBo Li: 1",
        "val-har_röstat": [värld.rad(n).pk for n in ("Bo", "Åke", "Märta", "Ingrid")],
        "val-blanka": "0",
        "val-begärande": "0",
        "val-valslag": "annat",
    }

    svar = sekreterare.post(url("val", pk, paragraf.pk), data | {"val-lott": "Ida Lo"})

    text = svar.content.decode()
    assert svar.status_code == 422
    assert '<input type="checkbox" name="val-lotter" value="Ida Lo"' in text
    assert 'name="val-lott" value="Ida Lo"' not in text
    sekreterare.post(
        url("val", pk, paragraf.pk), data | {"val-lotter": ["Ida Lo"], "val-lott": "Anna Ek"}
    )
    assert paragraf.beslut.get().text == "Ida Lo och Anna Ek väljs till ombud."


@pytest.mark.parametrize(
    ("lista", "namn"),
    [
        ("Anna Ek (S), Ida Lo (V), Per Alm (MP)", ("Anna Ek (S)", "Ida Lo (V)", "Per Alm (MP)")),
        ("Anna Ek (S); Ida Lo", ("Anna Ek (S)", "Ida Lo")),
        ("Anna Ek (S, V); Ida Lo (V)", ("Anna Ek (S, V)", "Ida Lo (V)")),
        ("Anna Ek (S, V), Ida Lo (V)", ("Anna Ek (S, V)", "Ida Lo (V)")),
        ("Ek, Anna (S), Lo, Ida (V)", None),
        ("Anna Ek (S), Ida Lo (V); Per Alm (MP)", None),
        ("Anna Ek (S) och Ida Lo (V)", None),
        ("Anna Ek (S) Ida Lo (V)", None),
    ],
)
def test_listans_namn_skiljs_åt_eller_vägras(
    värld: Mötesvärld, lista: str, namn: tuple[str, ...] | None
) -> None:
    värld.samla()
    paragraf = extra.väck_ärende(
        protokoll=värld.protokoll, rubrik="Val av utskott", typ="val", av=värld.sekreterare
    )
    form = Valform(
        {
            "val-uppdrag": "utskott",
            "val-platser": "3",
            "val-sätt": "prop",
            "val-listor": f"Kartellen: 12: {lista}",
            "val-blanka": "0",
            "val-begärande": "2",
            "val-valslag": "utskott",
        },
        paragraf=paragraf,
    )

    assert form.is_valid() is (namn is not None)
    if namn is None:
        assert "flera personer" in str(form.errors["listor"])
    else:
        assert [hög.namn for hög in form.cleaned_data["rader"]] == [namn]


def test_kandidater_och_listor_hämtas_ur_yrkandena(värld: Mötesvärld, sekreterare: Client) -> None:
    värld.samla()
    pk = värld.protokoll.pk
    sekreterare.post(url("vack", pk), {"vack-rubrik": "Val av ombud", "vack-typ": "val"})
    paragraf = värld.protokoll.paragrafer.get()
    yrka(sekreterare, värld, paragraf, slag="ovrigt", text="Ingrid Norrsund och Åke Öberg väljs.")
    yrka(
        sekreterare,
        värld,
        paragraf,
        slag="ovrigt",
        text="Per Utanför (MP) väljs.",
        av=[],
        grupper="Ledamöterna från MP",
    )
    återtaget = yrka(sekreterare, värld, paragraf, slag="ovrigt", text="Märta Lindéngård väljs.")
    assert återtaget.status_code == 302
    sista = paragraf.yrkanden.last()
    sekreterare.post(url("ta_tillbaka", pk, paragraf.pk, sista.pk), {})

    text = sida(sekreterare, paragraf)

    assert "Ingrid Norrsund (S)\nÅke Öberg (M)\nPer Utanför (MP)</textarea>" in text
    assert "Bo Ekfalk (V): 0: Ingrid Norrsund (S); Åke Öberg (M)" in text
    assert "Ledamöterna från MP: 0: Per Utanför (MP)</textarea>" in text


def test_extra_ärende_med_diarienummer_och_ändrad_lista(
    värld: Mötesvärld, sekreterare: Client
) -> None:
    värld.samla()
    pk = värld.protokoll.pk
    ärende = ärendefabrik.ärende(värld.organ.myndighet)
    svar = sekreterare.post(
        url("flytta", pk), {"flytt-punkt": värld.punkter[2].pk, "flytt-före": värld.punkter[0].pk}
    )
    assert svar.status_code == 302
    assert värld.protokoll.upptagbara_punkter.first() == värld.punkter[2]
    fel = sekreterare.post(
        url("vack", pk), {"vack-rubrik": "Skolvägen", "vack-beteckning": "finns inte"}
    )
    assert "Det finns inget ärende finns inte." in fel.content.decode()
    sekreterare.post(
        url("vack", pk),
        {
            "vack-rubrik": "Skolvägen",
            "vack-beteckning": ärende.beteckning,
            "vack-väckt_av": värld.rad("Bo").pk,
            "vack-förslag": "Utreds.\r\n\r\nRedovisas.",
        },
    )

    paragraf = värld.protokoll.paragrafer.get(utfall="")
    assert (paragraf.ärende, paragraf.typ) == (ärende, "initiativ")
    assert paragraf.förslag.count() == 2


@pytest.mark.parametrize(
    ("namn", "data", "relation"),
    [
        ("anteckna", ANTECKNING, "anteckningar"),
        ("deltar_inte", {}, "deltar_inte"),
        ("talare", {}, "talare"),
    ],
)
def test_antecknas_och_tas_bort(
    namn: str,
    data: dict[str, str],
    relation: str,
    värld: Mötesvärld,
    sekreterare: Client,
    paragraf: Paragraf,
) -> None:
    prefix = {"anteckna": "anteckning", "deltar_inte": "avstar", "talare": "talare"}[namn]
    slag = {"anteckna": "anteckning", "deltar_inte": "deltar-inte", "talare": "talare"}[namn]
    pk = paragraf.protokoll_id
    sekreterare.post(url(namn, pk, paragraf.pk), data | {f"{prefix}-av": [värld.rad("Bo").pk]})
    rad = getattr(paragraf, relation).get()
    assert "Bo Ekfalk" in sida(sekreterare, paragraf)

    sekreterare.post(url("ta_bort", pk, paragraf.pk, slag, rad.pk))

    assert not getattr(paragraf, relation).exists()
    assert sekreterare.post(url("ta_bort", pk, paragraf.pk, "annat", 1)).status_code == 404


def test_art_och_punktvis(värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf) -> None:
    pk = paragraf.protokoll_id
    sekreterare.post(url("art", pk, paragraf.pk), {"art-typ": "motion"})
    sekreterare.post(url("mot_enskild", pk, paragraf.pk), {"mot_enskild": "1"})
    yrka(sekreterare, värld, paragraf, slag="avslag")
    sekreterare.post(url("punktvis", pk, paragraf.pk), {"punktvis": "1"})

    paragraf.refresh_from_db()
    assert (paragraf.typ, paragraf.mot_enskild, paragraf.punktvis) == ("motion", True, True)
    assert "punkt 1 i förslaget" in sida(sekreterare, paragraf)


def test_uppdrag_syns_för_den_som_fått_det_och_återrapporteras(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    pk = paragraf.protokoll_id
    handläggare = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    chef = som(med_roll(Roll.CHEF, värld.organ.myndighet))
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    sekreterare.post(
        url("ge_uppdrag", pk, paragraf.pk),
        {
            "uppdrag-text": "Följ upp taxan.",
            "uppdrag-handläggare": handläggare.pk,
            "uppdrag-dag": "2026-04-01",
        },
    )
    uppdrag = Beslutsuppdrag.objects.get()
    assert "Följ upp taxan." in sida(sekreterare, paragraf)
    egen = som(handläggare)
    for klient, syns in ((sekreterare, True), (egen, True), (chef, False)):
        assert ("Följ upp taxan." in klient.get(url("uppdrag")).content.decode()) is syns
    assert "Försenat" in egen.get(f"{url('uppdrag')}?status=forsenade").content.decode()
    annan = f"{url('uppdrag')}?handlaggare={värld.sekreterare.pk}"
    assert "Följ upp" not in sekreterare.get(annan).content.decode()
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    redovisas = värld.protokoll.paragrafer.get(punkt=värld.punkter[2])
    assert "Följ upp taxan." in chef.get(url("uppdrag")).content.decode()
    adress = url("visa_uppdrag", uppdrag.pk)
    val = sekreterare.get(adress).content.decode()
    # Mötets dag står vid varje paragraf, och det som var före uppdraget är inget val.
    assert f"{date_format(värld.sammanträde.datum, 'j F Y')}, {redovisas}" in val
    assert f'value="{paragraf.pk}"' not in val
    assert egen.post(adress, {"paragraf": redovisas.pk}).status_code == 403

    assert sekreterare.post(adress, {"paragraf": redovisas.pk}).status_code == 302

    assert "Följ upp" not in egen.get(url("uppdrag")).content.decode()
    assert "Återrapporterat" in egen.get(f"{url('uppdrag')}?status=alla").content.decode()
    sekreterare.post(adress, {"angra": "1"})
    assert Beslutsuppdrag.objects.öppna().exists()


def test_hemligt_uppdrag_ser_inte_chefen(värld: Mötesvärld, paragraf: Paragraf) -> None:
    chef = med_roll(Roll.CHEF, värld.organ.myndighet)
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    uppdrag = uppföljning.ge_uppdrag(
        paragraf=paragraf, text="Utred.", ansvarig="Förvaltningen", av=värld.sekreterare
    )
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)
    adress = url("visa_uppdrag", uppdrag.pk)
    assert som(chef).get(adress).status_code == 200

    Paragraf.objects.filter(pk=paragraf.pk).update(sekretess_lagrum="OSL 26 kap. 1 §")

    assert som(chef).get(adress).status_code == 404
    assert som(värld.sekreterare).get(adress).status_code == 200


def test_blanketterna_har_alla_namn(värld: Mötesvärld, sekreterare: Client) -> None:
    protokoll = värld.samla()

    text = sekreterare.get(url("blanketter", protokoll.pk)).content.decode()

    for rad in protokoll.närvarande.all():
        assert str(rad) in text


def test_frågor_växer_inte_med_yrkanden_och_steg(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    def antal() -> int:
        with CaptureQueriesContext(connection) as frågor:
            sekreterare.get(url("mote", paragraf.protokoll_id), headers=HTMX)
        return len(frågor)

    yrka(sekreterare, värld, paragraf, slag="avslag")
    få = antal()
    for nr in range(4):
        yrka(sekreterare, värld, paragraf, slag="tillagg", text=f"Nummer {nr}.")

    assert antal() == få


def test_uppdragslistans_frågor_växer_inte(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)

    def ge(antal: int) -> None:
        for _ in range(antal):
            uppföljning.ge_uppdrag(
                paragraf=paragraf,
                text=f"Uppdrag {Beslutsuppdrag.objects.count()}",
                handläggare=med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet),
                dag=date(2026, 5, 1),
                av=värld.sekreterare,
            )

    def antal() -> int:
        with CaptureQueriesContext(connection) as frågor:
            text = sekreterare.get(url("uppdrag")).content.decode()
        assert len(re.findall("<tr data-rad>", text)) == Beslutsuppdrag.objects.count()
        return len(frågor)

    ge(1)
    få = antal()
    ge(5)
    assert antal() == få


def test_återremissen_syns_på_ärendets_sida(
    värld: Mötesvärld, sekreterare: Client, paragraf: Paragraf
) -> None:
    beslut.besluta(
        paragraf=paragraf,
        utfall="aterremiss",
        satser=["Ärendet återremitteras: utred kostnaden."],
        av=värld.sekreterare,
    )
    värld.behandla(värld.punkter[2])
    avslut.avsluta(protokoll=värld.protokoll, av=värld.sekreterare)

    text = sekreterare.get(reverse("arenden:visa", args=[paragraf.ärende_id])).content.decode()

    assert "utred kostnaden" in text
    assert "Anmäl till" in text


def test_uppdragens_två_former_av_samma_rätt(värld: Mötesvärld, paragraf: Paragraf) -> None:
    beslut.besluta(paragraf=paragraf, utfall="bifall", av=värld.sekreterare)
    egen = med_roll(Roll.HANDLÄGGARE, värld.organ.myndighet)
    uppdrag = uppföljning.ge_uppdrag(
        paragraf=paragraf, text="Utred.", handläggare=egen, av=värld.sekreterare
    )
    konton = [egen, AnvändareFactory(), *(med_roll(r, värld.organ.myndighet) for r in Roll)]
    for lagrum in ("", "OSL 26 kap. 1 §"):
        Paragraf.objects.filter(pk=paragraf.pk).update(sekretess_lagrum=lagrum)
        for status in ("oppet", "avslutat"):
            tid = None if status == "oppet" else timezone.now()
            Protokoll.objects.update(status=status, avslutat_tid=tid)
            uppdrag = Beslutsuppdrag.objects.get()
            for konto in konton:
                syns = policy.synliga_uppdrag(konto).exists()
                assert policy.får_se_uppdrag(konto, uppdrag) is syns
    assert not policy.synliga_uppdrag(AnonymousUser()).exists()
    assert not policy.får_se_uppdrag(AnonymousUser(), uppdrag)
