import { Dice } from './dice.ts';
import { byteMutations } from './mutations/bytes.ts';
import { jsonMutationNames, mutateJson, mutateJsonLine } from './mutations/json.ts';
import { lineMutationNames, mutateLines } from './mutations/lines.ts';
import { mutateXml, xmlMutationNames } from './mutations/xml.ts';
import type { Sample } from './samples.ts';

/** One change: which (any number, of which the remainder counts) and the seed of the choices inside it. */
export interface Step {
  readonly change: number;
  readonly seed: number;
}

type Form = 'json' | 'json lines' | 'xml' | 'lines' | 'binary';

/** The damaged report, and in words what was done to it. */
export function damaged(
  sample: Sample,
  steps: readonly Step[],
): { readonly files: Sample['files']; readonly done: string } {
  let files = sample.files;
  const done: string[] = [];
  for (const { change, seed } of steps) {
    const dice = new Dice(seed);
    if (files.length > 1 && dice.int(20) === 0) {
      const gone = dice.int(files.length);
      done.push(`without the member ${files[gone]!.name}`);
      files = files.toSpliced(gone, 1);
      continue;
    }
    const at = dice.int(files.length);
    const { name, bytes } = files[at]!;
    const changes = changesOf(formOf(bytes));
    const [what, apply] = changes[change % changes.length]!;
    done.push(what);
    files = files.with(at, { name, bytes: apply(bytes, dice) });
  }
  return { files, done: done.join(', ') };
}

type Change = readonly [what: string, apply: (bytes: Buffer, dice: Dice) => Buffer];

function changesOf(form: Form): readonly Change[] {
  const ofBytes = Object.entries(byteMutations);
  switch (form) {
    case 'json':
      return [...ofBytes, ...ofText(jsonMutationNames, mutateJson)];
    case 'json lines':
      return [
        ...ofBytes,
        ...ofText(jsonMutationNames, mutateJsonLine),
        ...ofText(lineMutationNames, mutateLines),
      ];
    case 'xml':
      return [...ofBytes, ...ofText(xmlMutationNames, mutateXml)];
    case 'lines':
      return [...ofBytes, ...ofText(lineMutationNames, mutateLines)];
    case 'binary':
      return ofBytes;
  }
}

function ofText(
  names: readonly string[],
  mutate: (text: string, name: string, dice: Dice) => string | undefined,
): readonly Change[] {
  return names.map((name) => [
    name,
    (bytes, dice) => {
      const changed = mutate(bytes.toString('utf8'), name, dice);
      return changed === undefined ? bytes : Buffer.from(changed);
    },
  ]);
}

function formOf(bytes: Buffer): Form {
  if (bytes.includes(0)) return 'binary';
  const text = bytes.toString('utf8').trim();
  if (text.startsWith('<')) return 'xml';
  if (/^[\w ]{0,40}=?\s*[[{]/.test(text)) {
    if (isJson(text.slice(text.search(/[[{]/)))) return 'json';
    if (isJson(text.split('\n')[0] ?? '')) return 'json lines';
  }
  return 'lines';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
