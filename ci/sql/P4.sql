-- log-duplicate: further copies of one id in one native topic.
SELECT id AS thing
FROM native_entries
GROUP BY region, topic, id
HAVING count(*) > 1
