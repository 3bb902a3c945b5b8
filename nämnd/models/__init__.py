from nämnd.models.anmälningar import (
    Anmälningslista,
    Anmältbeslut,
    Meddelande,
    Utskottsanmälan,
)
from nämnd.models.kallelse import Kallelse, Kallelsefil, Kallelsesida
from nämnd.models.organ import Organ, StåendePunkt, Uppdrag
from nämnd.models.punkt import Föredragande, Förslagssats, Punkt, Punkthandling
from nämnd.models.sammanträde import (
    Gruppmöte,
    Kallad,
    Programpunkt,
    Sammanträde,
    Tidspann,
)

__all__ = [
    "Anmälningslista",
    "Anmältbeslut",
    "Föredragande",
    "Förslagssats",
    "Gruppmöte",
    "Kallad",
    "Kallelse",
    "Kallelsefil",
    "Kallelsesida",
    "Meddelande",
    "Organ",
    "Programpunkt",
    "Punkt",
    "Punkthandling",
    "Sammanträde",
    "StåendePunkt",
    "Tidspann",
    "Uppdrag",
    "Utskottsanmälan",
]
