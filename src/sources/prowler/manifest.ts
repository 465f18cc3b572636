import { csvHeader } from '../csv-header.ts';
import type { Detection, Head, Source } from '../source.ts';

export const prowler: Source = {
  manifest: {
    id: 'prowler',
    title: 'Prowler',
    reads: 'Prowler OCSF JSON (3 to 5), native JSON (2 and 3), CSV (2 to 5)',
    howToExport: 'prowler aws -M json-ocsf csv (also azure, gcp, kubernetes, m365); the files lie in output/',
    observes: ['resource', 'control'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  return head.json === undefined ? detectCsv(head) : detectJson(head.json);
}

function detectJson({ form, paths, scalars }: NonNullable<Head['json']>): Detection | undefined {
  if (form !== 'array' && form !== 'object' && form !== 'lines') return undefined;
  const at = form === 'array' ? '*.' : '';
  const has = (...keys: readonly string[]): boolean => keys.every((key) => paths.has(at + key));
  if (has('metadata.product.name', 'severity') && (has('finding_info') || has('finding'))) {
    return scalars.get(`${at}metadata.product.name`) === 'Prowler'
      ? { kind: 'read', format: 'Prowler OCSF' }
      : undefined;
  }
  if (has('CheckID', 'CheckTitle', 'StatusExtended')) return { kind: 'read', format: 'Prowler JSON 3' };
  if (has('Account Number', 'Control ID', 'Status', 'Message'))
    return { kind: 'read', format: 'Prowler JSON 2' };
  return undefined;
}

function detectCsv(head: Head): Detection | undefined {
  const names = csvHeader(head.text);
  const has = (...keys: readonly string[]): boolean => keys.every((key) => names.has(key));
  if (has('check_id', 'check_title', 'status', 'status_extended')) {
    return { kind: 'read', format: has('account_uid') ? 'Prowler CSV 4' : 'Prowler CSV 3' };
  }
  if (has('account_num', 'title_id', 'check_result', 'title_text'))
    return { kind: 'read', format: 'Prowler CSV 2' };
  if (has('requirements_id', 'statusextended', 'checkid')) {
    return {
      kind: 'refuse',
      format: 'Prowler compliance CSV',
      fault: {
        code: 'not-supported',
        message: 'the file repeats the results of the checks by the requirements of one framework',
        remedy: 'give the main output of the same run: prowler -M json-ocsf csv',
      },
    };
  }
  return undefined;
}
