from django.db import models


class Sekretessbelagd(models.Model):
    """Sekretessmarkering (OSL 5:5): en varningssignal, aldrig ärvd mellan ärende och handling."""

    sekretess_lagrum = models.CharField(
        "sekretess enligt", max_length=200, blank=True, help_text="Till exempel OSL 26 kap. 1 §."
    )
    sekretess_dag = models.DateField("sekretessmarkerad", null=True, blank=True)
    sekretess_myndighet = models.CharField(max_length=200, blank=True)
    offentlig_text = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def är_sekretess(self) -> bool:
        return bool(self.sekretess_lagrum)
