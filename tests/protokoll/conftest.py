"""Mötet som testerna hålls på."""

import pytest

from tests.factories.protokoll import Mötesvärld, kallat_möte


@pytest.fixture
def värld(db: None) -> Mötesvärld:
    """Ett kallat möte: fem ledamöter, två ersättare, en insynsplats och tre punkter."""
    return kallat_möte()
