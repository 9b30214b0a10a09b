# The image of web, worker and clock. Build: docker build -t asula:VERSION .

FROM python:3.13.14-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/node.txt requirements/
RUN python -m venv /node && /node/bin/pip install --require-hashes -r requirements/node.txt
COPY package.json package-lock.json .npmrc ./
RUN PATH="/node/bin:$PATH" npm ci
COPY requirements/production.txt requirements/
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r requirements/production.txt
COPY static static
RUN PATH="/node/bin:$PATH" npm run build
COPY . .
RUN /venv/bin/python -m babel.messages.frontend compile -d locale
# Collecting asks for settings, not for values: these reach no image layer but this build stage's.
RUN SECRET_KEY=build SITE_URL=https://build.invalid ALLOWED_HOSTS=build.invalid ESI_ISSUER=https://build.invalid \
    ESI_CLIENT_SECRET=build DATABASE_URL=postgres://build REDIS_URL=redis://build \
    IDENTIFIER_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= IDENTIFIER_INDEX_KEY=build \
    STATIC_ROOT=/static DJANGO_SETTINGS_MODULE=asula.settings /venv/bin/python -m django collectstatic --noinput \
    && rm -rf node_modules tests stub requirements

FROM python:3.13.14-slim-trixie
# Pango and HarfBuzz lay out the documents; poppler is not needed here.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin asula
COPY --from=build /venv /venv
COPY --from=build /static /static
COPY --from=build /build /app
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=asula.settings STATIC_ROOT=/static XDG_CACHE_HOME=/tmp/cache
WORKDIR /app
USER 10001:10001
EXPOSE 8000
# Synchronous workers, as many as cores: nginx in front takes slow clients off their hands.
CMD ["python", "-m", "gunicorn", "asula.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-class", "sync", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--timeout", "60", "--graceful-timeout", "30", \
     "--max-requests", "2000", "--max-requests-jitter", "200"]
