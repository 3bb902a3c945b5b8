"""Rollerna. Vad en roll får göra är kod i varje pakets policy; vem som har den är data."""

from django.db import models


class Roll(models.TextChoices):
    NÄMNDSEKRETERARE = "namndsekreterare", "nämndsekreterare"
    HANDLÄGGARE = "handlaggare", "handläggare"
    CHEF = "chef", "chef"
    FÖRTROENDEVALD = "fortroendevald", "förtroendevald"
    REGISTRATOR = "registrator", "registrator"
    ADMINISTRATÖR = "administrator", "administratör"


BESKRIVNING: dict[Roll, str] = {
    Roll.NÄMNDSEKRETERARE: "Sköter nämndens föredragningslista, kallelse och protokoll.",
    Roll.HANDLÄGGARE: "Registrerar och handlägger ärenden, skriver och anmäler skrivelser.",
    Roll.CHEF: "Ser nämndens ärenden och möten; godkänner skrivelser.",
    Roll.FÖRTROENDEVALD: "Läser kallelser och handlingar i de organ där hen har uppdrag.",
    Roll.REGISTRATOR: "Registrerar och söker i nämndens diarium.",
    Roll.ADMINISTRATÖR: "Sköter register: organ, uppdrag, roller, diarier.",
}
