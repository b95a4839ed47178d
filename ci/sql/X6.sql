-- row without event, event without row: a service's store and its topic disagree in the region that took over. Of records that others were
-- sent before the store became the primary there: a row that it held then against a copy below the failover snapshot. Of those that this
-- region was sent: a row against the event in its log, at the end. A row of a record that was never sent has no event. A service that comes
-- back to a store that was the primary all the time takes it over when it is switched.
WITH lasting AS (
    SELECT t.*, least(
        coalesce((SELECT min(o.t0_from) FROM transitions o WHERE o.t0_from > t.t0_from), 9223372036854775807),
        (SELECT coalesce(load_stopped_nanos, last_nanos) FROM run)) AS until_nanos
    FROM transitions t),
promotions AS (SELECT region, store, at_nanos FROM store_events WHERE kind = 'promoted'),
switches_in AS (
    SELECT l.failover, l.from_region, l.to_region, l.t0_from, s.service AS store, min(s.at_nanos) AS at_nanos
    FROM lasting l
    JOIN switches s ON s.failover = l.failover AND s.at_nanos >= l.t0_from AND s.at_nanos < l.until_nanos
    GROUP BY l.failover, l.from_region, l.to_region, l.t0_from, s.service),
promoted_in AS (
    SELECT l.failover, l.to_region, e.store, min(e.at_nanos) AS at_nanos
    FROM lasting l
    JOIN promotions e ON e.region = l.to_region AND e.at_nanos >= l.t0_from AND e.at_nanos < l.until_nanos
    GROUP BY l.failover, l.to_region, e.store),
promoted AS (
    SELECT failover, to_region, store, at_nanos FROM promoted_in
    UNION ALL
    SELECT s.failover, s.to_region, s.store, s.at_nanos
    FROM switches_in s
    WHERE NOT EXISTS (SELECT 1 FROM promoted_in p WHERE p.failover = s.failover AND p.store = s.store)
      AND EXISTS (SELECT 1 FROM promotions e WHERE e.region = s.to_region AND e.store = s.store AND e.at_nanos < s.t0_from)
      AND EXISTS (
          SELECT 1 FROM switches_in o WHERE o.store = s.store AND o.from_region = s.to_region AND o.t0_from < s.t0_from)),
came AS (
    SELECT region, store, concat_ws('.', worker, producer, session, sequence) AS id, min(at_nanos) AS at_nanos
    FROM store_rows WHERE kind = 'copied' GROUP BY region, store, id),
held AS (SELECT region, store, concat_ws('.', worker, producer, session, sequence) AS id FROM store_rows WHERE kind = 'held'),
-- What the region held of each lineage below the snapshot.
below AS (
    SELECT p.failover, e.lineage, e.id FROM snapshots p
    JOIN log_entries e ON e.region = p.region AND e.topic = p.topic AND e.partition = p.partition AND e.log_offset < p.end_offset
    UNION
    SELECT p.failover, h.lineage, h.id FROM snapshots p
    JOIN handed h ON h.region = p.region AND h.topic = p.topic AND h.partition = p.partition AND h.log_offset < p.end_offset),
copies_below AS (
    SELECT b.failover, t.topic, b.id FROM below b JOIN topics t ON t.lineage = b.lineage),
compared AS (
    SELECT w.id,
           EXISTS (SELECT 1 FROM held r WHERE r.region = p.to_region AND r.store = p.store AND r.id = w.id)
           AND (w.region = p.to_region OR NOT EXISTS (
               SELECT 1 FROM came c
               WHERE c.region = p.to_region AND c.store = p.store AND c.id = w.id AND c.at_nanos > p.at_nanos)) AS has_row,
           EXISTS (SELECT 1 FROM copies_below b WHERE b.failover = p.failover AND b.topic = w.topic AND b.id = w.id)
           OR (w.region = p.to_region AND EXISTS (
               SELECT 1 FROM log_entries e WHERE e.region = p.to_region AND e.topic = w.topic AND e.id = w.id)) AS has_event
    FROM promoted p
    JOIN stores s ON s.store = p.store
    JOIN writes w ON w.producer = s.producer AND (w.region = p.to_region OR w.invoked_nanos < p.at_nanos)
    -- What was sent there as well has its row by that send.
    LEFT JOIN writes o ON o.id = w.id AND o.region = p.to_region AND w.region <> p.to_region
    WHERE o.id IS NULL)
SELECT id AS thing FROM compared WHERE has_row <> has_event
UNION
SELECT concat_ws(' ', h.store, h.region, h.id)
FROM promoted p JOIN held h ON h.region = p.to_region AND h.store = p.store
WHERE h.id NOT IN (SELECT id FROM known_ids)
