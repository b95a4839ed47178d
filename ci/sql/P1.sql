-- lost-acked: in Must of a region, absent from that region's own final native log. One that retention removed is excluded when its
-- copy was observed in another region.
SELECT m.id AS thing
FROM must m
JOIN regions r ON r.region = m.region AND r.scanned_whole
WHERE NOT EXISTS (SELECT 1 FROM log_entries e WHERE e.region = m.region AND e.topic = m.topic AND e.id = m.id)
  AND NOT (
      EXISTS (
          SELECT 1 FROM scanned_partitions p
          WHERE p.region = m.region AND p.topic = m.ack_topic AND p.partition = m.ack_partition AND m.ack_offset < p.start_offset)
      AND (EXISTS (SELECT 1 FROM log_entries e WHERE e.id = m.id AND e.region <> m.region)
          OR EXISTS (SELECT 1 FROM handed h WHERE h.id = m.id AND h.region <> m.region)))
