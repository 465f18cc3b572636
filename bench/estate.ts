import { generateEstate, type EstateSink } from '../src/estate/index.ts';

/**
 * Makes a sample estate without keeping it and prints how long it took, how much it wrote and the most memory in use.
 * Usage: `tsx bench/estate.ts [devices]`, 20 000 by default. Fails above the memory that an estate of any size may take.
 */
const mostResidentMegabytes = 400;

const devices = Number(process.argv[2] ?? 20_000);
let bytes = 0;
let mostResident = 0;
const counting: EstateSink = {
  write(_path, chunks) {
    for (const chunk of chunks) {
      bytes += Buffer.byteLength(chunk);
      mostResident = Math.max(mostResident, process.memoryUsage.rss());
    }
    return Promise.resolve();
  },
};
const start = performance.now();
const summary = await generateEstate({ devices, seed: 1, asOf: Date.UTC(2026, 7, 22) }, counting);
const secondsTaken = (performance.now() - start) / 1000;
const residentMegabytes = mostResident / 1e6;
console.log(
  `${devices} devices, ${summary.users} accounts: ${summary.files.length} files, ${(bytes / 1e6).toFixed(0)} MB in ${secondsTaken.toFixed(1)} s, at most ${residentMegabytes.toFixed(0)} MB resident`,
);
if (residentMegabytes > mostResidentMegabytes) {
  console.error(`more than ${mostResidentMegabytes} MB resident`);
  process.exitCode = 1;
}
