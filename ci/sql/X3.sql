-- zombie: in U, arrives at the target behind newer writes of its key. Newer: invoked there after the record was acknowledged, and
-- acknowledged before a group there was first given the record, or, if none was, before the drill ended.
WITH arrived AS (
    SELECT u.id, u.to_region, u.topic, u.key_hash, u.acknowledged_nanos,
           least((SELECT last_nanos FROM run), coalesce(
               (SELECT min(h.at_nanos) FROM handed h WHERE h.region = u.to_region AND h.id = u.id),
               (SELECT last_nanos FROM run))) AS at_nanos
    FROM left_behind u JOIN topics t ON t.topic = u.topic
    WHERE NOT EXISTS (SELECT 1 FROM writes w WHERE w.id = u.id AND w.region = u.to_region)
      AND (EXISTS (SELECT 1 FROM log_entries e WHERE e.region = u.to_region AND e.lineage = t.lineage AND e.id = u.id)
           OR (SELECT min(h.at_nanos) FROM handed h WHERE h.region = u.to_region AND h.id = u.id)
               > (SELECT max(p.at_nanos) FROM snapshots p WHERE p.failover = u.failover)))
SELECT a.id AS thing
FROM arrived a
WHERE EXISTS (
    SELECT 1 FROM writes w
    WHERE w.region = a.to_region AND w.topic = a.topic AND w.key_hash = a.key_hash AND w.outcome = 'ok'
      AND w.invoked_nanos > a.acknowledged_nanos AND w.ended_nanos < a.at_nanos)
