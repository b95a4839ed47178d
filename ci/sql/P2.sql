-- aborted-visible: failed, yet in a native log.
SELECT w.id AS thing
FROM writes w
JOIN log_entries e ON e.region = w.region AND e.topic = w.topic AND e.id = w.id
WHERE w.outcome = 'failed'
