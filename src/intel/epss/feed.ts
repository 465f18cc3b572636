import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import type { Fault } from '../../base/fault.ts';
import { asNumber } from '../../base/json-value.ts';
import { parseIsoTime } from '../../base/time.ts';
import { cveId, type Feed } from '../feed.ts';

/** A line has three short cells; a longer one is an open quotation mark or no such file. */
const maxLineCharacters = 1000;

const modelLine = /^#\s*model_version:([^,\s]+),score_date:([^\s,]+)/;

/** FIRST's daily EPSS file: a comment with model and date, then `cve,epss,percentile`. */
export const epss: Feed = {
  id: 'epss',
  title: 'FIRST Exploit Prediction Scoring System',
  detect(head) {
    const model = modelLine.exec(head.text);
    if (model !== null) return `epss ${model[1] ?? ''}`;
    return /^"?cve"?,"?epss"?,"?percentile"?\r?\n/i.test(head.text) ? 'epss' : undefined;
  },
  async read(file, into) {
    let entries = 0;
    // The comment's date is ISO 8601 with or without a colon in its zone.
    const date = parseIsoTime(modelLine.exec(file.head.text)?.[2]);
    const rows = parse({
      comment: '#',
      columns: (header: string[]) => header.map((name) => name.toLowerCase()),
      relax_column_count: true,
      skip_records_with_error: true,
      max_record_size: maxLineCharacters,
    });
    const text = Readable.from(file.text());
    text.on('error', (error) => rows.destroy(error));
    let fault: Fault | undefined;
    try {
      for await (const row of text.pipe(rows)) {
        const { cve, epss: score } = row as { cve?: string; epss?: string };
        const id = cveId(cve);
        const probability = asNumber(score);
        if (id === undefined || probability === undefined || probability < 0 || probability > 1) continue;
        into.addEpss(id, probability);
        entries++;
      }
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      fault = { code: 'wrong-content', message: `the lines are no CSV: ${error.message}` };
    } finally {
      text.destroy();
    }
    into.loaded('epss', entries, date);
    if (entries === 0) fault ??= { code: 'wrong-content', message: 'no line names a CVE with its score' };
    return fault === undefined ? { entries } : { entries, fault };
  },
};
