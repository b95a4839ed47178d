-- phantom: an id that was never sent. corrupt: a checksum that differs. A record without a stamp has no id: of each lineage the log
-- that holds most of them counts, and what was only delivered counts by its position.
SELECT id AS thing FROM log_entries WHERE stamped AND (NOT was_sent OR NOT intact)
UNION
SELECT id FROM handed WHERE stamped AND (NOT was_sent OR NOT intact)
UNION
SELECT concat_ws(' ', e.region, e.topic, e.partition, e.log_offset)
FROM log_entries e
JOIN (
    SELECT lineage, region, topic, row_number() OVER (PARTITION BY lineage ORDER BY count(*) DESC, region, topic) AS choice
    FROM log_entries WHERE NOT stamped GROUP BY lineage, region, topic) most
    ON most.choice = 1 AND most.region = e.region AND most.topic = e.topic
WHERE NOT e.stamped
UNION
SELECT concat_ws(' ', h.region, h.topic, h.partition, h.log_offset)
FROM handed h
WHERE NOT h.stamped
  AND NOT EXISTS (
      SELECT 1 FROM log_entries e
      WHERE NOT e.stamped AND e.region = h.region AND e.topic = h.topic AND e.partition = h.partition AND e.log_offset = h.log_offset)
