import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseJson, type JsonValue } from '../src/base/json.ts';

/** Large reports in the form of real ones of the corpus: their records, texts included, on ever new hosts. */
export const largeReports: Readonly<
  Record<string, (corpus: string, findings: number) => Promise<Iterable<string>>>
> = {
  'trivy.json': trivy,
  'defender.json': defender,
  'nessus.nessus': nessus,
};

/** Writes one of them into a file. */
export async function writeReport(path: string, parts: Iterable<string>): Promise<void> {
  await pipeline(parts, createWriteStream(path));
}

const json = async (path: string): Promise<JsonValue> => {
  const parsed = parseJson(await readFile(path, 'utf8'));
  if (!parsed.ok) throw new Error(`${path}: ${parsed.fault.message}`);
  return parsed.value;
};

/** A cluster of as many deployments as it takes, each with the vulnerabilities of one image. */
async function trivy(corpus: string, findings: number): Promise<Iterable<string>> {
  const results = (await json(join(corpus, 'trivy/defectdojo__legacy_many_vulns.json'))) as readonly {
    readonly Vulnerabilities?: readonly JsonValue[];
  }[];
  const vulnerabilities = results.flatMap((result) => result.Vulnerabilities ?? []);
  const resource = (i: number): string => {
    const image = { Target: `registry/app-${i}:1 (debian 10.4)`, Class: 'os-pkgs', Type: 'debian' };
    const at = { Namespace: `n${i % 40}`, Kind: 'Deployment', Name: `app-${i}` };
    return JSON.stringify({ ...at, Results: [{ ...image, Vulnerabilities: vulnerabilities }] }, null, 2);
  };
  return document(
    '{"ClusterName":"prod","Vulnerabilities":[',
    Math.ceil(findings / vulnerabilities.length),
    resource,
  );
}

/** Sixty vulnerabilities on each device, as the API exports them. */
async function defender(corpus: string, findings: number): Promise<Iterable<string>> {
  const page = (await json(
    join(corpus, 'ms-defender/microsoftdocs__get-assessment-software-vulnerabilities-2.json'),
  )) as { readonly value: readonly Readonly<Record<string, JsonValue>>[] };
  const row = (i: number): string => {
    const device = Math.floor(i / 60);
    const deviceId = (device + 1).toString(16).padStart(40, 'a');
    const deviceName = `pc-${device}.contoso.example`;
    const cveId = `CVE-2023-${1000 + (i % 60)}`;
    const real = page.value[i % page.value.length];
    return JSON.stringify({ ...real, id: `${deviceId}_${i}`, deviceId, deviceName, cveId });
  };
  return document('{"@odata.context":"x","value":[', findings, row);
}

function* document(head: string, count: number, item: (i: number) => string): Iterable<string> {
  yield head;
  for (let i = 0; i < count; i++) yield (i === 0 ? '' : ',') + item(i);
  yield ']}';
}

/** The hosts of a scan again and again, under other addresses; `findings` are its items. */
async function nessus(corpus: string, findings: number): Promise<Iterable<string>> {
  const text = await readFile(join(corpus, 'nessus/defectdojo__nessus_v_unknown.xml'), 'utf8');
  const hosts = [...text.matchAll(/<ReportHost[\s\S]*?<\/ReportHost>/g)].map(([host]) => host);
  const items = hosts.reduce((sum, host) => sum + host.split('<ReportItem').length - 1, 0);
  const renamed = (host: string, n: number): string => {
    const name = /<ReportHost name="([^"]+)"/.exec(host)![1]!;
    return host
      .replaceAll(name, `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`)
      .replace(
        /<tag name="(mac-address|host-fqdn|netbios-name|host-uuid|bios-uuid|hostname)">[^<]*<\/tag>/g,
        (_, tag: string) => `<tag name="${tag}">x${n}</tag>`,
      );
  };
  return (function* () {
    yield text.slice(0, text.indexOf('<ReportHost '));
    for (let n = 0; n < (findings / items) * hosts.length; n++) yield renamed(hosts[n % hosts.length]!, n);
    yield '</Report></NessusClientData_v2>';
  })();
}
