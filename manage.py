#!/usr/bin/env python
"""Django-kommandon. Utan DATABASE_URL startas den inbäddade databasen."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import pg

    pg.se_till()
    from django.core.management import execute_from_command_line
    from django.db import ProgrammingError
    from psycopg.errors import UndefinedTable

    try:
        execute_from_command_line(sys.argv)
    except ProgrammingError as fel:
        if not isinstance(fel.__cause__, UndefinedTable):
            raise
        sys.exit("Databasens tabeller är inte skapade. Kör ./starta eller manage.py migrate först.")


if __name__ == "__main__":
    main()
