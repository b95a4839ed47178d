-- altered: a copy whose partition, timestamp or contents are those of no copy in the native log.
SELECT c.id AS thing
FROM carried c
WHERE EXISTS (SELECT 1 FROM log_entries e WHERE e.region = c.from_region AND e.topic = c.source_topic AND e.id = c.id)
  AND NOT EXISTS (
      SELECT 1 FROM log_entries e
      WHERE e.region = c.from_region AND e.topic = c.source_topic AND e.id = c.id
        AND e.partition = c.partition AND e.timestamp_millis = c.timestamp_millis AND e.digest = c.digest)
