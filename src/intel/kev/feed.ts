import { asObject, asText } from '../../base/json-value.ts';
import { readJson } from '../../base/json.ts';
import { parseIsoTime } from '../../base/time.ts';
import { cveId, type Feed } from '../feed.ts';

/** CISA's catalogue of known exploited vulnerabilities (CC0), the JSON form of the feed. */
export const kev: Feed = {
  id: 'kev',
  title: 'CISA Known Exploited Vulnerabilities',
  detect(head) {
    const paths = head.json?.paths;
    if (head.json?.form !== 'object' || paths?.has('vulnerabilities.*.cveID') !== true) return undefined;
    return `kev ${head.json.scalars.get('catalogVersion') ?? ''}`.trim();
  },
  async read(file, into) {
    let entries = 0;
    let released: number | undefined;
    const result = await readJson(file.text(), {
      records: {
        dateReleased: (value) => {
          released = parseIsoTime(asText(value));
        },
        'vulnerabilities.*': (value) => {
          const entry = asObject(value);
          const cve = cveId(asText(entry?.['cveID']));
          if (entry === undefined || cve === undefined) return;
          entries++;
          const dateAdded = parseIsoTime(asText(entry['dateAdded']));
          const dueDate = parseIsoTime(asText(entry['dueDate']));
          const name = asText(entry['vulnerabilityName']);
          into.addKnownExploited(cve, {
            ...(dateAdded === undefined ? {} : { dateAdded }),
            ...(dueDate === undefined ? {} : { dueDate }),
            ...(name === undefined ? {} : { name }),
            isRansomwareUse: /^known$/i.test(asText(entry['knownRansomwareCampaignUse']) ?? ''),
          });
        },
      },
    });
    into.loaded(
      'kev',
      entries,
      released ?? parseIsoTime(file.head.json?.scalars.get('catalogVersion')?.replaceAll('.', '-')),
    );
    return result.ok ? { entries } : { entries, fault: result.fault };
  },
};
