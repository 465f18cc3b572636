import { csvHeader } from '../csv-header.ts';
import type { Head, Source } from '../source.ts';

/** Reports of Greenbone (OpenVAS) in XML and CSV. */
export const openvas: Source = {
  manifest: {
    id: 'openvas',
    title: 'Greenbone / OpenVAS',
    reads:
      'Greenbone report XML (OMP 4–7, GMP 7–22): report, get_reports_response, single results; CSV Results',
    howToExport:
      'Reports → report → Download → XML (or Anonymous XML), with the filter rows=-1; gvm-cli get_reports details=1',
    observes: ['device', 'endpoint', 'software', 'vulnerability', 'control'],
  },
  detect(head) {
    const format = xmlFormat(head);
    if (format !== undefined) return { kind: 'read', format };
    if (head.xml !== undefined || head.json !== undefined) return undefined;
    const header = csvHeader(head.text);
    return header.has('nvt oid') && header.has('nvt name')
      ? { kind: 'read', format: 'openvas csv' }
      : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};

function xmlFormat(head: Head): string | undefined {
  const { root, attributes = {}, elements = new Set<string>() } = head.xml ?? {};
  const hasAny = (...names: readonly string[]): boolean => names.some((name) => elements.has(name));
  switch (root) {
    case 'get_reports_response':
      return 'openvas get_reports_response';
    case 'get_results_response':
      return 'openvas get_results_response';
    case 'result':
      return hasAny('nvt') && hasAny('threat', 'host') ? 'openvas result' : undefined;
    case 'report': {
      const isGreenbone =
        attributes['format_id'] !== undefined ||
        hasAny('gmp', 'omp', 'report_format') ||
        (hasAny('results') && hasAny('nvt', 'scan_run_status', 'result_count'));
      return isGreenbone ? 'openvas report' : undefined;
    }
    default:
      return undefined;
  }
}
