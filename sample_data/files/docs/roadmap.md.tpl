#! 2024-12-05 ana Plan next year
# Roadmap

TODO: write down what we want next year.

- More cities.
- Retire the first router.
- Weather by the minute.  #~ Plan for better weather
- Tips.  #~! Prepare the tip model
- One model for all cities?  #~ Ask whether one model is enough
