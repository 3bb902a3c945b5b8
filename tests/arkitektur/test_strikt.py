"""Sviten fäller det den ska: varje vakt körs på en planterad överträdelse."""

import logging
import socket

import pytest
from django.db import transaction
from django.db.models import Count, Prefetch
from django.template import Context, Template, engines
from django.template.base import Origin, VariableDoesNotExist

from konton.models import Användare, Kommun, Myndighet, Rolltilldelning
from tests.arkitektur import strikt
from tests.arkitektur.strikt import Överträdelse, framkallar

# --- Mallar ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mall",
    [
        "{{ saknas }}",
        "{{ saknas|default:'-' }}",
        "{% if saknas %}ja{% endif %}",
        "{% if finns and not saknas %}ja{% endif %}",
        "{% if finns == 'x' or saknas > 3 %}ja{% endif %}",
        "{% for x in saknas %}{{ x }}{% endfor %}",
        "{% with y=saknas %}{{ y }}{% endwith %}",
        "{% firstof saknas finns %}",
        "{{ finns.saknas }}",
        "{% if finns.saknas %}ja{% endif %}",
        "{{ tom.saknas }}",
    ],
)
def test_odefinierad_mallvariabel_fäller(mall: str) -> None:
    with framkallar() as fynd:
        Template(mall).render(Context({"finns": "y", "tom": None}))

    assert len(fynd) == 1
    assert "saknas" in fynd[0]


@pytest.mark.parametrize(
    "mall",
    [
        "{{ finns }}",
        "{% if tom.något %}ja{% endif %}",
        "{% for x in lista %}{{ forloop.counter }}{{ x }}{% empty %}-{% endfor %}",
        "{% if 'a' in finns %}{% endif %}{{ True }}{{ 3 }}",
        "{% with y=finns %}{{ y }}{% endwith %}",
    ],
)
def test_definierade_variabler_går_igenom(mall: str) -> None:
    with framkallar() as fynd:
        Template(mall).render(Context({"finns": "", "tom": None, "lista": [1]}))

    assert fynd == []


def test_odefinierat_filterargument_fäller() -> None:
    with framkallar() as fynd, pytest.raises(VariableDoesNotExist):
        Template("{{ finns|default:saknas }}").render(Context({"finns": ""}))

    assert len(fynd) == 1


def test_ramverkens_egna_mallar_är_undantagna() -> None:
    motor = engines["django"].engine
    ursprung = Origin("/usr/lib/site-packages/admin/x.html", loader=motor.template_loaders[0])

    with framkallar() as fynd:
        Template("{{ saknas }}", origin=ursprung, engine=motor).render(Context())

    assert fynd == []


# --- Ordning -----------------------------------------------------------------------------------


@pytest.fixture
def två_kommuner(db: None) -> None:
    for namn in ("Björksund", "Ekeby"):
        kommun = Kommun.objects.create(namn=namn)
        Myndighet.objects.create(kommun=kommun, namn="Socialnämnden")


@pytest.mark.usefixtures("två_kommuner")
@pytest.mark.parametrize(
    "hämta",
    [
        lambda: list(Kommun.objects.order_by()),
        lambda: Kommun.objects.order_by()[:1][0],
        lambda: list(Kommun.objects.order_by()[:10]),
        lambda: bool(Kommun.objects.order_by()),
        lambda: list(Kommun.objects.order_by().iterator()),
        lambda: list(Myndighet.objects.values("kommun").annotate(n=Count("id"))),
        lambda: list(Myndighet.objects.annotate(n=Count("id"))),
        lambda: list(Kommun.objects.all().union(Kommun.objects.all())),
        lambda: Kommun.objects.prefetch_related(
            Prefetch("myndigheter", Myndighet.objects.order_by())
        ),
        lambda: Template("{% for k in kommuner %}{{ k }}{% endfor %}").render(
            Context({"kommuner": Kommun.objects.order_by()})
        ),
    ],
)
def test_fråga_utan_ordning_fäller(hämta) -> None:
    with framkallar() as fynd, pytest.raises(Överträdelse, match="utan ordning"):
        hämta()

    assert len(fynd) == 1


@pytest.mark.usefixtures("två_kommuner")
def test_fråga_utan_ordning_fäller_även_när_mallen_sväljer_felet() -> None:
    with framkallar() as fynd:
        Template("{% if 'x' in kommuner %}ja{% endif %}").render(
            Context({"kommuner": Kommun.objects.order_by()})
        )

    assert len(fynd) == 1


@pytest.mark.usefixtures("två_kommuner")
def test_frågor_där_ordningen_inte_syns_går_igenom() -> None:
    with framkallar() as fynd:
        assert len(Kommun.objects.all()) == 2
        Kommun.objects.order_by().get(namn="Ekeby")
        Kommun.objects.order_by().first()
        assert Kommun.objects.order_by().exists()
        assert Kommun.objects.order_by().count() == 2
        assert len(Kommun.objects.order_by().in_bulk()) == 2
        list(Kommun.objects.none())
        list(Kommun.objects.prefetch_related("myndigheter"))
        list(Myndighet.objects.prefetch_related("kommun"))
        list(Myndighet.objects.filter(kommun__in=Kommun.objects.order_by()))
        Kommun.objects.get_or_create(namn="Ekeby")
        Kommun.objects.order_by().update(fler_namn=["x"])
        Användare.objects.create(username="a")
        Rolltilldelning.objects.order_by().delete()
        Myndighet.objects.order_by().delete()
        Användare.objects.order_by().delete()

    assert fynd == []


# --- Lås ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_lås_över_flera_tabeller_utan_of_fäller() -> None:
    with framkallar() as fynd, transaction.atomic():
        list(Myndighet.objects.select_for_update().filter(namn="x").order_by("pk"))
        list(
            Myndighet.objects.select_for_update(of=("self",))
            .select_related("kommun")
            .order_by("pk")
        )
        assert fynd == []
        with pytest.raises(Överträdelse, match="of="):
            list(Myndighet.objects.select_for_update().select_related("kommun").order_by("pk"))

    assert len(fynd) == 1


# --- Nätet -------------------------------------------------------------------------------------


@pytest.mark.parametrize("adress", [("192.0.2.1", 80), ("example.org", 80)])
def test_nätet_är_spärrat(adress: tuple[str, int]) -> None:
    with framkallar() as fynd, pytest.raises(Överträdelse, match="i tester"):
        socket.create_connection(adress, timeout=1)

    assert len(fynd) == 1


def test_den_egna_datorn_nås() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()


# --- Loggar ------------------------------------------------------------------------------------


@pytest.mark.parametrize("logg", ["weasyprint", "fontTools", "fontTools.subset"])
def test_varning_från_pdf_motorn_fäller(logg: str) -> None:
    with framkallar() as fynd:
        logging.getLogger(logg).info("tyst")
        logging.getLogger(logg).warning("Anonymous box has no font")

    assert len(fynd) == 1


def test_tystad_logg_fäller(monkeypatch: pytest.MonkeyPatch) -> None:
    with framkallar() as fynd, monkeypatch.context() as ändring:
        ändring.setattr(logging.getLogger("weasyprint"), "disabled", True)
        assert strikt.tystade_loggar() == ["Loggen weasyprint är tystad"]
        assert strikt.töm() == ["Loggen weasyprint är tystad"]

    assert fynd == []


# --- Sviten själv ------------------------------------------------------------------------------


@pytest.mark.slow
def test_en_överträdelse_fäller_testet_som_gjorde_den(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("from tests.conftest import *")
    pytester.makepyfile(
        """
        import warnings
        from django.template import Context, Template

        def test_mall():
            Template("{% if saknas %}{% endif %}").render(Context())

        def test_varning():
            warnings.warn("gammalt", DeprecationWarning)

        def test_rätt():
            pass
        """
    )
    utfall = pytester.runpytest_subprocess(
        "-p", "no:randomly", "-p", "no:cacheprovider", "-c", str(strikt.ROT / "pyproject.toml"),
        "--rootdir", str(strikt.ROT), str(pytester.path),
    )  # fmt: skip  # ett argument per rad vore längre

    utfall.assert_outcomes(failed=2, passed=1)
    utfall.stdout.fnmatch_lines(["*Odefinierad mallvariabel 'saknas'*"])
