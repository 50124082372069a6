# Stubben i en container:
#   docker build -t sf1472 .
#   docker run --rm -p 8472:8472 sf1472
# Testkittet mod en udbyder:
#   docker run --rm -v "$PWD/rapport:/rapport" sf1472 conform provider --url URL --report /rapport

FROM python:3.13-slim AS build
COPY . /src
RUN python -m venv /opt/sf1472
RUN /opt/sf1472/bin/pip install --no-cache-dir --disable-pip-version-check /src

FROM python:3.13-slim
COPY --from=build /opt/sf1472 /opt/sf1472
USER 65534:65534
ENV PATH="/opt/sf1472/bin:$PATH" PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8472
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8472/health', timeout=2)"]
ENTRYPOINT ["sf1472"]
CMD ["stub", "--host", "0.0.0.0"]
