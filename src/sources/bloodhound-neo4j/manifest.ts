import { asLabel, asObject, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Source } from '../source.ts';
import { objectTypes } from './types.ts';

/** A BloodHound database as its graph engine exports it. */
export const bloodhoundNeo4j: Source = {
  manifest: {
    id: 'bloodhound-neo4j',
    title: 'BloodHound (Neo4j export)',
    reads: 'JSON lines of Neo4j (APOC) from a BloodHound database: nodes and relationships',
    howToExport: `CALL apoc.export.json.all('bloodhound.json', {})`,
    observes: ['identity', 'relation', 'device'],
  },
  detect({ json }) {
    if (json === undefined || (json.form !== 'lines' && json.form !== 'object')) return undefined;
    const lines = json.form === 'lines' ? json.lines : [];
    return lines.some(isDirectoryNode)
      ? { kind: 'read', format: 'BloodHound (Neo4j JSON lines)' }
      : undefined;
  },
  load: async () => (await import('./read.ts')).read,
};

/** A node that only Active Directory has: another Neo4j database may hold users and groups too. */
function isDirectoryNode(line: JsonObject): boolean {
  if (asLabel(line['type']) !== 'node') return false;
  const properties = asObject(line['properties']);
  return (
    asTexts(line['labels']).some((label) => objectTypes.has(label)) &&
    asLabel(properties?.['objectid'] ?? properties?.['objectsid']) !== undefined
  );
}
