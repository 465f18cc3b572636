/**
 * Checks the import directions of .dependency-cruiser.mjs over src. Fails also when fewer modules were seen than there
 * are files: a check that sees nothing would pass.
 */
import { cruise } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTsConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const files = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.ts')).length;
const options = await extractConfig('./.dependency-cruiser.mjs');
const { output } = await cruise(['src'], options, undefined, {
  tsConfig: extractTsConfig('./tsconfig.json'),
});
const seen = output.modules.filter(
  (module) => /^src\/.*\.ts$/.test(module.source) && module.couldNotResolve !== true,
).length;

for (const { from, to, rule } of output.summary.violations) {
  const said = options.ruleSet.forbidden.find(({ name }) => name === rule.name)?.comment;
  console.error(`${from} → ${to}: ${rule.name}${said === undefined ? '' : ` (${said})`}`);
}
if (seen < files) console.error(`saw ${seen} modules of ${files} files: the check is blind`);
console.log(`${seen} modules, ${output.summary.violations.length} violations`);
process.exitCode = output.summary.violations.length > 0 || seen < files ? 1 : 0;
