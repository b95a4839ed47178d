-- reordered: of each source partition, a first copy that stands behind one which the source has later.
WITH copies AS (
    SELECT c.from_region, c.source_topic, c.to_region, c.mirror, c.partition, c.log_offset, c.id,
           row_number() OVER (
               PARTITION BY c.from_region, c.source_topic, c.to_region, c.mirror, c.id ORDER BY c.partition, c.log_offset) AS choice
    FROM carried c),
ordered AS (
    SELECT c.id, s.log_offset AS source_offset, max(s.log_offset) OVER (
        PARTITION BY c.from_region, c.source_topic, c.to_region, c.mirror, c.partition, s.partition
        ORDER BY c.log_offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
    FROM copies c
    JOIN first_entries s ON s.region = c.from_region AND s.topic = c.source_topic AND s.id = c.id
    WHERE c.choice = 1)
SELECT id AS thing FROM ordered WHERE source_offset < highest
