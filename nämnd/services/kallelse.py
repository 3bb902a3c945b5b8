"""Kallelsen: skapa en edition, göra dess filer och utfärda den.

Att skapa fryser underlaget och beställer ett jobb; jobbet gör filerna ur underlaget och inget
annat. Att utfärda öppnar editionen för ledamöter och ersättare och låser den i databasen.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from konton.models import Användare
from nämnd import documents, handlingspaket, policy, utbyggnad
from nämnd import underlag as frysning
from nämnd.models import (
    Kallad,
    Kallelse,
    Kallelsefil,
    Kallelsepapper,
    Kallelsesida,
    Sammanträde,
)
from nämnd.paketbit import Bit
from nämnd.policy import Rätt
from nämnd.services import anmälningar, kalender, komplettering, paketbitar, publicering
from nämnd.services.komplettering import Kompletteringsfel
from nämnd.sidnummer import Numrering
from nämnd.underlag import Listrad, Papper, Underlag
from ärenden import filer
from ärenden.models import Fil, Händelse, Jobb, Ärende
from ärenden.pdf import Dokumentfel, RenderadPdf
from ärenden.services import händelser, jobb, renderade
from ärenden.services.jobb import Arbetsfel, Utförande

Framsteg = Callable[[int, str], None]
UPPGIFT = "namnd.skapa_kallelse"
MALL = "pdf/kallelse.html"
MAX_OMGÅNGAR = 6
HUVUDETS_RADER = 8
RADER_PER_SIDA = 45


class Kallelsefel(Exception):
    """Kallelsen kan inte skapas eller utfärdas. Texten är till användaren."""


@dataclass(frozen=True)
class Hinder:
    """Något som stoppar kallelsen: vilken punkt (None: hela mötet) och varför."""

    punkt: int | None
    text: str
    lagrum: str = ""
    lagtext: str = ""


def hinder(
    sammanträde: Sammanträde, punkter: list[documents.NumreradPunkt] | None = None
) -> list[Hinder]:
    """Allt som måste rättas innan kallelsen kan skapas."""
    punkter = documents.numrerade_punkter(sammanträde) if punkter is None else punkter
    hittade = []
    if not punkter:
        hittade.append(Hinder(None, "Föredragningslistan är tom."))
    if not sammanträde.tider.all():
        hittade.append(Hinder(None, "Sammanträdet saknar tid."))
    hittade += _dubbla_nummer(punkter)
    hittade += [Hinder(*stopp) for stopp in anmälningar.hinder(sammanträde)]
    for rad in [r for np in punkter for r in (np, *np.inre)]:
        kommer_senare = rad.punkt.handlingar_senare or rad.punkt.handlingar_dukas
        for handling in rad.punkt.handlingar.all():
            if handling.papper is None and not kommer_senare:
                hittade.append(
                    Hinder(
                        rad.punkt.pk,
                        f"”{handling.titel}” saknar fil. Lägg in filen, ta bort handlingen "
                        "eller märk punkten ”Handlingar skickas senare”.",
                    )
                )
            elif handling.papper and not _är_pdf(handling.papper):
                hittade.append(
                    Hinder(
                        rad.punkt.pk,
                        f"”{handling.titel}” är inte en PDF och kan inte läggas i paketet.",
                    )
                )
    return hittade


def _är_pdf(fil: Fil) -> bool:
    return fil.medietyp == "application/pdf" and bool(fil.sidor)


def _dubbla_nummer(punkter: list[documents.NumreradPunkt]) -> list[Hinder]:
    """Samma nummer två gånger, också när det ena ligger i en följd (5–18)."""
    hittade = []
    sedda: set[str] = set()
    for np in punkter:
        for rad in np.inre or (np,):
            text, från, till = rad.nummer.text, rad.nummer.första, rad.nummer.sista
            nummer = {text} if text else set()
            if från is not None and till is not None and från < till:
                nummer = {str(n) for n in range(från, till + 1)}
            if gemensamma := nummer & sedda:
                lägst = min(gemensamma, key=len)
                hittade.append(Hinder(rad.punkt.pk, f"Två punkter har nummer {lägst}."))
            sedda |= nummer
    return hittade


@transaction.atomic
def skapa_kallelse(
    *, sammanträde: Sammanträde, av: Användare, slag: Kallelse.Slag | None = None
) -> Kallelse:
    """Fryser listan som nästa edition eller komplettering, eller gör om utkastet.

    Utan `slag` blir ett utkast det det är, och annars en hel kallelse. Filerna beställs. Pågår
    redan ett jobb för utkastet returneras det som det är.
    """
    policy.kräv(av, Rätt.SKÖTA_SAMMANTRÄDEN, sammanträde.organ)
    sammanträde = Sammanträde.objects.select_for_update(of=("self",)).get(pk=sammanträde.pk)
    if not sammanträde.är_öppet_för_ändring:
        raise Kallelsefel(
            f"Sammanträdet är {sammanträde.get_status_display()}; ingen kallelse kan skapas."
        )
    utbyggnad.förfyll(sammanträde, av)
    sammanträde.refresh_from_db(fields=["version", "föregående"])
    if stopp := hinder(sammanträde):
        raise Kallelsefel(" ".join(h.text for h in stopp))
    utkast = (
        sammanträde.kallelser.exclude(status=Kallelse.Status.UTFÄRDAD)
        .select_related("jobb")
        .first()
    )
    if utkast and not utkast.jobb.är_avslutat:
        return utkast
    kallelse = utkast or Kallelse(sammanträde=sammanträde)
    u = _frys(kallelse, slag or Kallelse.Slag(kallelse.slag))
    if utkast:
        _släng_filer(utkast)
    kallelse.jobb = jobb.beställ(
        slag=UPPGIFT,
        nyckel=f"{sammanträde.pk}/{kallelse.edition}.{kallelse.nummer}",
        argument={
            "sammanträde": sammanträde.pk,
            "edition": kallelse.edition,
            "nummer": kallelse.nummer,
        },
        av=av,
    )
    kallelse.status = Kallelse.Status.SKAPAS
    kallelse.underlag = u.som_json()
    kallelse.version = sammanträde.version
    kallelse.sidor = 0
    kallelse.skapad_av = av
    kallelse.save()
    return kallelse


def _frys(kallelse: Kallelse, slag: Kallelse.Slag) -> Underlag:
    """Ger kallelsen dess slag och nummer, och kompletteringen dess sidnummer; svaret är listan."""
    sammanträde = kallelse.sammanträde
    kallelse.slag = slag
    if slag == Kallelse.Slag.KOMPLETTERING:
        try:
            plan = komplettering.planera(sammanträde)
        except Kompletteringsfel as fel:
            raise Kallelsefel(str(fel)) from fel
        kallelse.edition, kallelse.nummer = plan.edition, plan.nummer
        kallelse.numrering = plan.numrering.som_json()
        return plan.nu
    hela = sammanträde.kallelser.utfärdade().filter(slag=Kallelse.Slag.KALLELSE)
    kallelse.edition, kallelse.nummer = hela.count() + 1, 0
    kallelse.numrering = {}
    return documents.underlag(sammanträde)


def utför(jobb_id: int) -> None:
    """Gör editionens filer. Avbruten var som helst görs den om från början, till samma filer."""
    jobb.utför(jobb_id, _gör_filer)


@dataclass(frozen=True)
class _Exemplar:
    slag_kallelse: Kallelsefil.Slag
    slag_paket: Kallelsefil.Slag
    offentligt: bool


@dataclass(frozen=True)
class Gjord:
    """En färdig fil i försökets katalog."""

    fil: Path
    sha256: str
    sidor: int


EXEMPLAR = (
    _Exemplar(Kallelsefil.Slag.KALLELSE, Kallelsefil.Slag.PAKET, False),
    _Exemplar(Kallelsefil.Slag.OFFENTLIG_KALLELSE, Kallelsefil.Slag.OFFENTLIGT_PAKET, True),
)


@dataclass(frozen=True)
class _Innehåll:
    """Det som filerna görs av: listan i båda exemplaren och papperen som ska med."""

    kallelser: Mapping[bool, RenderadPdf]
    papper: Sequence[Papper]
    numrering: Numrering
    sidor: int
    titel: str
    anteckningar: bytes | None = None
    insättning: handlingspaket.Insättning | None = None


def _innehåll(kallelse: Kallelse, u: Underlag) -> _Innehåll:
    if kallelse.är_komplettering:
        plan = komplettering.i(kallelse)
        listor = komplettering.skriv_listor(plan, komplettering.utfärdas(kallelse))
        return _Innehåll(
            kallelser=listor,
            papper=plan.nya,
            numrering=plan.numrering,
            sidor=listor[False].sidor + sum(p.sidor for p in plan.nya),
            titel=f"{kallelse.namn}, {u.organ} {date_format(u.datum, 'j F Y')}",
            insättning=komplettering.insättning(kallelse, plan.numrering),
        )
    kallelser, sidplan = _skriv_kallelser(u, kallelse.edition, komplettering.utfärdas(kallelse))
    return _Innehåll(
        kallelser=kallelser,
        papper=u.papper,
        numrering=Numrering(sidplan.sidor, sidplan.nummer),
        sidor=sidplan.sidor,
        titel=documents.pakettitel(u),
        anteckningar=_anteckningar(u),
    )


def _att_läsa(kallelse: Kallelse, u: Underlag) -> Sequence[Papper]:
    """Papperen som ska med; i kompletteringen bara de nya."""
    return komplettering.i(kallelse).nya if kallelse.är_komplettering else u.papper


def _gör_filer(utförande: Utförande) -> None:
    kallelse = Kallelse.objects.select_related("jobb").get(jobb=utförande.jobb)
    u = frysning.ur_json(kallelse.underlag)
    städa_arbete(utförande.jobb)
    katalog = arbetskatalog(utförande.jobb.pk, utförande.jobb.försök)
    katalog.mkdir(parents=True)
    try:
        papper = paketbitar.gör_klara(_att_läsa(kallelse, u), utförande.rapportera)
        utförande.rapportera(40, f"Skriver {kallelse.get_slag_display()}n")
        innehåll = _innehåll(kallelse, u)
        gjorda: dict[str, Gjord] = {}
        for nr, exemplar in enumerate(EXEMPLAR):
            # Ett möte utan hemliga papper får samma paket två gånger; det görs en.
            if (
                exemplar.offentligt
                and innehåll.kallelser[True].html == innehåll.kallelser[False].html
            ):
                for till, från in (
                    (exemplar.slag_kallelse, EXEMPLAR[0].slag_kallelse),
                    (exemplar.slag_paket, EXEMPLAR[0].slag_paket),
                ):
                    gjorda[till] = gjorda[från]
                continue
            rendering = innehåll.kallelser[exemplar.offentligt]
            gjorda[exemplar.slag_kallelse] = _kallelsefil(katalog, exemplar, rendering)
            gjorda[exemplar.slag_paket] = _paket(
                u,
                katalog / exemplar.slag_paket,
                papper,
                innehåll,
                exemplar,
                _delframsteg(utförande.rapportera, från=45 + 25 * nr),
            )
        utförande.rapportera(96, f"Sparar {kallelse.get_slag_display()}n")
        _spara(utförande, kallelse, u, innehåll, gjorda)
    except (handlingspaket.Paketfel, Dokumentfel) as fel:
        raise Arbetsfel(str(fel)) from fel
    finally:
        shutil.rmtree(katalog, ignore_errors=True)


def arbetskatalog(jobb_id: int, försök: int) -> Path:
    """Försökets egna mellanfiler; försvinner när försöket slutar.

    Varje försök har sin: en arbetare som tappat lånet får inte röra efterträdarens filer.
    """
    return _arbete() / f"jobb-{jobb_id}-{försök}"


def _arbete() -> Path:
    return Path(settings.DATA) / "arbete"


def städa_arbete(jobb: Jobb) -> None:
    """Tar bort det som dödade försök har lämnat: det här jobbets, och avslutade jobbs."""
    kataloger = list(_arbete().glob("jobb-*-*"))
    nycklar = {k: tuple(int(d) for d in k.name.split("-")[1:]) for k in kataloger}
    avslutade = set(
        Jobb.objects.filter(
            pk__in={pk for pk, _ in nycklar.values()},
            status__in=[Jobb.Status.KLART, Jobb.Status.MISSLYCKAT],
        ).values_list("pk", flat=True)
    )
    for katalog, (pk, försök) in nycklar.items():
        if pk in avslutade or (pk == jobb.pk and försök <= jobb.försök):
            shutil.rmtree(katalog, ignore_errors=True)


def _delframsteg(rapportera: Framsteg, *, från: int) -> Framsteg:
    """Paketets framsteg som en fjärdedel av jobbets, med en rad i databasen per procent."""
    sagt = -1

    def säg(procent: int, text: str) -> None:
        nonlocal sagt
        if procent // 4 > sagt:
            sagt = procent // 4
            rapportera(från + sagt, text)

    return säg


def _skriv_kallelser(
    u: Underlag, edition: int, utfärdas: date
) -> tuple[dict[bool, RenderadPdf], handlingspaket.Sidplan]:
    """Kallelsen för båda exemplaren, lika många sidor, med de sidnummer paketet får.

    Sidnumren står i listan och listans längd avgör sidnumren: skriv om tills det stämmer.
    """
    delar = documents.delsidor(u)
    sidor = _gissat_antal(u)
    prövade: set[int] = set()
    for _ in range(MAX_OMGÅNGAR):
        plan = handlingspaket.sidplan(sidor, u.anteckningssidor, delar)
        ut = _rendera_båda(u, edition, plan, utfärdas)
        längst = max(r.sidor for r in ut.values())
        # Kortare än ett antal som behövdes nyss: fyll ut i stället för att pendla.
        if längst == sidor or (längst < sidor and längst in prövade):
            for dold, rendering in ut.items():
                if rendering.sidor < sidor:
                    dokument = documents.kallelsedokument(
                        u,
                        edition=edition,
                        plan=plan,
                        offentlig=dold,
                        utfärdas=utfärdas,
                        fyllnadssidor=sidor - rendering.sidor,
                    )
                    ut[dold] = renderade.sparad(MALL, dokument)
            return ut, plan
        prövade.add(sidor)
        sidor = längst
    raise Arbetsfel("Kallelsens sidnummer går inte ihop. Ändra listan något och försök igen.")


def _gissat_antal(u: Underlag) -> int:
    """Ungefär så många sidor kallelsen blir: en god gissning spar en rendering."""
    alla = [r for rad in u.rader for r in (rad, *rad.inre)]
    delar = sum(len(r.bilagor) + len(r.förslag) + len(r.föredragande) for r in alla)
    return 1 + (HUVUDETS_RADER + 2 * len(alla) + delar) // RADER_PER_SIDA


def _rendera_båda(
    u: Underlag, edition: int, plan: handlingspaket.Sidplan, utfärdas: date
) -> dict[bool, RenderadPdf]:
    dokument = [
        documents.kallelsedokument(u, edition=edition, plan=plan, offentlig=dold, utfärdas=utfärdas)
        for dold in (False, True)
    ]
    full, offentlig = renderade.alla([render_to_string(MALL, {"d": d}) for d in dokument])
    return {False: full, True: offentlig}


def _anteckningar(u: Underlag) -> bytes | None:
    if not u.anteckningssidor:
        return None
    dokument = documents.anteckningar(u)
    return renderade.sparad("pdf/anteckningar.html", dokument).innehåll


def _kallelsefil(katalog: Path, exemplar: _Exemplar, kallelse: RenderadPdf) -> Gjord:
    innehåll = handlingspaket.fristående(kallelse.innehåll)
    fil = katalog / exemplar.slag_kallelse
    fil.write_bytes(innehåll)
    return Gjord(fil, hashlib.sha256(innehåll).hexdigest(), kallelse.sidor)


def _paket(
    u: Underlag,
    ut: Path,
    papper: Mapping[str, Bit],
    innehåll: _Innehåll,
    exemplar: _Exemplar,
    framsteg: Framsteg,
) -> Gjord:
    def grupp(rad: Listrad) -> tuple[str | None, str]:
        # En hemlig punkts rubrik får inte stå i det offentliga exemplaret.
        if exemplar.offentligt and rad.hemlig:
            return None, ""
        rubrik = documents.rubriken(rad, offentlig=exemplar.offentligt)
        return str(rad.punkt), f"{rad.tryckt_nummer} {rubrik}".strip()

    i_ordning = {p.nyckel: plats for plats, p in enumerate(innehåll.papper)}
    delar = [
        handlingspaket.Del(
            nyckel=p.nyckel,
            titel=p.synlig_rubrik if exemplar.offentligt else p.rubrik,
            punkt=grupp(rad)[0],
            punkttitel=grupp(rad)[1],
            innehåll=None if exemplar.offentligt and p.hemlig else papper[p.nyckel],
            egen=p.egen,
            utelämnad=exemplar.offentligt and p.hemlig,
            sidor=p.sidor,
            följd=grupp(översta)[0] if rad is not översta else None,
            följdtitel=grupp(översta)[1] if rad is not översta else "",
        )
        for översta in u.rader
        for rad in (översta, *översta.inre)
        for p in rad.papper
        if p.nyckel in i_ordning
    ]
    paket = handlingspaket.sätt_ihop(
        innehåll.kallelser[exemplar.offentligt].innehåll,
        sorted(delar, key=lambda del_: i_ordning[del_.nyckel]),
        anteckningar=innehåll.anteckningar,
        titel=innehåll.titel,
        insättning=innehåll.insättning,
        framsteg=framsteg,
        ut=ut,
    )
    return Gjord(ut, paket.sha256, paket.sidor)


@transaction.atomic
def _spara(
    utförande: Utförande,
    kallelse: Kallelse,
    u: Underlag,
    innehåll: _Innehåll,
    gjorda: dict[str, Gjord],
) -> None:
    utförande.lås_resultatet()
    bara_egna = all(p.egen for p in innehåll.papper)
    sparade: dict[Path, Fil] = {}
    for slag, gjord in gjorda.items():
        egen = bara_egna or slag in (
            Kallelsefil.Slag.KALLELSE,
            Kallelsefil.Slag.OFFENTLIG_KALLELSE,
        )
        if gjord.fil not in sparade:
            sparade[gjord.fil] = filer.flytta_in(
                gjord.fil,
                sha256=gjord.sha256,
                medietyp="application/pdf",
                sidor=gjord.sidor,
                egen=egen,
            )
        Kallelsefil.objects.create(kallelse=kallelse, slag=slag, fil=sparade[gjord.fil])
    kallelse.punktsidor.all().delete()
    finns = set(kallelse.sammanträde.punkter.values_list("pk", flat=True))
    for rad in u.rader:
        delar = innehåll.numrering.delar
        spannen = [delar[p.nyckel] for p in rad.alla_papper]
        Kallelsesida.objects.create(
            kallelse=kallelse,
            punkt_id=rad.punkt if rad.punkt in finns else None,
            nummer=rad.nummer,
            från_sida=spannen[0][0].tal if spannen else None,
            till_sida=spannen[-1][1].tal if spannen else None,
            sidor=documents.punktsidor(rad, delar),
        )
    kallelse.status = Kallelse.Status.UTKAST
    kallelse.sidor = innehåll.sidor
    kallelse.save(update_fields=["status", "sidor"])
    _skriv_händelser(kallelse, u, "skapad", utförande.jobb.av)


def hinder_att_utfärda(kallelse: Kallelse) -> str:
    """Varför editionen inte kan utfärdas nu, eller tomt."""
    sammanträde = kallelse.sammanträde
    if kallelse.status == Kallelse.Status.UTFÄRDAD:
        return f"{kallelse.namn} är redan utfärdad."
    if kallelse.status == Kallelse.Status.SKAPAS:
        if kallelse.jobb.status == Jobb.Status.MISSLYCKAT:
            return "Kallelsen kunde inte skapas. Rätta felet och skapa den igen."
        return "Kallelsen håller på att skapas. Vänta tills den är klar."
    if not sammanträde.är_öppet_för_ändring:
        return f"Sammanträdet är {sammanträde.get_status_display()}."
    if kallelse.version != sammanträde.version:
        return "Listan har ändrats sedan kallelsen skapades. Skapa kallelsen igen."
    if dag := _bär_fel_dag(kallelse):
        vad = "Kompletteringen" if kallelse.är_komplettering else "Kallelsen"
        return (
            f"{vad} är daterad {dag}, dagen den skapades. Skapa den igen, så bär den dagen då den "
            "utfärdas."
        )
    # Det som inte hör till listan räknar inte upp versionen: en handling som sekretessmarkerats
    # i diariet, ett nytt telefonnummer.
    if frysning.ur_json(kallelse.underlag) != documents.underlag(sammanträde):
        return (
            "Uppgifter som står i kallelsen har ändrats sedan den skapades, till exempel en "
            "handlings sekretess. Skapa kallelsen igen."
        )
    return ""


def _bär_fel_dag(kallelse: Kallelse) -> str:
    """Dagen som trycks i kallelsen eller på kompletteringens sidor, om den inte är dagens."""
    skapad = komplettering.utfärdas(kallelse)
    if skapad == timezone.localdate():
        return ""
    u = frysning.ur_json(kallelse.underlag)
    if kallelse.är_komplettering:
        trycks = bool(u.underskrift_ort or komplettering.i(kallelse).nya)
    else:
        trycks = bool(u.underskrift_ort and not u.underskrift_dag)
    return date_format(skapad, "j F Y") if trycks else ""


@transaction.atomic
def utfärda(*, kallelse: Kallelse, av: Användare) -> None:
    """Fryser editionen och kallar ledamöter och ersättare. Kan inte ångras."""
    policy.kräv(av, Rätt.UTFÄRDA_KALLELSE, kallelse.sammanträde.organ)
    sammanträde = Sammanträde.objects.select_for_update(of=("self",)).get(
        pk=kallelse.sammanträde_id
    )
    kallelse = (
        Kallelse.objects.select_for_update(of=("self",)).select_related("jobb").get(pk=kallelse.pk)
    )
    kallelse.sammanträde = sammanträde
    if stopp := hinder_att_utfärda(kallelse):
        raise Kallelsefel(stopp)
    kallelse.status = Kallelse.Status.UTFÄRDAD
    kallelse.utfärdad_av = av
    kallelse.utfärdad_tid = timezone.now()
    kallelse.save(update_fields=["status", "utfärdad_av", "utfärdad_tid"])
    _behåll_papperen(kallelse)
    _kalla(sammanträde, av)
    if sammanträde.status == Sammanträde.Status.UTKAST:
        sammanträde.status = Sammanträde.Status.KALLAT
        sammanträde.save(update_fields=["status"])
    publicering.tillkännage(kallelse=kallelse, av=av)
    _skriv_händelser(kallelse, frysning.ur_json(kallelse.underlag), "utfärdad", av)
    kalender.publicera(sammanträde=sammanträde, av=av)


def _behåll_papperen(kallelse: Kallelse) -> None:
    """Papperen läses i läsrummet så länge kallelsen finns, också när listan har andra."""
    hashar = {p.sha256 for p in frysning.ur_json(kallelse.underlag).papper}
    Kallelsepapper.objects.bulk_create(
        Kallelsepapper(kallelse=kallelse, fil=fil)
        for fil in Fil.objects.filter(sha256__in=hashar).order_by("pk")
    )


def _kalla(sammanträde: Sammanträde, av: Användare) -> None:
    redan = set(sammanträde.kallade.values_list("person_id", flat=True))
    Kallad.objects.bulk_create(
        Kallad(
            sammanträde=sammanträde,
            person=uppdrag.person,
            som=documents.kallad_som(uppdrag),
            namn=uppdrag.person.namn,
            parti=uppdrag.parti.kod if uppdrag.parti else "",
            kallad_av=av,
        )
        for uppdrag in documents.att_kalla(sammanträde)
        if uppdrag.person_id not in redan
    )


def _skriv_händelser(kallelse: Kallelse, u: Underlag, vad: str, av: Användare) -> None:
    """På ärendena på listan; en komplettering på dem som det är något nytt med."""
    nummer = {rad.punkt: rad.nummer for r in u.rader for rad in (r, *r.inre)}
    if kallelse.är_komplettering:
        berörda = {p.rad.punkt for p in komplettering.i(kallelse).skillnad.punkter}
        nummer = {punkt: nr for punkt, nr in nummer.items() if punkt in berörda}
    typ = f"{kallelse.slag}.{vad}"
    punkter = kallelse.sammanträde.punkter.filter(pk__in=nummer).exclude(ärende=None).order_by("pk")
    ärenden = Ärende.objects.in_bulk(list(punkter.values_list("ärende_id", flat=True)))
    möte = str(kallelse.sammanträde)
    vilken: dict[str, int | str] = {"edition": kallelse.edition}
    if kallelse.är_komplettering:
        vilken["komplettering"] = kallelse.nummer
    # Samma edition gjord om är inget nytt för ärendet.
    skrivna = set(
        Händelse.objects.filter(
            ärende__in=ärenden, typ=typ, data__contains={**vilken, "möte": möte}
        ).values_list("ärende_id", flat=True)
    )
    for punkt in punkter:
        if punkt.ärende_id and punkt.ärende_id not in skrivna:
            händelser.skriv(
                ärenden[punkt.ärende_id],
                typ,
                av=av,
                nummer=nummer[punkt.pk],
                möte=möte,
                **vilken,
            )


def _släng_filer(kallelse: Kallelse) -> None:
    """Ett utkast som görs om visar aldrig sina gamla filer."""
    gamla = [rad.fil for rad in kallelse.filer.select_related("fil")]
    kallelse.filer.all().delete()
    kallelse.punktsidor.all().delete()
    for fil in {f.pk: f for f in gamla}.values():
        filer.städa(fil)
