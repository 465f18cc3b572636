import { asBoolean, asObject, asObjects, asText, asTexts } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';

/**
 * What of the configuration decides which matches a report can hold: layers searched, filters by fix, paths, packages and
 * vulnerabilities left out. Empty when nothing departs from what Grype does by itself.
 */
export function checksOf(configuration: JsonObject | undefined): string {
  if (configuration === undefined) return '';
  // Rules with an upstream name are Grype's own (kernel headers) and change with its version.
  const ignored = asObjects(configuration['ignore'])
    .filter((rule) => asText(asObject(rule['package'])?.['upstream-name']) === undefined)
    .map(ruleOf);
  const scope = (
    asText(asObject(configuration['search'])?.['scope']) ?? asText(configuration['scope'])
  )?.toLowerCase();
  const parts = [
    scope === undefined || scope === 'squashed' ? undefined : `scope ${scope}`,
    asBoolean(configuration['only-fixed']) === true ? 'only fixed' : undefined,
    asBoolean(configuration['only-notfixed']) === true ? 'only not fixed' : undefined,
    asText(configuration['ignore-wontfix']) === undefined
      ? undefined
      : `without ${asText(configuration['ignore-wontfix'])}`,
    listed('exclude', asTexts(configuration['exclude'])),
    listed('vex', asTexts(configuration['vex-documents'])),
    listed('ignore', ignored),
  ];
  return parts.filter((part) => part !== undefined).join('; ');
}

function listed(name: string, items: readonly string[]): string | undefined {
  return items.length === 0 ? undefined : `${name} ${[...items].sort().join(', ')}`;
}

/** The conditions of an ignore rule that have a value, in a fixed order. */
function ruleOf(rule: JsonObject): string {
  const conditions = Object.entries(rule)
    .map(([key, value]) => [key, asText(value) ?? ruleOf(asObject(value) ?? {})])
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${value}`);
  return conditions.sort().join(' ');
}
