"""Det som den skrivna och den lästa Wordfilen är överens om. Inga modeller."""

SPRÅK = "sv-SE"
# Står som filens identifierare: rubrikerna är då våra, och ingen fet rad är en rubrik.
EGEN = "namnd-skrivelse"
# Det som mallen själv fyller i har egna stilar och hör inte till något avsnitt.
HUVUDUPPGIFT = "Huvuduppgift"
SEKRETESS = "Sekretessmarkering"
UNDERSKRIFT = "Underskrift"
TABELLRUBRIK = "Tabellrubrik"
LISTDJUP = 9
