-- dual-active group: two regions deliver one lineage partition to one group in overlapping intervals. An interval ends where a member
-- gets or gives up the partition, or the group's service is switched.
WITH bounds AS (
    SELECT region, consumer_group, topic, partition, at_nanos FROM assignments
    UNION ALL
    SELECT p.region, p.consumer_group, p.topic, p.partition, s.at_nanos
    FROM (SELECT DISTINCT region, consumer_group, topic, partition FROM deliveries WHERE sequence IS NOT NULL) p
    JOIN (SELECT DISTINCT consumer_group, service FROM readers) r ON r.consumer_group = p.consumer_group
    JOIN switched s ON s.service = r.service),
marked AS (
    SELECT region, consumer_group, topic, partition, at_nanos, 1 AS bound FROM bounds
    UNION ALL
    SELECT region, consumer_group, topic, partition, at_nanos, 0 FROM deliveries WHERE sequence IS NOT NULL),
numbered AS (
    SELECT *, sum(bound) OVER (
        PARTITION BY region, consumer_group, topic, partition ORDER BY at_nanos, bound DESC
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS holding
    FROM marked),
intervals AS (
    SELECT n.region, n.consumer_group, t.lineage, n.partition, n.holding, min(n.at_nanos) AS from_nanos, max(n.at_nanos) AS to_nanos
    FROM numbered n JOIN topics t USING (topic)
    WHERE n.bound = 0
    GROUP BY n.region, n.consumer_group, t.lineage, n.topic, n.partition, n.holding)
SELECT DISTINCT concat_ws(' ', a.consumer_group, a.lineage, a.partition) AS thing
FROM intervals a
JOIN intervals b ON b.consumer_group = a.consumer_group AND b.lineage = a.lineage AND b.partition = a.partition
    AND b.region <> a.region AND b.from_nanos <= a.to_nanos AND a.from_nanos <= b.to_nanos
