#! 2024-11-01 ana Add training
{
  "learning_rate": [0.03, 0.05, 0.1],
  "leaves": [31, 63, 127],
  "trials": 40,
  "patience": 12,
  "seed": 7
}
