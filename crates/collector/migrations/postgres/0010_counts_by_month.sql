CREATE TABLE counts_by_month (LIKE counts INCLUDING ALL);
INSERT INTO counts_by_month
SELECT mark, scope, survey,
    CAST(EXTRACT(EPOCH FROM date_trunc('month', to_timestamp(day * 86400) AT TIME ZONE 'UTC')) AS BIGINT) / 86400,
    value, question, answer, "group", kind, survey_version, 0, SUM(responses)
FROM counts WHERE scope NOT IN ('total', 'answers', 'joint')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

DROP INDEX responses_surveyed;
CREATE INDEX responses_surveyed ON responses (survey, counted_at, id) WHERE mark IS NULL;
