"""Systemkontroller: en felinställd underskriftstjänst sägs vid start, inte när någon justerar."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from protokoll import underskriftstjänst


@register()
def underskriftstjänsten(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    try:
        tjänst = underskriftstjänst.tjänst()
        if tjänst is not None:
            tjänst.förbindelse.pröva()
    except (ImproperlyConfigured, OSError) as fel:
        return [Error(f"Underskriftstjänsten är fel inställd: {fel}", id="protokoll.E001")]
    return []
