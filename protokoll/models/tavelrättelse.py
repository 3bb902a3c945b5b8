from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models


class Tavelrättelse(models.Model):
    """Texten i ett anslag som rättats på tavlan: den gamla, den nya, varför och av vem.

    Raden ligger här och inte hos tavlan: det som aldrig skulle ha publicerats får bara den läsa som
    sköter anslagen. Läggs bara till.
    """

    källa = models.CharField(
        max_length=200, db_column="kalla", help_text="Nyckeln på nämndens egen anslagstavla."
    )
    gammal_rubrik = models.CharField(max_length=500)
    gammal_text = models.TextField(blank=True)
    rubrik = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    skäl = models.CharField(max_length=500, db_column="skal")
    av = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    av_namn = models.CharField(max_length=200)
    tid = models.DateTimeField()

    class Meta:
        ordering = ["källa", "id"]
        verbose_name = "rättelse av ett anslag"
        verbose_name_plural = "rättelser av anslag"
        db_table = "protokoll_tavelrattelse"
        indexes = [models.Index(fields=["källa"], name="tavelrattelse_kalla")]
        triggers = [
            pgtrigger.Protect(
                name="tavelrattelse_bara_till", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"Rättelse {self.tid:%Y-%m-%d} {self.rubrik}"
