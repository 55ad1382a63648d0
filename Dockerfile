# One image, three processes: docker-compose.yml starts it as web, worker and beat.
FROM python:3.11-slim-bookworm

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 portal

WORKDIR /srv/portal
COPY requirements/base.lock requirements/base.lock
RUN pip install --no-cache-dir --require-hashes -r requirements/base.lock
COPY . .
# Collected at build time; the values below are for this step alone and are not kept in the image.
RUN SECRET_KEY=build ALLOWED_HOSTS=build SITE_URL=https://build VAR_DIR=/srv/portal/var python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p var/media && chown -R portal var

USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket", "--access-logfile", "-"]
