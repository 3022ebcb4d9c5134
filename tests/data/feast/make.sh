#!/bin/sh
# Writes registry.json and lineage.json with feast 0.67.0 (pip install feast==0.67.0): sh make.sh PYTHON
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$(command -v "${1:-python3}")
feast=$(dirname "$python")/feast
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/data"
cp "$here/definitions.py" "$place/"
cat > "$place/feature_store.yaml" <<YAML
project: shop
provider: local
registry: data/registry.db
online_store: {type: sqlite, path: data/online.db}
entity_key_serialization_version: 3
YAML
cd "$place"
export FEAST_USAGE=False
"$python" -c "
import pandas as pd
now = pd.to_datetime(['2026-01-01'], utc=True)
frame = pd.DataFrame({'driver_id': [1], 'conv_rate': [0.5], 'acc_rate': [0.5], 'event_timestamp': now, 'created': now})
frame.to_parquet('data/driver_stats.parquet')
frame.assign(is_reliable=1, labeler='a').to_parquet('data/labels.parquet')
"
"$feast" apply --skip-source-validation >&2
"$feast" registry-dump > "$here/registry.json"
"$python" -c "
import json
from feast import FeatureStore
from feast.lineage.registry_lineage import RegistryLineageGenerator
direct, _ = RegistryLineageGenerator().generate_lineage(FeatureStore('.').registry.proto())
ends = [[[end.type.value, end.name] for end in (each.source, each.target)] for each in direct]
print(json.dumps(sorted(ends), indent=0))
" > "$here/lineage.json"
