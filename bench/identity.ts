/**
 * Precision and recall of identity on a labelled set, for each trap and each version of the rules.
 * `npx tsx bench/identity.ts [--seed 1] [--instances 300]`
 */
import { parseArgs } from 'node:util';
import { identityRules, resolveDevices } from '../src/ingest/index.ts';
import { identityTruth, scores } from '../test/facts/identity-truth.ts';

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, instances: { type: 'string', default: '300' } },
});
const truth = identityTruth(Number(values.seed), Number(values.instances));
const share = (value: number): string => value.toFixed(4);
for (const rules of identityRules) {
  const { devices } = resolveDevices(
    truth.map(({ sighting }) => sighting),
    { rules, decisions: [] },
  );
  process.stdout.write(
    `\nrules ${rules.version}\n| trap | devices | sightings | precision | recall |\n|---|--:|--:|--:|--:|\n`,
  );
  for (const { trap, devices: count, sightings, precision, recall } of scores(
    truth,
    devices.map((device) => device.sightings),
  ))
    process.stdout.write(`| ${trap} | ${count} | ${sightings} | ${share(precision)} | ${share(recall)} |\n`);
}
