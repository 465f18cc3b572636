import { decodeText } from '../../base/text.ts';
import { headBytes, headOf } from '../../sources/head.ts';
import type { ReportFile } from '../../sources/source.ts';

/** Makes a report file from a stream that can be opened again and again; reads its head. */
export async function reportFile(name: string, bytes: () => AsyncIterable<Uint8Array>): Promise<ReportFile> {
  const head = headOf(name, await firstBytes(bytes()));
  return { name, head, bytes, text: () => decodeText(bytes()) };
}

async function firstBytes(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= headBytes) break;
  }
  return Buffer.concat(parts).subarray(0, headBytes);
}
