-- split-brain write: an acknowledged send to a region that owned the key at no instant between its invocation and its acknowledgement.
-- (A recovered one is ambiguous: nobody knows when it was appended.)
SELECT w.id AS thing
FROM writes w
WHERE w.outcome = 'ok'
  AND EXISTS (SELECT 1 FROM ownership)
  AND NOT EXISTS (
      SELECT 1 FROM ownership o
      WHERE o.region = w.region
        AND (o.since_nanos <= w.ended_nanos OR o.since_nanos = (SELECT min(since_nanos) FROM ownership))
        AND coalesce(o.until_nanos, 9223372036854775807) > w.invoked_nanos)
