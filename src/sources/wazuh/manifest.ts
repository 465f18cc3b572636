import type { Detection, Head, JsonHead, Source } from '../source.ts';
import { apiKindOf, documentKindOf } from './kinds.ts';

export const wazuh: Source = {
  manifest: {
    id: 'wazuh',
    title: 'Wazuh',
    reads:
      'API answers of Wazuh 4 (vulnerability until 4.7, agents, SCA checks, syscollector), documents of the indexer since 4.8 (wazuh-states-vulnerabilities, -sca, -inventory) as search answer or one a line, and agents’ synchronisation messages of 5.0',
    howToExport:
      'until 4.7: GET https://MANAGER:55000/vulnerability/AGENT?limit=100000; since 4.8: GET https://INDEXER:9200/wazuh-states-vulnerabilities-*/_search?size=10000; configuration: GET …/sca/AGENT/checks/POLICY?limit=100000; each answer in a file of its own',
    observes: ['device', 'software', 'vulnerability', 'control', 'endpoint'],
  },
  detect,
  load: async () => (await import('./read.ts')).read,
};

/** How the records lie in the file; `format` of a report begins with these words. */
export const forms = {
  api: 'Wazuh API',
  search: 'Wazuh indexer answer',
  lines: 'Wazuh indexer documents',
  items: 'Wazuh agent synchronisation',
  values: 'Wazuh agent synchronisation with start',
} as const;

function detect(head: Head): Detection | undefined {
  const { json } = head;
  if (json?.form === 'lines') return detectLines(json);
  if (json?.form !== 'object') return undefined;
  const has = (path: string): boolean => json.paths.has(path);
  const scalar = (path: string): string => json.scalars.get(path) ?? '';
  // The totals come after the items, behind the head of a long answer.
  if (has('data.affected_items')) {
    if (!has('data.affected_items.*')) return { kind: 'read', format: `${forms.api} without items` };
    const kind = apiKindOf((key) => has(`data.affected_items.*.${key}`));
    return kind === undefined ? refused('an API list') : { kind: 'read', format: `${forms.api}: ${kind}` };
  }
  if (has('hits.hits')) return detectDocument(json, 'hits.hits.*.', forms.search);
  if (has('_source')) return detectDocument(json, '', forms.lines);
  if (scalar('items.*.index').startsWith('wazuh-')) return { kind: 'read', format: forms.items };
  if (has('items') && scalar('metadata.indices.*').startsWith('wazuh-'))
    return { kind: 'read', format: forms.items };
  if (has('data_values') && (has('Start.agentid') || has('Start.indices')))
    return { kind: 'read', format: forms.values };
  return detectLines(json);
}

function detectLines(json: JsonHead): Detection | undefined {
  if (json.paths.has('_source')) return detectDocument(json, '', forms.lines);
  const has = (path: string): boolean => json.paths.has(path);
  if (has('rule.level') && has('agent.id') && has('manager.name')) return refused('a log of alerts');
  if (!has('agent.id') || !(has('wazuh.cluster.name') || has('wazuh.schema.version'))) return undefined;
  const kind = documentKindOf(has);
  return kind === undefined ? undefined : { kind: 'read', format: `${forms.lines}: ${kind}` };
}

/** A hit of a search: ours when its index says so, or when it holds an agent and what Wazuh writes beside it. */
function detectDocument(json: JsonHead, prefix: string, form: string): Detection | undefined {
  const index = json.scalars.get(`${prefix}_index`) ?? '';
  const isNamed = /^(\.ds-)?wazuh-/.test(index);
  // In the hits of a search the head's outline ends at the keys of `_source`.
  const has = (key: string): boolean => json.paths.has(`${prefix}_source.${key}`);
  const isShaped =
    has('agent') && ((has('vulnerability') && has('package')) || (has('check') && has('policy')));
  if (!isNamed && !isShaped) return undefined;
  if (/^(\.ds-)?wazuh-(alerts|archives|monitoring|statistics)/.test(index))
    return refused('an index of events');
  return { kind: 'read', format: form };
}

function refused(what: string): Detection {
  return {
    kind: 'refuse',
    format: 'Wazuh',
    fault: {
      code: 'not-supported',
      message: `${what} of Wazuh that is not read`,
      remedy:
        'export vulnerabilities, SCA checks, agents, or the inventory of packages, ports, system and network',
    },
  };
}
