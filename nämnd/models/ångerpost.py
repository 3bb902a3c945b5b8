from __future__ import annotations

from django.conf import settings
from django.db import models

from nämnd.models.sammanträde import Sammanträde


class Ångerpost(models.Model):
    """Listan som den var före en ändring, för den som vill ångra den.

    Gäller så länge listan har den version som ändringen gav: har någon ändrat mer sedan dess går
    den inte att ångra. Det som systemet lägger till av sig självt följer med. Bara de senaste
    sparas.
    """

    sammanträde = models.ForeignKey(
        Sammanträde, models.CASCADE, related_name="ångerposter", db_column="sammantrade_id"
    )
    version = models.PositiveIntegerField(help_text="Listans version efter ändringen.")
    förra = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        related_name="+",
        db_column="forra_id",
        help_text="Ändringen före, som går att ångra när den här är ångrad.",
    )
    vad = models.CharField(max_length=300, help_text="”Upprop flyttades”.")
    platser = models.JSONField(help_text="Varje punkts plats, avsnitt och samlade rad före.")
    borttaget = models.JSONField(default=list, help_text="Raderna som ändringen tog bort.")
    nollat = models.JSONField(default=list, help_text="Raderna som pekade på det borttagna.")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    tid = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["sammanträde_id", "-id"]
        verbose_name = "ångerpost"
        verbose_name_plural = "ångerposter"
        db_table = "namnd_angerpost"

    def __str__(self) -> str:
        return self.vad
