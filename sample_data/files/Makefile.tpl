#! 2024-11-01 ana Start Meridian
.PHONY: install test serve

install:
	pip install -r requirements.txt

test:
	pytest -q

serve:
	python -m meridian.serving.app

lint:  #~ Lint with ruff
	ruff check meridian tests  #~ Lint with ruff

replay:  #~! Replay a day against the service
	python scripts/replay.py orders.jsonl --dry-run  #~! Replay a day against the service
