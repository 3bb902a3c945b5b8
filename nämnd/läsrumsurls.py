"""Adresser för läsrummet."""

from django.urls import path

from nämnd.views import förslag, gäster, läsanteckningar, läsrum, sparat, upplagor

app_name = "lasrum"
urlpatterns = [
    path("", läsrum.lista, name="lista"),
    path("<int:pk>/", läsrum.möte, name="mote"),
    path("<int:pk>/sett/", läsrum.har_sett, name="sett"),
    path("<int:pk>/ladda-ner/", upplagor.visa, name="upplaga"),
    path("<int:pk>/ladda-ner/<int:nummer>.pdf", upplagor.fil, name="upplagefil"),
    # Egna yrkanden, initiativ och frågor; före papperen, vars märke annars är vad som helst
    path("mina/", förslag.mina, name="mina"),
    path("<int:pk>/<int:punkt>/yrkande/", förslag.nytt_yrkande, name="nytt_yrkande"),
    path("<int:pk>/<int:punkt>/fraga/", förslag.fråga, name="fraga"),
    path("initiativ/<int:organ>/", förslag.nytt_initiativ, name="nytt_initiativ"),
    path("utkast/<uuid:nyckel>/", förslag.utkast, name="utkast"),
    path("utkast/<uuid:nyckel>/spara/", förslag.autospara, name="autospara"),
    path("utkast/<uuid:nyckel>/lamna-in/", förslag.lämna_in, name="lamna_in"),
    path("utkast/<uuid:nyckel>/ta-bort/", förslag.ta_bort_utkast, name="ta_bort_utkast"),
    path("yrkande/<int:pk>/aterta/", förslag.återta_yrkande, name="aterta_yrkande"),
    path("vackt/<int:pk>/aterta/", förslag.återta_initiativ, name="aterta_initiativ"),
    path("<int:pk>/<int:punkt>/<str:marke>.pdf", läsrum.pdf, name="pdf"),
    path("<int:pk>/<int:punkt>/<str:marke>/", läsrum.papper, name="papper"),
    path("<int:pk>/<int:punkt>/<str:marke>/pdf/", läsrum.pdfvisning, name="pdfvisning"),
    # De egna anteckningarna
    path("<int:pk>/<int:punkt>/<str:marke>/anteckna/", läsanteckningar.anteckna, name="anteckna"),
    path("<int:pk>/anteckningar/", läsanteckningar.lista, name="anteckningar"),
    path("<int:pk>/anteckningar.txt", läsanteckningar.fil, name="anteckningsfil"),
    path("<int:pk>/anteckningar/slang/", läsanteckningar.ta_bort_alla, name="slang_anteckningar"),
    path("<int:pk>/anteckningar/<uuid:nyckel>/", läsanteckningar.ändra, name="anteckning"),
    path(
        "<int:pk>/anteckningar/<uuid:nyckel>/ta-bort/",
        läsanteckningar.ta_bort,
        name="ta_bort_anteckning",
    ),
    # Läsning utan nät
    path("<int:pk>/sparat/", sparat.dela_ut, name="dela_ut"),
    path("<int:pk>/sparat/anteckna/", sparat.anteckna, name="anteckna_sparat"),
    path("<int:pk>/sparat/aterkalla/", sparat.återkalla, name="aterkalla_sparat"),
    path("<int:pk>/sparat/<uuid:nyckel>/", sparat.lista, name="sparat"),
    path("<int:pk>/sparat/<uuid:nyckel>/klart/", sparat.klart, name="sparat_klart"),
    path("<int:pk>/sparat/<uuid:nyckel>/ta-bort/", sparat.ta_bort, name="ta_bort_sparat"),
    path("sparat/kontakt/", sparat.kontakt, name="kontakt"),
    path("utan-nat/", sparat.utan_nät, name="utan_nat"),
    path("sw.js", sparat.service_worker, name="sw"),
    path("arbetare.js", sparat.arbetare, name="arbetare"),
    path("manifest.webmanifest", sparat.manifest, name="manifest"),
    # Den som inte har uppdrag i organet
    path("<int:pk>/gaster/", gäster.visa, name="gaster"),
    path("gastlank/<int:pk>/aterta/", gäster.återta, name="aterta"),
    path("gast/<str:hemlighet>/", gäster.möte, name="gast"),
    path("gast/<str:hemlighet>/<int:punkt>/<str:marke>.pdf", gäster.papper, name="gast_papper"),
]
