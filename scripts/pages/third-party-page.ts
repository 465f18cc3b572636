import { readFileSync } from 'node:fs';
import { generatedNote, table } from './markdown.ts';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** THIRD-PARTY.md, from the lockfile: what an installation of fixfirst brings with it, and whose data it ships. */
export function thirdPartyPage(): string {
  const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const rows = Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { version, license, optional }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      if (license === undefined) throw new Error(`the lockfile names no licence of ${name}`);
      return [name, version ?? '', license, optional === true ? 'on its platform only' : ''];
    });
  return `# Third-party software and data

${generatedNote}

## Software

fixfirst bundles no foreign code. npm installs the following packages beside it, each with its own licence text in its
folder. \`@duckdb/node-bindings-*\` holds the DuckDB library (MIT) with the libraries built into it.

${table(['package', 'version', 'licence', ''], rows)}

## Data

${table(
  ['data', 'where', 'terms'],
  [
    [
      'Known Exploited Vulnerabilities catalogue, CISA',
      '`data/intel/kev.json.gz`',
      'CC0 1.0; use implies no endorsement by CISA',
    ],
    [
      'EPSS scores, FIRST.org',
      '`data/intel/epss.csv.gz`',
      'Free to use with attribution: EPSS data from the Exploit Prediction Scoring System of FIRST (https://www.first.org/epss)',
    ],
    [
      'CVE records, CVE Program',
      '`data/intel/cve.ndjson.gz`',
      'CVE Program terms of use, notice below; fields that are not read are left out',
    ],
    ['Vulnrichment (SSVC in CVE records), CISA', '`data/intel/cve.ndjson.gz`', 'CC0 1.0'],
    [
      'Names of edge kinds and which of them are traversable, BloodHound CE schema',
      '`src/graph/model/edge-kinds.ts`',
      'Apache-2.0; meanings, remedies and probabilities are our own',
    ],
    [
      'Names and column descriptions of the advanced-hunting tables, after the vendor’s public documentation',
      '`src/schema/tables/advanced-hunting.ts`',
      'Names for interoperation; descriptions in our own words',
    ],
  ],
)}

CVE notice, as its terms ask: CVE Usage: MITRE hereby grants you a perpetual, worldwide, non-exclusive, no-charge,
royalty-free, irrevocable copyright license to reproduce, prepare derivative works of, publicly display, publicly perform,
sublicense, and distribute Common Vulnerabilities and Exposures (CVE®). Any copy you make for such purposes is authorized
provided that you reproduce MITRE's copyright designation and this license in any such copy.
Copyright © 1999–2026 The MITRE Corporation. CVE is a registered trademark of The MITRE Corporation.

Product and company names are marks of their owners and are used to say which files are read.
`;
}
