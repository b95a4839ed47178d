-- translation error: where a group began to read a mirrored log after a transition that starts it from translated offsets. Beyond
-- records that it was not given, or before records whose processing it had committed; of those below the failover snapshot. What was
-- aborted is no record that it should have been given.
WITH starts AS (
    SELECT t.failover, t.from_region, t.to_region, f.topic, f.mirror, a.consumer_group, a.partition,
           min_by(a.position, a.at_nanos) AS position, min(a.at_nanos) AS at_nanos
    FROM transitions t
    JOIN flows f ON f.from_region = t.from_region AND f.to_region = t.to_region
    JOIN assignments a ON a.kind = 'assigned' AND a.region = f.to_region AND a.topic = f.mirror AND a.position >= 0
        AND a.at_nanos >= t.t0_from
    WHERE t.synced_offsets
      AND a.at_nanos < coalesce((SELECT min(o.t0_from) FROM transitions o WHERE o.t0_from > t.t0_from), 9223372036854775807)
      AND a.at_nanos < (SELECT coalesce(load_stopped_nanos, last_nanos) FROM run)
    GROUP BY t.failover, t.from_region, t.to_region, f.topic, f.mirror, a.consumer_group, a.partition),
copies AS (
    SELECT s.*, c.id, min(c.log_offset) AS log_offset
    FROM starts s
    JOIN snapshots p ON p.failover = s.failover AND p.topic = s.mirror AND p.partition = s.partition
    JOIN carried c ON c.from_region = s.from_region AND c.source_topic = s.topic AND c.to_region = s.to_region AND c.mirror = s.mirror
        AND c.partition = s.partition AND c.log_offset < p.end_offset
    GROUP BY ALL)
SELECT c.id AS thing
FROM copies c
WHERE NOT EXISTS (SELECT 1 FROM writes w WHERE w.id = c.id AND w.region = c.from_region AND w.outcome = 'failed')
  AND (c.log_offset < c.position
  AND NOT EXISTS (
      SELECT 1 FROM handed h WHERE h.consumer_group = c.consumer_group AND h.id = c.id AND h.at_nanos < c.at_nanos)
   OR c.log_offset >= c.position
  AND (EXISTS (
          SELECT 1 FROM commits m
          WHERE m.consumer_group = c.consumer_group AND m.at_nanos < c.at_nanos AND m.region = c.to_region AND m.topic = c.mirror
            AND m.partition = c.partition AND m.log_offset > c.log_offset)
      OR EXISTS (
          SELECT 1 FROM first_entries s
          JOIN commits m ON m.region = s.region AND m.topic = s.topic AND m.partition = s.partition AND m.log_offset > s.log_offset
          WHERE s.region = c.from_region AND s.topic = c.topic AND s.id = c.id
            AND m.consumer_group = c.consumer_group AND m.at_nanos < c.at_nanos)))
