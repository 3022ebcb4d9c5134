/*
title = "Releases whose effect has many causes"
catalogue = "PR-2"
question = "Of how many releases can it be said what made the difference?"
paper = "Sculley et al. 2015, conclusion: 'How precisely can the impact of a new change to the system be measured?'"
grade = "E1"
unit = "kinds of change"
better = "lower"
warn = 2
formula = "per release: how many of code, settings (or parameters), data, features changed since the release before; headline: share with one kind of change at most"
why = "Where code, data and settings change together a better number says nothing about any of them."
remedy = "Change one kind of thing per release, or evaluate each alone before they go together."
pitfalls = "As in EN-6; a model that is retrained on new data every day changes its data with every release."
without = "no model has two releases of which it is known from which commits or with which parameters they were made"
supply = "releases with the runs that made them, and runs with their commits: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE value <= 1) / count(*) END"
unit = "share of releases"
better = "higher"
warn = 0.5
basis = "a convention of debtui; no published basis"
*/
SELECT
    model || ' ' || version AS subject,
    file AS path,
    NULL::BIGINT AS line,
    classes::DOUBLE AS value,
    'since ' || previous || ' changed: ' || coalesce(nullif(concat_ws(', ',
        CASE WHEN commits > 0 THEN 'code (' || commits || ' commits)' END,
        CASE WHEN settings + params > 0 THEN 'settings (' || greatest(settings, params) || ')' END,
        CASE WHEN inputs > 0 THEN 'data (' || inputs || ')' END,
        CASE WHEN features > 0 THEN 'features (' || features || ')' END
    ), ''), 'nothing that is recorded') AS explanation,
    released
FROM release_content_at
WHERE (seq IS NOT NULL AND previous_seq IS NOT NULL) OR params + inputs + features > 0
