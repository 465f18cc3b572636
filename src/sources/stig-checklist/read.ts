import { invariant } from '../../base/fault.ts';
import type { Read } from '../source.ts';
import { readCkl } from './ckl.ts';
import { readCklb } from './cklb.ts';

/** Reads a checklist of one asset. */
export const read: Read = (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  out.tool('STIG Viewer');
  return report.format === 'ckl' ? readCkl(file, out) : readCklb(file, out);
};
