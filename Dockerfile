# The image holds the program alone: Redis runs beside it, see docker-compose.yml.
#
# What goes in is named exactly: the base by its full version, packages by version and digest. The base by digest, too, is
# for whoever keeps a registry: `docker buildx imagetools inspect` tells it, and --build-arg BASE=...@sha256:... takes it.
ARG BASE=python:3.11.15-slim-bookworm

FROM ${BASE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
# What compiles the reader stays in this stage, and so does pip. python3-dev is for a base without headers of its own.
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev python3-dev
COPY docker/requirements.txt docker/build-requirements.txt ./
RUN pip install --only-binary :all: --require-hashes --requirement build-requirements.txt \
 && python -m venv --without-pip /opt/depesche \
 && pip --python /opt/depesche/bin/python install --only-binary :all: --require-hashes --requirement requirements.txt
COPY pyproject.toml setup.py README.md LICENSE ./
COPY schemas schemas
COPY worker worker
RUN DEPESCHE_COMPILE=1 PYTHONPATH=/opt/depesche/lib/python3.11/site-packages \
    pip wheel --no-deps --no-build-isolation --wheel-dir . . \
 && pip --python /opt/depesche/bin/python install --no-deps depesche-*.whl

FROM ${BASE}
LABEL org.opencontainers.image.title="Depesche" \
      org.opencontainers.image.description="News in, typed events out" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --create-home depesche
COPY --from=build /opt/depesche /opt/depesche
COPY docker/entrypoint.sh /usr/local/bin/depesche-entrypoint
ENV PATH=/opt/depesche/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 REMAP_SIGTERM=SIGQUIT MALLOC_ARENA_MAX=2
USER 10001:10001
WORKDIR /home/depesche
ENTRYPOINT ["depesche-entrypoint"]
CMD ["depesche", "--help"]
