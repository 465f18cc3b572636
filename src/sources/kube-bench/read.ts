import { invariant } from '../../base/fault.ts';
import { asObject, asText } from '../../base/json-value.ts';
import { formatPath, readJson } from '../../base/json.ts';
import { local, type Read } from '../source.ts';
import { benchmarkOf, controlOf, resultsOf } from './map.ts';

/** Reads the groups of controls of one run; the report names neither node nor cluster, so the file does. */
export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const name = file.name.replace(/^.*[\\/]/, '').replace(/\.json$/i, '');
  const ref = local('run');
  const benchmarks = new Set<string>();
  const nodeTypes = new Set<string>();
  const form = file.head.json;
  const pattern = form?.form === 'array' ? '*' : form?.paths.has('Controls') === true ? 'Controls.*' : '';
  out.tool('kube-bench');
  out.nativeValue('status', {});
  const result = await readJson(file.text(), {
    records: {
      [pattern]: (value, path) => {
        const group = asObject(value);
        if (group === undefined) {
          out.quarantine(formatPath(path), 'the group of controls is no object');
          return;
        }
        benchmarks.add(benchmarkOf(group));
        nodeTypes.add(asText(group['node_type']) ?? 'unknown');
        for (const each of resultsOf(group)) {
          out.nativeOf('status', asText(each['status']) ?? 'null');
          const locator = `${formatPath(path)}, test ${asText(each['test_number']) ?? '?'}`;
          const control = controlOf(each, group, ref);
          if (control === undefined) out.quarantine(locator, 'the test has no number or no status');
          else out.add('control', control, locator);
        }
      },
    },
    pressure: () => out.pressure(),
  });
  out.add(
    'resource',
    {
      Ref: ref,
      ResourceType: 'kubernetes',
      ResourceName: name,
      ResourceIds: [],
      Examined: ['configuration'],
      Properties: { nodeTypes: [...nodeTypes].join(', '), named: 'by the file; the report names no cluster' },
    },
    '$',
  );
  out.scope({ kind: 'cluster', checks: ['configuration'], benchmarks: [...benchmarks] });
  if (benchmarks.size > 0) out.checkSet([...benchmarks].sort().join(', '));
  return result.ok ? { ok: true } : result;
};
