import { invariant } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson, type JsonObject, type JsonPath, type JsonValue } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { knownProperties } from '../texts.ts';
import { local, type Read } from '../source.ts';
import { vulnerabilityOf } from './map.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const ref = local('project');
  let project: JsonObject = {};
  let uuid: string | undefined;
  out.tool('Dependency-Track');
  out.native('findings', 0);
  const finding = (value: JsonValue, path: JsonPath): void => {
    const item = asObject(value);
    const locator = formatPath(path);
    out.native('findings');
    uuid ??= asText(asObject(item?.['component'])?.['project']);
    const row = item === undefined ? undefined : vulnerabilityOf(item, ref);
    if (row === undefined) out.quarantine(locator, 'the finding names no vulnerability');
    else out.add('vulnerability', row, locator);
  };
  try {
    const result = await readJson(file.text(), {
      records: {
        [file.head.json?.form === 'array' ? '*' : 'findings.*']: finding,
        project: (value) => {
          project = asObject(value) ?? {};
        },
        'meta.version': (value) => {
          out.tool('Dependency-Track', asText(value));
        },
        'meta.timestamp': (value) => {
          out.observedAt(parseIsoTime(asText(value)));
        },
      },
      pressure: () => out.pressure(),
    });
    if (!result.ok) return result;
    if (asText(project['name']) !== undefined) out.provesScope();
    return { ok: true };
  } finally {
    const name = asText(project['name']) ?? uuid ?? report.name.replace(/^.*[\\/]/, '');
    const version = asText(project['version']);
    const id = asText(project['uuid']) ?? uuid;
    out.add(
      'resource',
      {
        Ref: ref,
        ResourceType: 'application',
        ResourceName: version === undefined ? name : `${name} ${version}`,
        ResourceIds: [
          id === undefined ? undefined : `dependency-track:${id}`,
          asText(project['purl']),
        ].filter((text) => text !== undefined),
        Examined: ['vulnerabilities'],
        Properties: knownProperties({ version, description: asText(project['description']) }) ?? {},
      },
      '$.project',
    );
    out.scope({ project: name, version });
  }
};
