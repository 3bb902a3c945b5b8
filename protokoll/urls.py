"""Adresser för protokoll."""

from django.urls import path

from protokoll.views import filer, möte, skrivning

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
]
