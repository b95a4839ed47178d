-- redelivered: further deliveries to one group.
SELECT id AS thing
FROM handed
WHERE was_sent
GROUP BY consumer_group, id
HAVING count(*) > 1
