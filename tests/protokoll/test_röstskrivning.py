"""Rösterna som en sida skickar skriver aldrig över en röst som kommit in sedan den ritades."""

import pytest

from protokoll.röstskrivning import sammanför


@pytest.mark.parametrize(
    ("visad", "skickad", "sparad", "skriv", "krock"),
    [
        pytest.param("", "ja", "", True, False, id="KL_4_24_ingen_har_röstat"),
        pytest.param("nej", "ja", "nej", True, False, id="KL_4_24_rättas_medvetet"),
        pytest.param("ja", "ja", "nej", False, False, id="KL_4_24_gammal_sida_ändrar_inget"),
        pytest.param("", "", "nej", False, False, id="KL_4_24_tom_rad_ändrar_inget"),
        pytest.param("", "ja", "nej", False, True, id="KL_4_24_röstade_själv_under_tiden"),
        pytest.param("ja", "avstar", "nej", False, True, id="KL_4_24_ändrade_sig_under_tiden"),
        pytest.param("ja", "", "nej", False, True, id="KL_4_24_tas_bort_men_ändrades"),
        pytest.param("", "nej", "nej", False, False, id="KL_4_24_samma_röst_två_gånger"),
    ],
)
def test_bara_det_som_ändrats_på_sidan_skrivs(
    visad: str, skickad: str, sparad: str, skriv: bool, krock: bool
) -> None:
    resultat = sammanför({7: skickad}, visade={7: visad}, sparade={7: sparad})

    assert resultat.skriv == ({7: skickad} if skriv else {})
    assert resultat.krockar == ({7: skickad} if krock else {})


def test_en_rad_som_sidan_inte_visade_räknas_som_tom() -> None:
    assert sammanför({7: "ja"}, visade={}, sparade={7: "nej"}).krockar == {7: "ja"}
