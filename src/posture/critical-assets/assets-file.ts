import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { criticalClasses } from './classes.ts';
import { failed, ok, type Result } from '../../base/fault.ts';

const level = z.enum(['Very high', 'High', 'Medium', 'Low']);

const schema = z.strictObject({
  /** Assets that are critical beyond the predefined classes. */
  critical: z
    .array(
      z.strictObject({
        device: z.string().min(1).optional(),
        identity: z.string().min(1).optional(),
        level,
        /** Value in points, or in money if all have one; else that of the level. */
        value: z.number().positive().optional(),
      }),
    )
    .default([]),
  /** Names of predefined classes that are off. */
  classesOff: z.array(z.enum(criticalClasses.map((c) => c.name))).default([]),
  /** Devices (name patterns or addresses) that the internet reaches, and that it does not. */
  internetFacing: z.array(z.string().min(1)).default([]),
  notInternetFacing: z.array(z.string().min(1)).default([]),
});

export type AssetsFile = z.infer<typeof schema>;

/** What holds when no file is given. */
export const noAssetsFile: AssetsFile = {
  critical: [],
  classesOff: [],
  internetFacing: [],
  notInternetFacing: [],
};

/** Reads the user's YAML on critical assets and exposure; `bad-option` names the path and the line that is wrong. */
export function parseAssetsFile(text: string): Result<AssetsFile> {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 20 });
  } catch (error) {
    const message =
      error instanceof YAMLParseError ? (error.message.split('\n')[0] ?? '') : 'it cannot be read';
    return failed({ code: 'bad-option', message: `the assets file is no YAML: ${message}` });
  }
  const checked = schema.safeParse(value ?? {});
  if (checked.success) {
    const blank = checked.data.critical.findIndex(
      (item) => item.device === undefined && item.identity === undefined,
    );
    if (blank < 0) return ok(checked.data);
    return failed({
      code: 'bad-option',
      message: `the assets file: critical[${blank}] names neither device nor identity`,
    });
  }
  const [issue] = checked.error.issues;
  const place = issue === undefined ? '' : issue.path.join('.');
  return failed({
    code: 'bad-option',
    message: `the assets file: ${issue?.message ?? 'wrong form'}`,
    place,
    remedy: 'README, section "Critical assets", shows the form',
  });
}

/** Whether a name fits a pattern in which `*` stands for any text; letters of either case are equal. */
export function fits(pattern: string, name: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const text = name.toLowerCase();
  if (parts.length === 1) return text === parts[0];
  let at = 0;
  for (const [i, part] of parts.entries()) {
    if (i === 0) {
      if (!text.startsWith(part)) return false;
      at = part.length;
    } else if (i === parts.length - 1) {
      return text.length - at >= part.length && text.endsWith(part);
    } else {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
  }
  return true;
}
