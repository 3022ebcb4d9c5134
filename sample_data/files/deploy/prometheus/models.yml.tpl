#! 2026-02-17 chloe Page on what the models say
#? settled
groups:
  - name: models
    rules:
      - alert: PromiseBias
        expr: abs(promise_bias{model="promise"}) > 0.02
        for: 2h
        labels: {severity: page}
      - alert: ArrivalErrorHigh
        expr: arrival_mae_minutes{model="arrival"} > 7
        for: 1d
      - alert: PredictionsSlow
        expr: histogram_quantile(0.99, sum by (le) (rate(predict_duration_seconds_bucket[5m]))) > 0.5
      - alert: RefundsNearLimit
        expr: automatic_refunds > 350
