import { invariant } from '../../base/fault.ts';
import type { Read } from '../source.ts';
import { readCsvReport } from './read-csv.ts';
import { readHosts } from './read-hosts.ts';
import { readScan } from './read-scan.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  out.tool('Qualys');
  const root = file.head.xml?.root;
  if (root === 'SCAN') return readScan(file, out);
  return root === undefined ? readCsvReport(file, out) : readHosts(file, out);
};
