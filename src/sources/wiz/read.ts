import { readCsv } from '../csv.ts';
import { invariant } from '../../base/fault.ts';
import { csvDelimiter } from '../csv-delimiter.ts';
import type { Output, Read } from '../source.ts';
import { formats } from './manifest.ts';
import { controlOf, findingAssetOf, issueAssetOf, vulnerabilityOf, type Asset } from './map.ts';
import { Row } from './row.ts';

export const read: Read = async (report, out) => {
  const [file] = report.files;
  invariant(file !== undefined, 'a report has a file');
  const isIssues = report.format === formats.issues;
  const written = new Set<string>();
  out.tool('Wiz');
  out.native('rows', 0);
  const result = await readCsv(
    file.text(),
    csvDelimiter(file.head.text, isIssues ? 'control id' : 'assetid'),
    {
      isHeader: (cells) => {
        const names = cells.map((cell) => cell.toLowerCase());
        return names.includes(isIssues ? 'control id' : 'assetid');
      },
      record: (record, line) => {
        const row = new Row(record);
        const locator = `line ${line}`;
        out.native('rows');
        out.nativeOf('status', row.first(isIssues ? 'status' : 'findingstatus') ?? 'null');
        const asset = isIssues ? issueAssetOf(row) : findingAssetOf(row);
        if (asset === undefined) {
          out.quarantine(locator, 'the line names no resource');
          return;
        }
        if (!written.has(asset.row.Ref)) {
          written.add(asset.row.Ref);
          write(out, asset, locator);
        }
        if (isIssues) {
          const control = controlOf(row, asset.row.Ref);
          if (control === undefined) out.quarantine(locator, 'the issue has neither control nor title');
          else out.add('control', control, locator);
          return;
        }
        const vulnerability = vulnerabilityOf(row, asset.row.Ref);
        if (vulnerability === undefined) out.quarantine(locator, 'the finding has no name');
        else out.add('vulnerability', vulnerability, locator);
      },
      bad: (line, reason) => {
        out.quarantine(`line ${line}`, reason);
      },
      pressure: () => out.pressure(),
    },
  );
  out.scope({ assets: written.size });
  return result.ok ? { ok: true } : result;
};

function write(out: Output, asset: Asset, locator: string): void {
  if (asset.kind === 'device') out.add('device', asset.row, locator);
  else out.add('resource', asset.row, locator);
}
