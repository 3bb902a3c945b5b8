"""Adresser för protokoll."""

from django.urls import path

from protokoll.views import expediering, filer, inkomna, möte

app_name = "protokoll"
urlpatterns = [
    path("", möte.lista, name="lista"),
    path("oppna/<int:pk>/", möte.öppna, name="oppna"),
    path("<int:pk>/", möte.visa, name="mote"),
    path("<int:pk>/angra/", möte.ångra, name="angra"),
    path("<int:pk>/avsluta/", möte.avsluta, name="avsluta"),
    # Närvaro
    path("<int:pk>/narvaro/<int:rad>/", möte.närvaro, name="narvaro"),
    path("<int:pk>/alla-narvarande/", möte.alla_närvarande, name="alla_narvarande"),
    path("<int:pk>/ovriga/", möte.ny_övrig, name="ny_ovrig"),
    path("<int:pk>/ovriga/<int:övrig>/ta-bort/", möte.ta_bort_övrig, name="ta_bort_ovrig"),
    path("<int:pk>/ordforande/", möte.ordförande, name="ordforande"),
    path("<int:pk>/justerare/", möte.justerare, name="justerare"),
    path(
        "<int:pk>/justerare/<int:justerare>/ta-bort/",
        möte.ta_bort_justerare,
        name="ta_bort_justerare",
    ),
    path("<int:pk>/justering/", möte.justering, name="justering"),
    # Punkterna
    path("<int:pk>/punkt/<int:punkt>/ta-upp/", möte.ta_upp, name="ta_upp"),
    path("<int:pk>/punkt/<int:punkt>/utgar/", möte.utgår, name="utgar"),
    path("<int:pk>/punkt/<int:punkt>/enligt-forslag/", möte.enligt_förslag, name="enligt_forslag"),
    path("<int:pk>/paragraf/<int:paragraf>/", möte.besluta, name="besluta"),
    path("<int:pk>/paragraf/<int:paragraf>/at-sidan/", möte.åt_sidan, name="at_sidan"),
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
    path("expediering/<int:pk>/anteckna/", expediering.anteckna, name="anteckna"),
    path("expediering/<int:pk>/sand-om/", expediering.sänd_om, name="sand_om"),
    path("expediering/<int:pk>/<slug:slag>.pdf", expediering.fil, name="expedieringsfil"),
    # Utdrag från andra organ
    path("inkomna/", inkomna.lista, name="inkomna"),
    path("inkomna/<int:pk>/", inkomna.visa, name="inkommet"),
    path("inkomna/<int:pk>/utdrag.pdf", inkomna.fil, name="inkommet_fil"),
]
