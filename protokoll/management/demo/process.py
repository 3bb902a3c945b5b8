"""En arbetsprocess start. Egen modul: inget av Djangos får läsas in före `setup`."""

import gc
import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

import django


def starta() -> None:
    threading.Thread(target=_följ_föräldern, daemon=True).start()
    django.setup()
    # En rendering gör många objekt som ändå lever tills den är klar; färre letningar är 15 % tid.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _följ_föräldern() -> None:
    """Avbryts bygget (Ctrl-C, kill) ska ingen arbetare bli kvar och vänta på uppgifter."""
    förälder = parent_process()
    if förälder is not None:
        wait([förälder.sentinel])
        os._exit(1)
