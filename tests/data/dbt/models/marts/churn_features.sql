select user_id, {{ cents('sum(amount)') }} as spent
from {{ ref('orders') }}
group by 1
