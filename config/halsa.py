"""Frågar webben om den mår bra. Körs i webbens behållare: `python -m config.halsa`."""

import os
import sys
import urllib.error
import urllib.request


def fråga(adress: str) -> str | None:
    """Felet, eller None om webben svarar."""
    # Som om frågan kom genom mellanservern; annars hänvisar webben till https.
    fråga = urllib.request.Request(
        f"{adress}/halsa/",
        headers={
            "Host": os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0],
            "X-Forwarded-Proto": "https",
        },
    )
    öppnare = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with öppnare.open(fråga, timeout=5):
            return None
    except urllib.error.HTTPError as fel:
        return f"webben svarar {fel.code}"
    except OSError as fel:
        return f"webben svarar inte: {fel}"


if __name__ == "__main__":
    sys.exit(fråga(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"))
