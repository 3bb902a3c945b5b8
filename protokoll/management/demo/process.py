"""En arbetsprocess start. Egen modul: inget av Djangos får läsas in före `setup`."""

import gc

import django


def starta() -> None:
    django.setup()
    # En rendering gör många objekt som ändå lever tills den är klar; färre letningar är 15 % tid.
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
