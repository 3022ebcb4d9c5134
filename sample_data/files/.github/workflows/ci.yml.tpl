#! 2024-11-06 ben Test each push
name: ci
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
      - run: make install
      - run: make test
      - run: make lint  #~ Lint in CI
