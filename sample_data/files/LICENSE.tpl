#! 2024-11-01 ana Start Meridian
#? quiet
Proprietary. All rights reserved.
