select u.id, c.name as country
from {{ source("raw", "users") }} as u
left join {{ ref('countries') }} as c on c.code = u.country
