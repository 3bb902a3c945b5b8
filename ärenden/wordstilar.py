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
# Ordbehandlarens egna namn på formatmallarna för fotnoter.
FOTNOTSTEXT, FOTNOTSMÄRKE = "footnote text", "footnote reference"
# Så märks en bild som dekorativ: ett tillägg till OOXML som Word och LibreOffice har.
DEKORATIVT = "http://schemas.microsoft.com/office/drawing/2017/decorative"
DEKORATIV = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
    f'<adec:decorative xmlns:adec="{DEKORATIVT}" val="1"/></a:ext></a:extLst>'
)
