/*
title = "Candidates for hidden feedback loops"
catalogue = "FL-3"
question = "Which model seems to move when another one is released?"
paper = "Sculley et al. 2015, section 4: hidden feedback loops, 'two systems influence each other indirectly through the world'"
grade = "E1"
unit = "times the usual shift"
better = "none"
formula = "per ordered pair of models that act on one declared surface, the second not known to be made with the first, and daily metric of the second: mean of absolute differences (the 7 days from a release of the first on less the 7 days before) / the same at other times, 14 days apart, without a release of either within 7 days; candidate: one-sided p of a permutation test, adjusted for all that is tested (Benjamini-Hochberg), up to 0.05; nothing is tested with fewer than 5 releases or 5 other times; headline: pairs with a candidate"
why = "Two models that never read each other can still steer each other, through people who see what both show."
remedy = "Overlay the metric and the releases. Then test it: release to a part of the people, and hold the other model's metric apart for them."
pitfalls = "A candidate is no loop: a season, a campaign or a source that both share gives the same picture, most of all when releases follow the calendar. No sign is no proof either: loops through other companies never show. Only an experiment tells."
without = "no two models are declared to act on one surface, or neither releases nor daily metrics of them are recorded"
supply = "declare it in debtui.toml: [data.surfaces.ranking_page] with models = [\"rank\", \"eta\"], as records name them; export releases (model, version, released) and daily metrics (date, model, metric, value): debtui collect --exports DIR"
of = ["series"]

[headline]
value = "CASE WHEN count(p) > 0 THEN count(DISTINCT CASE WHEN status = 'candidate' THEN acting || chr(0) || model END) END"
unit = "candidate pairs"
better = "none"
basis = "no published basis: only an experiment confirms a loop"
*/
SELECT
    acting || ' ~ ' || model || CASE WHEN metric = '' THEN '' ELSE ': ' || metric END || CASE WHEN coalesce(slice, '') = '' THEN '' ELSE ' [' || slice || ']' END
        || CASE WHEN labels = '' THEN '' ELSE ' {' || labels || '}' END AS subject,
    file AS path,
    NULL::BIGINT AS line,
    CASE WHEN p IS NOT NULL THEN round(moved / nullif(usual, 0), 6) END::DOUBLE AS value,
    CASE WHEN p IS NULL THEN 'not tested: ' || status || '; both act on ' || surfaces
        ELSE CASE status WHEN 'candidate' THEN 'candidate: ' ELSE 'no sign: ' END || metric || ' of ' || model || ' moved by ' || printf('%.3g', moved) || ' on average when '
            || acting || ' was released (' || releases || ' times, median ' || printf('%+.3g', median_shift) || '), by ' || printf('%.3g', usual) || ' at ' || others
            || ' other times; p = ' || printf('%.4f', p) || ', ' || printf('%.4f', q) || ' adjusted; both act on ' || surfaces
            || CASE status WHEN 'candidate' THEN '; a common cause would look the same' ELSE '' END
    END AS explanation,
    acting, model, status, releases, others, round(median_shift, 9) AS median_shift, round(p, 6) AS p, round(q, 6) AS q, surfaces
FROM hidden_loop_at
