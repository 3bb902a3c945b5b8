#!/usr/bin/env python
"""Django-kommandon. Utan DATABASE_URL startas den inbäddade databasen."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config import pg

    pg.se_till()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
