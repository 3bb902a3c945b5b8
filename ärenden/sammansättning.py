"""Ord som kommunala sammansättningar är byggda av. Bara ord, inga regler.

Ett ord i listan delas bara i två andra ur den (`förslag` är inte `för` och `slag`); det som står
här känns igen som del av ett längre ord (`skolskjutsbeslut` är `skolskjuts` och `beslut`).
"""

_ORD = """
abonnemang adress affär agenda aktivitet aktör alkohol allmän ambassad anbud anhörig anläggning
anmälan anmärkning anordnare anslag anslagstavla anslutning anstånd anställd anställning ansvar
ansökan ansökning anteckning anvisning apotek arbete arbets arkitekt arkiv arrangemang arrangör
arrende art assistans assistent asyl avdelning avfall avgift avgörande avlopp avsked avskrivning
avsägelse avtal avtals avveckling avvikelse bad badhus barn barnomsorg bas basis bedömning
befattning befolkning begravning begäran behandling behörighet bekämpning belopp belysning
beredning beredskap berättelse besiktning beskrivning beslut bestämmelse besvär besök betalning
betyg bevakning bevis bibliotek bidrag bil bilaga bild bistånd biträde björk blankett bo boende
bok bokslut bolag bolån bostad brand bredband brev bro brott budget buller buss by bygd bygg
bygge bygglov bygglovs byggnad båt cannabis centrum chef cirkulation cykel dag dagordning data
del delegat delegation delegering demens detalj dialog diarie diarium direktiv direktör distrikt
djur dokument dom domstol domän dricksvatten drift drog effekt egendom ekonomi el elev elevhem
energi enhet enkät entreprenad entreprenör epost ersättare ersättning etablering etik evakuering
examen expediering exploatering faktura familj familjehem fastighet felparkering fest film
finans finansiering firma fisk fiske flykting folk folkhälsa fond fordon forskning fotboll
framställan framställning framtid fritid fritids frukost fråga fullmakt fullmäktige funktion
funktionshinder funktionsnedsättning fysisk fågel färd färdtjänst förbud förbund förebyggande
föreläggande förening föreskrift föreståndare företag författning förfogande förfrågan
förhandling förlag förlängning förmån förmögenhet förordnande förordning förråd försening
förskola förslag försäkring försäljning försök försörjning förteckning förtroende förtur
förvaltare förvaltning förvaring förvärv gallring garanti gas gata genomförande gift god gode
granskning grav gravid grund grundskola grupp gruppboende grus gruva gymnasie gymnasium
gymnastik gång gård gäst hall hamn handbok handel handikapp handling handläggare handläggning
handpenning hantering hastighet hem hemlig hemlös hemtjänst hemvård hets hiss hjälp hobby hus
husbil husdjur hygien hyra hyres hållbarhet hållplats häkte hälsa hänvisning häst hästar
högskola höjning hörande hörsel identitet idrott idé industri information ingripande inhämtande
inkomst inköp inlösen innehav inrättande insamling insats inspektion institut instruktion
integration intern internet intyg inventering investering isbana jakt jord journal justering
jämförelse jämlikhet jämställdhet kaffe kaj kalender kamera kameraövervakning kanal kandidat
kapital karta kassa katt kiosk klagomål klass klassificering klimat klinik klubb kommission
kommitté kommun kommunal kommunikation kommunstyrelse kompetens komplettering konferens
konkurrens konst konsult konsument konto kontor kontrakt kontroll kost kostnad krav kredit
kretslopp kris krog kulle kultur kund kungörelse kurs kust kvalitet kvarter kvinna kvot kyrka kö
kök köp körkort laboratorium lag lagstiftning land landsbygd landskap larm last ledamot ledare
ledighet ledning lek lekplats leverans leverantör licens linje list lista livsmedel ljud logi
logistik lokal lokalvård lott lotteri lov lucka luft lån läge lägenhet läger lägesrapport läkare
läkemedel lärare lärling läromedel läs läsår lön löne mark marknad maskin mat material matsal
medarbetare medborgare medborgarförslag meddelande medel medgivande medicin medie medlem
medlemskap medling metod miljö ministerium minne missbruk mobil mobilitet modell motion motpart
museum musik myndighet mål måltid mått människa märkning möbel mönster möte nedläggning
nedskrivning nedsättning norm nota notis nummer nybyggnad nyckel nyhet nämnd näring närings
näringsliv närvaro nät nätverk nöd obligation ombud ombyggnad omlastning omprövning område
omröstning omsorg omställning ordförande ordning ordnings organ organisation orosanmälan ort
park parkering parti patient paviljong peng pension period person personal personnummer
personuppgift petition placering plan plats policy polis politik politiker post praktik pris
privat process produkt prognos program projekt protokoll prov prövning publik punkt radon ram
rapport rapportering reception redovisning reform regel region register registrering reglemente
rehabilitering reklam remiss remissvar renhållning renovering reparation resa restaurang
resultat resurs revision revisor rikt riktlinje ring risk roll rubrik rum rutin råd rådgivning
rådhus räddning räddningstjänst räkenskap räkning ränta rätt rättelse rättighet rökning röst sal
samarbete samfällighet samhälle samling sammansättning sammanträde samordning samråd samtycke
samverkan sanering sanktion sedel sekreterare sekretess sektor semester senior servering
serverings service servitut signal sim simhall sjuk sjukdom sjukhus sjukskrivning sjukvård sjö
skada skatt skjuts skog skola skolskjuts skrivelse skuld skydd skyddsrum skylt skötsel slakt
slam slutrapport smitta småbarn snabb snö social socialtjänst sotning spel sponsring sport språk
spår stab stad stadga stadsdel standard station statistik stiftelse stimulans stipendium stol
stopp strand strandskydd strategi struktur student studie styrdokument styrelse styrning ställe
ställning stämma stöd stödboende subvention summa svar svensk synpunkt system säkerhet särskild
särskola sökande tak talan tandvård tavel tavla taxa taxi teater teknik telefon text tid tidning
tillbyggnad tillfälle tillgång tillgänglighet tillstånd tillståndsprövning tillsyn tillsättning
tillträde tillägg tjänst tjänsteman tjänsteskrivelse toalett tobak tomt torg torn tradition
trafik transport trappa trygghet trygghetslarm träd träning tränings turism turist tvist tvång
tvätt tömning undantag underhåll underlag underskott undersökning undervisning ungdom uppdrag
uppföljning uppgift upphandling upphävande upplåtelse upprättande uppsikt uppsägning ur urval
utbetalning utbildning utdrag utgift uthyrning utlåtande utlämnande utredning utrustning utskott
utskänkning utställning uttalande utveckling utvidgning utvisning utvärdering vaccin vagn val
valberedning vapen vara vatten vattenskydd vegetation verk verksamhet verkställighet vikarie
vildsvin vilt vindkraft vinter vision vite volym vuxen vuxenutbildning vård vårdnad väg vägar
vägnät vägskylt värd värde värme västra växel växt yrkande yrke yta yttrande åklagare ålder
åldring år återbetalning återkallelse återkrav återremiss återvinning åtgärd äga ägare äldre
äldreboende äldreomsorg ämbete ämne ändring ärende öl öppenhet öppettid överenskommelse
överföring överförmyndare överklagande överlåtelse översikt översiktsplan översyn övertagande
övervakning
"""
ORDDELAR = frozenset(_ORD.split())
