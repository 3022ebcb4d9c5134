/*
title = "Options that no recorded run chose"
catalogue = "CF-10a"
question = "Which options of Hydra's config groups has no recorded run ever chosen?"
paper = "Sculley et al. 2015, section 6: it should be easy to detect unused settings"
grade = "E2"
unit = "runs"
better = "lower"
warn = 1
formula = "per option (a file in a folder below the configuration) that is no file of a chosen one's defaults list: runs and sweeps recorded since it came, 0 where one of them chose it (hydra.runtime.choices, the overrides of multirun.yaml); headline: options never chosen"
why = "An option that nobody runs is not known to work any more: it is kept in step with every change, read by everybody who looks for the right one, and copied."
remedy = "Delete it, history keeps it; or run it once, and keep the record."
effort = "minutes"
pitfalls = "Only runs whose records are in the repository count: people run more than they check in. An option younger than all of them is left out."
without = "no run that Hydra recorded is in the repository at this commit"
supply = "check in .hydra/hydra.yaml of the runs that count (Hydra 1.1 or newer), or multirun.yaml"

[headline]
value = "CASE WHEN count(*) > 0 THEN count(*) FILTER (WHERE NOT chosen) END"
unit = "options"
better = "lower"
basis = "no published basis"
*/
SELECT
    hydra_option_at.path AS subject,
    hydra_option_at.path,
    1::BIGINT AS line,
    CASE hydra_option_at.chosen WHEN 0 THEN hydra_option_at.runs ELSE 0 END::DOUBLE AS value,
    hydra_option_at.config_group || '=' || hydra_option_at.option || ', there since ' || strftime(mainline.committed, '%Y-%m-%d') || ', was chosen by '
        || CASE hydra_option_at.chosen WHEN 0 THEN 'none' ELSE hydra_option_at.chosen::VARCHAR END
        || ' of the ' || hydra_option_at.runs || ' runs recorded since'
        || coalesce(', last in ' || hydra_option_at.last_run, '') AS explanation,
    hydra_option_at.config_group,
    hydra_option_at.option,
    hydra_option_at.chosen > 0 AS chosen
FROM hydra_option_at
JOIN mainline ON mainline.seq = hydra_option_at.since_seq
WHERE hydra_option_at.runs > 0
