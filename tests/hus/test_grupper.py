"""Det som delar en dyr fixtur går till samma arbetare; annars byggs den en gång i var och en."""

import pytest

GRUPPEN = """
import os
import pytest

pytestmark = [pytest.mark.xdist_group("en"), pytest.mark.slow]

@pytest.mark.parametrize("n", range(6))
def test_samma_arbetare(n):
    with open("arbetare.txt", "a") as ut:
        ut.write(os.environ["PYTEST_XDIST_WORKER"] + "\\n")
"""


def test_en_grupp_körs_av_en_arbetare(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(GRUPPEN)
    svar = pytester.runpytest_subprocess("-n2", "--dist=loadgroup", "-p", "no:django")
    svar.assert_outcomes(passed=6)
    assert len(set((pytester.path / "arbetare.txt").read_text().split())) == 1
