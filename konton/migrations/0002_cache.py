"""Tabellen för Djangos databascache; samma som `createcachetable` gör."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("konton", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE konton_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamp with time zone NOT NULL
            );
            CREATE INDEX konton_cache_expires ON konton_cache (expires);
            """,
            "DROP TABLE konton_cache;",
        ),
    ]
