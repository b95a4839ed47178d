-- cross-region retry: one id that was sent to two regions, native in one, and native in the other or mirrored from there beside it.
SELECT a.id AS thing
FROM writes a
JOIN writes b ON b.id = a.id AND b.region <> a.region
WHERE EXISTS (SELECT 1 FROM log_entries e WHERE e.region = a.region AND e.topic = a.topic AND e.id = a.id)
  AND (EXISTS (SELECT 1 FROM log_entries e WHERE e.region = b.region AND e.topic = b.topic AND e.id = a.id)
      OR EXISTS (
          SELECT 1 FROM flows f
          JOIN log_entries e ON e.region = f.to_region AND e.topic = f.mirror
          WHERE f.from_region = b.region AND f.to_region = a.region AND f.topic = b.topic AND f.mirror <> f.topic AND e.id = a.id))
