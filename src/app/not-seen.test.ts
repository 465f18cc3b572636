import { describe, expect, it } from 'vitest';
import type { Device } from './gather-devices.ts';
import { notSeen, type SeenFacts } from './not-seen.ts';

const device = (more: Partial<Device> = {}): Device => ({
  id: 'a',
  name: 'a',
  addresses: [],
  refs: [],
  evidence: { file: 'f', locator: '1' },
  names: [],
  os: '',
  isServer: undefined,
  value: undefined,
  examined: new Set(['vulnerabilities']),
  sources: [],
  mergedBy: [],
  loggedOn: [],
  ...more,
});

const whole: SeenFacts = {
  devices: [device()],
  hasDirectory: true,
  hasSessions: true,
  hasOutsideView: true,
  isFallbackCritical: false,
  cvesWithoutIntelligence: 0,
  cves: 10,
  unknownControls: 0,
  secretsWithoutAccount: 0,
  partialFiles: 0,
  stale: { findings: 0, sources: [] },
  unmatchedPatterns: [],
};

const whats = (more: Partial<SeenFacts>): readonly string[] =>
  notSeen({ ...whole, ...more }).map((gap) => gap.what);
const cloud = 'Cloud identities: rights in a cloud directory are not followed yet';

describe('what could not be seen', () => {
  it('is the cloud alone when the input is whole', () => {
    expect(whats({})).toEqual([cloud]);
  });

  it.each<[string, Partial<SeenFacts>]>([
    ['Identities: no directory data', { hasDirectory: false, hasSessions: false }],
    ['Logon sessions: none in the directory data', { hasSessions: false }],
    ['Critical assets: none that can be reached was recognised', { isFallbackCritical: true }],
    ['Internet exposure: no device is known to face the internet', { hasOutsideView: false }],
    [
      'Internet exposure is assumed for 1 device with a public address',
      {
        devices: [device({ isInternetFacing: true, exposureReason: 'assumed: it has the public address x' })],
      },
    ],
    [
      '2 devices that no scanner looked at for vulnerabilities',
      { devices: [device(), device({ examined: new Set(['ports']) }), device({ examined: new Set() })] },
    ],
    ['Exploitation: 3 of 10 CVEs are in no intelligence file', { cvesWithoutIntelligence: 3 }],
    ['1 check result unknown', { unknownControls: 1 }],
    ['2 secrets whose account is not named by the source', { secretsWithoutAccount: 2 }],
    ['1 file read in part', { partialFiles: 1 }],
    ['Assets file: nothing fits web*, db1', { unmatchedPatterns: ['web*', 'db1'] }],
  ])('names the gap: %s', (what, more) => {
    expect(whats(more).filter((gap) => gap !== cloud)).toEqual([what]);
  });

  it('says what each gap means', () => {
    const gaps = notSeen({
      ...whole,
      devices: [],
      hasDirectory: false,
      hasOutsideView: false,
      partialFiles: 1,
    });
    for (const gap of gaps) expect(gap.meaning).not.toBe('');
    expect(gaps.map((gap) => gap.what)).not.toContain(
      'Internet exposure: no device is known to face the internet',
    );
  });
});
