-- conflict: two writes of one key in different regions, of which neither comes before the other. One comes before the other when they
-- are of one session in that order; when a copy of it was delivered to the service that wrote the other, in its region, before that was
-- invoked; or, but for active-active, when ownership was handed over between them, from its region, which owned the key then.
WITH written AS (
    SELECT m.*, p.service,
           coalesce(CASE WHEN m.outcome IN ('ok', 'unknown') THEN m.ended_nanos END,
               greatest(m.invoked_nanos, coalesce(
                   (SELECT min(k.ended_nanos) FROM workers k WHERE k.region = m.region AND k.incarnation = m.session),
                   (SELECT last_nanos FROM run)))) AS settled_nanos
    FROM must m JOIN producers p ON p.producer = m.producer),
epochs AS (
    SELECT region, CASE WHEN since_nanos = (SELECT min(since_nanos) FROM ownership) THEN -9223372036854775807 ELSE since_nanos END
               AS since_nanos, coalesce(until_nanos, 9223372036854775807) AS until_nanos
    FROM ownership),
-- When a service in a region was first given a record.
told AS (
    SELECT h.region, r.service, h.id, min(h.at_nanos) AS at_nanos
    FROM handed h JOIN (SELECT DISTINCT consumer_group, service FROM readers) r ON r.consumer_group = h.consumer_group
    WHERE h.was_sent GROUP BY h.region, r.service, h.id),
pairs AS (
    SELECT a.id AS a_id, a.region AS a_region, a.invoked_nanos AS a_invoked, a.settled_nanos AS a_settled, a.service AS a_service,
           b.id AS b_id, b.region AS b_region, b.invoked_nanos AS b_invoked, b.settled_nanos AS b_settled, b.service AS b_service
    FROM written a
    JOIN written b ON b.key_hash = a.key_hash AND b.topic = a.topic AND b.region <> a.region
        AND (b.worker <> a.worker OR b.producer <> a.producer OR b.session <> a.session)),
before AS (
    SELECT p.a_id, p.b_id,
           coalesce(t.at_nanos < p.b_invoked, FALSE)
           OR (SELECT pattern <> 'active-active' FROM run)
              AND EXISTS (
                  SELECT 1 FROM epochs mine
                  WHERE mine.region = p.a_region AND mine.since_nanos <= p.a_settled AND mine.until_nanos > p.a_invoked)
              AND EXISTS (
                  SELECT 1 FROM epochs theirs
                  WHERE theirs.region = p.b_region AND theirs.since_nanos > p.a_invoked AND theirs.since_nanos < p.b_invoked) AS known
    FROM pairs p
    LEFT JOIN told t ON t.region = p.b_region AND t.service = p.b_service AND t.id = p.a_id)
SELECT a.a_id AS thing
FROM before a JOIN before b ON b.a_id = a.b_id AND b.b_id = a.a_id
WHERE NOT a.known AND NOT b.known
