import type { Detection, Head, Source } from '../source.ts';

export const sarif: Source = {
  manifest: {
    id: 'sarif',
    title: 'SARIF',
    reads: 'SARIF 2.1.0 of any tool: code weaknesses, dependency findings, secrets',
    howToExport:
      'the tool’s SARIF output, such as codeql database analyze --format=sarif-latest, semgrep --sarif, bandit -f sarif, checkov -o sarif',
    observes: ['resource', 'control', 'vulnerability', 'secret'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form !== 'object' || !json.paths.has('runs')) return undefined;
  const version = json.scalars.get('version');
  const isNamed = /sarif/i.test(json.scalars.get('$schema') ?? '');
  const hasRun = json.paths.has('runs.*.tool.driver') || json.paths.has('runs.*.results');
  if (!isNamed && !(hasRun && (version === undefined || /^[12]\.\d/.test(version)))) return undefined;
  const format = `SARIF ${version ?? '2.1.0'}`;
  if (version === undefined || version === '2.1.0') return { kind: 'read', format };
  return {
    kind: 'refuse',
    format,
    fault: {
      code: 'wrong-version',
      message: `SARIF ${version} is not read`,
      remedy: 'export SARIF 2.1.0, the published standard',
    },
  };
}
