-- What every question asks for, made of the exported tables (docs/export.md) and of MEASURES alone (docs/measures.md).
-- `thing` names what a class counts: a record by its id, worker.producer.session.sequence, or an object in words.

CREATE TEMPORARY VIEW known_ids AS SELECT DISTINCT concat_ws('.', worker, producer, session, sequence) AS id FROM sends;

-- What logs held, and what handlers got, with the id where there is one; an id that was never sent is a phantom.
CREATE TEMPORARY VIEW log_entries AS
SELECT s.region, s.topic, s.partition, s.log_offset, s.worker, s.producer, s.session, s.sequence, s.key_hash, s.timestamp_millis,
       s.digest, s.intact, concat_ws('.', s.worker, s.producer, s.session, s.sequence) AS id, t.lineage, t.origin,
       s.sequence IS NOT NULL AS stamped,
       concat_ws('.', s.worker, s.producer, s.session, s.sequence) IN (SELECT id FROM known_ids) AS was_sent
FROM scans s JOIN topics t USING (topic);

CREATE TEMPORARY VIEW handed AS
SELECT d.journal, d.fact, d.region, d.consumer_group, d.instance, d.topic, d.partition, d.log_offset, d.at_nanos, d.intact,
       concat_ws('.', d.worker, d.producer, d.session, d.sequence) AS id, t.lineage, t.origin,
       d.sequence IS NOT NULL AS stamped,
       concat_ws('.', d.worker, d.producer, d.session, d.sequence) IN (SELECT id FROM known_ids) AS was_sent
FROM deliveries d JOIN topics t USING (topic);

-- Since when the logs of a topic are those that were scanned.
CREATE TEMPORARY VIEW began AS
SELECT r.region, t.topic, coalesce(max(n.at_nanos), -9223372036854775807) AS since_nanos
FROM regions r CROSS JOIN topics t
LEFT JOIN renewals n ON n.region = r.region AND (n.topic IS NULL OR n.topic = t.topic)
GROUP BY r.region, t.topic;

-- A transaction has the records of its session from its first on: as many as it was ended with, or up to the next one.
CREATE TEMPORARY VIEW asked AS
WITH begun AS (
    SELECT region, worker, producer, session, first_sequence, lead(first_sequence) OVER (
        PARTITION BY region, worker, producer, session ORDER BY first_sequence) AS next_first
    FROM transactions WHERE kind = 'begun')
SELECT b.region, b.worker, b.producer, b.session, b.first_sequence,
       b.first_sequence + coalesce(
           max_by(t.records, t.at_nanos) FILTER (WHERE t.kind = 'ending'), b.next_first - b.first_sequence,
           1000000000000) AS end_sequence,
       coalesce(bool_or(t.commit_asked), FALSE) AS ever_asked,
       coalesce(max_by(t.commit_asked, t.at_nanos) FILTER (WHERE t.kind = 'ending'), FALSE) AS asked_last,
       coalesce(max_by(t.confirmed, t.at_nanos) FILTER (WHERE t.kind = 'ended'), FALSE)
           AND max(t.at_nanos) FILTER (WHERE t.kind = 'ended')
               >= max(t.at_nanos) FILTER (WHERE t.kind = 'ending') AS answered,
       max(t.at_nanos) FILTER (WHERE t.kind = 'ended') AS ended_nanos
FROM begun b
LEFT JOIN transactions t ON t.region = b.region AND t.worker = b.worker AND t.producer = b.producer AND t.session = b.session
    AND t.first_sequence = b.first_sequence AND t.kind <> 'begun'
GROUP BY b.region, b.worker, b.producer, b.session, b.first_sequence, b.next_first;

-- The records of each transaction, and what became of it. Who asked for no commit has none; whose commit was not confirmed has none
-- either when its native log, scanned whole and never begun anew, shows no record of it.
CREATE TEMPORARY VIEW members AS
WITH records AS (
    SELECT s.region, s.topic, concat_ws('.', s.worker, s.producer, s.session, s.sequence) AS id, a.worker, a.producer, a.session,
           a.first_sequence, a.ever_asked, a.asked_last, a.answered, a.ended_nanos,
           concat_ws('.', s.worker, s.producer, s.session, s.sequence) IN (
               SELECT e.id FROM log_entries e WHERE e.region = s.region AND e.topic = s.topic) AS in_log,
           (SELECT g.scanned_whole FROM regions g WHERE g.region = s.region)
               AND (SELECT b.since_nanos FROM began b WHERE b.region = s.region AND b.topic = s.topic) = -9223372036854775807 AS log_whole
    FROM asked a
    JOIN sends s ON s.region = a.region AND s.worker = a.worker AND s.producer = a.producer AND s.session = a.session
        AND s.sequence >= a.first_sequence AND s.sequence < a.end_sequence),
logs AS (
    SELECT region, worker, producer, session, first_sequence, bool_or(in_log) AS shown, bool_and(log_whole) AS log_whole
    FROM records GROUP BY region, worker, producer, session, first_sequence)
SELECT r.*, l.shown,
       CASE WHEN r.answered AND r.asked_last THEN 'committed'
            WHEN r.ever_asked AND NOT r.answered AND (l.shown OR NOT l.log_whole) THEN 'unknown'
            ELSE 'never' END AS fate
FROM records r
JOIN logs l ON l.region = r.region AND l.worker = r.worker AND l.producer = r.producer AND l.session = r.session
    AND l.first_sequence = r.first_sequence;

-- A record handed to a region, with its outcome there. An acknowledgement counts more than any error, the first one most. In a
-- transaction it holds when the commit is confirmed, is unknown while nobody knows, and failed when it can't have been committed.
CREATE TEMPORARY VIEW writes AS
WITH ended AS (
    SELECT *, row_number() OVER (
        PARTITION BY region, worker, producer, session, sequence
        ORDER BY CASE WHEN outcome = 'ok' THEN 0 ELSE 1 END, at_nanos) AS choice
    FROM outcomes)
SELECT s.region, concat_ws('.', s.worker, s.producer, s.session, s.sequence) AS id,
       s.worker, s.producer, s.session, s.sequence, s.topic, s.key_hash, s.bytes, s.intended_nanos, s.invoked_nanos,
       CASE WHEN m.fate = 'never' THEN 'failed'
            WHEN m.fate = 'unknown' THEN 'unknown'
            ELSE coalesce(e.outcome, 'silent') END AS outcome,
       e.topic AS ack_topic, e.partition AS ack_partition, e.log_offset AS ack_offset,
       CASE WHEN m.fate = 'committed' THEN greatest(e.at_nanos, m.ended_nanos) ELSE e.at_nanos END AS ended_nanos
FROM sends s
LEFT JOIN ended e ON e.choice = 1 AND e.region = s.region AND e.worker = s.worker AND e.producer = s.producer
    AND e.session = s.session AND e.sequence = s.sequence
LEFT JOIN members m ON m.region = s.region AND m.id = concat_ws('.', s.worker, s.producer, s.session, s.sequence);

CREATE TEMPORARY VIEW seen AS
SELECT id FROM log_entries WHERE was_sent UNION SELECT id FROM handed WHERE was_sent;

-- What shows that a region took a record: its own topic, a topic of copies of what it wrote, a delivery of one of them.
CREATE TEMPORARY VIEW taken AS
SELECT w.region, w.id
FROM writes w
JOIN (SELECT region, topic, origin, id FROM log_entries UNION SELECT region, topic, origin, id FROM handed) e ON e.id = w.id
WHERE e.origin = w.region OR e.origin IS NULL AND e.region = w.region AND e.topic = w.topic;

-- Must = acknowledged, or recovered: of unknown outcome, and seen; what was handed to another region as well, as something that this one took.
-- A recovered one is acknowledged when it was invoked.
CREATE TEMPORARY VIEW must AS
SELECT *, CASE WHEN outcome = 'ok' THEN ended_nanos ELSE invoked_nanos END AS acknowledged_nanos
FROM writes
WHERE outcome = 'ok'
    OR outcome <> 'failed' AND id IN (SELECT id FROM seen)
        AND (id NOT IN (SELECT id FROM writes GROUP BY id HAVING count(DISTINCT region) > 1)
            OR concat_ws('/', region, id) IN (SELECT concat_ws('/', region, id) FROM taken));

-- A record's native log is that of the topic and the region that it was sent to.
CREATE TEMPORARY VIEW native_entries AS
SELECT e.* FROM log_entries e JOIN writes w ON w.id = e.id AND w.region = e.region WHERE e.origin IS NULL;

-- Where a Must record stands in its native log: as acknowledged, or where the scan has it.
CREATE TEMPORARY VIEW placed AS
SELECT m.*, coalesce(m.ack_partition, f.partition) AS partition, coalesce(m.ack_offset, f.log_offset) AS log_offset
FROM must m
LEFT JOIN (
    SELECT region, topic, id, partition, log_offset,
           row_number() OVER (PARTITION BY region, topic, id ORDER BY partition, log_offset) AS choice
    FROM log_entries WHERE was_sent) f
    ON f.choice = 1 AND f.region = m.region AND f.topic = m.topic AND f.id = m.id;

-- Copies that replication made by a flow: of records sent to its source, and not to its target as well.
CREATE TEMPORARY VIEW carried AS
SELECT f.from_region, f.topic AS source_topic, f.to_region, f.mirror, e.*
FROM flows f
JOIN log_entries e ON e.region = f.to_region AND e.topic = f.mirror AND e.was_sent
WHERE EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = f.from_region)
  AND NOT (e.origin IS NULL AND EXISTS (SELECT 1 FROM writes w WHERE w.id = e.id AND w.region = f.to_region));

-- Of each record the first place in a topic of a region.
CREATE TEMPORARY VIEW first_entries AS
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY region, topic, id ORDER BY partition, log_offset) AS choice
    FROM log_entries WHERE was_sent) AS ranked
WHERE choice = 1;

-- T3: what the timeline says of a service, or the end of the step that switches services of its kind.
CREATE TEMPORARY VIEW switched AS
SELECT service, region, at_nanos FROM switches
UNION ALL
SELECT d.service, f.to_region, min(s.at_nanos)
FROM failovers f
JOIN deployments d ON d.region = f.to_region
JOIN steps s ON s.failover = f.failover AND s.outcome = 'done'
    AND s.step = CASE WHEN d.produces THEN 'switch-producers' ELSE 'activate-consumers' END
WHERE NOT EXISTS (SELECT 1 FROM switches w WHERE w.failover = f.failover AND w.service = d.service)
GROUP BY d.service, f.failover, f.to_region;

-- Where a group reads at the end: its service's region; of a service that nobody knows, where it was last given something.
CREATE TEMPORARY VIEW reads_at_the_end AS
SELECT g.consumer_group,
       coalesce(
           (SELECT max_by(s.region, s.at_nanos) FROM switched s WHERE s.service = g.service),
           (SELECT min(d.region) FROM deployments d WHERE d.service = g.service AND d.place = 0),
           (SELECT max_by(h.region, h.at_nanos) FROM handed h WHERE h.consumer_group = g.consumer_group)) AS region
FROM (SELECT DISTINCT consumer_group, service FROM readers) g;

-- T0 of each transition that took place: the effect of the fault that it answers, or its own beginning.
CREATE TEMPORARY VIEW transitions AS
WITH begun AS (
    SELECT f.failover, f.from_region, f.to_region, f.synced_offsets, f.detected_nanos, f.decided_nanos,
           (SELECT min(s.started_nanos) FROM steps s WHERE s.failover = f.failover) AS first_step,
           (SELECT min(s.started_nanos) FROM steps s
            WHERE s.failover = f.failover AND s.step IN ('fence', 'switch-producers')) AS withheld
    FROM failovers f),
answered AS (
    SELECT b.*, a.effect_from_nanos, a.effect_to_nanos,
           row_number() OVER (PARTITION BY b.failover ORDER BY a.observed DESC NULLS LAST, a.applied_from_nanos) AS choice
    FROM begun b
    LEFT JOIN faults a ON a.transition = b.failover
        AND (b.detected_nanos IS NULL OR a.applied_from_nanos <= b.detected_nanos))
SELECT failover, from_region, to_region, synced_offsets,
       coalesce(effect_from_nanos, detected_nanos, withheld, decided_nanos, first_step) AS t0_from,
       coalesce(effect_to_nanos, detected_nanos, withheld, decided_nanos, first_step) AS t0_to
FROM answered
WHERE choice = 1 AND coalesce(effect_from_nanos, detected_nanos, decided_nanos, first_step) IS NOT NULL;

-- U of each transition: Must records acknowledged by the region left behind before it was fenced, in no log of the target below the
-- failover snapshot, as the final scan or a delivery there shows.
CREATE TEMPORARY VIEW left_behind AS
WITH held AS (
    SELECT p.failover, e.id FROM snapshots p
    JOIN log_entries e ON e.region = p.region AND e.topic = p.topic AND e.partition = p.partition AND e.log_offset < p.end_offset
    WHERE e.was_sent
    UNION
    SELECT p.failover, h.id FROM snapshots p
    JOIN handed h ON h.region = p.region AND h.topic = p.topic AND h.partition = p.partition AND h.log_offset < p.end_offset
    WHERE h.was_sent)
SELECT t.failover, t.to_region, t.t0_to, m.*
FROM transitions t
JOIN must m ON m.region = t.from_region
WHERE EXISTS (SELECT 1 FROM snapshots p WHERE p.failover = t.failover)
  AND m.acknowledged_nanos < coalesce(
      (SELECT min(f.at_nanos) FROM fences f WHERE f.region = t.from_region AND f.at_nanos >= t.t0_from), 9223372036854775807)
  AND NOT EXISTS (SELECT 1 FROM held h WHERE h.failover = t.failover AND h.id = m.id);

-- Directions in which replication ran at the end and had copied all.
CREATE TEMPORARY VIEW settled_flows AS
SELECT f.* FROM flows f
JOIN (SELECT from_region, to_region, max_by(settled, at_nanos) AS settled FROM settled GROUP BY from_region, to_region) s
    ON s.from_region = f.from_region AND s.to_region = f.to_region
WHERE s.settled;
