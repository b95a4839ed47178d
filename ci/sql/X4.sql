-- divergence, in the directions in which replication ran at the end: ids that one of both regions' lineage holds and the other does
-- not, and keys whose last value differs.
WITH sides AS (
    SELECT DISTINCT f.from_region, f.to_region, f.topic, t.lineage,
           EXISTS (
               SELECT 1 FROM settled_flows b
               WHERE b.from_region = f.to_region AND b.to_region = f.from_region AND b.topic = f.topic) AS both_ways
    FROM settled_flows f JOIN topics t ON t.topic = f.topic),
ids AS (
    SELECT w.id,
           EXISTS (SELECT 1 FROM log_entries e WHERE e.region = s.from_region AND e.lineage = s.lineage AND e.id = w.id)
           OR EXISTS (
               SELECT 1 FROM scanned_partitions p
               WHERE w.outcome = 'ok' AND p.region = w.region AND p.topic = w.ack_topic AND p.partition = w.ack_partition
                 AND w.ack_offset < p.start_offset) AS here,
           EXISTS (SELECT 1 FROM log_entries e WHERE e.region = s.to_region AND e.lineage = s.lineage AND e.id = w.id)
           OR EXISTS (
               SELECT 1 FROM settled_flows f JOIN handed h ON h.region = f.to_region AND h.topic = f.mirror
               WHERE f.from_region = s.from_region AND f.to_region = s.to_region AND f.topic = s.topic AND h.id = w.id) AS there
    FROM sides s
    JOIN writes w ON w.region = s.from_region AND w.topic = s.topic),
-- Each pair of regions once; of a pair that is joined in one direction only, the records that were sent to its source.
pairs AS (SELECT * FROM sides WHERE NOT both_ways OR from_region < to_region),
candidates AS (
    SELECT p.from_region, p.to_region, p.lineage, e.region, e.topic, e.partition, e.log_offset, e.timestamp_millis, e.digest, e.id,
           (SELECT min(w.key_hash) FROM writes w WHERE w.id = e.id) AS key_hash
    FROM pairs p
    JOIN log_entries e ON e.lineage = p.lineage AND e.region IN (p.from_region, p.to_region) AND e.was_sent
    WHERE EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = p.from_region)
       OR p.both_ways AND EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = p.to_region)),
-- The last record of the key in each log of the lineage, and of those the one with the latest timestamp.
ends AS (
    SELECT from_region, to_region, lineage, region, key_hash, topic, partition,
           max_by(id, log_offset) AS id, max_by(timestamp_millis, log_offset) AS timestamp_millis, max_by(digest, log_offset) AS digest
    FROM candidates GROUP BY from_region, to_region, lineage, region, key_hash, topic, partition),
lasts AS (
    SELECT from_region, to_region, lineage, region, key_hash,
           max_by(id, timestamp_millis) AS id, max_by(digest, timestamp_millis) AS digest
    FROM ends GROUP BY from_region, to_region, lineage, region, key_hash)
SELECT id AS thing FROM ids WHERE here <> there
UNION
SELECT concat_ws(' ', 'key', key_hash)
FROM lasts
GROUP BY from_region, to_region, lineage, key_hash
HAVING count(DISTINCT region) < 2 OR count(DISTINCT concat_ws(' ', id, digest)) > 1
