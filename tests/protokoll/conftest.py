"""Mötet som testerna hålls på, och underskriftstjänsten som de skriver under i."""

from collections.abc import Iterator

import pytest

from tests.factories.protokoll import Mötesvärld, kallat_möte
from tests.minne import mindes
from tests.protokoll import låtsastjänst
from tests.protokoll.låtsastjänst import Tjänst


@pytest.fixture
@mindes
def värld(db: None) -> Mötesvärld:
    """Ett kallat möte: fem ledamöter, två ersättare, en insynsplats och tre punkter."""
    return kallat_möte()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tjänst]:
    """Den låtsade underskriftstjänsten, i gång men inte inställd."""
    with låtsastjänst.startad(tmp_path_factory.mktemp("tjanst")) as tjänst:
        yield tjänst


@pytest.fixture
def tjänst(server: Tjänst, settings) -> Tjänst:
    """Den låtsade tjänsten, inställd som BankID och utan minne av tidigare tester."""
    server.ordrar.clear()
    server.nästa.clear()
    server.ställ_in(settings, "bankid")
    return server
