// SPDX-License-Identifier: Apache-2.0
// Scales of rates: logarithmic and probit, with the ticks that suit them.
import { scaleLinear, scaleLog } from "./d3.js";

// The quantile of the normal distribution (Wichura 1988, AS 241, PPND7: seven
// figures, more than a screen can show).
export function quantile(p) {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return q * (((59.109374720 * r + 159.29113202) * r + 50.434271938) * r
      + 3.3871327179)
      / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
  }
  let r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  let z;
  if (r <= 5) {
    r -= 1.6;
    z = (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r
      + 1.4234372777) / ((0.12021132975 * r + 0.73700164250) * r + 1);
  } else {
    r -= 5;
    z = (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r
      + 6.6579051150) / ((0.012258202635 * r + 0.24197894225) * r + 1);
  }
  return q < 0 ? -z : z;
}

// A scale of probabilities, straight in normal deviates: the part of d3's
// scale interface that an axis needs.
export function scaleProbit() {
  const inner = scaleLinear();
  let domain = [0.001, 0.999];
  const scale = (p) => inner(quantile(p));
  scale.domain = (d) => {
    if (!d) return domain.slice();
    domain = d.slice();
    inner.domain(domain.map(quantile));
    return scale;
  };
  scale.range = (r) => (r ? (inner.range(r), scale) : inner.range());
  scale.copy = () => scaleProbit().domain(domain).range(inner.range());
  return scale.domain(domain);
}

const NORMAL = [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.005, 0.01, 0.02,
  0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999,
  0.9999, 0.99999, 0.999999];

// Values that get a tick with a text, and values that get a tick alone.
export function rateTicks(kind, [low, high]) {
  if (kind === "probit") {
    return { major: NORMAL.filter((p) => p >= low && p <= high), minor: [] };
  }
  const major = [];
  const minor = [];
  for (let e = Math.floor(Math.log10(low)); e <= 0; e++) {
    for (let m = 1; m < 10; m++) {
      const p = Number(`${m}e${e}`);
      if (p < low * 0.9999 || p > high * 1.0001) continue;
      (m === 1 ? major : minor).push(p);
    }
  }
  return { major, minor };
}

// The decade at or below a rate.
export function decade(p) {
  return Number(`1e${Math.floor(Math.log10(p) + 1e-9)}`);
}

// A scale for rates from `low` to `high`.
export function rateScale(kind, low, high) {
  if (kind === "probit") {
    return scaleProbit().domain([Math.min(low, 0.01), Math.min(high, 0.99)]);
  }
  return scaleLog().domain([low, high]);
}
