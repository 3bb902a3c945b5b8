# Samma installation som ./starta: ./installera lägger systembiblioteken och .venv på plats.
FROM python:3.11.14-slim-bookworm

ENV PYTHONUTF8=1 \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    NAMND_DATA=/data \
    STATIC_ROOT=/app/staticfiles \
    PATH=/app/.venv/bin:$PATH

WORKDIR /app
COPY installera pyproject.toml uv.lock ./
COPY config/systemkrav.py config/
RUN ./installera && rm -rf /var/lib/apt/lists/* /root/.cache .venv/uv

COPY . .
# Inställningarna kräver att namnen finns; inget av värdena används när filer samlas.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    DATABASE_URL=postgresql://ingen/ingen CELERY_BROKER_URL=memory:// \
    python manage.py collectstatic --noinput --verbosity=0 \
    && useradd --uid 10001 --create-home namnd \
    && install --directory --owner=namnd --mode=0700 /data

USER namnd
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", \
     "--worker-class", "gthread", "--threads", "4", "--no-control-socket", "--access-logfile", "-"]
