#! 2025-02-18 ben Join my two names
#? quiet
Ben Okafor <ben@meridian.example> bokafor <ben.okafor@laptop.local>
