/*
title = "Changes bundled into one release"
catalogue = "EN-6"
question = "How much changed at once between two releases of a model?"
paper = "Sculley et al. 2015, section 2: CACE"
grade = "E1"
unit = "changes"
better = "lower"
formula = "per release: settings of the repository and recorded parameters that differ from the release before, features that came or went, datasets of another version, commits to code, all added; headline: the median release"
why = "Of a release that changes twenty things nobody can say which of them did good."
remedy = "Release what belongs together, and more often; or evaluate the parts apart before they go together."
pitfalls = "Takes all code and all settings of the repository for the model's. One refactoring commit is one change and may carry many."
without = "no model has two releases of which it is known from which commits or with which parameters they were made"
supply = "releases with the runs that made them, and runs with their commits: debtui collect --exports DIR"
of = ["release", "run", "metric_leaf"]

[headline]
value = "median(value)"
unit = "changes in the median release"
better = "lower"
basis = "no published basis for a number"
*/
SELECT
    model || ' ' || version AS subject,
    file AS path,
    NULL::BIGINT AS line,
    (commits + settings + params + inputs + features)::DOUBLE AS value,
    'since ' || previous || ': ' || commits || ' commits to code, ' || settings || ' settings, ' || params || ' parameters, ' || inputs || ' datasets, ' || features || ' features'
        AS explanation,
    commits, settings, params, inputs, features, released
FROM release_content_at
WHERE (seq IS NOT NULL AND previous_seq IS NOT NULL) OR params + inputs + features > 0
