{{
  config(
    materialized = 'incremental',
    unique_key = 'id',
    alias = 'orders_final',
    meta = {'owner': 'orders@example.org', 'pii': false}
  )
}}
-- depends_on: {{ ref('user_history') }}
{% set names = ['stg_users'] %}
select o.*, u.country
from {{ ref('stg_orders') }} as o
left join {{ ref('shop', 'stg_users') }} as u on u.id = o.user_id
{% if is_incremental() %}
where o.loaded_at > (select max(loaded_at) from {{ this }})
{% endif %}
