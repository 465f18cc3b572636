import type { Detection, Head, Source } from '../source.ts';

const remedy = 'export results: oscap xccdf eval --results (or --results-arf)';

/** XCCDF results and ARF, of OpenSCAP, DISA's SCC, CIS-CAT and others. */
export const openscap: Source = {
  manifest: {
    id: 'openscap',
    title: 'OpenSCAP (XCCDF, ARF)',
    reads: 'XCCDF 1.1 and 1.2 results and ARF 1.1, of oscap, DISA SCC and CIS-CAT',
    howToExport:
      'oscap xccdf eval --profile PROFILE --results-arf arf.xml CONTENT; SCC: results as XCCDF or ARF',
    observes: ['device', 'control', 'vulnerability'],
  },
  detect(head) {
    const version = xccdfVersion(head);
    // The namespace decides, since files with a misspelt document element are about.
    if (isArf(head)) return { kind: 'read', format: 'arf' };
    switch (head.xml?.root) {
      case 'TestResult':
      case 'Benchmark':
        return version === undefined ? undefined : { kind: 'read', format: `xccdf ${version}` };
      case 'oval_results':
        return refuse('oval results', 'OVAL results name definitions but not what they mean for the device');
      case 'data-stream-collection':
        return refuse('scap data stream', 'the file is the content of a scan, not its results');
      default:
        return undefined;
    }
  },
  load: async () => (await import('./read.ts')).read,
};

/** The namespace of any prefix says the version. */
function xccdfVersion(head: Head): string | undefined {
  for (const [name, value] of Object.entries(head.xml?.attributes ?? {})) {
    const version = /^https?:\/\/checklists\.nist\.gov\/xccdf\/(\d[\d.]*)/.exec(value)?.[1];
    if (name.startsWith('xmlns') && version !== undefined) return version;
  }
  return undefined;
}

function isArf(head: Head): boolean {
  const { root = '', attributes = {} } = head.xml ?? {};
  const isNamed = Object.values(attributes).some((value) => value.includes('/asset-reporting-format/'));
  return isNamed && root.endsWith('report-collection');
}

function refuse(format: string, message: string): Detection {
  return { kind: 'refuse', format, fault: { code: 'not-supported', message, remedy } };
}
