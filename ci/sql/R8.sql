-- torn transaction: a strict subset of a transaction, or any of one that can't have been committed, visible in a mirrored topic, below
-- the failover snapshot or at the end. In visible records.
WITH looks AS (
    SELECT c.from_region, c.source_topic, c.id, 'at the end' AS moment FROM carried c
    UNION
    SELECT c.from_region, c.source_topic, c.id, p.failover
    FROM carried c
    JOIN snapshots p ON p.region = c.region AND p.topic = c.topic AND p.partition = c.partition AND c.log_offset < p.end_offset
    UNION
    SELECT f.from_region, f.topic, h.id, p.failover
    FROM flows f
    JOIN handed h ON h.region = f.to_region AND h.topic = f.mirror AND h.was_sent
    JOIN snapshots p ON p.region = h.region AND p.topic = h.topic AND p.partition = h.partition AND h.log_offset < p.end_offset
    WHERE EXISTS (SELECT 1 FROM writes w WHERE w.id = h.id AND w.region = f.from_region)
      AND NOT EXISTS (SELECT 1 FROM writes w WHERE w.id = h.id AND w.region = f.to_region)),
seen AS (
    SELECT m.*, l.moment,
           count(*) OVER (
               PARTITION BY m.region, m.topic, m.worker, m.producer, m.session, m.first_sequence, l.moment) AS visible
    FROM members m JOIN looks l ON l.from_region = m.region AND l.source_topic = m.topic AND l.id = m.id),
sizes AS (
    SELECT region, topic, worker, producer, session, first_sequence, count(*) AS members
    FROM members GROUP BY region, topic, worker, producer, session, first_sequence)
SELECT s.id AS thing
FROM seen s JOIN sizes z USING (region, topic, worker, producer, session, first_sequence)
WHERE s.fate = 'never' OR (s.fate = 'committed' OR s.shown) AND s.visible < z.members
