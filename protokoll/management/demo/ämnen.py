"""Vad demots ärenden handlar om. Texten är skriven för demot; inget är hämtat ur riktiga ärenden.

`{år}`, `{förra}`, `{nästa}`, `{tertial}`, `{kvartal}` och variantens namn `{v}` fylls i per ärende.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ämne:
    rubrik: str
    klass: str = ""
    sammanfattning: str = ""
    bakgrund: tuple[str, ...] = ()
    bedömning: tuple[str, ...] = ()
    punkter: tuple[str, ...] = ()
    satser: tuple[str, ...] = ()
    bilagor: tuple[str, ...] = ()
    skickas_till: tuple[str, ...] = ()
    varianter: tuple[str, ...] = ()
    handläggare: int = 0
    ekonomi: str = ""
    barn: str = ""
    motpart: str = ""
    kostnader: bool = False
    # Månaderna då ärendet brukar tas upp; tomt är hela året.
    månader: tuple[int, ...] = ()


BEREDNING = (
    "Förslaget har beretts i förvaltningens ledningsgrupp och förhandlats med de fackliga "
    "organisationerna enligt 19 § medbestämmandelagen.",
    "Ärendet har stämts av med kommunens ekonomienhet, som inte har något att invända.",
    "Pensionärsrådet och rådet för funktionshinderfrågor har informerats och lämnat synpunkter, "
    "som har arbetats in i förslaget.",
    "Flera alternativ har prövats. Det förslag som lämnas bedöms ge störst nytta för dem som "
    "verksamheten är till för, till en kostnad som ryms i budget.",
)
EKONOMI = (
    "Förslaget ryms inom nämndens beslutade ram.",
    "Kostnaden beräknas bli densamma som i dag. Eventuella merkostnader för införandet täcks av "
    "medel som avsatts för utveckling.",
    "Förslaget innebär ingen ny kostnad innevarande år. Från {nästa} beaktas helårseffekten i "
    "nämndens förslag till budget.",
    "Finansiering sker delvis med statsbidrag. Skulle bidraget upphöra behöver omfattningen prövas "
    "på nytt.",
)
BARN = (
    "Barn berörs indirekt. Förslaget bedöms inte få negativa konsekvenser för dem.",
    "Barnens bästa har beaktats genom att förslaget prövats mot barnkonventionens artiklar 3 och "
    "12. Barn och unga har fått lämna synpunkter genom verksamheternas råd.",
    "Förslaget stärker barns möjlighet att få stöd tidigt och nära sin vardag.",
)
JÄMSTÄLLDHET = (
    "Statistiken har delats upp på kön där det är möjligt. Inga skillnader som kräver åtgärd har "
    "framkommit.",
    "Fler kvinnor än män berörs av förslaget, både som mottagare och som medarbetare. "
    "Uppföljningen "
    "ska visa om effekterna skiljer sig åt.",
    "Förslaget bedöms vara neutralt ur jämställdhetssynpunkt.",
)
UPPFÖLJNING = (
    "Beslutet följs upp i delårsbokslutet och i årsredovisningen.",
    "Förvaltningen återkommer till nämnden senast sex månader efter beslutet med en skriftlig "
    "redovisning.",
    "Genomförandet inleds månaden efter beslutet och beräknas vara avslutat inom ett år.",
)

SN = (
    Ämne(
        "Budgetuppföljning med prognos, tertial {tertial}",
        "042",
        "Socialförvaltningen redovisar utfallet för tertial {tertial} och prognosen för helåret "
        "innevarande år. Prognosen visar ett underskott, främst inom placeringar av barn och "
        "unga och inom "
        "hemtjänsten.",
        (
            "Nämnden följer ekonomin tre gånger om året enligt kommunens styrmodell. Rapporten "
            "lämnas också till kommunstyrelsen, som har uppsikt över hela kommunens ekonomi.",
            "De största avvikelserna beror på fler placeringar än budgeterat, på högre "
            "dygnskostnader i nya avtal och på att antalet hemtjänsttimmar ökat under perioden.",
        ),
        (
            "Förvaltningen bedömer att åtgärderna i bilagan halverar underskottet innevarande år "
            "och ger full effekt {nästa}.",
            "Det är viktigt att åtgärderna inte leder till att insatser fördröjs. Sena insatser "
            "blir ofta både sämre för den enskilde och dyrare.",
        ),
        ("Uppföljning av volymer", "Översyn av bemanning", "Omförhandling av avtal"),
        (
            "Budgetuppföljningen godkänns.",
            "Förvaltningschefen får i uppdrag att genomföra åtgärderna i bilagan och "
            "återrapportera "
            "vid nästa uppföljning.",
        ),
        ("budget_socialt", "statistik"),
        ("Kommunstyrelsen", "Ekonomienheten"),
        handläggare=1,
        månader=(2, 3, 5, 6, 9, 10),
    ),
    Ämne(
        "Revidering av riktlinjer för {v} {år}",
        "700",
        "Nuvarande riktlinjer för {v} antogs för fyra år sedan. Ny lagstiftning och ny praxis gör "
        "att de behöver ändras. Förvaltningen föreslår att nya riktlinjer antas.",
        (
            "Riktlinjerna används av handläggare när ansökningar utreds och beslut fattas. De är "
            "också till för den som söker och vill förstå hur nämnden brukar bedöma.",
            "En arbetsgrupp med handläggare, enhetschefer och jurist har gått igenom domar från "
            "förvaltningsrätt och kammarrätt de senaste tre åren och jämfört med hur andra "
            "kommuner av samma storlek har formulerat sina riktlinjer.",
        ),
        (
            "De nya riktlinjerna är kortare och skiljer tydligare på vad som är lag och vad som är "
            "nämndens egen inriktning. Utrymmet för en individuell bedömning framgår i varje "
            "avsnitt.",
            "Handläggarna behöver en halv dags utbildning innan riktlinjerna börjar gälla.",
        ),
        (
            "Avsnittet om handläggningstider är nytt.",
            "Handläggningstiderna har kortats.",
            "Undantag ska motiveras och redovisas för närmaste chef.",
        ),
        (
            "Riktlinjer för {v} antas enligt förslaget i bilagan.",
            "Riktlinjerna gäller från och med den första i månaden efter beslutet.",
            "Tidigare riktlinjer i samma ämne upphör då att gälla.",
        ),
        ("riktlinjer",),
        ("Socialkontoret", "Enhetschefer"),
        (
            "ekonomiskt bistånd",
            "hemtjänst",
            "bostadsanpassningsbidrag",
            "ledsagning och avlösning",
            "färdtjänst",
            "familjehem och kontaktfamilj",
            "särskilt boende",
        ),
    ),
    Ämne(
        "Redovisning av lex Sarah-utredning, {v}, {år}",
        "732",
        "Ett missförhållande har rapporterats och utretts enligt bestämmelserna om lex Sarah. "
        "Utredningen redovisas för nämnden tillsammans med de åtgärder som vidtagits.",
        (
            "Den som arbetar inom socialtjänsten ska rapportera missförhållanden och påtagliga "
            "risker för missförhållanden. Rapporten ska dokumenteras, utredas och avhjälpas utan "
            "dröjsmål.",
            "Händelsen inträffade vid {v}. Den enskilde och närstående har informerats. Uppgifter "
            "som kan röja enskilda har uteslutits ur utredningen.",
        ),
        (
            "Förvaltningen bedömer att orsakerna är klarlagda och att åtgärderna minskar risken "
            "för att händelsen upprepas.",
            "Lärdomarna gäller fler verksamheter och har därför gåtts igenom med alla "
            "enhetschefer.",
        ),
        (),
        (
            "Redovisningen godkänns.",
            "Förvaltningen ska senast om tre månader redovisa att åtgärderna har genomförts.",
        ),
        ("utredning", "handlingsplan"),
        ("Inspektionen för vård och omsorg", "Enhetschef"),
        (
            "Strandängens äldreboende",
            "hemtjänsten, område norr",
            "gruppbostaden Kvarnbyn",
            "korttidsenheten Alen",
            "öppenvården",
        ),
        handläggare=2,
    ),
    Ämne(
        "Yttrande över remiss om {v}",
        "019",
        "Socialnämnden har fått tillfälle att yttra sig över ett förslag om {v}. Förvaltningen "
        "föreslår att nämnden i huvudsak ställer sig bakom förslaget men begär att kostnaderna för "
        "kommunerna beräknas på nytt.",
        (
            "Remissen har skickats till samtliga kommuner i länet. Svaren ska vara utredningen "
            "till "
            "handa inom tre månader.",
            "Förslaget innebär nya uppgifter för kommunerna, nya krav på samverkan och en ny "
            "skyldighet att rapportera statistik.",
        ),
        (
            "Förvaltningen är positiv till syftet. Tydligare ansvar gynnar den enskilde, som i dag "
            "ofta slussas mellan huvudmän.",
            "Beräkningen av kostnaderna bygger på större kommuner. För en kommun av Björksunds "
            "storlek blir kostnaden per invånare högre, eftersom kompetensen måste finnas även när "
            "ärendena är få.",
            "Ikraftträdandet bör skjutas fram ett halvår, så att systemstöd hinner anpassas.",
        ),
        (),
        ("Yttrandet antas som nämndens eget och lämnas till kommunstyrelsen.",),
        ("yttrande", "remiss"),
        ("Kommunstyrelsen",),
        (
            "samordnade insatser vid samsjuklighet",
            "stärkt skydd för barn i familjehem",
            "en ny lag om stöd till anhöriga",
            "nationellt register över hemtjänst",
            "fast omsorgskontakt på boenden",
            "yrkesresor för socialsekreterare",
        ),
        motpart="Socialdepartementet",
    ),
    Ämne(
        "Avtal om {v}",
        "056",
        "Nuvarande avtal om {v} löper ut vid årsskiftet. Upphandlingen är avslutad och "
        "förvaltningen föreslår att nytt avtal tecknas med den leverantör som lämnat det "
        "ekonomiskt mest fördelaktiga anbudet.",
        (
            "Tre anbud kom in. Samtliga uppfyllde kraven. Utvärderingen har gjorts på pris och "
            "kvalitet, där kvaliteten bedömts genom referenser och platsbesök.",
            "Tilldelningsbeslut har meddelats och avtalsspärren har löpt ut utan att någon begärt "
            "överprövning.",
        ),
        (
            "Avtalet ger något lägre kostnader per plats och bättre möjligheter till "
            "uppföljning än "
            "det nuvarande.",
            "Övergången planeras så att ingen enskild behöver byta kontaktperson mer än en gång.",
        ),
        (),
        (
            "Avtal om {v} tecknas enligt förslaget i bilagan.",
            "Förvaltningschefen får i uppdrag att underteckna avtalet.",
        ),
        ("avtal",),
        ("Upphandlingsenheten",),
        (
            "korttidsplatser",
            "stödboende för unga",
            "trygghetslarm",
            "familjerådgivning",
            "personlig assistans",
            "tvätt och städ i ordinärt boende",
        ),
        handläggare=1,
        kostnader=True,
        motpart="Anbudsgivare",
    ),
    Ämne(
        "Taxa för tillsyn och tillstånd enligt alkohollagen och tobakslagen {nästa}",
        "702",
        "Taxan för serveringstillstånd, folköl och tobak föreslås höjas med prisindex för kommunal "
        "verksamhet. Nya avgifter införs för kunskapsprov och för ändrad ägarkrets.",
        (
            "Kommunen får ta ut avgift för prövning och tillsyn. Avgiften får inte överstiga "
            "självkostnaden. Nuvarande taxa har varit oförändrad i två år.",
        ),
        (
            "Med förslaget täcks omkring 80 procent av kostnaden, mot 71 procent i dag. Höjningen "
            "är störst för de minsta krögarna räknat i procent men liten i kronor.",
        ),
        (),
        ("Kommunfullmäktige föreslås anta taxan att gälla från och med den 1 januari {nästa}.",),
        ("taxa",),
        ("Kommunstyrelsen", "Kommunfullmäktige"),
        månader=(9, 10, 11),
    ),
    Ämne(
        "Handlingsplan mot {v} {år}–{nästa}",
        "779",
        "Förvaltningen har på nämndens uppdrag tagit fram en handlingsplan mot {v}. Planen "
        "innehåller åtgärder på kort och lång sikt och ska genomföras tillsammans med skola, "
        "polis, region och föreningsliv.",
        (
            "Uppdraget gavs i samband med beslutet om nämndens mål. En lägesbild har tagits fram "
            "med stöd av enkäter, statistik och samtal med dem som berörs.",
            "Lägesbilden visar att de flesta insatser finns men att de är okända för dem som "
            "behöver dem.",
        ),
        (
            "Planen samlar det som görs och pekar ut tre områden där mer behövs: information, "
            "tidig "
            "upptäckt och samverkan i enskilda ärenden.",
            "Åtgärderna har en ansvarig och en tid. Det gör planen möjlig att följa upp.",
        ),
        ("Information på lätt svenska", "En väg in för oro och frågor", "Gemensam utbildning"),
        ("Handlingsplanen antas.", "Förvaltningen ska redovisa genomförandet varje halvår."),
        ("handlingsplan", "statistik"),
        ("Barn- och utbildningsnämnden", "Kommunstyrelsen"),
        (
            "våld i nära relationer",
            "ofrivillig ensamhet",
            "hemlöshet",
            "skuldsättning",
            "cannabis bland unga",
            "hedersrelaterat våld och förtryck",
        ),
        handläggare=2,
    ),
    Ämne(
        "Kvalitets- och patientsäkerhetsberättelse för {förra}",
        "730",
        "Berättelsen beskriver hur nämnden arbetat med kvalitet och patientsäkerhet under {förra}, "
        "vilka resultat som uppnåtts och vilka risker som återstår.",
        (
            "Vårdgivaren ska senast den 1 mars varje år upprätta en patientsäkerhetsberättelse. "
            "Nämnden har valt att redovisa den tillsammans med kvalitetsberättelsen.",
        ),
        (
            "Arbetet har förbättrats inom läkemedelshantering och basal hygien. Fall är "
            "fortfarande "
            "den vanligaste avvikelsen.",
            "Fler händelser rapporteras av personal i hemtjänsten än tidigare, vilket är positivt.",
        ),
        (),
        ("Kvalitets- och patientsäkerhetsberättelsen för {förra} godkänns.",),
        ("verksamhetsberättelse",),
        ("Medicinskt ansvarig sjuksköterska",),
        handläggare=2,
        månader=(1, 2, 3),
    ),
    Ämne(
        "Rapportering av ej verkställda beslut, kvartal {kvartal}",
        "739",
        "Beslut som inte verkställts inom tre månader ska rapporteras till Inspektionen för vård "
        "och omsorg, revisorerna och fullmäktige. Besluten för kvartal {kvartal} framgår av "
        "bilagan.",
        (
            "De flesta av besluten gäller särskilt boende där den enskilde tackat nej till "
            "erbjuden plats. Övriga gäller kontaktperson och bostad med särskild service.",
        ),
        ("Svårast är att rekrytera kontaktpersoner med särskilda språkkunskaper.",),
        (),
        ("Rapporten godkänns och överlämnas till kommunfullmäktige och revisorerna.",),
        ("statistik",),
        ("Kommunfullmäktige", "Revisorerna"),
    ),
    Ämne(
        "Internkontrollplan {nästa}",
        "007",
        "Förvaltningen lämnar förslag till internkontrollplan för {nästa}. Planen bygger på en "
        "riskanalys som gjorts i ledningsgruppen och innehåller åtta kontrollmoment.",
        (
            "Nämnden ska enligt 6 kap. 6 § kommunallagen se till att den interna kontrollen är "
            "tillräcklig. Planen beslutas före årets början.",
        ),
        (
            "Riskerna har värderats efter sannolikhet och konsekvens. De som fått högst värde är "
            "felaktiga utbetalningar, sekretess vid expediering och bemanning sommartid.",
        ),
        (
            "Utbetalningar av ekonomiskt bistånd",
            "Expediering av beslut med sekretess",
            "Behörigheter i verksamhetssystem",
            "Delegationsbeslut som inte anmälts",
        ),
        ("Internkontrollplan för {nästa} antas.",),
        ("handlingsplan",),
        ("Kommunstyrelsen", "Revisorerna"),
        handläggare=1,
        månader=(11, 12),
    ),
    Ämne(
        "Behovsbedömning av platser i {v} {år}–{nästa}",
        "734",
        "Befolkningsprognosen visar att behovet av platser i {v} ökar. Förvaltningen föreslår att "
        "nämnden begär att kommunstyrelsen utreder lokaler.",
        (
            "Antalet invånare över 80 år ökar med en tredjedel på tio år. Samtidigt bor fler kvar "
            "hemma längre, och behoven hos dem som flyttar är större än tidigare.",
            "Kön till {v} har varierat mellan fyra och fjorton personer det senaste året.",
        ),
        (
            "Behovet kan mötas på tre sätt: ombyggnad av befintliga lokaler, nyproduktion eller "
            "köp "
            "av platser. Förvaltningen förordar ombyggnad i första hand.",
            "Köp av platser ger snabb effekt men bedöms bli dyrast över tid.",
        ),
        (),
        (
            "Behovsbedömningen godkänns.",
            "Nämnden begär att kommunstyrelsen utreder lokaler för {v}.",
        ),
        ("statistik", "budget_socialt"),
        ("Kommunstyrelsen", "Fastighetsenheten"),
        ("särskilt boende", "gruppbostad enligt LSS", "korttidsboende", "daglig verksamhet"),
        kostnader=True,
    ),
    Ämne(
        "Medborgarförslag om {v}",
        "008",
        "Ett medborgarförslag om {v} har överlåtits till nämnden att besluta om. Förvaltningen "
        "föreslår att förslaget delvis bifalls.",
        (
            "Förslagsställaren pekar på att många äldre och personer med funktionsnedsättning "
            "saknar "
            "mötesplatser och att små insatser skulle göra stor skillnad.",
        ),
        (
            "Delar av förslaget kan genomföras inom befintlig verksamhet. Det som kräver nya "
            "lokaler "
            "behöver prövas i budgetarbetet.",
        ),
        (),
        (
            "Medborgarförslaget bifalls i den del som avser verksamhet i befintliga lokaler.",
            "I övrigt avslås medborgarförslaget.",
        ),
        (),
        ("Förslagsställaren", "Kommunfullmäktige"),
        (
            "öppna middagar på äldreboenden",
            "fler sittplatser vid träffpunkterna",
            "digital hjälp på hemmaplan",
            "husdjur på särskilt boende",
        ),
        motpart="Förslagsställare",
    ),
    Ämne(
        "Föreningsbidrag till sociala föreningar {nästa}",
        "805",
        "Elva föreningar har sökt bidrag för {nästa}. Förvaltningen föreslår att tio beviljas, med "
        "sammanlagt det belopp som finns i budget.",
        (
            "Bidraget riktas till föreningar som kompletterar nämndens verksamhet: "
            "brottsofferjour, "
            "kvinnojour, anhörigförening och verksamhet för äldre.",
        ),
        (
            "Fördelningen har gjorts efter antal som nås, hur verksamheten kompletterar kommunens "
            "och föreningens egen ekonomi. En ansökan uppfyller inte villkoren.",
        ),
        (),
        ("Bidrag beviljas enligt förvaltningens förslag.", "En ansökan avslås."),
        ("taxa",),
        ("Sökande föreningar",),
        kostnader=True,
        månader=(11, 12),
    ),
    Ämne(
        "Överenskommelse med regionen om {v}",
        "016",
        "Länets kommuner och regionen har förhandlat fram en ny överenskommelse om {v}. Den "
        "ersätter "
        "en tidigare från 2019 och klargör ansvar, kostnader och hur tvister löses.",
        (
            "Bakgrunden är lagen om samverkan vid utskrivning och de granskningar som visat "
            "brister "
            "i samordningen mellan huvudmännen.",
        ),
        (
            "Överenskommelsen är ett framsteg. Arbetet med gemensamma rutiner återstår och bör "
            "påbörjas genast.",
        ),
        (),
        ("Nämnden föreslår att kommunfullmäktige godkänner överenskommelsen.",),
        ("överenskommelse",),
        ("Kommunstyrelsen", "Regionen"),
        (
            "utskrivning från sluten vård",
            "hjälpmedel",
            "personer med missbruk",
            "barn och unga med psykisk ohälsa",
        ),
        motpart="Regionen",
    ),
    Ämne(
        "Införande av {v}",
        "005",
        "Förvaltningen föreslår att {v} införs i egna verksamheter efter ett års försök med goda "
        "resultat.",
        (
            "Försöket har omfattat två enheter. Resultatet har följts upp med enkäter, "
            "intervjuer och "
            "mätning av tid.",
        ),
        (
            "Tiden för administration har minskat och de enskilda är nöjda. Tekniken har fungerat "
            "med få avbrott. En konsekvensbedömning enligt dataskyddsförordningen är gjord.",
        ),
        (),
        (
            "Nämnden inför {v} i samtliga enheter.",
            "Kostnaden finansieras inom nämndens ram.",
            "Förvaltningen återrapporterar efter ett år.",
        ),
        ("handlingsplan",),
        ("IT-enheten", "Enhetschefer"),
        (
            "mobil dokumentation",
            "digital tillsyn nattetid",
            "läkemedelsautomater",
            "e-tjänst för ekonomiskt bistånd",
            "digitala lås i hemtjänsten",
        ),
        kostnader=True,
    ),
    Ämne(
        "Mål och budget {nästa} för socialnämnden",
        "041",
        "Förvaltningen lämnar förslag till mål, indikatorer och internbudget för {nästa} "
        "utifrån den "
        "ram som kommunfullmäktige beslutat.",
        (
            "Ramen har räknats upp för löner och priser och sänkts med en halv procent i "
            "effektivisering. Nämnden fördelar ramen mellan verksamheterna.",
        ),
        (
            "Förslaget prioriterar förebyggande arbete och hemtjänst. Effektiviseringen läggs på "
            "ledning, lokaler och köpta platser.",
        ),
        (),
        (
            "Mål och indikatorer för {nästa} antas.",
            "Internbudget för {nästa} fastställs.",
            "Förvaltningschefen får omfördela medel inom respektive verksamhet.",
        ),
        ("budget_socialt", "handlingsplan"),
        ("Kommunstyrelsen", "Ekonomienheten"),
        handläggare=1,
        kostnader=True,
        månader=(11, 12),
    ),
    Ämne(
        "Svar på revisionens granskning av {v}",
        "007",
        "Kommunens revisorer har granskat {v} och lämnat rekommendationer till nämnden. "
        "Förvaltningen lämnar förslag till svar.",
        (
            "Revisorernas samlade bedömning är att nämnden i allt väsentligt har en ändamålsenlig "
            "styrning men att uppföljningen kan utvecklas.",
        ),
        (
            "Rekommendationerna är välgrundade. Flertalet åtgärder är redan påbörjade, vilket "
            "framgår av bilagan.",
        ),
        (),
        ("Svaret till revisorerna antas.",),
        ("granskning", "handlingsplan"),
        ("Revisorerna",),
        ("orosanmälningar", "hemtjänstens planering", "avtalstrohet", "familjehemsvården"),
        handläggare=2,
        motpart="Kommunens revisorer",
    ),
)

KS = (
    Ämne(
        "Budgetuppföljning för kommunen, tertial {tertial}",
        "042",
        "Ekonomienheten redovisar kommunens utfall för tertial {tertial} och prognosen för året. "
        "Resultatet beräknas bli lägre än budget men i balans.",
        (
            "Kommunstyrelsen har uppsikt över nämndernas verksamhet och ekonomi. Nämndernas egna "
            "rapporter ligger till grund för sammanställningen.",
        ),
        (
            "Nämnder som redovisar underskott ska enligt styrmodellen vidta åtgärder. "
            "Socialnämnden "
            "har redovisat en plan som bedöms vara tillräcklig.",
            "Skatteintäkterna är något högre än budgeterat men räntekostnaderna ökar.",
        ),
        (),
        (
            "Budgetuppföljningen godkänns.",
            "Nämnder med underskott uppmanas att vidta åtgärder för en budget i balans.",
        ),
        ("budget_ledning",),
        ("Samtliga nämnder",),
        handläggare=1,
    ),
    Ämne(
        "Försäljning av mark i {v}",
        "253",
        "Kommunen har fått en förfrågan om att köpa mark i {v}. Marken är planlagd och behövs inte "
        "för kommunens egen verksamhet.",
        (
            "Marken har värderats av två oberoende värderare. Köparen avser att bygga lokaler för "
            "sin verksamhet och räknar med tolv nya arbetstillfällen.",
        ),
        (
            "Priset motsvarar marknadsvärdet. Villkor om att byggnation ska påbörjas inom två "
            "år har "
            "skrivits in i avtalet.",
        ),
        (),
        (
            "Köpeavtalet godkänns.",
            "Kommunstyrelsens ordförande och kommundirektören får underteckna avtalet.",
        ),
        ("avtal",),
        ("Köparen", "Mark- och exploateringsenheten"),
        ("Norrsunds industriområde", "Lövåsen", "Högmon", "Kvarnbyn", "Strandängen"),
        motpart="Köpare",
        kostnader=True,
    ),
    Ämne(
        "Revidering av {v} för Björksunds kommun",
        "003",
        "Nu gällande {v} antogs förra mandatperioden och behöver anpassas till nya mål, ny lag och "
        "ändrad organisation.",
        (
            "Förslaget har varit på remiss hos nämnderna och de kommunala bolagen. Samtliga har "
            "svarat, och synpunkterna har i stort arbetats in.",
        ),
        (
            "Det nya dokumentet är kortare och anger tydligt vem som ansvarar för vad. Det blir "
            "därmed lättare att följa och att följa upp.",
        ),
        (),
        ("Kommunfullmäktige föreslås anta det reviderade dokumentet.",),
        ("riktlinjer",),
        ("Kommunfullmäktige",),
        (
            "policy för mutor och jäv",
            "riktlinjer för upphandling",
            "krisledningsplan",
            "kommunikationspolicy",
            "resepolicy",
            "arkivreglemente",
            "näringslivsstrategi",
        ),
    ),
    Ämne(
        "Yttrande över {v}",
        "019",
        "Kommunen har fått tillfälle att yttra sig över {v}. Kommunledningsförvaltningen lämnar "
        "förslag till yttrande.",
        ("Handlingarna har funnits tillgängliga för nämnderna, som lämnat synpunkter.",),
        (
            "Kommunen ställer sig positiv till inriktningen men framhåller att pendling, "
            "kusttrafik "
            "och bredband i glesbygd måste få större utrymme.",
        ),
        (),
        ("Yttrandet antas som kommunens eget.",),
        ("remiss",),
        ("Avsändaren av remissen",),
        (
            "regional utvecklingsstrategi",
            "länstransportplanen",
            "regionens kollektivtrafikprogram",
            "grannkommunens översiktsplan",
            "vindkraft till havs",
        ),
        motpart="Regionen",
    ),
    Ämne(
        "Ansökan om medel ur {v} {år}",
        "045",
        "En nämnd har ansökt om medel ur {v}. Ekonomienheten har prövat ansökan mot de villkor som "
        "kommunfullmäktige beslutat.",
        (
            "Medlen är avsedda för satsningar som ger varaktigt lägre kostnader eller högre "
            "kvalitet.",
        ),
        (
            "Ansökan uppfyller villkoren. Återbetalningstiden är tre år och besparingen är rimligt "
            "beräknad.",
        ),
        (),
        (
            "Medel beviljas enligt ansökan.",
            "Nämnden ska redovisa resultatet i samband med årsredovisningen.",
        ),
        ("handlingsplan",),
        ("Ekonomienheten",),
        (
            "resultatutjämningsreserven",
            "digitaliseringspotten",
            "klimatfonden",
            "omställningsmedlen",
        ),
        handläggare=1,
        kostnader=True,
    ),
    Ämne(
        "Investering i {v} {nästa}",
        "048",
        "Förvaltningen begär igångsättningsbeslut för investering i {v}, som ingår i "
        "investeringsplanen för {nästa}.",
        ("Projektering är gjord. Anbud har begärts in med förbehåll för kommunstyrelsens beslut.",),
        (
            "Kostnaden ryms i planen. Driftkostnaden ökar med kapitalkostnad men minskar för "
            "energi "
            "och underhåll.",
        ),
        (),
        ("Igångsättning av investeringen beviljas.",),
        ("avtal", "budget_ledning"),
        ("Tekniska enheten",),
        (
            "gång- och cykelväg till Alen",
            "ny ventilation i simhallen",
            "småbåtshamnens bryggor",
            "belysning i Centrum",
            "räddningsstationen",
            "ny lekplats i Lövåsen",
        ),
        kostnader=True,
    ),
    Ämne(
        "Sammanträdesplan för kommunstyrelsen {nästa}",
        "006",
        "Förslag till sammanträdesdagar för {nästa} har tagits fram så att ärenden kan gå från "
        "nämnd "
        "till kommunstyrelse och kommunfullmäktige utan onödig väntan.",
        ("Planen har stämts av med nämndernas sekreterare och med ekonomienhetens tidplan.",),
        ("Planen ger två veckor mellan beredning och beslut.",),
        (),
        ("Sammanträdesplanen för {nästa} fastställs.",),
        (),
        ("Samtliga nämnder",),
        månader=(9, 10, 11),
    ),
    Ämne(
        "Svar på motion om {v}",
        "008",
        "En motion om {v} har lämnats i kommunfullmäktige. Kommunstyrelsen bereder svaret.",
        (
            "Motionären anser att kommunen bör ta ett större ansvar. Motionen har remitterats till "
            "berörd nämnd, som har yttrat sig.",
        ),
        ("Mycket av det som föreslås pågår redan. Återstoden bör prövas i arbetet med budget.",),
        (),
        ("Kommunfullmäktige föreslås anse motionen besvarad.",),
        ("remiss",),
        ("Kommunfullmäktige", "Motionären"),
        (
            "solceller på kommunens tak",
            "fria resor för ungdomar på sommarlovet",
            "meröppet bibliotek",
            "enklare regler för uteserveringar",
            "språkcafé i alla kommundelar",
        ),
        motpart="Motionär",
    ),
    Ämne(
        "Årsredovisning {förra} för Björksunds kommun",
        "042",
        "Årsredovisningen beskriver kommunens verksamhet och ekonomi under {förra}. "
        "Balanskravet är "
        "uppfyllt.",
        ("Årsredovisningen har upprättats enligt lagen om kommunal bokföring och redovisning.",),
        (
            "Resultatet blev bättre än budget, främst genom högre skatteintäkter. Fyra av sju "
            "mål för "
            "god ekonomisk hushållning är uppfyllda.",
        ),
        (),
        ("Kommunfullmäktige föreslås godkänna årsredovisningen för {förra}.",),
        ("budget_ledning", "verksamhetsberättelse"),
        ("Kommunfullmäktige", "Revisorerna"),
        handläggare=1,
        månader=(3, 4),
    ),
    Ämne(
        "Samverkansavtal om {v}",
        "016",
        "Tre kommuner har tagit fram ett förslag till avtal om samverkan kring {v}. Björksund "
        "föreslås bli värdkommun.",
        ("Samverkan har prövats under ett år med tillfälliga avtal.",),
        ("Samverkan ger bättre bemanning och lägre sårbarhet. Kostnaden fördelas efter invånare.",),
        (),
        ("Samverkansavtalet godkänns.",),
        ("avtal",),
        ("Samverkande kommuner",),
        (
            "löneadministration",
            "växel och kontaktcenter",
            "dataskyddsombudets uppdrag",
            "överförmyndare",
            "beredskap för räddningstjänst",
        ),
        motpart="Samverkande kommuner",
        kostnader=True,
    ),
)

KF = (
    Ämne(
        "Antagande av taxa för {v} {nästa}",
        "043",
        "Ansvarig nämnd föreslår att taxan för {v} ändras från den 1 januari {nästa}. "
        "Kommunstyrelsen har tillstyrkt.",
        ("Kommunfullmäktige beslutar om taxor. Taxan följer principen om självkostnad.",),
        ("Höjningen motsvarar kostnadsutvecklingen.",),
        (),
        ("Taxan för {v} antas att gälla från och med den 1 januari {nästa}.",),
        ("taxa",),
        ("Ansvarig nämnd",),
        (
            "vatten och avlopp",
            "renhållning",
            "uthyrning av lokaler",
            "äldreomsorg",
            "livsmedelskontroll",
            "sotning och brandskydd",
        ),
        månader=(10, 11, 12),
    ),
    Ämne(
        "Avsägelse och fyllnadsval: {v}",
        "111",
        "En förtroendevald har avsagt sig sitt uppdrag som {v}. Fullmäktige ska välja en ny.",
        ("Avsägelsen har lämnats skriftligt till ordföranden.",),
        ("Presidiet föreslår att avsägelsen beviljas och att valberedningen lämnar förslag.",),
        (),
        ("Avsägelsen godkänns.", "Fyllnadsval förrättas enligt valberedningens förslag."),
        (),
        ("Den valde", "Löneenheten"),
        (
            "ersättare i socialnämnden",
            "ledamot i valnämnden",
            "nämndeman",
            "ersättare i barn- och utbildningsnämnden",
            "revisor",
            "god man vid lantmäteriförrättning",
        ),
    ),
    Ämne(
        "Revidering av reglemente för {v}",
        "003",
        "Reglementet för {v} föreslås ändras så att det stämmer med ny lag och ändrad "
        "organisation.",
        ("Förslaget har beretts av kommunstyrelsen efter remiss till samtliga nämnder.",),
        ("Ändringarna tydliggör ansvar och är i övrigt redaktionella.",),
        (),
        ("Reglementet antas.", "Tidigare reglemente upphör att gälla."),
        ("riktlinjer",),
        ("Samtliga nämnder",),
        (
            "socialnämnden",
            "kommunstyrelsen",
            "barn- och utbildningsnämnden",
            "krisledningsnämnden",
            "revisionen",
        ),
    ),
    Ämne(
        "Interpellation om {v}",
        "008",
        "En interpellation om {v} har ställts till kommunstyrelsens ordförande, som lämnar ett "
        "skriftligt svar.",
        ("Interpellationen lämnades i tid före sammanträdet.",),
        ("Svaret redovisas och debatteras vid sammanträdet.",),
        (),
        ("Interpellationen anses besvarad.",),
        (),
        ("Interpellanten",),
        (
            "kommunens lokaler",
            "kollektivtrafik till skärgården",
            "sjukfrånvaron i skolan",
            "bredband i glesbygd",
        ),
        motpart="Interpellant",
    ),
    Ämne(
        "Mål och budget {nästa} med plan för två år",
        "041",
        "Kommunstyrelsen lämnar förslag till skattesats, mål och ramar för {nästa} och plan för de "
        "följande två åren.",
        ("Förslaget bygger på prognosen för skatteunderlaget från oktober.",),
        (
            "Skattesatsen föreslås vara oförändrad. Resultatet motsvarar en procent av skatter "
            "och bidrag.",
        ),
        (),
        (
            "Skattesatsen för {nästa} fastställs till oförändrad nivå.",
            "Nämndernas ramar för {nästa} fastställs.",
            "Mål och indikatorer antas.",
        ),
        ("budget_ledning", "budget_socialt"),
        ("Samtliga nämnder",),
        handläggare=1,
        månader=(10, 11),
    ),
    Ämne(
        "Motion om {v}: anmälan och remiss",
        "008",
        "En motion om {v} har lämnats in. Motioner ska beredas så att de kan avgöras inom ett år.",
        ("Motionen uppfyller kraven i arbetsordningen.",),
        ("Motionen bör remitteras till kommunstyrelsen för beredning.",),
        (),
        ("Motionen remitteras till kommunstyrelsen.",),
        (),
        ("Kommunstyrelsen",),
        (
            "utegym i varje kommundel",
            "fler laddstolpar",
            "trygghetsvandringar",
            "en plan för biologisk mångfald",
            "sommarjobb för alla i nian",
        ),
        motpart="Motionär",
    ),
)

BUN = (
    Ämne(
        "Budgetuppföljning med prognos, tertial {tertial}",
        "042",
        "Barn- och utbildningsförvaltningen redovisar utfallet för tertial {tertial} och en "
        "prognos "
        "för helåret. Prognosen visar ett mindre överskott inom förskolan.",
        (
            "Antalet barn i förskolan är lägre än budgeterat medan gymnasieskolan har fler "
            "elever i "
            "andra kommuner än väntat.",
        ),
        (
            "Bemanningen i förskolan behöver anpassas till det lägre antalet barn utan att "
            "grupperna "
            "blir större.",
        ),
        (),
        ("Budgetuppföljningen godkänns.",),
        ("budget_skola", "statistik"),
        ("Kommunstyrelsen",),
        handläggare=1,
        månader=(2, 3, 5, 6, 9, 10),
    ),
    Ämne(
        "Läsårstider {nästa}/{v}",
        "600",
        "Förvaltningen lämnar förslag till läsårstider. Förslaget har samråtts med "
        "personalorganisationer och med skolornas elevråd.",
        ("Läsåret ska enligt skolförordningen ha minst 178 skoldagar och minst 12 lovdagar.",),
        ("Förslaget följer grannkommunernas lov, vilket underlättar för elever på gymnasiet.",),
        (),
        ("Läsårstiderna fastställs.",),
        (),
        ("Skolledare", "Kollektivtrafiken"),
        ("vårterminen", "höstterminen"),
        månader=(1, 2, 3, 4, 5),
    ),
    Ämne(
        "Skolenhetsindelning och upptagningsområden: {v}",
        "611",
        "Förändrade elevtal gör att upptagningsområdet för {v} behöver ändras.",
        (
            "Elevprognosen visar att {v} får fler elever än lokalerna är avsedda för, medan två "
            "andra enheter har lediga platser.",
        ),
        (
            "Med ändringen får fler elever plats nära hemmet. Skolskjuts påverkas för elva elever.",
            "Vårdnadshavare har fått lämna synpunkter. De flesta är positiva men några oroar "
            "sig för "
            "trafiken vid den nya skolan.",
        ),
        (),
        ("Upptagningsområdet för {v} ändras från nästa läsår.",),
        ("statistik",),
        ("Rektorer", "Skolskjutssamordnaren"),
        ("Alens skola", "Norrsundsskolan", "Kvarnbyskolan", "Lövåsens skola", "Strandskolan"),
        barn="Barn berörs direkt. Elevråden vid berörda skolor har hörts, och syskon får gå kvar "
        "tillsammans. Vägen till skolan har prövats särskilt.",
    ),
    Ämne(
        "Redovisning av kränkande behandling, {v} {år}",
        "602",
        "Anmälda fall av kränkande behandling redovisas till nämnden som huvudman.",
        ("Rektor ska anmäla till huvudmannen, som skyndsamt ska utreda.",),
        (
            "Antalet anmälningar har ökat. Det beror delvis på en bättre rutin. Flest fall gäller "
            "raster och sociala medier.",
        ),
        (),
        ("Redovisningen godkänns.",),
        ("statistik",),
        ("Rektorer",),
        ("vårterminen", "höstterminen"),
        handläggare=1,
        barn="Barn berörs direkt. Elevernas egna beskrivningar har använts i analysen.",
    ),
    Ämne(
        "Plan för {v} {år}–{nästa}",
        "600",
        "Förvaltningen har tagit fram en plan för {v} efter uppdrag från nämnden.",
        ("Planen bygger på resultat, enkäter och dialog med rektorer och personal.",),
        (
            "Planen pekar ut få och tydliga insatser. Ansvaret ligger på rektor, med stöd från "
            "förvaltningen.",
        ),
        (),
        ("Planen antas.", "Uppföljning sker årligen i kvalitetsrapporten."),
        ("handlingsplan",),
        ("Rektorer",),
        (
            "skolnärvaro",
            "läsning i alla ämnen",
            "studie- och yrkesvägledning",
            "elevhälsa",
            "digitalisering i förskolan",
            "nyanländas lärande",
        ),
        handläggare=1,
    ),
    Ämne(
        "Ansökan om godkännande av {v}",
        "620",
        "En enskild huvudman har ansökt om att få bedriva {v} i kommunen.",
        ("Nämnden prövar om huvudmannen har insikt, ekonomi och i övrigt är lämplig.",),
        (
            "Förvaltningen har granskat ekonomi, lokaler och ledning och bedömer att kraven är "
            "uppfyllda.",
        ),
        (),
        ("Ansökan godkänns.",),
        ("utredning",),
        ("Sökanden",),
        ("fristående förskola", "pedagogisk omsorg", "fristående fritidshem"),
        motpart="Enskild huvudman",
    ),
    Ämne(
        "Kvalitetsrapport för {v} {förra}",
        "602",
        "Rapporten beskriver resultat, måluppfyllelse och utvecklingsområden för {v} under "
        "{förra}.",
        ("Huvudmannen ska systematiskt följa upp utbildningen enligt 4 kap. skollagen.",),
        (
            "Resultaten är stabila. Skillnaderna mellan enheterna har minskat men är fortfarande "
            "större än målet.",
            "Andelen behöriga lärare är högst i de yngre årskurserna.",
        ),
        (),
        ("Kvalitetsrapporten godkänns.",),
        ("verksamhetsberättelse",),
        ("Rektorer",),
        (
            "förskolan",
            "grundskolan",
            "gymnasieskolan",
            "kulturskolan",
            "vuxenutbildningen",
            "fritidshemmen",
        ),
        handläggare=1,
        månader=(2, 3, 4, 9, 10),
    ),
    Ämne(
        "Regler för {v}",
        "623",
        "Reglerna för {v} behöver förtydligas efter domar i förvaltningsrätten.",
        ("Reglerna tillämpas vid ungefär trehundra beslut per år.",),
        ("Förslaget gör reglerna lättare att förstå och ger utrymme för särskilda skäl.",),
        (),
        ("Reglerna antas att gälla från nästa läsår.",),
        ("riktlinjer",),
        ("Handläggare",),
        (
            "skolskjuts",
            "placering i förskola och fritidshem",
            "tilläggsbelopp",
            "modersmålsundervisning",
            "inackorderingstillägg",
        ),
    ),
    Ämne(
        "Elevpeng och bidrag till fristående verksamheter {nästa}",
        "041",
        "Förvaltningen lämnar förslag till belopp per barn och elev för {nästa}.",
        ("Bidragen ska bestämmas efter samma grunder som kommunen använder för egen verksamhet.",),
        ("Beloppen räknas upp och fördelningen efter socioekonomi förstärks.",),
        (),
        ("Bidragsbeloppen för {nästa} fastställs.",),
        ("taxa", "budget_skola"),
        ("Fristående huvudmän",),
        handläggare=1,
        kostnader=True,
        månader=(11, 12),
    ),
    Ämne(
        "Yttrande över remiss om {v}",
        "019",
        "Nämnden har fått tillfälle att yttra sig över ett förslag om {v}.",
        ("Svaret ska lämnas inom tre månader. Rektorer har lämnat synpunkter.",),
        (
            "Förvaltningen tillstyrker förslaget i huvudsak men pekar på behovet av tid för "
            "införandet och på bristen på behöriga lärare.",
        ),
        (),
        ("Yttrandet antas som nämndens eget.",),
        ("yttrande", "remiss"),
        ("Utbildningsdepartementet",),
        (
            "nationella prov",
            "tioårig grundskola",
            "mobilfri skola",
            "skolbibliotek",
            "elevhälsans tillgänglighet",
        ),
        motpart="Utbildningsdepartementet",
    ),
)

ÄMNEN = {"SN": SN, "KS": KS, "KF": KF, "BUN": BUN}


def _individ(rubrik: str, sats: str, lag: str) -> Ämne:
    return Ämne(
        rubrik,
        "751",
        "Utredningen är avslutad. Socialförvaltningen föreslår att nämnden beslutar enligt "
        "förslaget.",
        (
            f"Ärendet har utretts enligt {lag}. Den enskilde har tagit del av utredningen och har "
            "fått tillfälle att yttra sig.",
            "Uppgifterna i ärendet omfattas av sekretess. Handlingarna finns bara i det "
            "fullständiga "
            "exemplaret.",
        ),
        (
            "Behovet är utrett och kan inte tillgodoses på annat sätt. Insatsen är nödvändig och "
            "går inte längre än vad som behövs.",
        ),
        (),
        (sats,),
        ("individutredning",),
        ("Den enskilde", "Handläggaren"),
    )


HEMLIGA = [
    _individ(
        "Ansökan om vård enligt LVU, syskonpar",
        "Nämnden ansöker om vård enligt 2 § LVU.",
        "lagen med särskilda bestämmelser om vård av unga",
    ),
    _individ(
        "Övervägande om fortsatt vård",
        "Vården fortsätter i nuvarande familjehem.",
        "lagen med särskilda bestämmelser om vård av unga",
    ),
    _individ(
        "Umgängesbegränsning, omprövning",
        "Beslutet om umgänge kvarstår.",
        "lagen med särskilda bestämmelser om vård av unga",
    ),
    _individ(
        "Medgivande att ta emot barn för stadigvarande vård",
        "Medgivande lämnas.",
        "socialtjänstlagen",
    ),
    _individ(
        "Ansökan om vård enligt LVM",
        "Nämnden ansöker om tvångsvård hos förvaltningsrätten.",
        "lagen om vård av missbrukare i vissa fall",
    ),
    _individ(
        "Förlängd placering i stödboende",
        "Placeringen förlängs till och med vårterminens slut.",
        "socialtjänstlagen",
    ),
    _individ(
        "Överflyttning av ärende till annan kommun",
        "Nämnden begär överflyttning.",
        "socialtjänstlagen",
    ),
    _individ("Faderskapsutredning, nedläggning", "Utredningen läggs ned.", "föräldrabalken"),
]

# Ärenden som registreras men inte går till nämnden: (rubrik, klass, avsändare).
INKOMNA = {
    "SN": (
        ("Begäran om yttrande i tillsynsärende {år}", "731", "Inspektionen för vård och omsorg"),
        ("Anmälan om folkölsförsäljning", "702", "Näringsidkare"),
        ("Begäran om allmän handling", "004", "Ej angiven"),
        ("Enkät om hemtjänst {år}", "009", "Socialstyrelsen"),
        ("Synpunkt på måltider i särskilt boende", "730", "Anhörig"),
        ("Statsbidrag för personligt ombud {år}", "045", "Länsstyrelsen"),
        ("Ansökan om serveringstillstånd", "702", "Restaurangföretag"),
    ),
    "KS": (
        ("Begäran om allmän handling", "004", "Ej angiven"),
        ("Inbjudan till kommunala krisberedskapsveckan {år}", "170", "Länsstyrelsen"),
        ("Förfrågan om arrende", "252", "Förening"),
        ("Statistikbegäran om sjukfrånvaro {år}", "009", "Statistikmyndighet"),
        ("Skadeståndskrav efter halka", "034", "Privatperson"),
        ("Anmälan om personuppgiftsincident {år}", "005", "Personuppgiftsansvarig"),
    ),
    "BUN": (
        ("Begäran om yttrande från Skolinspektionen", "602", "Skolinspektionen"),
        ("Klagomål på skolskjuts", "623", "Vårdnadshavare"),
        ("Statsbidrag för lärarassistenter {år}", "045", "Skolverket"),
        ("Begäran om allmän handling", "004", "Ej angiven"),
        ("Anmälan om skada på skolgård", "612", "Rektor"),
    ),
}
