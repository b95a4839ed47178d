-- metadata gap: what the region left behind had, as noted last before T0, and the target had not when it took over. In objects: each topic
-- that is replicated there (under its copy's name) or that a service produces to there, its partitions, each setting made on it; each
-- ACL, of a topic those above; each group of a service that is deployed there. A topic that is missing counts once.
WITH noted AS (
    SELECT t.failover, t.from_region, t.to_region,
           (SELECT max(m.at_nanos) FROM metadata m WHERE m.region = t.from_region AND m.at_nanos <= t.t0_to) AS before_nanos,
           (SELECT min(m.at_nanos) FROM metadata m WHERE m.region = t.to_region AND m.at_nanos >= t.t0_from) AS then_nanos
    FROM transitions t),
expected AS (
    SELECT n.failover, f.topic, f.mirror AS name
    FROM noted n JOIN flows f ON f.from_region = n.from_region AND f.to_region = n.to_region
    UNION
    SELECT n.failover, p.topic, p.topic
    FROM noted n JOIN deployments d ON d.region = n.to_region JOIN producers p ON p.service = d.service),
wanted AS (
    SELECT n.failover, m.kind, coalesce(x.name, m.name) AS name, m.setting, m.value
    FROM noted n
    JOIN metadata m ON m.region = n.from_region AND m.at_nanos = n.before_nanos
    LEFT JOIN expected x ON x.failover = n.failover AND x.topic = m.name
        AND (m.kind IN ('topic', 'partitions', 'setting') OR m.kind = 'acl' AND m.setting = 'TOPIC LITERAL')
    WHERE CASE WHEN m.kind IN ('topic', 'partitions', 'setting') OR m.kind = 'acl' AND m.setting = 'TOPIC LITERAL'
               THEN x.name IS NOT NULL
               WHEN m.kind = 'group'
               THEN EXISTS (
                   SELECT 1 FROM readers r JOIN deployments d ON d.service = r.service
                   WHERE r.consumer_group = m.name AND d.region = n.to_region)
               WHEN m.kind = 'acl' THEN TRUE
               ELSE FALSE END),
found AS (
    SELECT n.failover, m.kind, m.name, m.setting, m.value
    FROM noted n JOIN metadata m ON m.region = n.to_region AND m.at_nanos = n.then_nanos)
SELECT concat_ws(' ', w.failover, w.kind, w.name, w.setting, w.value) AS thing
FROM wanted w
WHERE NOT EXISTS (
        SELECT 1 FROM found f
        WHERE f.failover = w.failover AND f.kind = w.kind AND f.name = w.name
          AND f.setting IS NOT DISTINCT FROM w.setting AND f.value IS NOT DISTINCT FROM w.value)
  AND (w.kind NOT IN ('partitions', 'setting')
      OR EXISTS (SELECT 1 FROM found f WHERE f.failover = w.failover AND f.kind = 'topic' AND f.name = w.name))
