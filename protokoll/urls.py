"""Adresser för protokoll."""

from django.urls import path

from protokoll.views import anslag, filer, justering, justeringsarbete, möte

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
    # Justeringen
    path("att-justera/", justering.att_justera, name="att_justera"),
    path("<int:pk>/klar-for-justering/", justeringsarbete.klar, name="klar"),
    path("<int:pk>/omedelbart/", justeringsarbete.omedelbart, name="omedelbart"),
    path("<int:pk>/paragraf/<int:paragraf>/text/", justeringsarbete.text, name="text"),
    path("justering/<int:pk>/", justering.visa, name="justeringen"),
    path("justering/<int:pk>/svara/<int:paragraf>/", justering.svara, name="svara"),
    path("justering/<int:pk>/godkann-alla/", justering.godkänn_alla, name="godkann_alla"),
    path("justering/<int:pk>/skriv-under/", justering.skriv_under, name="skriv_under"),
    path("justering/<int:pk>/skicka-om/", justeringsarbete.skicka_om, name="skicka_om"),
    path("justering/<int:pk>/ersatt/<int:underskrift>/", justeringsarbete.ersätt, name="ersatt"),
    path("justering/<int:pk>/svar/<int:svar>/", justeringsarbete.genmäle, name="genmale"),
    path("justering/<int:pk>/papper/", justeringsarbete.papper, name="papper"),
    path("justering/<int:pk>/forsegla/", justeringsarbete.försegla, name="forsegla"),
    path("justering/<int:pk>/jobb/", justeringsarbete.jobb, name="justeringsjobb"),
    path("justering/<int:pk>/ratta/<int:paragraf>/", justeringsarbete.rätta, name="ratta"),
    path("justering/<int:pk>/<slug:slag>.pdf", justering.fil, name="justerad_fil"),
    path(
        "justering/<int:pk>/version-<int:nummer>/<slug:slag>.pdf",
        justering.version,
        name="version",
    ),
    # Anslaget
    path("anslag/<int:pk>/ned/", anslag.ta_ned, name="ta_ned"),
    path("anslag/<int:pk>/nytt/", anslag.nytt, name="nytt_anslag"),
    path("anslag/<int:pk>/bevis/", anslag.bevis, name="gor_bevis"),
    path("anslag/<int:pk>/laga-kraft/<int:paragraf>/", anslag.laga_kraft, name="laga_kraft"),
    path("bevis/<int:pk>.pdf", justering.bevis, name="bevis"),
    # Filerna
    path("<int:pk>/skapa/", filer.skapa, name="skapa"),
    path("<int:pk>/jobb/", filer.jobb, name="jobb"),
    path("<int:pk>/fil/<int:fil>.pdf", filer.fil, name="fil"),
]
