# As the official image: the server alone, listening on every address of the container.
FROM @BASE@
LABEL org.opencontainers.image.title="Toxiproxy" org.opencontainers.image.version="@VERSION@"
COPY toxiproxy /toxiproxy
EXPOSE 8474
USER 1000
ENTRYPOINT ["/toxiproxy"]
CMD ["-host=0.0.0.0"]
