#!/bin/bash
# Formats a broker's disk: kafka-storage.sh format -t CLUSTER-ID -c server.properties
exec /opt/kafka/bin/kafka-run-class.sh kafka.tools.StorageTool "$@"
