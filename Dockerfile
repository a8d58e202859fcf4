# The steps are those of .ci/run: the lock with hashes, then the wheel alone, then `sebastian --check` from `/`.
FROM python:3.12-slim AS build

RUN python -m venv /opt/sebastian
ENV PATH=/opt/sebastian/bin:$PATH
COPY requirements.lock /src/
RUN pip install --no-cache-dir --require-hashes -r /src/requirements.lock
COPY . /src
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /src \
    && pip install --no-cache-dir --no-deps /wheels/*.whl


FROM python:3.12-slim

# libgomp1: the embedded model's runtime computes with OpenMP, which slim images lack.
# libime-data-language-model: what words follow one another, by which transcripts are put right.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgomp1 libime-data-language-model \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 sebastian \
    && install --directory --owner sebastian --group sebastian /data /data/cache
COPY --from=build /opt/sebastian /opt/sebastian
ENV PATH=/opt/sebastian/bin:$PATH
USER sebastian
RUN cd / && sebastian --check

# After the check, so that nothing of it can lie in the image's /data.
ENV PYTHONUNBUFFERED=1 \
    SEBASTIAN_HOST=0.0.0.0 \
    SEBASTIAN_PORT=8000 \
    SEBASTIAN_DATA=/data \
    SEBASTIAN_CACHE=/data/cache
WORKDIR /data
VOLUME /data
EXPOSE 8000
# The long start period: without a key, the first start fetches the embedded models (1.3 GB) before it listens.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30m CMD ["python", "-c", "\
import http.client, os, sys\n\
server = http.client.HTTPConnection('127.0.0.1', int(os.environ['SEBASTIAN_PORT']), timeout=4)\n\
server.request('GET', '/health')\n\
sys.exit(server.getresponse().status != 200)"]
CMD ["sebastian", "serve"]
