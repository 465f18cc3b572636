import type { Company } from '../company.ts';
import type { EstateSink } from '../sink.ts';
import { weaknesses } from '../weaknesses.ts';
import { date } from './text.ts';

/** Writes the parts of the two public feeds that concern the estate's weaknesses, in the feeds' own forms. */
export async function writeIntel(company: Company, sink: EstateSink): Promise<void> {
  await sink.write('intel/kev-slice.json', [kev(company)]);
  await sink.write('intel/epss-slice.csv', epss(company));
}

function kev(company: Company): string {
  const entries = [...weaknesses.values()].flatMap(({ cve, exploited }) =>
    exploited === undefined
      ? []
      : [
          {
            cveID: cve,
            vendorProject: exploited.vendor,
            product: exploited.product,
            vulnerabilityName: exploited.name,
            dateAdded: exploited.added,
            shortDescription: exploited.description,
            requiredAction:
              'Apply mitigations per vendor instructions or discontinue use of the product if mitigations are unavailable.',
            dueDate: exploited.due,
            knownRansomwareCampaignUse: exploited.ransomware,
            notes: `https://nvd.nist.gov/vuln/detail/${cve}`,
            cwes: exploited.cwes,
          },
        ],
  );
  const day = date(company.asOf);
  return `${JSON.stringify(
    {
      title: 'Slice of the CISA Catalog of Known Exploited Vulnerabilities for a sample estate',
      catalogVersion: day.replaceAll('-', '.'),
      dateReleased: `${day}T00:00:00.0000Z`,
      count: entries.length,
      vulnerabilities: entries,
    },
    undefined,
    2,
  )}\n`;
}

function* epss(company: Company): Generator<string> {
  yield `#model_version:sample-estate,score_date:${date(company.asOf)}T00:00:00+0000\ncve,epss,percentile\n`;
  for (const { cve, epss: score, percentile } of weaknesses.values())
    yield `${cve},${score.toFixed(5)},${percentile.toFixed(5)}\n`;
}
