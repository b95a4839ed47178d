-- tail-unreplicated: missing at the target, and no later one of its source partition is there.
WITH copied AS (
    SELECT f.to_region, f.mirror, p.*,
           EXISTS (SELECT 1 FROM log_entries e WHERE e.region = f.to_region AND e.topic = f.mirror AND e.id = p.id)
               OR EXISTS (SELECT 1 FROM handed h WHERE h.region = f.to_region AND h.topic = f.mirror AND h.id = p.id) AS there
    FROM flows f
    JOIN placed p ON p.region = f.from_region AND p.topic = f.topic AND p.log_offset IS NOT NULL)
SELECT c.id AS thing
FROM copied c
WHERE NOT c.there
  AND NOT EXISTS (
      SELECT 1 FROM copied d
      WHERE d.there AND d.to_region = c.to_region AND d.mirror = c.mirror AND d.region = c.region AND d.topic = c.topic
        AND d.partition = c.partition AND d.log_offset > c.log_offset)
