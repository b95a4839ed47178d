-- stale read: a group was given a copy that was older than the objective allows, counted from the first time that the record was handed
-- to a region. Each delivery counts.
WITH written AS (
    SELECT concat_ws('.', worker, producer, session, sequence) AS id, min(invoked_nanos) AS first_nanos
    FROM sends GROUP BY worker, producer, session, sequence),
native AS (
    SELECT DISTINCT region, topic, concat_ws('.', worker, producer, session, sequence) AS id FROM sends)
SELECT concat_ws(' ', h.journal, h.fact) AS thing
FROM handed h
JOIN written w ON w.id = h.id
JOIN objectives o ON o.objective = 'anomalies.C7'
WHERE h.stamped
  AND NOT EXISTS (SELECT 1 FROM native n WHERE n.region = h.region AND n.topic = h.topic AND n.id = h.id)
  AND h.at_nanos - w.first_nanos > o.at_most_nanos
