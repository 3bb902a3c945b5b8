"""Adresser för ärenden."""

from django.urls import path, register_converter

from ärenden import views
from ärenden.listfil import Slag
from ärenden.views import (
    avslut,
    bilagor,
    delegation,
    delegationsordningar,
    granskning,
    handlingsplan,
    listfiler,
    mallar,
    postlista,
    registervård,
    remisser,
    skrivande,
    word,
)


class Listslag:
    """Det som en lista kan hämtas som; något annat finns inte."""

    regex = "|".join(Slag)
    to_python = Slag
    to_url = str


register_converter(Listslag, "listslag")

app_name = "arenden"
urlpatterns = [
    path("", views.lista, name="lista"),
    path("sok/", views.sök, name="sok"),
    path("arenden.<listslag:slag>", listfiler.lista, name="lista_fil"),
    path("sok/traffar.<listslag:slag>", listfiler.träffar, name="sok_fil"),
    path("ny/", views.ny, name="ny"),
    path("postlista/", postlista.visa, name="postlista"),
    path("postlista/postlista.pdf", postlista.pdf, name="postlista_pdf"),
    path("postlista/postlista.<listslag:slag>", postlista.fil, name="postlista_fil"),
    path("registervard/", registervård.kvalitet, name="kvalitet"),
    path("<int:pk>/registervard/", registervård.åtgärda, name="atgarda"),
    path("<int:pk>/", views.visa, name="visa"),
    path("<int:pk>/avsluta/", avslut.avsluta, name="avsluta"),
    path("<int:pk>/oppna/", avslut.återöppna, name="ateroppna"),
    path("<int:pk>/handling/", views.ny_handling, name="ny_handling"),
    path("<int:pk>/skrivelse/", views.ny_skrivelse, name="ny_skrivelse"),
    path("<int:pk>/delegationsbeslut/", delegation.fatta, name="fatta"),
    path("handling/<int:pk>/fil/", views.fil, name="fil"),
    path("skrivelse/<int:pk>/anmal/", views.anmäl, name="anmal"),
    path("anmalan/<int:pk>/aterta/", views.återta, name="aterta"),
    path("dokumenthanteringsplan/", handlingsplan.visa, name="handlingsplan"),
    path("dokumenthanteringsplan/<int:pk>.pdf", handlingsplan.pdf, name="handlingsplan_pdf"),
    # Skrivelsen som skrivs här
    path("<int:pk>/skriv/", skrivande.börja, name="skriv"),
    path("utkast/<int:pk>/", skrivande.redigera, name="utkast"),
    path("utkast/<int:pk>/spara/", skrivande.autospara, name="autospara"),
    path("utkast/<int:pk>/utkast.pdf", skrivande.pdf, name="utkast_pdf"),
    path("utkast/<int:pk>/forhandsgranska/", skrivande.förhandsgranska, name="forhandsgranska"),
    path("utkast/<int:pk>/bild/", skrivande.ladda_upp_bild, name="ladda_upp_bild"),
    path("utkast/<int:pk>/bild/<int:nummer>/", skrivande.bild, name="skrivelsebild"),
    path("utkast/<int:pk>/versioner/", skrivande.versioner, name="utkast_versioner"),
    path("utkast/<int:pk>/aterstall/", skrivande.återställ, name="aterstall_utkast"),
    path("utkast/<int:pk>/narvaro/", skrivande.närvaro, name="skrivnarvaro"),
    path("utkast/<int:pk>/paragrafer/", skrivande.paragrafer, name="paragrafer"),
    path("utkast/<int:pk>/lamna-in/", skrivande.lämna_in, name="lamna_in"),
    path("utkast/<int:pk>/slang/", skrivande.släng, name="slang_utkast"),
    path("utkast/<int:pk>/text/", skrivande.text, name="skriven_text"),
    # Granskningen
    path("skrivelser/", granskning.lista, name="skrivelser"),
    path("utkast/<int:pk>/granskning/", granskning.visa, name="granskning"),
    path("utkast/<int:pk>/granskning/skicka/", granskning.skicka, name="skicka_granskning"),
    path("utkast/<int:pk>/granskning/kommentera/", granskning.kommentera, name="kommentera"),
    path("utkast/<int:pk>/granskning/svar/", granskning.svara, name="granskningssvar"),
    path("utkast/<int:pk>/granskning/aterkalla/", granskning.återkalla, name="aterkalla"),
    path("utkast/<int:pk>/granskning/andra-igen/", granskning.ändra_igen, name="andra_igen"),
    path("utkast/<int:pk>/sammantrade/", granskning.välj_sammanträde, name="valj_sammantrade"),
    path("utkast/<int:pk>/oppna-igen/", granskning.öppna_igen, name="oppna_igen"),
    path("kommentar/<int:pk>/", granskning.kommentar, name="kommentar"),
    path("skrivelse/<int:pk>/godkann/", granskning.godkänn_uppladdad, name="godkann"),
    path("utkast/<int:pk>/skrivelse.docx", word.som_word, name="skrivelse_word"),
    path("utkast/<int:pk>/skrivelse.html", word.som_html, name="skrivelse_html"),
    path("utkast/<int:pk>/las-in/", word.läs_in, name="las_in"),
    path("utkast/<int:pk>/inlast/", word.inläst, name="inlast"),
    path("utkast/<int:pk>/bilagor/", bilagor.bilagor, name="bilagor"),
    path("bilaga/<int:pk>/", bilagor.ändra, name="andra_bilaga"),
    path("bilaga/<int:pk>/flytta/", bilagor.flytta, name="flytta_bilaga"),
    path("bilaga/<int:pk>/ta-bort/", bilagor.ta_bort, name="ta_bort_bilaga"),
    path("bilaga/<int:pk>/egen-pdf/", bilagor.egen_pdf, name="egen_bilagepdf"),
    path("bilaga/<int:pk>/forsok-igen/", bilagor.försök_igen, name="gor_om_bilaga"),
    path("bilaga/<int:pk>/jobb/", bilagor.jobb, name="bilagejobb"),
    path("bilaga/<int:pk>/pdf/", bilagor.pdf, name="bilagepdf"),
    path("bilaga/<int:pk>/original/", bilagor.original, name="bilageoriginal"),
    path("mallar/", mallar.lista, name="mallar"),
    path("mallar/namnd/<int:pk>/ny/", mallar.ny, name="ny_mall"),
    path("mallar/<int:pk>/", mallar.redigera, name="mall"),
    path("mallar/<int:pk>/prov.pdf", mallar.pdf, name="mall_pdf"),
    path("mallar/<int:pk>/slang/", mallar.släng, name="slang_mall"),
    # Remisser
    path("remisser/", remisser.lista, name="remisser"),
    path("<int:pk>/remiss/", remisser.ny, name="ny_remiss"),
    path("remisser/<int:pk>/", remisser.visa, name="remiss"),
    path("remisser/<int:pk>/mottagare/", remisser.lägg_till, name="fler_remissmottagare"),
    path("remisser/mottagare/<int:pk>/svar/", remisser.svar, name="remissvar"),
    path("remisser/mottagare/<int:pk>/avstar/", remisser.avstår, name="remiss_avstar"),
    path("remisser/mottagare/<int:pk>/ta-emot/", remisser.ta_emot, name="ta_emot_remiss"),
    path("remisser/mottagare/<int:pk>/fil/", remisser.fil, name="remissens_fil"),
    path("handling/<int:pk>/remiss/", remisser.registrera_mottagen, name="mottagen_handling"),
    path("remisser/mottagna/<int:pk>/", remisser.mottagen, name="mottagen_remiss"),
    path("remisser/mottagna/<int:pk>/yttra/", remisser.yttra, name="yttra"),
    path("remisser/mottagna/<int:pk>/svara/", remisser.svara, name="besvara_remiss"),
    path("remisser/mottagna/<int:pk>/avsta/", remisser.avstå, name="avsta_remiss"),
    # Delegation
    path("delegation/", delegation.lista, name="delegationsbeslut"),
    path("delegation/nytt/", delegation.välj_ärende, name="valj_arende"),
    path("delegation/<int:pk>/", delegation.visa, name="visa_delegationsbeslut"),
    path("delegation/ordningar/", delegationsordningar.lista, name="ordningar"),
    path("delegation/ordningar/ny/", delegationsordningar.ny, name="ny_ordning"),
    path("delegation/ordningar/<int:pk>/", delegationsordningar.visa, name="ordning"),
    path("delegation/ordningar/<int:pk>/slang/", delegationsordningar.släng, name="slang_ordning"),
    path(
        "delegation/ordningar/<int:pk>/jamfor/<int:mot>/",
        delegationsordningar.jämför,
        name="jamfor_ordningar",
    ),
    path("delegation/namnd/<int:pk>/", delegationsordningar.innehav, name="innehav"),
    path(
        "delegation/innehav/<int:pk>/avsluta/", delegationsordningar.avsluta, name="avsluta_innehav"
    ),
    path(
        "delegation/innehav/<int:pk>/vidare/",
        delegationsordningar.vidaredelegera,
        name="vidaredelegera",
    ),
]
