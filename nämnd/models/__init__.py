from nämnd.models.anmälningar import (
    Anmälningslista,
    Anmältbeslut,
    Meddelande,
    Utskottsanmälan,
)
from nämnd.models.kallelse import Kallelse, Kallelsefil, Kallelsepapper, Kallelsesida
from nämnd.models.källa import Antagen, Källa, Mötesparti, Mötesperson
from nämnd.models.läsanteckning import Läsanteckning
from nämnd.models.läsrum import Gästbesök, Gästlänk, Läsning, Papperssida
from nämnd.models.organ import Organ, StåendePunkt, Uppdrag
from nämnd.models.punkt import Föredragande, Förslagssats, Punkt, Punkthandling
from nämnd.models.sammanträde import (
    Gruppmöte,
    Kallad,
    Programpunkt,
    Sammanträde,
    Tidspann,
    TilltänktJusterare,
)
from nämnd.models.sammanträdesplan import PlaneratMöte, Sammanträdesplan, Skollov
from nämnd.models.svar import AnmältJäv, Inkallelse, Svar
from nämnd.models.utskick import Utskick, Utskicksmottagare
from nämnd.models.ångerpost import Ångerpost
from nämnd.models.återkommande import Återkommande

__all__ = [
    "Anmälningslista",
    "AnmältJäv",
    "Anmältbeslut",
    "Antagen",
    "Föredragande",
    "Förslagssats",
    "Gruppmöte",
    "Gästbesök",
    "Gästlänk",
    "Inkallelse",
    "Kallad",
    "Kallelse",
    "Kallelsefil",
    "Kallelsepapper",
    "Kallelsesida",
    "Källa",
    "Läsanteckning",
    "Läsning",
    "Meddelande",
    "Mötesparti",
    "Mötesperson",
    "Organ",
    "Papperssida",
    "PlaneratMöte",
    "Programpunkt",
    "Punkt",
    "Punkthandling",
    "Sammanträde",
    "Sammanträdesplan",
    "Skollov",
    "StåendePunkt",
    "Svar",
    "Tidspann",
    "TilltänktJusterare",
    "Uppdrag",
    "Utskick",
    "Utskicksmottagare",
    "Utskottsanmälan",
    "Ångerpost",
    "Återkommande",
]
