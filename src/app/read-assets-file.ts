import { readFile } from 'node:fs/promises';
import { failed, type Result } from '../base/fault.ts';
import { parseAssetsFile, type AssetsFile } from '../posture/index.ts';

/** Reads the user's YAML on critical assets. */
export async function readAssetsFile(path: string): Promise<Result<AssetsFile>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return failed({ code: 'bad-option', message: `the assets file ${path} cannot be read` });
  }
  return parseAssetsFile(text);
}
