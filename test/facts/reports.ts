import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importFiles, type ImportedFile } from '../../src/app/kept/import-files.ts';
import { IntelligenceBuilder } from '../../src/intel/index.ts';
import type { LastingStore } from '../../src/store/index.ts';

/** Writes texts as files and imports them one after the other, as `fixfirst import` does. */
export async function importTexts(
  store: LastingStore,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: { readonly isComplete?: boolean; readonly closeAfter?: number } = {},
): Promise<readonly ImportedFile[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  try {
    const paths = Object.entries(files).map(([name, content]) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    });
    const imported: ImportedFile[] = [];
    const { isComplete = false, closeAfter = 1 } = options;
    for await (const one of importFiles(
      store,
      { paths, isComplete, closeAfter, isDryRun: false },
      {
        intelligence: new IntelligenceBuilder(),
        fingerprintKey: 'key',
        now: () => Date.UTC(2024, 6, 1),
        progress: () => undefined,
      },
    ))
      imported.push(one);
    return imported;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Trivy report of one image; `day` of May 2024. */
export function trivy(image: string, day: number, vulnerabilities: readonly object[]): string {
  return JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: `2024-05-${String(day).padStart(2, '0')}T10:00:00Z`,
    ArtifactName: image,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'alpine', Name: '3.10.2' } },
    Results: [
      { Target: `${image} (alpine)`, Class: 'os-pkgs', Type: 'alpine', Vulnerabilities: vulnerabilities },
    ],
  });
}

export function flaw(id: string, more: object = {}): object {
  return { VulnerabilityID: id, PkgName: 'lib', InstalledVersion: '1.0', Severity: 'HIGH', ...more };
}

/** A SARIF report of a repository, with rule and file of each result. */
export function sarif(
  repository: string,
  day: number,
  results: readonly (readonly [string, string])[],
): string {
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'CodeQL' } },
        invocations: [
          { executionSuccessful: true, endTimeUtc: `2024-05-${String(day).padStart(2, '0')}T10:00:00Z` },
        ],
        versionControlProvenance: [{ repositoryUri: `https://git.example.org/${repository}` }],
        results: results.map(([ruleId, uri], i) => ({
          ruleId,
          message: { text: 'found' },
          locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: i + 1 } } }],
        })),
      },
    ],
  });
}

/** A Nessus report of hosts, each with the plugins that fired. */
export function nessus(hosts: Readonly<Record<string, readonly string[]>>): string {
  const items = (plugins: readonly string[]): string =>
    plugins
      .map(
        (id) =>
          `<ReportItem port="443" svc_name="www" protocol="tcp" severity="3" pluginID="${id}" pluginName="Flaw ${id}" pluginFamily="Any"><cve>CVE-2024-${id}</cve></ReportItem>`,
      )
      .join('');
  return `<?xml version="1.0" ?><NessusClientData_v2><Policy><policyName>p</policyName></Policy><Report name="r">${Object.entries(
    hosts,
  )
    .map(
      ([name, plugins]) =>
        `<ReportHost name="${name}"><HostProperties><tag name="host-ip">${name}</tag></HostProperties>${items(plugins)}</ReportHost>`,
    )
    .join('')}</Report></NessusClientData_v2>`;
}

/** A result of Prowler (OCSF) for a resource of an account. */
export function prowler(account: string, results: readonly (readonly [string, string])[]): string {
  return JSON.stringify(
    results.map(([check, resource]) => ({
      metadata: { event_code: check, product: { name: 'Prowler', version: '5.4.0' }, version: '1.4.0' },
      severity: 'High',
      status: 'New',
      status_code: 'FAIL',
      finding_info: { title: 'Public', uid: 'same-id', created_time: 1714557600 },
      resources: [{ uid: resource, name: 'name', region: 'eu-west-1' }],
      cloud: { account: { uid: account, name: account }, provider: 'aws', region: 'eu-west-1' },
    })),
  );
}
