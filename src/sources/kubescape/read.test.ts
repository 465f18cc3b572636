import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { kubescape } from './manifest.ts';

const read = (content: unknown): Promise<Reading> =>
  readWith(
    kubescape,
    memoryFile('r.json', typeof content === 'string' ? content : JSON.stringify(content), 61),
  );

const control = (id: string, status: string, more: object = {}) => ({
  controlID: id,
  name: `Name ${id}`,
  status: { status },
  rules: [],
  ...more,
});
const report = (controls: unknown, more: object = {}) => ({
  generationTime: '2024-05-01T10:00:00Z',
  clusterName: 'prod',
  results: [{ resourceID: 'path=966/api=apps/v1/shop/Deployment/web', controls }],
  summaryDetails: {
    controls: {
      'C-1': {
        controlID: 'C-1',
        name: 'One',
        statusInfo: { status: 'failed' },
        scoreFactor: 8,
        category: { name: 'Workload' },
      },
      'C-9': {
        controlID: 'C-9',
        name: 'Nine',
        statusInfo: { status: 'passed', subStatus: 'irrelevant' },
        scoreFactor: 3,
      },
      'C-8': {
        controlID: 'C-8',
        name: 'Eight',
        statusInfo: { status: 'skipped', info: 'no agent' },
        scoreFactor: 3,
      },
    },
  },
  resources: [],
  metadata: {
    scanMetadata: { targetType: 'Framework', targetNames: ['nsa', 'mitre'], kubescapeVersion: 'v3.0.3' },
  },
  paginationInfo: { chunkNumber: 0, isLastChunk: false },
  ...more,
});

it('becomes controls of the cluster, also of controls without a resource', async () => {
  const { outcome, observations, native, tool, ...more } = await read(
    report([
      control('C-1', 'failed', { rules: [{ paths: [{ fixPath: { path: 'spec.x', value: 'secret' } }] }] }),
      control('C-2', 'passed'),
      control('C-3', 'skipped', { status: { status: 'skipped', subStatus: 'manual review' } }),
    ]),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'Kubescape', version: 'v3.0.3' });
  expect(observations.resource).toMatchObject([
    { ResourceType: 'kubernetes', ResourceName: 'prod', Examined: ['configuration'] },
  ]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Reason])).toEqual([
    ['C-1', 'High', 'fail', 'spec.x'],
    ['C-2', 'Unknown', 'pass', undefined],
    ['C-3', 'Unknown', 'unknown', 'skipped: manual review'],
    ['C-9', 'Low', 'notApplicable', 'there is no resource that the control applies to'],
    ['C-8', 'Low', 'unknown', 'skipped: no agent'],
  ]);
  expect(observations.control[0]?.Place).toBe('apps/v1/shop/Deployment/web');
  expect(native).toEqual({ resources: 0, results: 1, status: { failed: 1, passed: 1, skipped: 1 } });
  expect(more).toMatchObject({ provesScope: true, checks: 'Framework; mitre, nsa' });
});

it('closes nothing without a name, and sets aside what has no shape', async () => {
  const { observations, quarantined, ...more } = await read(
    report([{ name: '<b>' }, control('C-1', 'odd')], {
      clusterName: '',
      generationTime: '0001-01-01T00:00:00Z',
    }),
  );
  expect(quarantined).toHaveLength(1);
  expect(observations.control[0]).toMatchObject({ Result: 'unknown', Reason: 'Kubescape says odd' });
  expect(more).toMatchObject({ provesScope: false, observedAt: undefined });
});

it('keeps what came before a cut, and refuses format v1', async () => {
  const text = JSON.stringify(report([control('C-1', 'failed')]));
  const { outcome, observations } = await read(text.slice(0, -30));
  expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(observations.control).toHaveLength(1);
  expect((await read([{ controlReports: [] }])).detection).toMatchObject({ kind: 'refuse' });
});
