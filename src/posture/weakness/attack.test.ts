import { describe, expect, it } from 'vitest';
import { attackOf, type AttackFacts } from './attack.ts';

const attack = (
  cvssVector: string | undefined,
  more: Partial<AttackFacts> = {},
): ReturnType<typeof attackOf> =>
  attackOf({ cvssVector, severity: 'Critical', product: 'acme:server', isKnownExploited: false, ...more });

const v31 = (metrics: string): string => `CVSS:3.1/${metrics}`;

describe('a weakness with a vector of CVSS 3', () => {
  it.each([
    ['over the network', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'network', 0.8],
    ['from the adjacent network', 'AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N', 'network', 0.8],
    ['from a session', 'AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'local', 0.72],
    ['through a page a person opens', 'AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 'client', 0.48],
    ['through a file a person opens', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 'client', 0.48],
    ['with luck', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H', 'network', 0.4],
    ['by an administrator', 'AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 'network', 0.4],
    ['with the hand on the device', 'AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'none', 0],
    ['to read only', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 'none', 0],
    ['to stop it', 'AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 'none', 0],
    ['to change a little', 'AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:L/A:N', 'none', 0],
  ])('is used %s', (_, metrics, way, reliability) => {
    const found = attack(v31(metrics));
    expect(found.attack).toBe(way);
    expect(found.reliability).toBeCloseTo(reliability, 12);
    expect(found.assumed).toBeUndefined();
    expect(attack(`CVSS:3.0/${metrics}/E:F/RL:O`)).toEqual(found);
  });
});

describe('a weakness with a vector of CVSS 2', () => {
  it.each([
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 'network', 0.8],
    ['CVSS2#AV:N/AC:L/Au:N/C:C/I:C/A:C', 'network', 0.8],
    ['(AV:N/AC:M/Au:S/C:P/I:P/A:P)', 'network', 0.72],
    ['AV:N/AC:H/Au:M/C:P/I:P/A:P', 'network', 0.2],
    ['AV:L/AC:L/Au:N/C:C/I:C/A:C', 'local', 0.8],
    ['AV:N/AC:L/Au:N/C:P/I:N/A:N', 'none', 0],
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C', 'none', 0],
  ])('%s is used as %s', (vector, way, reliability) => {
    const found = attack(vector);
    expect(found.attack).toBe(way);
    expect(found.reliability).toBeCloseTo(reliability, 12);
  });
});

describe('a weakness with a vector of CVSS 4', () => {
  it.each([
    ['AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'network', 0.8],
    ['AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'network', 0.4],
    ['AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'client', 0.48],
    ['AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'local', 0.72],
    ['AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N', 'none', 0],
    // The supplemental AU is "automatable" here, not the authentication of version 2.
    ['AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/AU:Y', 'none', 0],
    ['AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/AU:Y', 'network', 0.8],
  ])('%s is used as %s', (metrics, way, reliability) => {
    const found = attack(`CVSS:4.0/${metrics}`);
    expect(found.attack).toBe(way);
    expect(found.reliability).toBeCloseTo(reliability, 12);
  });
});

describe('what else is known beside the vector', () => {
  const changesOnly = v31('AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N');

  it('counts changing everything as control when it is known to be exploited', () => {
    expect(attack(changesOnly).attack).toBe('none');
    expect(attack(changesOnly, { isKnownExploited: true }).attack).toBe('network');
  });

  it('counts total impact of the coordinator as control', () => {
    const reads = v31('AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N');
    expect(attack(reads, { technicalImpact: 'total' }).attack).toBe('network');
    expect(attack(reads, { technicalImpact: 'partial' }).attack).toBe('none');
  });
});

describe('a weakness without a usable vector', () => {
  it.each([undefined, '', 'garbage', 'CVSS:3.1/AV:N', 'CVSS:3.1/AV:N/AC:L/PR:N'])(
    'is judged by product, port and severity, and says so: %s',
    (vector) => {
      expect(attack(vector, { port: 443 })).toEqual({
        attack: 'network',
        reliability: 0.8,
        assumed: 'no CVSS vector: found on a port, so taken as used over the network',
      });
    },
  );

  it('is used through a person in a client program, even on a port', () => {
    expect(attack(undefined, { product: 'mozilla:firefox', port: 443 }).attack).toBe('client');
  });

  it('is used over the network when critical, from a session when high, not at all below', () => {
    expect(attack(undefined)).toMatchObject({ attack: 'network', reliability: 0.4 });
    expect(attack(undefined, { severity: 'High', port: 0 }).attack).toBe('local');
    for (const severity of ['Medium', 'Low', 'None', 'Unknown'] as const)
      expect(attack(undefined, { severity, port: 443 })).toEqual({ attack: 'none', reliability: 0 });
    expect(attack(undefined, { severity: 'Low', isKnownExploited: true }).attack).toBe('local');
  });
});
