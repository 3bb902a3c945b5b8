"""Adresser för nämnd."""

from django.urls import path

from nämnd.views import (
    anmälningar,
    föredragningslista,
    kallelser,
    planarbete,
    planer,
    publicering,
    punkter,
    sammanträden,
    utskick,
)

app_name = "namnd"
urlpatterns = [
    path("", sammanträden.lista, name="lista"),
    path("ny/", sammanträden.ny, name="ny"),
    path("<int:pk>/", sammanträden.visa, name="visa"),
    path("<int:pk>/andra/", sammanträden.ändra, name="andra"),
    path("<int:pk>/flytta/", sammanträden.flytta, name="flytta"),
    path("<int:pk>/stall-in/", sammanträden.ställ_in, name="stall_in"),
    # Föredragningslistan
    path("<int:pk>/lista/", föredragningslista.visa, name="foredragningslista"),
    path("<int:pk>/lista/staende/", föredragningslista.lägg_till_stående, name="staende"),
    path("<int:pk>/lista/ny-punkt/", föredragningslista.ny_punkt, name="ny_punkt"),
    path("<int:pk>/lista/samla/", föredragningslista.samla, name="samla"),
    path(
        "<int:pk>/lista/anmalan/<int:anmälan>/",
        föredragningslista.lägg_till_anmälan,
        name="ta_upp",
    ),
    path(
        "<int:pk>/lista/aterkommande/<int:rad>/",
        föredragningslista.ta_upp_återkommande,
        name="ta_upp_aterkommande",
    ),
    path(
        "<int:pk>/lista/<int:punkt>/flytta/",
        föredragningslista.flytta_punkt,
        name="flytta_punkt",
    ),
    path(
        "<int:pk>/lista/<int:punkt>/ta-bort/",
        föredragningslista.ta_bort_punkt,
        name="ta_bort_punkt",
    ),
    path("<int:pk>/lista/<int:punkt>/los-upp/", föredragningslista.lös_upp, name="los_upp"),
    # En punkt
    path("punkt/<int:pk>/", punkter.ändra, name="punkt"),
    path("punkt/<int:pk>/handling/", punkter.lägg_till_handling, name="lagg_till_handling"),
    path("punkt/<int:pk>/ladda-upp/", punkter.ladda_upp, name="ladda_upp"),
    path("handling/<int:pk>/flytta/", punkter.flytta_handling, name="flytta_handling"),
    path("handling/<int:pk>/ta-bort/", punkter.ta_bort_handling, name="ta_bort_handling"),
    path("handling/<int:pk>.pdf", kallelser.papper, name="papper"),
    # Anmälningspunkten
    path("punkt/<int:pk>/anmalningar/", anmälningar.visa, name="anmalningar"),
    path("punkt/<int:pk>/anmalningar/hamta/", anmälningar.hämta, name="hamta_beslut"),
    path("punkt/<int:pk>/anmalningar/skriv-om/", anmälningar.skriv_om, name="skriv_om"),
    path("punkt/<int:pk>/anmalningar/jobb/", anmälningar.jobb, name="anmalningsjobb"),
    path("punkt/<int:pk>/anmalningar/utskott/", anmälningar.lägg_till_utskott, name="ny_utskott"),
    path("punkt/<int:pk>/meddelanden/", anmälningar.meddelanden, name="meddelanden"),
    path("anmalt/<int:pk>/ta-bort/", anmälningar.ta_bort_beslut, name="ta_bort_beslut"),
    path("anmalt/<int:pk>/fotnot/", anmälningar.fotnot, name="fotnot"),
    path("utskott/<int:pk>/ta-bort/", anmälningar.ta_bort_utskott, name="ta_bort_utskott"),
    path("meddelande/<int:pk>/ta-bort/", anmälningar.ta_bort_meddelande, name="ta_bort_meddelande"),
    # Sammanträdesplanen
    path("plan/", planer.lista, name="planer"),
    path("plan/ny/", planarbete.ny, name="ny_plan"),
    path("plan/kommun/<int:pk>/<int:ar>/", planer.kommunen, name="kommunens_plan"),
    path("plan/<int:pk>/", planer.visa, name="plan"),
    path("plan/<int:pk>.pdf", planer.pdf, name="plan_pdf"),
    path("plan/<int:pk>.ics", planer.kalenderfil, name="plan_kalender"),
    path("plan/<int:pk>/jobb/", planer.jobb, name="planjobb"),
    path("plan/<int:pk>/serie/", planarbete.serie, name="planserie"),
    path("plan/<int:pk>/mote/", planarbete.nytt_möte, name="nytt_planerat"),
    path("plan/<int:pk>/skriv/", planarbete.skriv_pdf, name="skriv_plan"),
    path("plan/<int:pk>/lamna/", planarbete.lämna, name="lamna_plan"),
    path("plan/<int:pk>/ta-tillbaka/", planarbete.ta_tillbaka, name="ta_tillbaka_plan"),
    path("plan/<int:pk>/faststall/", planarbete.fastställ, name="faststall_plan"),
    path("plan/<int:pk>/revidera/", planarbete.revidera, name="revidera_plan"),
    path("plan/<int:pk>/slang/", planarbete.släng, name="slang_plan"),
    path("plan/mote/<int:pk>/", planarbete.ändra_möte, name="andra_planerat"),
    path("plan/mote/<int:pk>/ta-bort/", planarbete.ta_bort_möte, name="ta_bort_planerat"),
    # Kallelsen
    path("<int:pk>/kallelse/", kallelser.skapa, name="skapa_kallelse"),
    path("<int:pk>/jobb/", kallelser.jobb, name="jobb"),
    path("kallelse/<int:pk>/utfarda/", kallelser.utfärda, name="utfarda"),
    path("kallelse/<int:pk>/skicka/", utskick.skicka, name="skicka_kallelse"),
    path("<int:pk>/utskick/", utskick.visa, name="utskick"),
    path("utskick/<int:pk>/forsok/", utskick.försök_igen, name="forsok_skicka"),
    path("utskick/<int:pk>/postlista/", utskick.postlista, name="postlista"),
    path("utskick/mottagare/<int:pk>/", utskick.sänd_om, name="skicka_igen"),
    path("kallelse/<int:pk>/publicera/", publicering.publicera, name="publicera"),
    path("<int:pk>/avpublicera/", publicering.avpublicera, name="avpublicera"),
    path("kallelse/<int:pk>/<str:slag>.pdf", kallelser.kallelsefil, name="kallelsefil"),
]
