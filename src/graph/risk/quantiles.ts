/** z such that a standard normal variable lies below it with probability 0.995. */
const normal995 = 2.5758293035489;

/**
 * t such that a Student variable lies below it with probability 0.995, for 7 or more degrees of freedom (error below
 * 0.002): expansion around the normal quantile, Abramowitz and Stegun 26.7.5.
 */
export function student995(degrees: number): number {
  const z = normal995;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), z);
}

/** x such that a gamma variable of this shape and scale 1 lies below it with the given probability. */
export function gammaQuantile(shape: number, probability: number): number {
  // Wilson and Hilferty's cube gives the order of magnitude, bisection the rest.
  const z = probability > 0.5 ? normal995 : -normal995;
  const guess = shape * Math.max(0.05, 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape))) ** 3;
  let low = 0;
  let high = Math.max(guess, 1e-3);
  while (gammaBelow(shape, high) < probability) {
    low = high;
    high *= 2;
  }
  for (let i = 0; i < 60 && high - low > 1e-6 * high; i++) {
    const middle = (low + high) / 2;
    if (gammaBelow(shape, middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that a gamma variable of this shape lies below x: series or continued fraction (Abramowitz and Stegun 6.5). */
function gammaBelow(shape: number, x: number): number {
  if (x <= 0) return 0;
  const scale = Math.exp(shape * Math.log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let n = 1; n < 1000 && term > sum * 1e-12; n++) {
      term *= x / (shape + n);
      sum += term;
    }
    return scale * sum;
  }
  // Lentz's method.
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1000; n++) {
    const a = -n * (n - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-12) break;
  }
  return 1 - scale * fraction;
}

/** Logarithm of the gamma function (Lanczos). */
function logGamma(x: number): number {
  const coefficients = [
    76.18009172947146, -86.50532032941677, 24.01409824083091, -1.231739572450155, 0.1208650973866179e-2,
    -0.5395239384953e-5,
  ];
  const base = x + 5.5 - (x + 0.5) * Math.log(x + 5.5);
  const series = coefficients.reduce(
    (sum, coefficient, i) => sum + coefficient / (x + i + 1),
    1.000000000190015,
  );
  return -base + Math.log((2.5066282746310005 * series) / x);
}
