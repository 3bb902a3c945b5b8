"""Innehållet på /stil/: en uppsättning exempel så att varje del syns i varje tillstånd."""

from dataclasses import dataclass

from django import forms

from ärenden.models import Jobb


class Exempelformulär(forms.Form):
    rubrik = forms.CharField(help_text="Som den ska stå i föredragningslistan.")
    dag = forms.DateField(label="Sammanträdesdag", widget=forms.DateInput(attrs={"type": "date"}))
    organ = forms.ChoiceField(choices=[("sn", "Socialnämnden"), ("ks", "Kommunstyrelsen")])
    sätt = forms.ChoiceField(
        label="Handlingar",
        widget=forms.RadioSelect,
        choices=[("med", "Skickas med"), ("senare", "Skickas senare"), ("dukas", "Dukas")],
    )
    anteckning = forms.CharField(widget=forms.Textarea, required=False)
    hemlig = forms.BooleanField(label="Visa som en rad utan rubrik", required=False)
    fil = forms.FileField(
        label="Tjänsteskrivelse",
        widget=forms.FileInput(attrs={"accept": ".pdf", "data-max-mb": "100"}),
    )


@dataclass(frozen=True)
class Exempeljobb:
    pk: int
    titel: str
    status: str
    framsteg: int
    steg: str
    fel: str
    är_uppskjutet: bool = False


def innehåll() -> dict[str, object]:
    s = Jobb.Status
    return {
        "form": Exempelformulär({"rubrik": "Budget 2027", "organ": "sn"}),
        "jobblänkar": [("kallelse.pdf", "#jobb"), ("handlingspaket.pdf", "#jobb")],
        "jobben": [
            Exempeljobb(
                1, "Skapa kallelse", s.PÅGÅR, 42, "Läser bilaga 3 av 7: Budget 2027.pdf", ""
            ),
            Exempeljobb(2, "Skapa utdrag", s.KLART, 100, "", ""),
            Exempeljobb(
                3, "Skapa protokoll", s.MISSLYCKAT, 60, "", "Filen bilaga 3.pdf är skadad."
            ),
        ],
    }
