-- send-inversion: of one session and key, a sequence below the running maximum of the native log.
SELECT id AS thing
FROM (
    SELECT id, sequence, max(sequence) OVER (
        PARTITION BY region, topic, partition, worker, producer, session, key_hash
        ORDER BY log_offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest
    FROM native_entries) AS ordered
WHERE sequence < highest
