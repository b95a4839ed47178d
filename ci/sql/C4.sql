-- offset-regression: a member that has delivered an offset delivers the same or a lower one, with no assignment, seek or revocation
-- between. Each time counts.
WITH facts AS (
    SELECT region, consumer_group, topic, partition, instance, journal, fact, at_nanos, log_offset, 0 AS boundary FROM deliveries
    UNION ALL
    SELECT region, consumer_group, topic, partition, instance, journal, fact, at_nanos, NULL, 1 FROM assignments),
held AS (
    SELECT *, sum(boundary) OVER (
        PARTITION BY region, consumer_group, topic, partition, instance ORDER BY journal, fact
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS assignment
    FROM facts),
before AS (
    SELECT *, lag(log_offset) OVER (
        PARTITION BY region, consumer_group, topic, partition, instance, assignment ORDER BY journal, fact) AS previous
    FROM held WHERE boundary = 0)
SELECT concat_ws(' ', journal, fact) AS thing FROM before WHERE log_offset <= previous
