from nämnd.models.anmälningar import (
    Anmälningslista,
    Anmältbeslut,
    Meddelande,
    Utskottsanmälan,
)
from nämnd.models.enhetsexemplar import Enhetsexemplar
from nämnd.models.förslag import (
    KRÄVER_TEXT,
    YRKANDETEXT,
    Fråga,
    Förslagsställare,
    Förslagsutkast,
    Initiativ,
    InlämnatYrkande,
    Mötesärende,
    Yrkandeslag,
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
    "KRÄVER_TEXT",
    "YRKANDETEXT",
    "Anmälningslista",
    "AnmältJäv",
    "Anmältbeslut",
    "Antagen",
    "Enhetsexemplar",
    "Fråga",
    "Föredragande",
    "Förslagssats",
    "Förslagsställare",
    "Förslagsutkast",
    "Gruppmöte",
    "Gästbesök",
    "Gästlänk",
    "Initiativ",
    "Inkallelse",
    "InlämnatYrkande",
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
    "Mötesärende",
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
    "Yrkandeslag",
    "Ångerpost",
    "Återkommande",
]
