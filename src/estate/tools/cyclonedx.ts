import type { Company } from '../company.ts';
import { versionOf } from '../products.ts';
import type { EstateSink } from '../sink.ts';
import { debianUrl, images, mavenUrl, scanTime } from './images.ts';
import { isoSeconds } from './text.ts';

/** Writes the bill of materials of the billing application, which lists parts and says nothing of weaknesses. */
export async function writeCycloneDx(company: Company, sink: EstateSink): Promise<void> {
  const image = images(company).find(({ name }) => name.endsWith('/billing-api'));
  if (image === undefined) return;
  const reference = `${image.name}@${image.tag}`;
  const components = [
    ...image.libraries.map(({ installed, group }) => ({
      type: 'library',
      'bom-ref': mavenUrl(group, installed),
      group,
      name: installed.product.name,
      version: versionOf(installed),
      purl: mavenUrl(group, installed),
    })),
    ...image.system.map((one) => ({
      type: 'library',
      'bom-ref': debianUrl(one),
      name: one.product.name,
      version: versionOf(one),
      purl: debianUrl(one),
    })),
  ];
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${company.dice.uuid('bom')}`,
    version: 1,
    metadata: {
      timestamp: isoSeconds(scanTime(company)),
      tools: { components: [{ type: 'application', name: 'build-pipeline', version: '4.2.0' }] },
      component: { type: 'application', 'bom-ref': reference, name: 'billing-api', version: image.tag },
    },
    components,
    dependencies: [{ ref: reference, dependsOn: components.map((component) => component['bom-ref']) }],
  };
  await sink.write('sbom/billing-api.cdx.json', [`${JSON.stringify(bom, undefined, 2)}\n`]);
}
