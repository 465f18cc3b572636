import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { rkhunter } from './manifest.ts';

const read = (text: string): Promise<Reading> => readWith(rkhunter, memoryFile('rkhunter.log', text, 61));
const log = (
  body: string,
  end = '[05:10:41] Info: End date is Fri Jul 31 05:10:41 UTC 2026\n',
): string => `[05:10:38] Running Rootkit Hunter version 1.4.6 on web01.example.org
[05:10:38]
[05:10:38] Info: Found O/S name: Debian GNU/Linux 13 (trixie)
[05:10:39] Info: Enabled tests are: local_host apps
[05:10:40] Info: Starting test name 'system_configs'
${body}${end}`;

it('becomes a device with controls', async () => {
  const { outcome, observations, native, tool, observedAt, ...more } = await read(
    log(`[05:10:40]   Checking for an SSH configuration file          [ Not found ]
[05:10:40]   Checking for a running system logging daemon    [ Warning ]
[05:10:40] Warning: No running system logging daemon has been found.
[05:10:40]   Checking x [ Skipped ]
[05:10:40]   Checking <b>y</b> [ Odd ]
`),
  );
  expect(outcome).toEqual({ ok: true });
  expect(tool).toEqual({ name: 'Rootkit Hunter', version: '1.4.6' });
  expect(observedAt).toBe(Date.UTC(2026, 6, 31, 5, 10, 41));
  expect(observations.device).toMatchObject([
    {
      DeviceName: 'web01.example.org',
      OSPlatform: 'Debian GNU/Linux 13 (trixie)',
      Examined: ['configuration'],
    },
  ]);
  expect(observations.control.map((c) => [c.Title, c.Result, c.Reason])).toEqual([
    ['Checking for an SSH configuration file', 'pass', 'Not found'],
    [
      'Checking for a running system logging daemon',
      'fail',
      'No running system logging daemon has been found.',
    ],
    ['Checking x', 'unknown', 'skipped'],
    ['Checking <b>y</b>', 'unknown', 'rkhunter says Odd'],
  ]);
  expect(native).toMatchObject({ warnings: 1, results: { Warning: 1, Skipped: 1 } });
  expect(more).toMatchObject({ provesScope: true, checks: 'rkhunter tests: apps local_host' });
});

it('without its end date is cut and proves nothing', async () => {
  const { outcome, observations, ...more } = await read(log('[05:10:40]   Checking a [ OK ]\n', ''));
  expect(outcome).toMatchObject({ fault: { code: 'truncated' } });
  expect(observations.control).toHaveLength(1);
  expect(more).toMatchObject({ provesScope: false });
});
