"""Formulär ritas med delarna på /stil/; fältens klass sätts här, inte i varje formulär."""

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting


class Fält(BoundField):
    """Ger inmatningsfältet den klass som stilmallen bygger på."""

    def build_widget_attrs(self, attrs, widget=None):
        attrs = super().build_widget_attrs(attrs, widget)
        klasser = {*(widget or self.field.widget).attrs.get("class", "").split(), "ds-input"}
        attrs["class"] = " ".join(sorted(klasser))
        return attrs


class Formulärritare(TemplatesSetting):
    form_template_name = "delar/_formular.html"
    field_template_name = "delar/_falt.html"
    bound_field_class = Fält
