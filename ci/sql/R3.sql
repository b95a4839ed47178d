-- replication-duplicate: more copies in the mirrored topic than in the native one. Of what the source lost, one copy is none too many.
SELECT c.id AS thing
FROM carried c
GROUP BY c.from_region, c.source_topic, c.to_region, c.mirror, c.id
HAVING count(*) > greatest(1, (
    SELECT count(*) FROM log_entries e WHERE e.region = c.from_region AND e.topic = c.source_topic AND e.id = c.id))
