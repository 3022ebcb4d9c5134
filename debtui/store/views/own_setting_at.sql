-- Settings that the system's own programs read. Left out is what another program reads and checks itself: manifests of
-- Kubernetes, files of known frameworks (Spring's too), folders of tools, Hydra's own keys.
SELECT *, lower(replace(name, '-', '_')) AS word
FROM setting_at
WHERE NOT regexp_matches(path, '(^|/)\.[^/]+/|(^|/)(dvc\.ya?ml|mlproject|dbt_project\.ya?ml|feature_store\.ya?ml|[^/]*catalog[^/]*\.ya?ml|application[^/]*\.(ya?ml|properties)|[^/]*logging[^/]*\.(ya?ml|ini|conf|toml|json)|[^/]*compose[^/]*\.ya?ml)$', 'i')
    AND NOT regexp_matches(key, '(^|\.)(_target_|_partial_|_recursive_|_convert_|_args_|defaults|hydra)(\.|\[|$)')
    AND path NOT IN (SELECT path FROM setting_at WHERE key IN ('apiVersion', 'kind') GROUP BY path HAVING count(DISTINCT key) = 2)
