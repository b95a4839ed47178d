-- offset-conflict: two ids for one (region, topic, partition, offset) across acknowledgements, deliveries and scans. Of logs that
-- began anew, what was acknowledged before, or delivered of that, is of other logs.
WITH claims AS (
    SELECT region, topic, partition, log_offset, id FROM log_entries WHERE was_sent
    UNION
    SELECT w.region, w.ack_topic, w.ack_partition, w.ack_offset, w.id
    FROM writes w JOIN began b ON b.region = w.region AND b.topic = w.ack_topic
    WHERE w.outcome = 'ok' AND w.ended_nanos >= b.since_nanos
    UNION
    SELECT h.region, h.topic, h.partition, h.log_offset, h.id
    FROM handed h JOIN began b ON b.region = h.region AND b.topic = h.topic
    WHERE h.was_sent AND h.at_nanos >= b.since_nanos
      AND NOT EXISTS (
          SELECT 1 FROM writes w
          WHERE w.id = h.id AND w.region = h.region AND w.outcome = 'ok' AND w.ended_nanos < b.since_nanos))
SELECT c.id AS thing
FROM claims c
JOIN (
    SELECT region, topic, partition, log_offset FROM claims
    GROUP BY region, topic, partition, log_offset HAVING count(DISTINCT id) > 1) AS contested
    USING (region, topic, partition, log_offset)
