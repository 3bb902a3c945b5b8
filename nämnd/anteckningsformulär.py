"""Formulären för läsarens egna anteckningar."""

from __future__ import annotations

import uuid

from django import forms

from nämnd.forms import Formulär
from nämnd.services.läsanteckningar import MAX_CITAT, MAX_TEXT


class Anteckningsformulär(Formulär):
    """En ny anteckning på ett papper."""

    text = forms.CharField(
        label="Anteckning",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Bara du läser den. Lämnas den tom blir det en markering.",
    )
    sida = forms.IntegerField(label="Sida", min_value=1, initial=1)
    citat = forms.CharField(
        label="Text i pappret som den gäller",
        max_length=MAX_CITAT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Markera texten i pappret, eller skriv av den. Utan text gäller anteckningen "
        "hela sidan.",
    )
    nyckel = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    fore = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    efter = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class Sparadanteckning(Anteckningsformulär):
    """En anteckning som gjordes utan nät, med pappret den hör till."""

    nyckel = forms.UUIDField()
    punkt = forms.IntegerField(min_value=1)
    marke = forms.CharField(max_length=16)


class Ändraformulär(Formulär):
    """Texten i en anteckning som redan finns."""

    text = forms.CharField(
        label="Anteckning",
        max_length=MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
