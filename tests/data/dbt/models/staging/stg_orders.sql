{{ config(materialized='view', tags=["nightly"]) }}

{#- a comment of Jinja is no reference: {{ ref('nothing') }} -#}
select id, user_id, amount, loaded_at
from {{ source('raw', 'orders') }}
