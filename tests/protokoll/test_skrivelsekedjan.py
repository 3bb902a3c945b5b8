"""Från skriven text till protokoll: satserna och sammanfattningen skrivs en gång."""

import pytest

from konton.models import Roll
from nämnd.services import föredragningslista
from protokoll.models import Paragraf
from protokoll.services import beslut
from tests.factories import mallar as mallfabrik
from tests.factories import ärenden as diariet
from tests.factories.konton import med_roll
from tests.factories.protokoll import kallat_möte
from ärenden.granskningsläge import Ordning
from ärenden.services import granskning, skrivande, skrivelser

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

U = Paragraf.Utfall


def test_satser_och_sammanfattning_följer_från_skrivelsen_till_protokollet() -> None:
    värld = kallat_möte()
    nämnd = värld.organ.myndighet
    ärende = diariet.ärende(nämnd)
    chef = med_roll(Roll.CHEF, nämnd)
    utkast = mallfabrik.granskas(ärende, granskare=[chef])
    skrivare = utkast.skapad_av

    granskning.återsänd(utkast=utkast, kommentar="Ändra satsen.", av=chef)
    utkast.refresh_from_db()
    sammanfattning = next(a for a in utkast.mall.avsnitt.all() if a.slag == "sammanfattning")
    utkast = skrivande.spara(
        utkast=utkast,
        innehåll=mallfabrik.ifyllt(
            utkast.mall,
            satser=("Taxan höjs.",),
            avsnitt={str(sammanfattning.pk): "Taxan **höjs**.\n\nDen gäller från mars."},
        ),
        revision=utkast.revision,
        av=skrivare,
    )
    granskning.skicka(
        utkast=utkast,
        granskare=[chef],
        ordning=Ordning.I_TUR,
        revision=utkast.revision,
        av=skrivare,
    )
    granskning.godkänn(utkast=utkast, revision=utkast.revision, av=chef)
    skrivelse = skrivande.lämna_in(utkast=utkast, revision=utkast.revision, av=skrivare)
    anmälan = skrivelser.anmäl(skrivelse=skrivelse, myndighet=nämnd, av=skrivare)

    punkt = föredragningslista.lägg_till_anmälan(
        sammanträde=värld.sammanträde, anmälan=anmälan, av=värld.sekreterare
    )
    assert [s.text for s in punkt.förslag.all()] == ["Taxan höjs."]
    assert punkt.handlingar.get().handling == skrivelse.handling
    värld.samla()
    paragraf = beslut.ta_upp(punkt=punkt, av=värld.sekreterare)
    assert [f.text for f in paragraf.förslag.all()] == ["Taxan höjs."]
    paragraf = beslut.besluta(paragraf=paragraf, utfall=U.BIFALL, av=värld.sekreterare)
    paragraf.refresh_from_db()
    assert [b.text for b in paragraf.beslut.all()] == ["Taxan höjs."]
    assert paragraf.sammanfattning == "Taxan höjs.\n\nDen gäller från mars."
