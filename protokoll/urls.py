"""Adresser för protokoll."""

from django.urls import path

from protokoll.views import (
    expediering,
    filer,
    gången,
    inkomna,
    möte,
    närvaro,
    omröstningar,
    skrivning,
    statistik,
    uppföljning,
)

app_name = "protokoll"
urlpatterns = [
    path("", möte.lista, name="lista"),
    path("oppna/<int:pk>/", möte.öppna, name="oppna"),
    path("<int:pk>/", möte.visa, name="mote"),
    path("<int:pk>/angra/", möte.ångra, name="angra"),
    path("<int:pk>/avsluta/", möte.avsluta, name="avsluta"),
    # Närvaro
    path("<int:pk>/version/", närvaro.version, name="version"),
    path("<int:pk>/upprop/", närvaro.upprop, name="upprop"),
    path("<int:pk>/skarm/", närvaro.skärm, name="skarm"),
    path("<int:pk>/narvaro/<int:rad>/", närvaro.närvaro, name="narvaro"),
    path("<int:pk>/narvaro/<int:rad>/skal/", närvaro.frånvaroskäl, name="franvaroskal"),
    path("<int:pk>/alla-narvarande/", närvaro.alla_närvarande, name="alla_narvarande"),
    path("<int:pk>/ovriga/", närvaro.ny_övrig, name="ny_ovrig"),
    path("<int:pk>/ovriga/<int:övrig>/in-ut/", närvaro.växla_övrig, name="vaxla_ovrig"),
    path("<int:pk>/ovriga/<int:övrig>/ta-bort/", närvaro.ta_bort_övrig, name="ta_bort_ovrig"),
    path("<int:pk>/ordforande/", närvaro.ordförande, name="ordforande"),
    path("<int:pk>/justerare/", närvaro.justerare, name="justerare"),
    path(
        "<int:pk>/justerare/<int:justerare>/ta-bort/",
        närvaro.ta_bort_justerare,
        name="ta_bort_justerare",
    ),
    path("<int:pk>/justering/", närvaro.justering, name="justering"),
    path("<int:pk>/jav/", närvaro.nytt_jäv, name="nytt_jav"),
    path("<int:pk>/jav/<int:jäv>/ta-bort/", närvaro.ta_bort_jäv, name="ta_bort_jav"),
    path("<int:pk>/jav/paragraf/", närvaro.jävsparagraf, name="javsparagraf"),
    path("<int:pk>/ajournera/", närvaro.ajournera, name="ajournera"),
    path("<int:pk>/ateruppta/", närvaro.återuppta, name="ateruppta"),
    path(
        "<int:pk>/ajournering/<int:ajournering>/ta-bort/",
        närvaro.ta_bort_ajournering,
        name="ta_bort_ajournering",
    ),
    path(
        "<int:pk>/paragraf/<int:paragraf>/ordforande/",
        närvaro.punktens_ordförande,
        name="punktens_ordforande",
    ),
    path("<int:pk>/paragraf/<int:paragraf>/narvaro/", närvaro.rätta, name="ratta_narvaro"),
    path("narvaro/", statistik.närvaro, name="statistik"),
    path("narvaro/arvoden.csv", statistik.arvoden, name="arvoden"),
    # Punkterna
    path("<int:pk>/punkt/<int:punkt>/ta-upp/", möte.ta_upp, name="ta_upp"),
    path("<int:pk>/punkt/<int:punkt>/utgar/", möte.utgår, name="utgar"),
    path("<int:pk>/punkt/<int:punkt>/enligt-forslag/", möte.enligt_förslag, name="enligt_forslag"),
    path("<int:pk>/paragraf/<int:paragraf>/", möte.besluta, name="besluta"),
    path("<int:pk>/paragraf/<int:paragraf>/at-sidan/", möte.åt_sidan, name="at_sidan"),
    # Frågan
    path("<int:pk>/paragraf/<int:paragraf>/yrkande/", gången.yrka, name="yrka"),
    path(
        "<int:pk>/paragraf/<int:paragraf>/yrkande/<int:yrkande>/tillbaka/",
        gången.ta_tillbaka,
        name="ta_tillbaka",
    ),
    path("<int:pk>/paragraf/<int:paragraf>/punktvis/", gången.punktvis, name="punktvis"),
    path("<int:pk>/paragraf/<int:paragraf>/svara/", gången.svara, name="svara"),
    path("<int:pk>/paragraf/<int:paragraf>/angra-steg/", gången.ångra_steg, name="angra_steg"),
    path("<int:pk>/paragraf/<int:paragraf>/angra/", gången.ångra_beslut, name="angra_beslut"),
    path("<int:pk>/paragraf/<int:paragraf>/reservation/", gången.reservera, name="reservera"),
    path("<int:pk>/paragraf/<int:paragraf>/anteckning/", gången.anteckna, name="anteckna"),
    path("<int:pk>/paragraf/<int:paragraf>/deltar-inte/", gången.deltar_inte, name="deltar_inte"),
    path("<int:pk>/paragraf/<int:paragraf>/art/", gången.art, name="art"),
    path("<int:pk>/paragraf/<int:paragraf>/talare/", gången.talare, name="talare"),
    path("<int:pk>/paragraf/<int:paragraf>/uppdrag/", gången.uppdrag, name="ge_uppdrag"),
    path("<int:pk>/paragraf/<int:paragraf>/val/", gången.val, name="val"),
    path(
        "<int:pk>/paragraf/<int:paragraf>/ta-bort/<slug:slag>/<int:rad>/",
        gången.ta_bort,
        name="ta_bort",
    ),
    path("<int:pk>/vack/", gången.väck, name="vack"),
    path("<int:pk>/flytta/", gången.flytta, name="flytta"),
    # Omröstningen
    path(
        "<int:pk>/paragraf/<int:paragraf>/omrostning/", omröstningar.öppna, name="oppna_omrostning"
    ),
    path("<int:pk>/paragraf/<int:paragraf>/rostlage/", omröstningar.läget, name="rostlage"),
    path("<int:pk>/omrostning/<int:omröstning>/roster/", omröstningar.röster, name="roster"),
    path(
        "<int:pk>/omrostning/<int:omröstning>/avsluta/",
        omröstningar.avsluta,
        name="avsluta_omrostning",
    ),
    path(
        "<int:pk>/omrostning/<int:omröstning>/avbryt/",
        omröstningar.avbryt,
        name="avbryt_omrostning",
    ),
    path("<int:pk>/rosta/", omröstningar.rösta, name="rosta"),
    path("<int:pk>/blanketter/", omröstningar.blanketter, name="blanketter"),
    # Uppföljningen
    path("uppdrag/", uppföljning.lista, name="uppdrag"),
    path("uppdrag/<int:pk>/", uppföljning.visa, name="visa_uppdrag"),
    # Protokollet skrivs klart
    path(
        "<int:pk>/paragraf/<int:paragraf>/text/",
        skrivning.fritext,
        name="fritext",
    ),
    path("<int:pk>/forhandsgranska/", skrivning.förhandsgranska, name="forhandsgranska"),
    path(
        "<int:pk>/forhandsgranska/protokoll.pdf",
        skrivning.förhandsgranska_pdf,
        name="forhandsgranska_pdf",
    ),
    path("<int:pk>/klart/", skrivning.klart, name="klart"),
    # Filerna
    path("<int:pk>/skapa/", filer.skapa, name="skapa"),
    path("<int:pk>/jobb/", filer.jobb, name="jobb"),
    path("<int:pk>/fil/<int:fil>.pdf", filer.fil, name="fil"),
    # Expedieringen
    path("att-expediera/", expediering.att_expediera, name="att_expediera"),
    path("paragraf/<int:pk>/forsattsblad/", expediering.försättsblad, name="forsattsblad"),
    path("paragraf/<int:pk>/mottagare/", expediering.ny_mottagare, name="ny_mottagare"),
    path("paragraf/<int:pk>/logg/", expediering.logg, name="expedieringslogg"),
    path("paragraf/<int:pk>/expediera/", expediering.expediera, name="expediera"),
    path("mottagare/<int:pk>/ta-bort/", expediering.ta_bort_mottagare, name="ta_bort_mottagare"),
    path("expediering/<int:pk>/anteckna/", expediering.anteckna, name="anteckna_sandning"),
    path("expediering/<int:pk>/sand-om/", expediering.sänd_om, name="sand_om"),
    path("expediering/<int:pk>/<slug:slag>.pdf", expediering.fil, name="expedieringsfil"),
    # Utdrag från andra organ
    path("inkomna/", inkomna.lista, name="inkomna"),
    path("inkomna/<int:pk>/", inkomna.visa, name="inkommet"),
    path("inkomna/<int:pk>/utdrag.pdf", inkomna.fil, name="inkommet_fil"),
]
