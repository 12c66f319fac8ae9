// Globals of k6 that @types/k6 leaves to the library of browsers, most of which k6 does not have.
declare const console: { log(message: string): void; error(message: string): void };
declare function setTimeout(callback: () => void, ms: number): number;
declare function clearTimeout(timer: number): void;
