import { expect, it } from 'vitest';
import { allProducts, installed, missingReleases, versionOf } from './products.ts';
import { weaknesses } from './weaknesses.ts';

it('has releases and facts for every product', () => {
  expect(allProducts().length).toBeGreaterThanOrEqual(60);
  for (const product of allProducts()) {
    expect(product.releases.length, product.key).toBeGreaterThan(0);
    expect(product.cpe, product.key).toMatch(/^cpe:\/[aoh]:[^:]+:[^:]+/);
    const versions = product.releases.map((release) => release.version);
    expect(new Set(versions).size, product.key).toBe(versions.length);
  }
});

it('orders dotted releases from old to new', () => {
  for (const { key, releases } of allProducts()) {
    const versions = releases.map(({ version }) => version);
    if (!versions.every((version) => /^[\d.]+$/.test(version))) continue;
    for (const [at, version] of versions.slice(1).entries())
      expect(compare(versions[at] ?? '', version), `${key} ${version}`).toBeLessThan(0);
  }
});

it('names no weakness twice for one product and leaves none without a product', () => {
  const named = new Set<string>();
  for (const { key, releases } of allProducts()) {
    const cves = releases.flatMap(({ fixes }) => fixes.map(({ cve }) => cve));
    expect(new Set(cves).size, key).toBe(cves.length);
    for (const cve of cves) named.add(cve);
  }
  expect(named.size).toBe(weaknesses.size);
});

it('rates every weakness, and knows the exploited ones', () => {
  for (const one of weaknesses.values()) {
    expect(one.cve).toMatch(/^CVE-\d{4}-\d{4,}$/);
    expect(one.cvss).toBeGreaterThan(0);
    expect(one.cvss).toBeLessThanOrEqual(10);
    expect(one.vector).toMatch(
      /^CVSS:3\.[01]\/AV:[NALP]\/AC:[LH]\/PR:[NLH]\/UI:[NR]\/S:[UC]\/C:[NLH]\/I:[NLH]\/A:[NLH]$/,
    );
    expect(one.published).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(one.title).not.toBe('');
    expect(one.epss).toBeGreaterThan(0);
    // Only what nobody exploits may have a made-up score.
    if (one.exploited !== undefined) expect(one.isStandIn, one.cve).toBe(false);
  }
  const exploited = [...weaknesses.values()].filter((one) => one.exploited !== undefined);
  expect(exploited.length).toBeGreaterThan(50);
  expect(weaknesses.get('CVE-2024-21762')?.exploited?.ransomware).toBe('Known');
});

it('misses the releases after its own that fix something', () => {
  const firewall = installed('fortios', 3);
  expect(versionOf(firewall)).toBe('7.2.5');
  expect(missingReleases(firewall).map(({ version }) => version)).toEqual(['7.2.7', '7.2.8']);
  expect(missingReleases(installed('fortios', 0))).toEqual([]);
  expect(versionOf(installed('fortios', 99))).toBe('7.2.4');
});

function compare(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
