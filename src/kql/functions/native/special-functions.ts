/** Functions of statistics that engines lack. Arguments may be null: then the result is. */

/** Coefficients of Lanczos' approximation of the gamma function (g = 7, n = 9), relative error below 1e-15. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function lnGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lnGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (shifted + i);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

const isPole = (x: number) => x <= 0 && Number.isInteger(x);

/** Natural logarithm of the gamma function; null where it has none. */
export function logGamma(x: number | null): number | null {
  if (x === null || Number.isNaN(x)) return x;
  return isPole(x) || x < 0 ? null : lnGamma(x);
}

/** The gamma function; null at zero and the negative whole numbers. */
export function gamma(x: number | null): number | null {
  if (x === null || Number.isNaN(x)) return x;
  if (isPole(x)) return null;
  if (Number.isInteger(x) && x <= 171) {
    let product = 1;
    for (let i = 2; i < x; i++) product *= i;
    return product;
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * (gamma(1 - x) ?? Number.NaN));
  return Math.exp(lnGamma(x));
}

/** The error function: its series near zero, its continued fraction far from it. */
function errorFunction(x: number): number {
  if (Math.abs(x) > 2.5) return x > 0 ? 1 - complement(x) : complement(-x) - 1;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** 1 − erf for values of 2.5 and more, by Lentz' evaluation of the continued fraction. */
function complement(x: number): number {
  let fraction = 0;
  for (let k = 120; k >= 1; k--) fraction = k / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}

/** The error function. */
export function erf(x: number | null): number | null {
  return x === null || Number.isNaN(x) ? x : errorFunction(x);
}

/** One minus the error function, exact also where that is tiny. */
export function erfc(x: number | null): number | null {
  if (x === null || Number.isNaN(x)) return x;
  if (x > 0.5 && x <= 2.5) return 1 - errorFunction(x);
  return x > 2.5 ? complement(x) : 1 - errorFunction(x);
}

/** The regularised incomplete beta function, by its continued fraction (Lentz). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const bounded = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / bounded(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / bounded(1 + even * d);
    c = bounded(1 + even / c);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / bounded(1 + odd * d);
    c = bounded(1 + odd / c);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return result;
}

type Maybe = number | null;

/** Distribution function of the beta distribution; NaN outside its domain. */
export function betaCdf(x: Maybe, alpha: Maybe, beta: Maybe): Maybe {
  if (x === null || alpha === null || beta === null) return null;
  if (!(x >= 0 && x <= 1 && alpha > 0 && beta > 0)) return Number.NaN;
  return incompleteBeta(x, alpha, beta);
}

/** Density of the beta distribution; NaN outside its domain. */
export function betaPdf(x: Maybe, alpha: Maybe, beta: Maybe): Maybe {
  if (x === null || alpha === null || beta === null) return null;
  if (!(x >= 0 && x <= 1 && alpha > 0 && beta > 0)) return Number.NaN;
  const norm = lnGamma(alpha + beta) - lnGamma(alpha) - lnGamma(beta);
  return Math.exp(norm) * x ** (alpha - 1) * (1 - x) ** (beta - 1);
}

/** The value below which a share `p` of the beta distribution lies, by bisection; NaN outside its domain. */
export function betaInverse(p: Maybe, alpha: Maybe, beta: Maybe): Maybe {
  if (p === null || alpha === null || beta === null || p < 0 || p > 1) return null;
  if (!(alpha > 0 && beta > 0)) return Number.NaN;
  let [low, high] = [0, 1];
  for (let i = 0; i < 200 && low < high; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, alpha, beta) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Two-sided p-value of Welch's t-test for means, variances and counts of two samples. */
export function welchTest(
  mean1: Maybe,
  variance1: Maybe,
  count1: bigint | null,
  mean2: Maybe,
  variance2: Maybe,
  count2: bigint | null,
): Maybe {
  if (mean1 === null || variance1 === null || count1 === null) return null;
  if (mean2 === null || variance2 === null || count2 === null) return null;
  const [n1, n2] = [Number(count1), Number(count2)];
  if (n1 < 2 || n2 < 2) return null;
  const [e1, e2] = [variance1 / n1, variance2 / n2];
  const t = (mean1 - mean2) / Math.sqrt(e1 + e2);
  const freedom = (e1 + e2) ** 2 / (e1 ** 2 / (n1 - 1) + e2 ** 2 / (n2 - 1));
  return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
}
