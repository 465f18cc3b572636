/**
 * The parts of the description that Siemens controllers and network components give of themselves over SNMP:
 * `Siemens, SIMATIC S7, CPU-1200, 6ES7 212-1BD30-0XB0 SZVA3YU6014773, 1, V.1.0.1, SZVA3YU6014773`.
 */
export function siemensDescription(
  text: string,
):
  | { readonly model: string; readonly firmware: string | undefined; readonly serial: string | undefined }
  | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length < 3 || !/^siemens/i.test(parts[0] ?? '')) return undefined;
  const order = parts.findIndex((part) => /^6[A-Z]{2}\d/.test(part));
  const words = (parts[order] ?? '').split(/\s+/);
  const serial =
    words.find((word) => /^S[A-Z\d-]{8,}$/.test(word)) ??
    parts.find((part) => /^S [A-Z]-[\w-]{6,}$/.test(part));
  const model = [...parts.slice(1, order < 0 ? 3 : order), words.filter((word) => word !== serial).join(' ')];
  return {
    model: model.filter((part) => part !== '').join(' '),
    firmware: parts.find((part) => /^(FW: ?)?V\.?\d/i.test(part))?.replace(/^(FW: ?)?V\.?/i, ''),
    serial,
  };
}
