{
  batch:: 32,
  model: { kind: 'gbm', depth: 6 },
  seed: 1,
}
