// Loaded into every thread before the loader of TypeScript, whose WebAssembly would reserve more address space than the
// limit leaves; it does as well without.
delete globalThis.WebAssembly;
