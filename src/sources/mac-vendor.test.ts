import { describe, expect, it } from 'vitest';
import { loadMacVendors, macDigits } from './mac-vendor.ts';

describe('the vendor of a MAC address', async () => {
  const vendorOf = await loadMacVendors();

  it.each([
    ['any notation', '00-0e-8c-01-02-03', /siemens/i],
    ['any notation', '000e.8c01.0203', /siemens/i],
    ['a locally administered address', '02:0e:8c:01:02:03', undefined],
    ['broadcast', 'ff:ff:ff:ff:ff:ff', undefined],
    ['zeros', '00:00:00:00:00:00', undefined],
    ['no address', '__proto__', undefined],
  ])('%s: %s', (_, mac, vendor) => {
    if (vendor === undefined) expect(vendorOf(mac)).toBeUndefined();
    else expect(vendorOf(mac)).toMatch(vendor);
  });

  it('knows prefixes of 28 and 36 bits, which several makers share one of 24 bits in', () => {
    expect(vendorOf('00:55:da:01:00:00')).toMatch(/shinko/i);
    expect(vendorOf('00:55:da:11:00:00')).toMatch(/koolpos/i);
    expect(vendorOf('00:1b:c5:00:10:00')).toMatch(/openrb/i);
  });

  it('has digits for addresses of one device only', () => {
    expect(macDigits('00:1b:AE:00:0c:d1')).toBe('001BAE000CD1');
    expect(macDigits('01:00:5e:00:00:01')).toBeUndefined();
  });
});
