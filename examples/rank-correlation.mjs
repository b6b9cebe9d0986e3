// Do two columns of `grokscope table` go together? Run: node examples/rank-correlation.mjs RESULTS COLUMN COLUMN [--grokked]
import { listVariants, variantTable } from 'grokscope';

const words = process.argv.slice(2);
const [results, x, y] = words.filter((word) => !word.startsWith('--'));
if (y === undefined) {
  console.error('run: node examples/rank-correlation.mjs RESULTS COLUMN COLUMN [--grokked]');
  process.exit(2);
}

const { rows } = await variantTable(await listVariants(results));
const pairs = rows
  .map(({ cells }) => cells)
  .filter(({ grokking_epoch }) => !words.includes('--grokked') || grokking_epoch !== null)
  .map((cells) => [cells[x], cells[y]])
  .filter((pair) => pair.every(Number.isFinite));

if (pairs.length < 3) {
  console.log(`${x} × ${y}: n = ${pairs.length}, too few`);
  process.exit();
}

const [a, b] = [0, 1].map((i) => ranks(pairs.map((pair) => pair[i])));
const rho = correlation(a, b);
const p = chance(a, b, rho);
const share = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
console.log(`${x} × ${y}: Spearman ρ = ${rho.toFixed(2)}, n = ${pairs.length}, ${share}`);

/** Ranks from 0; equal values share their mean rank. */
function ranks(values) {
  const sorted = [...values].sort((p, q) => p - q);
  return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2);
}

function correlation(p, q) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mp, mq] = [mean(p), mean(q)];
  const sum = (f) => p.reduce((total, _, i) => total + f(p[i] - mp, q[i] - mq), 0);
  return sum((u, v) => u * v) / Math.sqrt(sum((u) => u * u) * sum((_, v) => v * v));
}

/** The share of 20,000 random orders of q whose correlation is at least as strong, either way; the same every time. */
function chance(p, q, observed) {
  const order = [...q];
  let state = 1;
  let hits = 0;
  for (let round = 0; round < 20_000; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const j = Math.floor((state / 2 ** 32) * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    if (Math.abs(correlation(p, order)) >= Math.abs(observed) - 1e-12) hits++;
  }
  return hits / 20_000;
}
