#! 2024-11-01 ana Start Meridian
zone,city,km2
1,lisbon,3.1
2,lisbon,2.7
3,porto,2.2
4,madrid,4.0
5,madrid,3.6
6,lyon,2.9  #~! Serve 4 cities with the big model
7,paris,5.2  #~! Serve 5 cities with the big model
8,berlin,6.1  #~! Serve 7 cities with the big model
