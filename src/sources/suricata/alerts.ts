import { asLabel, asNumber, asObject, asText } from '../../base/json-value.ts';
import type { JsonObject } from '../../base/json.ts';
import { detached } from '../../base/detached.ts';
import type { EpochMs } from '../../base/time.ts';
import { deviceAddress, isPrivateAddress } from '../addresses.ts';
import { local, type Output } from '../source.ts';
import type { TrafficDevices } from '../traffic-devices.ts';
import { shorten } from '../texts.ts';

/** Pairs of device and signature that one report may hold; further alerts are counted in `alerts` only. */
const maxAlerts = 200_000;

interface Alert {
  readonly ref: string;
  readonly locator: string;
  readonly signature: string;
  readonly signatureId: string | undefined;
  readonly category: string | undefined;
  readonly severity: number | undefined;
  readonly role: 'source' | 'target';
  count: number;
  first: EpochMs | undefined;
  last: EpochMs | undefined;
}

/** Alerts by device and signature: a scan makes thousands of one kind. */
export class Alerts {
  readonly #alerts = new Map<string, Alert>();

  /** Notes the alert on the devices of one's own: on the target, and on the source when it is one too. */
  take(record: JsonObject, locator: string, time: EpochMs | undefined, devices: TrafficDevices): void {
    const alert = asObject(record['alert']);
    const signature = asText(alert?.['signature']) ?? asLabel(alert?.['signature_id']);
    if (alert === undefined || signature === undefined) return;
    for (const [role, key] of [
      ['target', 'dest_ip'],
      ['source', 'src_ip'],
    ] as const) {
      const address = deviceAddress(asText(record[key]));
      if (address === undefined || !isPrivateAddress(address)) continue;
      // The event points to a device, which must be there; that it was attacked shows no port of it.
      if (devices.at(address, locator) === undefined) continue;
      this.#note(address, role, signature, alert, locator, time);
    }
  }

  #note(
    address: string,
    role: 'source' | 'target',
    signature: string,
    alert: JsonObject,
    locator: string,
    time: EpochMs | undefined,
  ): void {
    const id = asLabel(alert['signature_id']);
    const key = `${address} ${role} ${id ?? signature}`;
    let noted = this.#alerts.get(key);
    if (noted === undefined) {
      if (this.#alerts.size >= maxAlerts) return;
      noted = {
        ref: local(detached(address)),
        locator: `${locator}, ${role}`,
        signature: detached(shorten(signature, 300)),
        signatureId: id,
        category: asText(alert['category']),
        severity: asNumber(alert['severity']),
        role,
        count: 0,
        first: time,
        last: time,
      };
      this.#alerts.set(detached(key), noted);
    }
    noted.count++;
    if (time !== undefined) {
      noted.first = Math.min(noted.first ?? time, time);
      noted.last = Math.max(noted.last ?? time, time);
    }
  }

  async write(out: Output): Promise<void> {
    for (const {
      ref,
      locator,
      signature,
      signatureId,
      category,
      severity,
      role,
      count,
      first,
      last,
    } of this.#alerts.values()) {
      out.add(
        'event',
        {
          Ref: ref,
          Timestamp: last,
          ActionType: 'NetworkAlert',
          AdditionalFields: {
            signature,
            ...(signatureId === undefined ? {} : { signatureId }),
            ...(category === undefined ? {} : { category }),
            ...(severity === undefined ? {} : { severity }),
            role,
            count,
            ...(first === undefined ? {} : { first }),
          },
        },
        locator,
      );
      await out.pressure();
    }
  }
}
