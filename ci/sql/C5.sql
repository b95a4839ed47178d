-- key-order inversion: of one session and key, first delivered to a group behind a record with a later sequence.
WITH firsts AS (
    SELECT h.consumer_group, h.id, min(h.at_nanos) AS at_nanos FROM handed h WHERE h.was_sent GROUP BY h.consumer_group, h.id),
records AS (SELECT DISTINCT id, worker, producer, session, sequence, key_hash FROM writes),
ordered AS (
    SELECT f.id, f.at_nanos, min(f.at_nanos) OVER (
        PARTITION BY f.consumer_group, r.worker, r.producer, r.session, r.key_hash ORDER BY r.sequence
        ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS earliest_later
    FROM firsts f JOIN records r ON r.id = f.id)
SELECT id AS thing FROM ordered WHERE earliest_later < at_nanos
