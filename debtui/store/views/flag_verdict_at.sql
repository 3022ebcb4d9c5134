-- Whether a flag is stale by its own service's rule, at that commit; null: the exports do not carry what the rule asks.
WITH
moment AS (
    SELECT committed AS present, committed - INTERVAL 7 DAY AS week_ago, committed - INTERVAL 14 DAY AS fortnight_ago,
        committed - INTERVAL 30 DAY AS month_ago
    FROM commit_at
),
-- LaunchDarkly: settled is inactive, or launched for a week; what is on, one-sided and untouched for a week is one of the two.
-- Where some environments have a status, those are asked; where none has, all must carry the answer themselves.
state AS (
    SELECT
        service, key, count(*) FILTER (WHERE enabled) AS enabled,
        count(*) FILTER (WHERE enabled AND one_sided) AS one_sided,
        count(*) FILTER (WHERE enabled AND NOT one_sided) AS varied,
        count(*) AS environments,
        count(*) FILTER (WHERE enabled AND one_sided AND modified <= week_ago) AS settled_by_itself,
        count(*) FILTER (WHERE status = 'inactive' OR status = 'launched' AND coalesce(modified <= week_ago, true)) AS settled_by_status,
        count(status) AS with_status,
        count(*) FILTER (
            WHERE status IN ('new', 'active') OR status = 'launched' AND modified > week_ago
        ) AS moving_by_status,
        count(*) FILTER (WHERE modified > week_ago) AS moving_by_itself,
        string_agg(environment || ' ' || coalesce(status, 'without status'), ', ' ORDER BY environment) AS statuses,
        string_agg(CASE WHEN environment = '' THEN '' ELSE environment || ': ' END || value, ', ' ORDER BY environment)
            FILTER (WHERE enabled AND one_sided) AS served
    FROM flag_environment_at
    JOIN moment ON true
    GROUP BY service, key
),
flag AS (
    SELECT
        f.*, state.* EXCLUDE (service, key), moment.*, flag_code_at.path AS code_path, flag_code_at.line AS code_line, flag_code_at.reads,
        coalesce(f.created, flag_code_at.first_named) AS born,
        CASE WHEN f.created IS NOT NULL THEN 'service' WHEN flag_code_at.first_named IS NOT NULL THEN 'git' END AS age_basis,
        CASE f.type WHEN 'release' THEN 40 WHEN 'experiment' THEN 40 WHEN 'operational' THEN 7 WHEN 'sunset' THEN 90 END AS lifetime
    FROM flag_record_at AS f
    JOIN moment ON true
    LEFT JOIN state USING (service, key)
    LEFT JOIN flag_code_at USING (key)
),
judged AS (
    SELECT
        *,
        CASE
            WHEN archived THEN {'stale': false, 'why': 'archived'}
            WHEN service = 'Unleash' THEN CASE
                WHEN stale THEN {'stale': true, 'why': 'marked stale'}
                WHEN type IN ('kill-switch', 'permission') THEN {'stale': false, 'why': 'meant to stay'}
                WHEN lifetime IS NULL THEN {'stale': NULL::BOOLEAN, 'why': 'cannot tell: the lifetime of its type is not known'}
                WHEN born IS NULL THEN {'stale': NULL, 'why': 'cannot tell: no date of creation'}
                WHEN born + to_days(lifetime) <= present THEN {'stale': true, 'why': 'potentially stale: expected to live ' || lifetime || ' days'}
                ELSE {'stale': false, 'why': 'expected to live ' || lifetime || ' days'} END
            WHEN service = 'LaunchDarkly' THEN CASE
                WHEN NOT temporary THEN {'stale': false, 'why': 'not temporary'}
                WHEN temporary IS NULL OR created IS NULL THEN {'stale': NULL, 'why': 'cannot tell: no date of creation, or not said whether temporary'}
                WHEN created > month_ago THEN {'stale': false, 'why': 'younger than 30 days'}
                WHEN moving_by_status > 0 OR with_status = 0 AND moving_by_itself > 0 THEN {'stale': false, 'why': 'in use (' || statuses || ')'}
                WHEN with_status > 0 AND settled_by_status = with_status THEN {'stale': true, 'why': 'inactive, or launched for 7 days (' || statuses || ')'}
                WHEN environments > 0 AND settled_by_itself = environments THEN {'stale': true, 'why': 'on, one variation for all and unchanged for 7 days in every environment: launched or inactive'}
                ELSE {'stale': NULL, 'why': 'cannot tell: no status, and its environments do not carry it'} END
            WHEN service = 'GrowthBook' THEN CASE
                WHEN NOT stale THEN {'stale': false, 'why': 'set never to be stale'}
                WHEN varied > 0 THEN {'stale': false, 'why': 'more than one value can be served'}
                WHEN coalesce(enabled, 0) = 0 AND environments > 0 THEN {'stale': false, 'why': 'switched off everywhere, which the program does not call stale'}
                WHEN updated IS NULL THEN {'stale': NULL, 'why': 'cannot tell: no date of its last update'}
                WHEN updated >= fortnight_ago THEN {'stale': false, 'why': 'updated within 2 weeks'}
                WHEN status = 'draft' THEN {'stale': NULL, 'why': 'cannot tell: it has a draft, whose date is not in the export'}
                WHEN needed_by > 0 THEN {'stale': NULL, 'why': 'cannot tell: needed by ' || needed_by || ' other flags, stale or not'}
                WHEN one_sided > 0 AND one_sided = enabled THEN {'stale': true, 'why': 'one value in every enabled environment, not updated for 2 weeks'}
                ELSE {'stale': NULL, 'why': 'cannot tell: an experiment whose state is not in the export, or no rules in it'} END
            WHEN service = 'PostHog' THEN CASE
                WHEN last_used < month_ago THEN {'stale': true, 'why': 'inactive: not called for 30 days'}
                WHEN created IS NULL THEN {'stale': NULL, 'why': 'cannot tell: no date of creation'}
                WHEN created >= month_ago THEN {'stale': false, 'why': 'younger than 30 days'}
                WHEN status = 'never called' THEN {'stale': true, 'why': 'inactive: never called in over 30 days'}
                WHEN one_sided > 0 THEN {'stale': true, 'why': 'rolled out to all, over 30 days old'}
                WHEN status IS NULL THEN {'stale': NULL, 'why': 'cannot tell: the export does not say when it was called'}
                ELSE {'stale': false, 'why': 'called within 30 days'} END
            WHEN expires <= present THEN {'stale': true, 'why': 'past the day that its metadata name'}
            ELSE {'stale': NULL, 'why': 'cannot tell: ' || service || ' has no rule, and no dates'} END AS finding
    FROM flag
)
SELECT
    service, key, type, temporary, finding.stale AS stale, finding.why AS because,
    CASE service
        WHEN 'Unleash' THEN 'Unleash project health, lifetimes of 2026-06'
        WHEN 'LaunchDarkly' THEN 'LaunchDarkly flag health, 30 and 7 days'
        WHEN 'GrowthBook' THEN 'GrowthBook isFeatureStale at 008bec4'
        WHEN 'PostHog' THEN 'PostHog flag_status at 01e40a4'
        ELSE 'no rule of ' || service || '; expires in its metadata' END AS rule,
    CASE WHEN born <= present THEN date_diff('second', born, present) // 86400 WHEN born IS NOT NULL THEN 0 END AS age_days,
    age_basis, born, updated, last_used, served, owner, coalesce(archived, false) AS archived, path, file, told, code_path, code_line,
    coalesce(reads, 0) AS reads
FROM judged
