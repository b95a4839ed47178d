#!/bin/bash
# Becomes a dedicated MirrorMaker: connect-mirror-maker.sh mm2.properties [--clusters TARGET]
export KAFKA_HEAP_OPTS=${KAFKA_HEAP_OPTS:--Xms256M -Xmx2G}
exec /opt/kafka/bin/kafka-run-class.sh org.apache.kafka.connect.mirror.MirrorMaker "$@"
