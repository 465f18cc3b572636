import type { Observation } from '../../schema/index.ts';
import { distinctTexts } from '../texts.ts';

type Remark = 'warning' | 'suggestion';

/** `KRNL-5788|Determine why …|details|solution|`: a remark as failed control; undefined when it has no test id. */
export function controlOf(remark: Remark, text: string, ref: string): Observation<'control'> | undefined {
  const [id = '', title, details, solution] = text.split('|').map((part) => part.trim());
  if (!/^[A-Z0-9]+(-\d+)?(:\S+)?$/i.test(id)) return undefined;
  const known = (part: string | undefined): string | undefined =>
    part === undefined || part === '' || part === '-' ? undefined : part;
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Lynis',
    Title: known(title) ?? id,
    // Lynis knows two words: what it warns of and what it suggests.
    Severity: remark === 'warning' ? 'Medium' : 'Low',
    Result: 'fail',
    Reason: distinctTexts([remark, known(details)])?.join(': '),
    FixText: known(solution)?.replace(/^text:/, ''),
    References: [],
    Place: known(details),
  };
}

/** Tests without a remark: executed ones passed, skipped ones are unknown. */
export function quietControl(id: string, isExecuted: boolean, ref: string): Observation<'control'> {
  return {
    Ref: ref,
    ControlId: id,
    Benchmark: 'Lynis',
    Severity: 'Unknown',
    Result: isExecuted ? 'pass' : 'unknown',
    Reason: isExecuted
      ? 'executed without a remark'
      : 'skipped: what the test needs is not there, or it is switched off',
    References: [],
  };
}
