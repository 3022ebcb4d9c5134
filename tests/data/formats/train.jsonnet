// The settings of one training.
local base = import 'base.libsonnet';
local rate = 0.01;
local scaled(x) = { rate: x * rate };

base {
  name: "eta \"v2\"\t\u00e9",
  verbatim: @'C:\models\''eta',
  rate: rate,  # computed: it comes from a local
  steps: 10000,
  decay: -1e-3,
  shuffle: true,
  resume: null,
  'quoted key': 'x',
  hidden:: 3,
  note: |||
    two
      lines
  |||,
  layers: [256, 128, 64],
  model+: { depth: 8, leaves+: { most: 31 } },
  total: self.steps * 2,
  schedule: [{ at: 1000, factor: 0.5 }, { at: 2000, factor: rate }],
  squares: [x * x for x in [1, 2]],
  ['computed_' + 1]: 'c',
  double(x):: x * 2,
  local inner = 5,
  assert self.steps > 0,
  uses: local a = 1, b = 2; a + b,
  added: { a: 1 } + { b: 2 },
  choice: if rate > 1 then { big: true } else { big: false },
  wrapped: ('w'),
  empty: [],
}
