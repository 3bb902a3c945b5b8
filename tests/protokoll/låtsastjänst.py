"""En låtsad underskriftstjänst efter BankID:s och Frejas dokumentation, med klientcertifikat.

Den prövar varje begäran som dokumentationen säger och svarar som den: den vet inget om koden som
prövas. Om den riktiga tjänsten gör på annat sätt syns det inte här.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import ssl
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from tests.factories import sigill as fabrik

PERSON = {"personalNumber": "190001019801", "name": "Bo Ekfalk"}


@dataclass
class Order:
    begäran: dict[str, Any]
    svar: dict[str, Any] = field(
        default_factory=lambda: {"status": "pending", "hintCode": "outstandingTransaction"}
    )
    avbruten: bool = False


@dataclass
class Tjänst:
    katalog: Path
    bas: str = ""
    ordrar: dict[str, Order] = field(default_factory=dict)
    #: Nästa svar, i stället för det vanliga: (status, kropp).
    nästa: list[tuple[int, bytes]] = field(default_factory=list)

    def inställningar(self, sort: str) -> dict[str, str]:
        return {
            "NAMND_UNDERSKRIFT": sort,
            "NAMND_UNDERSKRIFT_URL": self.bas,
            "NAMND_UNDERSKRIFT_CERTIFIKAT": str(self.katalog / "klient.pem"),
            "NAMND_UNDERSKRIFT_LOSENORD": "",
            "NAMND_UNDERSKRIFT_ROT": str(self.katalog / "rot.pem"),
        }

    def ställ_in(self, settings: Any, sort: str) -> None:
        for namn, värde in self.inställningar(sort).items():
            setattr(settings, namn, värde)

    @property
    def senaste(self) -> Order:
        return next(reversed(self.ordrar.values()))

    # BankID

    def bankid(self, vad: str, data: dict[str, Any]) -> tuple[int, Any]:
        if vad == "sign":
            return self._bankid_sign(data)
        order = self.ordrar.get(data.get("orderRef", ""))
        if order is None or order.avbruten:
            return 400, {"errorCode": "invalidParameters", "details": "No such order"}
        if vad == "cancel":
            order.avbruten = True
            return 200, {}
        order.avbruten = order.svar["status"] != "pending"
        return 200, {"orderRef": data["orderRef"], **order.svar}

    def _bankid_sign(self, data: dict[str, Any]) -> tuple[int, Any]:
        kända = {"endUserIp", "userVisibleData", "userNonVisibleData", "requirement"}
        try:
            ipaddress.ip_address(data["endUserIp"])
            assert set(data) <= kända
            assert 1 <= len(data["userVisibleData"]) <= 40_000
            assert len(data.get("userNonVisibleData", "")) <= 200_000
            base64.b64decode(data["userVisibleData"], validate=True).decode()
            krav = data.get("requirement", {})
            assert set(krav) <= {"pinCode", "personalNumber"}
            assert len(krav.get("personalNumber", "1" * 12)) == 12
        except (AssertionError, KeyError, ValueError) as fel:
            return 400, {"errorCode": "invalidParameters", "details": str(fel)}
        referens = str(uuid.uuid4())
        self.ordrar[referens] = Order(data)
        return 200, {
            "orderRef": referens,
            "autoStartToken": "7c40b5c9-fa74-49cf-b98c-bfe651f9a7c6",
            "qrStartToken": "67df3917-fa0d-44e5-b327-edcc928297f8",
            "qrStartSecret": "d28db9a7-4cde-429e-a983-359be676944c",
        }

    def bankid_klar(self, **person: str) -> None:
        """Personen i PERSON har skrivit under, eller en annan."""
        self.senaste.svar = {
            "status": "complete",
            "completionData": {
                "user": PERSON | person | {"givenName": "Bo", "surname": "Ekfalk"},
                "device": {"ipAddress": "192.0.2.7"},
                "bankIdIssueDate": "2025-02-01",
                "signature": base64.b64encode(b"<Signature/>").decode(),
                "ocspResponse": base64.b64encode(b"ocsp").decode(),
            },
        }

    # Freja

    def freja(self, vad: str, fält: dict[str, list[str]]) -> tuple[int, Any]:
        namn = {
            "initSignature": "initSignRequest",
            "getOneResult": "getOneSignResultRequest",
            "cancel": "cancelSignRequest",
        }[vad]
        try:
            data = json.loads(base64.b64decode(fält[namn][0], validate=True))
        except (KeyError, ValueError):
            return 400, {"code": 1001, "message": "Invalid or missing parameters."}
        if vad == "initSignature":
            return self._freja_init(data)
        order = self.ordrar.get(data.get("signRef", ""))
        if order is None or order.avbruten:
            return 400, {"code": 1100, "message": "Invalid reference."}
        if vad == "cancel":
            order.avbruten = True
            return 200, {}
        return 200, {"signRef": data["signRef"], **order.svar}

    def _freja_init(self, data: dict[str, Any]) -> tuple[int, Any]:
        try:
            assert data["userInfoType"] in {"SSN", "INFERRED"}
            if data["userInfoType"] == "SSN":
                vem = json.loads(base64.b64decode(data["userInfo"]))
                assert (vem["country"], len(vem["ssn"])) == ("SE", 12)
            else:
                assert data["userInfo"] == "N/A"
            assert data["signatureType"] == "EXTENDED"
            assert data["dataToSignType"] == "EXTENDED_UTF8_TEXT"
            assert base64.b64decode(data["dataToSign"]["text"]).decode()
            base64.b64decode(data["dataToSign"]["binaryData"], validate=True)
        except (AssertionError, KeyError, ValueError):
            return 422, {"code": 1001, "message": "Invalid or missing parameters."}
        referens = uuid.uuid4().hex
        self.ordrar[referens] = Order(data, {"status": "STARTED"})
        return 200, {"signRef": referens}

    def freja_klar(self, **person: str) -> None:
        self.senaste.svar = {
            "status": "APPROVED",
            "details": "eyJ4NXQi.eyJzaWdu.c2ln",
            "requestedAttributes": {
                "basicUserInfo": {"name": "Bo", "surname": "Ekfalk"},
                "ssn": {"ssn": (PERSON | person)["personalNumber"], "country": "SE"},
            },
        }


@contextmanager
def startad(katalog: Path) -> Iterator[Tjänst]:
    tjänst = Tjänst(katalog)
    ca = fabrik.utfärda("Tjänstens CA", är_ca=True)
    server_cert = fabrik.utfärda("Tjänsten", av=ca, värd="localhost")
    klient = fabrik.utfärda("Björksunds kommun", av=ca)
    (katalog / "rot.pem").write_bytes(ca.pem)
    (katalog / "server.pem").write_bytes(server_cert.pem + server_cert.nyckel_pem)
    (katalog / "klient.pem").write_bytes(klient.pem + klient.nyckel_pem)

    class Svarare(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kropp = self.rfile.read(int(self.headers["Content-Length"]))
            status, svar = self._behandla(kropp)
            data = svar if isinstance(svar, bytes) else json.dumps(svar).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _behandla(self, kropp: bytes) -> tuple[int, Any]:
            if tjänst.nästa:
                return tjänst.nästa.pop(0)
            _, sort, version, vad = self.path.split("/")
            if (sort, version) == ("rp", "v6.0"):
                if self.headers["Content-Type"] != "application/json":
                    return 415, {"errorCode": "unsupportedMediaType", "details": ""}
                return tjänst.bankid(vad, json.loads(kropp))
            return tjänst.freja(vad, parse_qs(kropp.decode()))

        def log_message(self, *args: object) -> None:
            """Tyst."""

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(katalog / "server.pem")
    tls.load_verify_locations(katalog / "rot.pem")
    tls.verify_mode = ssl.CERT_REQUIRED
    with ThreadingHTTPServer(("127.0.0.1", 0), Svarare) as server:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        tjänst.bas = f"https://localhost:{server.server_port}"
        tråd = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        tråd.start()
        yield tjänst
        server.shutdown()
        tråd.join()
