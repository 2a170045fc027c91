/**
 * The probability that a standard normal variable is at least `z`. Through erfc: by its Maclaurin
 * series (DLMF 7.6.1) near zero and its continued fraction (DLMF 7.9.1) beyond, to about twelve
 * digits. Written out here because the libraries that are as exact bring native builds along, which
 * the workflow sandbox cannot load.
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const x = z / Math.SQRT2;
  return (x < 2 ? 1 - erfSeries(x) : erfcFraction(x)) / 2;
}

const seriesTerms = 40;
const fractionTerms = 60;

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n <= seriesTerms; n += 1) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

function erfcFraction(x: number): number {
  let fraction = 0;
  for (let n = fractionTerms; n >= 1; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}
