#!/bin/bash
# Runs a class of Kafka's: the environment variables are those of Kafka's own script of this name.
set -eu
# Kafka's own jars come first, so that class-data archives fit whatever is added behind them.
classpath=
for jar in /opt/kafka/libs/*.jar; do
    classpath=${classpath:+$classpath:}$jar
done
classpath=$classpath${CLASSPATH:+:$CLASSPATH}
# shellcheck disable=SC2086 # options are words
exec java ${KAFKA_HEAP_OPTS:--Xmx256M} ${KAFKA_JVM_PERFORMANCE_OPTS:-} ${KAFKA_OPTS:-} -Djava.awt.headless=true \
    -Dorg.slf4j.simpleLogger.showDateTime=true "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS" \
    -Dorg.slf4j.simpleLogger.showShortLogName=true \
    -Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config.AbstractConfig=warn \
    -Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.utils.AppInfoParser=warn \
    -cp "$classpath" "$@"
