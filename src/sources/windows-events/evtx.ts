import { failed, ok, type Result } from '../../base/fault.ts';
import type { XmlElement } from '../../base/xml.ts';
import { BadBinXml, BinXmlReader } from './binxml.ts';
import { fileTime } from './binxml-values.ts';

/** First bytes of an event log. */
const fileMark = 'ElfFile\0';
const chunkMark = 'ElfChnk\0';
const headerBytes = 4096;
const chunkBytes = 65536;
const firstRecord = 512;
const recordMark = 0x00002a2a;
/** Mark, size, number and time before the binary XML; the size once more after it. */
const recordHeadBytes = 24;
const recordTailBytes = 4;

export interface EvtxHandlers {
  /** A live record; `written` is the time of the record itself (ISO 8601). */
  readonly record: (event: XmlElement, written: string | undefined, locator: string) => void;
  /** A record or the rest of a chunk that cannot be read; the reading goes on behind it. */
  readonly bad: (locator: string, reason: string) => void;
  readonly pressure: () => Promise<void> | undefined;
}

export function isEvtx(start: Uint8Array): boolean {
  return hasMark(start, fileMark);
}

/**
 * Reads an event log of Windows (.evtx) chunk by chunk; memory holds one chunk of 64 KiB. Of each chunk only the records up
 * to its free space are live: what lies behind are leftovers of older ones. Fault: `truncated` when the file ends inside a
 * chunk, `empty` without any chunk.
 */
export async function readEvtx(
  bytes: AsyncIterable<Uint8Array>,
  handlers: EvtxHandlers,
): Promise<Result<void>> {
  let chunks = 0;
  let number = 0;
  let rest = 0;
  for await (const block of blocks(bytes)) {
    number++;
    rest = block.length;
    if (block.length < chunkBytes) break;
    // Logs are made larger in advance: the space behind the last chunk is zero.
    if (block.every((byte) => byte === 0)) continue;
    chunks++;
    readChunk(block, `chunk ${number}`, handlers);
    await handlers.pressure();
  }
  if (rest > 0 && rest < chunkBytes)
    return failed({
      code: 'truncated',
      message: 'the event log ends inside a chunk',
      place: `chunk ${number}`,
      remedy: 'copy or export the log again to its end',
    });
  return chunks === 0 ? failed({ code: 'empty', message: 'the event log holds no chunk' }) : ok(undefined);
}

/** Blocks of 64 KiB behind the file's header; the last one may be shorter. */
async function* blocks(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let skip = headerBytes;
  let block = new Uint8Array(chunkBytes);
  let filled = 0;
  for await (const part of bytes) {
    let from = Math.min(skip, part.length);
    skip -= from;
    while (from < part.length) {
      const taken = Math.min(chunkBytes - filled, part.length - from);
      block.set(part.subarray(from, from + taken), filled);
      from += taken;
      filled += taken;
      if (filled < chunkBytes) continue;
      yield block;
      block = new Uint8Array(chunkBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}

function readChunk(chunk: Uint8Array, place: string, handlers: EvtxHandlers): void {
  if (!hasMark(chunk, chunkMark)) {
    handlers.bad(place, 'the chunk has not the mark of one');
    return;
  }
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const free = view.getUint32(48, true);
  if (free < firstRecord || free > chunkBytes) {
    handlers.bad(place, 'the chunk does not say where its records end');
    return;
  }
  const reader = new BinXmlReader(chunk);
  for (let at = firstRecord; at < free;) {
    const locator = `${place}, offset ${at}`;
    const size = free - at < recordHeadBytes ? 0 : view.getUint32(at + 4, true);
    const isWhole =
      size >= recordHeadBytes + recordTailBytes &&
      at + size <= free &&
      view.getUint32(at, true) === recordMark &&
      view.getUint32(at + size - recordTailBytes, true) === size;
    if (!isWhole) {
      handlers.bad(locator, 'the record is damaged, and so the way to those behind it in the chunk');
      return;
    }
    const record = `record ${view.getBigUint64(at + 8, true)}`;
    try {
      const event = reader.read(at + recordHeadBytes, at + size - recordTailBytes);
      handlers.record(event, fileTime(view.getBigUint64(at + 16, true)), record);
    } catch (error) {
      if (!(error instanceof BadBinXml)) throw error;
      handlers.bad(locator, `the record cannot be read: ${error.message}`);
    }
    at += size;
  }
}

function hasMark(bytes: Uint8Array, mark: string): boolean {
  return bytes.length >= mark.length && Array.from(mark).every((c, i) => bytes[i] === c.charCodeAt(0));
}
