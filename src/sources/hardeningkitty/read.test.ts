import { expect, it } from 'vitest';
import { memoryFile, readWith, type Reading } from '../conformance/harness.ts';
import { hardeningkitty } from './manifest.ts';

const name = 'in/hardeningkitty_report_WEB01_finding_list_cis-20240501-100000.csv';
const read = (text: string, file = name): Promise<Reading> =>
  readWith(hardeningkitty, memoryFile(file, text, 61));
const header = 'ID,Category,Name,Severity,Result,Recommended,TestResult,SeverityFinding\n';

it('becomes controls of the host that the file is named after', async () => {
  const { outcome, observations, ...more } = await read(
    `${header}1000,Features,"SMBv1 ""on""",Passed,Disabled,Disabled,Passed,High\n1001,F,=cmd(),Medium,1,0,Failed,Medium\n1002,F,N,,,,,\n,,,,,,,\n`,
  );
  expect(outcome).toEqual({ ok: true });
  expect(observations.device).toMatchObject([{ HostNames: ['WEB01'], Examined: ['configuration'] }]);
  expect(observations.control.map((c) => [c.ControlId, c.Severity, c.Result, c.Reason])).toEqual([
    ['HardeningKitty 1000', 'High', 'pass', 'found Disabled, recommended Disabled'],
    ['HardeningKitty 1001', 'Medium', 'fail', 'found 1, recommended 0'],
    ['HardeningKitty 1002', 'Unknown', 'unknown', 'not checked'],
  ]);
  expect(more.quarantined).toHaveLength(1);
  expect(more).toMatchObject({ provesScope: false, checks: 'finding_list_cis' });
});

it('reads older reports, also without lines', async () => {
  const old = await read(
    'ID,Category,Name,Severity,Result,Recommended\n1,F,N,Passed,0,0\n2,F,N,High,1,0\n',
    'x.csv',
  );
  expect(old.observations.control.map((c) => [c.Severity, c.Result])).toEqual([
    ['Unknown', 'pass'],
    ['High', 'fail'],
  ]);
  expect(old.observations.device).toMatchObject([{ DeviceName: 'x.csv', HostNames: undefined }]);
  expect((await read(header)).observations.device).toMatchObject([{ Examined: [] }]);
});

it('refuses lists of what to check, and sees a cut', async () => {
  const list = await read(
    'ID,Category,Name,Method,MethodArgument,RegistryPath,RecommendedValue,Operator,Severity\n',
  );
  expect(list.detection).toMatchObject({ kind: 'refuse', fault: { code: 'wrong-content' } });
  expect((await read(`${header}1,F,"cut`)).outcome).toMatchObject({ fault: { code: 'truncated' } });
});
