/*
title = "Signs of a model that teaches itself"
catalogue = "FL-4"
question = "With each retraining, does a model see more of its own doing?"
paper = "Sculley et al. 2015, section 4: feedback loops, gradual and hard to see over a short time"
grade = "E1"
unit = "per release"
better = "none"
formula = "per model and metric that debtui.toml names as concentration (of what is shown: Gini), diversity (its entropy) or influenced (share of the training rows whose labels the model had a hand in): slope of a straight line over its released versions in their order, beside its standard error, from 5 versions on; headline: slope / standard error, the largest, towards fewer things shown or more labels influenced"
why = "A model that learns from what it caused shows less and less, and its own numbers praise it for that."
remedy = "Show a share at random, log with what probability; train on rows that the model had no hand in, or weigh them."
pitfalls = "A catalogue that grows changes concentration, too. A line knows no leaps; its error takes releases to be independent, which retrained models are not. No published threshold: a trend is a reason to look, nothing more."
without = "no released version has a recorded metric that is declared to tell of concentration or influence"
supply = "record it with each training, and name it in debtui.toml: [metrics] with \"gini_shown\" = \"concentration\", \"entropy_*\" = \"diversity\" or \"influenced_share\" = \"influenced\""
of = ["metric_setting"]

[headline]
value = "max(score)"
unit = "standard errors, the steepest"
better = "none"
basis = "exploratory: no published basis for a limit"
*/
WITH
told AS (
    SELECT
        release_at.model, result_at.metric, result_at.slice, metric_at.role, release_at.number, release_at.run, result_at.value,
        row_number() OVER (PARTITION BY release_at.model, result_at.metric, result_at.slice ORDER BY release_at.number) AS place
    FROM release_at
    JOIN result_at ON result_at.run = release_at.run
    JOIN metric_at ON metric_at.metric = result_at.metric AND metric_at.role IS NOT NULL
    WHERE result_at.value IS NOT NULL
),
-- Sums in the order of the releases: the last digits are the same every time.
line AS (
    SELECT
        model, metric, slice, role, count(*) AS releases, arg_min(value, place) AS first_value, arg_max(value, place) AS last_value, min(run) AS run,
        list(value ORDER BY place) AS v
    FROM told
    GROUP BY model, metric, slice, role
),
summed AS (
    SELECT
        *, (releases * (releases * releases - 1)) / 12.0 AS sxx,
        list_sum(list_transform(v, lambda one, place: (place - (releases + 1) / 2.0) * (one - list_avg(v)))) AS sxy,
        list_sum(list_transform(v, lambda one: (one - list_avg(v)) * (one - list_avg(v)))) AS syy
    FROM line
),
fitted AS (
    SELECT
        *, CASE WHEN releases >= 5 THEN round(sxy / sxx, 12) END AS slope,
        CASE WHEN releases >= 5 THEN round(sqrt(greatest(syy - sxy * sxy / sxx, 0) / (releases - 2) / sxx), 12) END AS error
    FROM summed
)
SELECT
    model || ': ' || metric || CASE WHEN slice = '' THEN '' ELSE ' [' || slice || ']' END AS subject,
    (SELECT min(series.file) FROM series WHERE series.run = fitted.run AND series.metric = fitted.metric) AS path,
    NULL::BIGINT AS line,
    slope::DOUBLE AS value,
    role || ': ' || printf('%.4g', first_value) || ' at first, ' || printf('%.4g', last_value) || ' now, over ' || releases || ' released versions'
        || CASE WHEN slope IS NULL THEN '; fewer than 5 are no trend' ELSE '; ' || printf('%+.4g', slope) || ' per release, standard error ' || printf('%.2g', error) END AS explanation,
    role, releases, error,
    CASE WHEN slope = 0 THEN 0 ELSE round(CASE role WHEN 'diversity' THEN -1 ELSE 1 END * slope / nullif(error, 0), 6) END AS score
FROM fitted
