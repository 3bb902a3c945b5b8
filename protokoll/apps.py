"""Paketet protokoll som Djangoapp."""

from django.apps import AppConfig


class Protokoll(AppConfig):
    name = "protokoll"
    label = "protokoll"
    verbose_name = "Protokoll"

    def ready(self) -> None:
        from protokoll import (
            checks,  # noqa: F401  # registrerar kontrollen av underskriftstjänsten
            händelsetyper,  # noqa: F401  # anmäler typerna när appen är laddad
        )
        from protokoll.services import (
            antecknat_jäv,  # noqa: F401  # säger vilka som är jäviga i ett ärende
            inlämnat,  # noqa: F401  # säger vilka punkter som redan är avgjorda
            justerarval,  # noqa: F401  # säger vems tur det är att justera
            jäv_i_läsrummet,  # noqa: F401  # stänger papperen för den som är jävig
            tavlorna,  # noqa: F401  # räknar om dagarna när ett anslag kommer upp för sent
            tidigare,  # noqa: F401  # säger var ett ärende på listan har varit uppe förut
            öppet_i_ärendet,  # noqa: F401  # säger vad som hindrar att ett ärende avslutas
        )
        from protokoll.views import (
            handgrepp,  # noqa: F401  # anmäler knappen på mötets sida
            listan,  # noqa: F401  # säger vad som saknas på listan, och var protokollen finns
            ärendelänkar,  # noqa: F401  # anmäler länkarna på ärendets sida
        )
