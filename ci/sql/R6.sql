-- loop: a record re-entered the region it came from. Copies that have a name of their own give it away; where they keep the name,
-- replication runs both ways, the other region has the record, and its own log holds it more than once.
SELECT e.id AS thing
FROM flows f
JOIN log_entries e ON e.region = f.to_region AND e.topic = f.mirror AND e.was_sent
WHERE EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = f.to_region)
  AND NOT EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = f.from_region)
  AND (f.mirror <> f.topic
      OR EXISTS (
              SELECT 1 FROM flows b
              WHERE b.from_region = f.to_region AND b.to_region = f.from_region AND b.topic = f.mirror AND b.mirror = f.topic)
          AND EXISTS (SELECT 1 FROM log_entries s WHERE s.region = f.from_region AND s.topic = f.topic AND s.id = e.id)
          AND (SELECT count(*) FROM log_entries o WHERE o.region = f.to_region AND o.topic = f.mirror AND o.id = e.id) > 1)
