#! 2024-11-01 ana Start Meridian
# Meridian

Predicts how long a delivery takes, from the order to the door.

## Install

    make install

## Run

    make serve

## Test

    make test

## Train  #~! Train every night

The nightly run trains each city by itself: `scripts/nightly.sh`.  #~! Train every night
