"""Delar som flera av protokollets modeller har gemensamt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from nämnd.fynd import Regel
from protokoll.historik import regel_i

SPANN = re.compile(r"(\d+(-\d*)?|-\d+)(, ?(\d+(-\d*)?|-\d+))*")


def giltigt_spann(text: str) -> None:
    """Paragrafer som "14-22", "141-143, 145-159", "-48" (till och med) eller "49-" (från)."""
    if text and not SPANN.fullmatch(text):
        raise ValidationError(f"{text} är inte paragrafer som 14-22 eller 141-143, 145-159.")


if TYPE_CHECKING:
    _Text = models.CharField[str, str]
else:
    _Text = models.CharField


class Paragrafspann(_Text):
    """Paragrafnummer i intervall. Tomt betyder alla."""

    default_validators = [giltigt_spann]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 500, "blank": True} | kwargs)


class Benämnd(models.Model):
    """Namn och parti som de trycks; en senare ändring i registren syns inte."""

    namn = models.CharField(max_length=200)
    parti = models.CharField(max_length=50, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.namn} ({self.parti})" if self.parti else self.namn


class Personuppgifter(Benämnd):
    """Allt som en källa kan säga om en person den nämner."""

    titel = models.CharField(max_length=200, blank=True)
    epost = models.CharField("e-post", max_length=254, blank=True)
    telefon = models.CharField(max_length=50, blank=True)
    tid = models.CharField(max_length=50, blank=True)

    class Meta(Benämnd.Meta):
        abstract = True


class MedVarningar(models.Model):
    """Det som skulle ha hindrats i dag men som ett inläst protokoll ändå säger."""

    varningar = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        abstract = True

    @property
    def varningsrader(self) -> list[tuple[str, Regel | None]]:
        """Varningarna med regeln som var och en nämner; den som inte har någon nämner ingen."""
        return [(text, regel_i(text)) for text in self.varningar]
