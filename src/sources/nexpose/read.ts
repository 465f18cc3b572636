import { detached } from '../../base/detached.ts';
import { invariant } from '../../base/fault.ts';
import { readXml } from '../../base/xml.ts';
import type { Output, Read, ReadOutcome, ReportFile } from '../source.ts';
import { UniqueRefs } from '../unique-refs.ts';
import { definitionOf, type Definition } from './definitions.ts';
import { nodeOf } from './node.ts';
import { timeOf } from './verdict.ts';

/** Reads node by node; the definitions come after the nodes and are therefore read first. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  out.tool('Rapid7 Nexpose');
  const definitions = new Map<string, Definition>();
  const defined = file.head.xml?.root === 'NexposeReport' ? await define(file, definitions) : 0;
  for (const name of ['nodes', 'devices', 'tests', 'endpoints', 'vulnerability_definitions'])
    out.native(name, 0);
  out.native('vulnerability_definitions', defined);
  return readNodes(file, definitions, out);
};

/** How many definitions there are. What is wrong with the file is said by the second reading. */
async function define(file: ReportFile, definitions: Map<string, Definition>): Promise<number> {
  let count = 0;
  await readXml(file.text(), {
    records: {
      vulnerability: (element) => {
        count++;
        const id = element.attributes['id']?.toLowerCase() ?? '';
        if (id !== '') definitions.set(detached(id), definitionOf(element));
      },
    },
  });
  return count;
}

async function readNodes(
  file: ReportFile,
  definitions: ReadonlyMap<string, Definition>,
  out: Output,
): Promise<ReadOutcome> {
  const refs = new UniqueRefs();
  const templates = new Set<string>();
  const states: string[] = [];
  let lastSeen: number | undefined;
  const nodes = { isMissing: false };
  const result = await readXml(file.text(), {
    open: {
      scan: ({ attributes }) => {
        states.push(attributes['status'] ?? '');
        const end = timeOf(attributes['endTime']) ?? timeOf(attributes['startTime']);
        if (end !== undefined) lastSeen = Math.max(lastSeen ?? 0, end);
        out.observedAt(end);
      },
    },
    records: {
      generated: (element) => {
        lastSeen = timeOf(element.text);
        out.observedAt(lastSeen);
      },
      node: (element) => {
        out.native('nodes');
        const template = element.attributes['scan-template']?.trim() ?? '';
        if (template !== '') templates.add(detached(template));
        if (!nodeOf(element, { definitions, refs, out, lastSeen })) nodes.isMissing = true;
      },
      device: (element) => {
        out.native('devices');
        nodeOf(element, { definitions, refs, out, lastSeen });
      },
      VulnerabilityDefinitions: () => undefined,
    },
    pressure: () => out.pressure(),
  });
  out.scope({ kind: 'hosts', checks: ['ports', 'vulnerabilities'] });
  if (templates.size > 0) out.checkSet([...templates].toSorted().join(' | '));
  if (!result.ok) return result;
  if (!nodes.isMissing && states.length > 0 && states.every((state) => state === 'finished'))
    out.provesScope();
  return { ok: true };
}
