"""Ett kallat möte i en påhittad nämnd, och vägen därifrån till ett avslutat, genom tjänsterna."""

from dataclasses import dataclass, field
from datetime import date, time

from django.utils import timezone

from konton.models import Användare, Myndighet, Roll
from nämnd.models import (
    Förslagssats,
    Kallelse,
    Organ,
    Punkt,
    Punkthandling,
    Sammanträde,
    Tidspann,
    Uppdrag,
)
from protokoll.models import Närvaro, Protokoll
from protokoll.services import avslut, beslut, möte, närvaro
from tests.factories.konton import (
    AnvändareFactory,
    MyndighetFactory,
    PartiFactory,
    PersonFactory,
    med_roll,
)
from tests.factories.ärenden import JobbFactory
from tests.factories.ärenden import anmälan as anmäld
from tests.factories.ärenden import skrivelse as inlämnad
from tests.factories.ärenden import ärende as registrerat

DAG = date(2026, 3, 18)
POST = Uppdrag.Post
VALDA = [
    ("Željka Čović-Šimić", "S", POST.ORDFÖRANDE),
    ("Åke Öberg", "M", POST.VICE_1),
    ("Märta Lindéngård", "C", POST.VICE_2),
    ("Ingrid Norrsund", "S", POST.LEDAMOT),
    ("Bo Ekfalk", "V", POST.LEDAMOT),
    ("Tove Älvhage", "S", POST.ERSÄTTARE),
    ("Håkan Myrtorp", "M", POST.ERSÄTTARE),
    ("Sanna Furubäck", "MP", POST.INSYN),
]


@dataclass
class Mötesvärld:
    """Ett möte med sekreterare, ledamöter och punkter."""

    organ: Organ
    sammanträde: Sammanträde
    sekreterare: Användare
    punkter: list[Punkt] = field(default_factory=list)

    @property
    def protokoll(self) -> Protokoll:
        return Protokoll.objects.select_related("sammanträde__organ").get(
            sammanträde=self.sammanträde
        )

    def rad(self, namn: str) -> Närvaro:
        return self.protokoll.närvarande.get(namn__startswith=namn, gällande=True)

    def konto(self, namn: str) -> Användare:
        """Den förtroendevaldas konto."""
        person = self.organ.uppdrag.get(person__namn__startswith=namn).person
        konto = Användare.objects.filter(person=person).first()
        return konto or AnvändareFactory(person=person)

    def öppna(self) -> Protokoll:
        return möte.öppna(sammanträde=self.sammanträde, av=self.sekreterare)

    def samla(self) -> Protokoll:
        """Öppnat, alla ledamöter på plats och en justerare vald."""
        protokoll = self.öppna()
        närvaro.alla_närvarande(protokoll=protokoll, av=self.sekreterare)
        närvaro.välj_justerare(rad=self.rad("Bo"), av=self.sekreterare)
        return protokoll

    def behandla(self, punkt: Punkt) -> None:
        paragraf = beslut.ta_upp(punkt=punkt, av=self.sekreterare)
        utfall = "bifall" if punkt.förslag.exists() else "noterat"
        beslut.besluta(paragraf=paragraf, utfall=utfall, av=self.sekreterare)

    def håll(self) -> Protokoll:
        """Hela mötet enligt förslag, avslutat."""
        protokoll = self.samla()
        for punkt in protokoll.upptagbara_punkter:
            self.behandla(punkt)
        return avslut.avsluta(protokoll=protokoll, av=self.sekreterare, sluttid=time(16, 45))


def organ_med_valda(myndighet: Myndighet | None = None, **fält) -> Organ:
    myndighet = myndighet or MyndighetFactory()
    organ = Organ.objects.create(
        myndighet=myndighet, namn=fält.pop("namn", "Socialnämnden"), platser=5, **fält
    )
    partier = {}
    for ordning, (namn, kod, post) in enumerate(VALDA, 1):
        if kod not in partier:
            partier[kod] = myndighet.kommun.partier.filter(kod=kod).first() or PartiFactory(
                kommun=myndighet.kommun, kod=kod
            )
        Uppdrag.objects.create(
            person=PersonFactory(kommun=myndighet.kommun, namn=namn),
            organ=organ,
            post=post,
            parti=partier[kod],
            från=date(2023, 1, 1),
            ordning=ordning,
        )
    return organ


def kallat_möte(
    organ: Organ | None = None,
    *,
    dag: date = DAG,
    punkter: bool = True,
    sekreterare: Användare | None = None,
) -> Mötesvärld:
    """Ett möte med utfärdad kallelse: upprop, ett ärende med skrivelse och en information."""
    organ = organ or organ_med_valda()
    sekreterare = sekreterare or med_roll(Roll.NÄMNDSEKRETERARE, organ.myndighet)
    ordförande = organ.uppdrag.filter(post=POST.ORDFÖRANDE).select_related("person").first()
    sammanträde = Sammanträde.objects.create(
        organ=organ,
        datum=dag,
        plats="Solrosen, kommunhuset i Björksund",
        status=Sammanträde.Status.KALLAT,
        ordförande=ordförande.person if ordförande else None,
        sekreterare=sekreterare.person,
        sekreterare_titel="nämndsekreterare",
    )
    Tidspann.objects.create(sammanträde=sammanträde, från=time(15, 0))
    Kallelse.objects.create(
        sammanträde=sammanträde,
        edition=1,
        status=Kallelse.Status.UTFÄRDAD,
        jobb=JobbFactory(av=sekreterare, status="klart"),
        version=1,
        skapad_av=sekreterare,
        utfärdad_tid=timezone.now(),
        utfärdad_av=sekreterare,
    )
    värld = Mötesvärld(organ, sammanträde, sekreterare)
    if punkter:
        lägg_punkt(värld, "Upprop", slag=Punkt.Slag.FORMALIA)
        lägg_ärende(värld, "Taxa för tillsyn enligt alkohollagen")
        lägg_punkt(värld, "Information från förvaltningen", slag=Punkt.Slag.INFORMATION)
    return värld


def lägg_punkt(
    värld: Mötesvärld,
    rubrik: str,
    *,
    slag: str = Punkt.Slag.BESLUT,
    förslag: tuple[str, ...] = (),
    **fält,
) -> Punkt:
    punkt = Punkt.objects.create(
        sammanträde=värld.sammanträde,
        ordning=Punkt.objects.filter(sammanträde=värld.sammanträde).count() + 1,
        rubrik=rubrik,
        slag=slag,
        **fält,
    )
    for nummer, text in enumerate(förslag, 1):
        Förslagssats.objects.create(punkt=punkt, nummer=nummer, text=text)
    värld.punkter.append(punkt)
    return punkt


def lägg_ärende(
    värld: Mötesvärld,
    rubrik: str,
    *,
    förslag: tuple[str, ...] = ("Taxan antas.", "Taxan gäller från årsskiftet."),
    lagrum: str = "",
) -> Punkt:
    """En punkt med ärende och tjänsteskrivelse, som om den hämtats från de anmälda."""
    ärende = registrerat(värld.organ.myndighet, rubrik=rubrik, sekretess_lagrum=lagrum)
    skrivelse = inlämnad(
        ärende, beslutssatser=förslag, datum=date(2026, 3, 2), av=värld.sekreterare
    )
    anmälan = anmäld(skrivelse, av=värld.sekreterare)
    anmälan.status = anmälan.Status.UPPTAGEN
    anmälan.save()
    punkt = lägg_punkt(
        värld,
        rubrik,
        slag=Punkt.Slag.SEKRETESS if lagrum else Punkt.Slag.BESLUT,
        förslag=förslag,
        ärende=ärende,
        skrivelse=skrivelse,
        sekretess_lagrum=lagrum,
    )
    Punkthandling.objects.create(punkt=punkt, ordning=1, handling=skrivelse.handling)
    return punkt
