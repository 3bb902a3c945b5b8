import pytest
from pathlib import Path
from tests.factories.protokoll import *
from protokoll.services import protokollsskrivning
from django.core.management import call_command
from nämnd.models import Punkt
from tests import verapdf


@pytest.mark.django_db
def test_skiss():
    v = kallat_möte(punkter=False)
    lägg_punkt(v, "Upprop", slag="formalia")
    lägg_punkt(
        v,
        "Val av justerare",
        slag="formalia",
        förslag=("Bo Ekfalk (V) utses att justera protokollet.",),
    )
    lägg_punkt(
        v,
        "Fastställande av föredragningslistan",
        slag="formalia",
        förslag=("Föredragningslistan fastställs.",),
    )
    for n in range(6):
        lägg_ärende(
            v,
            [
                "Taxa för tillsyn enligt alkohollagen",
                "Svar på remiss om reviderad översiktsplan för Björksund",
                "Kvalitetsberättelse 2025",
                "Internkontrollplan 2026",
                "Riktlinjer för ekonomiskt bistånd",
                "Yttrande över förslag till kompetensförsörjningsplan för kommunens samlade verksamhet åren 2027–2030",
            ][n],
            förslag=(
                ("Nämnden antar förslaget.",)
                if n % 2
                else (
                    "Socialnämnden föreslår kommunfullmäktige att anta taxan.",
                    "Taxan gäller från och med den 1 januari 2027.",
                    "Förvaltningen får i uppdrag att informera tillståndshavarna.",
                )
            ),
        )
    lägg_ärende(
        v,
        "Ansökan om stadigvarande umgänge, barn AA",
        lagrum="OSL 26 kap. 1 §",
        förslag=("Ansökan bifalls.",),
    )
    lägg_punkt(v, "Information från socialchefen", slag="information")
    lägg_punkt(v, "Övriga frågor", slag="ovrigt")
    p = v.samla()
    s = v.sekreterare
    möte.markera_närvaro(rad=v.rad("Ingrid"), status="franvarande", av=s)
    möte.markera_närvaro(
        rad=v.rad("Tove"), status="tjanstgorande_ersattare", för=v.rad("Ingrid"), av=s
    )
    möte.markera_närvaro(rad=v.rad("Håkan"), status="ersattare", av=s)
    möte.markera_närvaro(rad=v.rad("Sanna"), status="insynsplats", av=s)
    möte.lägg_till_övrig(protokoll=p, namn="Ylva Norrström", titel="socialchef", av=s)
    möte.ange_justering(
        protokoll=p,
        plats="Kommunhuset i Björksund",
        tid=timezone.make_aware(__import__("datetime").datetime(2026, 3, 25, 14, 0)),
        förvaringsplats="Socialkontoret, Storgatan 1, Björksund",
        av=s,
    )
    for i, punkt in enumerate(p.upptagbara_punkter):
        if i == 5:
            pg = möte.ta_upp(punkt=punkt, av=s)
            möte.besluta(
                paragraf=pg,
                utfall="andrat",
                satser=[
                    "Nämnden antar förslaget med ändringen att taxan gäller från den 1 juli.",
                    "Paragrafen justeras.",
                ],
                sammanfattning="Förvaltningen har tagit fram ett förslag till ny taxa. Den nuvarande taxan är från 2019 och täcker inte längre kostnaderna för tillsynen.\n\nFörslaget innebär att avgiften höjs med åtta procent.",
                utdrag_till=["Kommunfullmäktige", "Miljö- och byggförvaltningen"],
                omedelbart_justerad=True,
                av=s,
            )
        elif i == 6:
            pg = möte.ta_upp(punkt=punkt, av=s)
            möte.besluta(paragraf=pg, utfall="aterremiss", av=s)
        elif punkt.slag == "information":
            pg = möte.ta_upp(punkt=punkt, av=s)
            möte.besluta(paragraf=pg, utfall="information", av=s)
        else:
            v.behandla(punkt)
    möte.avsluta(protokoll=p, av=s, sluttid=time(17, 20))
    call_command("protokoll", str(v.sammanträde.pk), "--ut", "/tmp/protokoll/ut", "--json")
    for f in sorted(Path("/tmp/protokoll/ut").glob("*.pdf"))[:2] + [
        Path("/tmp/protokoll/ut/protokoll.pdf")
    ]:
        verapdf.kräv(f)
