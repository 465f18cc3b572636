import type { LateColumn } from '../lower/late-columns.ts';

/** Marks an output schema that was read from data, so that the plugin knows that it is complete. */
const mark = '// columns read from the data\n';

/** The output schema as KQL writes it after the call of a plugin. */
export function schemaClause(columns: readonly LateColumn[]): string {
  const text = columns.map(({ name, type }) => `${quotedName(name)}:${type}`).join(', ');
  return ` : (${mark}${text})`;
}

/** Whether the text of an output schema was read from data. */
export function isFromData(clause: string): boolean {
  return clause.includes(mark.trim());
}

/** A name as KQL quotes it, whatever it holds. */
function quotedName(name: string): string {
  const escaped = name
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(
      /[\u0000-\u001f\u007f\u2028\u2029]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `['${escaped}']`;
}
