import { asArray, asLabel, asObject } from '../../base/json-value.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import { parseEpochSeconds, parseIsoTime, type EpochMs } from '../../base/time.ts';

const maxDepth = 8;

/** One packet in any of tshark's forms: `ip.src` within its layer, `ip_ip_src` (EK), or at the top as an array (`-e`). */
export class Packet {
  readonly #layers: JsonObject;
  readonly #timestamp: string | undefined;

  /** Undefined when the record holds no packet (the index lines of EK). */
  static of(record: JsonObject): Packet | undefined {
    const layers = asObject(asObject(record['_source'])?.['layers']) ?? asObject(record['layers']);
    return layers === undefined ? undefined : new Packet(layers, asLabel(record['timestamp']));
  }

  private constructor(layers: JsonObject, timestamp: string | undefined) {
    this.#layers = layers;
    this.#timestamp = timestamp;
  }

  /** The first value of a field in a layer, however deep it stands. */
  get(layer: string, field: string): string | undefined {
    return this.all(layer, field)[0];
  }

  /** All values of a field in a layer. With doubled keys (`-T json` alone) only the last of them can be had. */
  all(layer: string, field: string): readonly string[] {
    const found: string[] = [];
    const flat = `${layer}_${field.replaceAll(/[.-]/g, '_')}`;
    texts(this.#layers[field], found);
    // Some layers stand in a packet several times: then they are an array.
    find(this.#layers[layer], field, flat, 0, found);
    return found;
  }

  has(layer: string): boolean {
    return this.#layers[layer] !== undefined;
  }

  /** The protocols of the packet from the outside in. */
  get protocols(): readonly string[] {
    return (this.get('frame', 'frame.protocols') ?? '').split(':').filter((name) => name !== '');
  }

  /** Newer versions write ISO time, EK milliseconds. */
  get time(): EpochMs | undefined {
    const text = this.get('frame', 'frame.time_epoch');
    const time = parseEpochSeconds(text) ?? parseIsoTime(text);
    if (time !== undefined) return time;
    return this.#timestamp !== undefined && /^\d{12,14}$/.test(this.#timestamp)
      ? parseEpochSeconds(Number(this.#timestamp) / 1000)
      : undefined;
  }
}

function find(
  value: JsonValue | undefined,
  field: string,
  flat: string,
  depth: number,
  found: string[],
): void {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const item of asArray(value)) find(item, field, flat, depth + 1, found);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key === field || key === flat) texts(inner, found);
    else find(inner, field, flat, depth + 1, found);
  }
}

function texts(value: JsonValue | undefined, found: string[]): void {
  for (const item of Array.isArray(value) ? asArray(value) : [value]) {
    const text = asLabel(item);
    if (text !== undefined) found.push(text);
  }
}
