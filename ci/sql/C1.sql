-- unseen: Must, in a log the group reads at the end, never delivered, and the group's position never reached it.
WITH reached AS (
    SELECT consumer_group, region, topic, partition, max(position) AS position
    FROM (
        SELECT h.consumer_group, h.region, h.topic, h.partition, h.log_offset + 1 AS position
        FROM handed h JOIN began b ON b.region = h.region AND b.topic = h.topic
        WHERE b.since_nanos = -9223372036854775807
           OR h.at_nanos >= b.since_nanos AND h.was_sent
              AND NOT EXISTS (
                  SELECT 1 FROM writes w
                  WHERE w.id = h.id AND w.region = h.region AND w.outcome = 'ok' AND w.ended_nanos < b.since_nanos)
        UNION ALL
        SELECT c.consumer_group, c.region, c.topic, c.partition, c.log_offset
        FROM commits c JOIN began b ON b.region = c.region AND b.topic = c.topic WHERE b.since_nanos = -9223372036854775807
        UNION ALL
        SELECT a.consumer_group, a.region, a.topic, a.partition, a.position
        FROM assignments a JOIN began b ON b.region = a.region AND b.topic = a.topic
        WHERE b.since_nanos = -9223372036854775807) AS positions
    GROUP BY consumer_group, region, topic, partition)
SELECT e.id AS thing
FROM reads_at_the_end g
JOIN readers r ON r.consumer_group = g.consumer_group
JOIN log_entries e ON e.region = g.region AND e.topic = r.topic AND e.was_sent
LEFT JOIN reached p ON p.consumer_group = g.consumer_group AND p.region = e.region AND p.topic = e.topic AND p.partition = e.partition
WHERE e.log_offset >= coalesce(p.position, -1)
  AND EXISTS (SELECT 1 FROM must m WHERE m.id = e.id)
  AND NOT EXISTS (SELECT 1 FROM handed h WHERE h.consumer_group = g.consumer_group AND h.id = e.id)
