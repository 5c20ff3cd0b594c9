import type { Text } from '#libs/language';

/** What stands in `manifest.json` of an evidence pack: every other file of it, by path, size and SHA-256. */
export interface PackManifest {
  readonly format: 'madang-evidence/1';
  readonly unit: { readonly code: string; readonly name: Text };
  readonly mandate: { readonly code: string; readonly title: Text };
  readonly cycle: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly files: readonly PackFile[];
}

export interface PackFile {
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export const MANIFEST = 'manifest.json';
/** The manifest's detached CMS signature, where a key is configured. */
export const SIGNATURE = 'manifest.p7s';

export interface PackComparison {
  /** There under the name, but not what was packed. */
  readonly changed: readonly string[];
  /** Named by the manifest and not there. */
  readonly missing: readonly string[];
  /** There and not named: put in later. */
  readonly unknown: readonly string[];
}

/** What is in the file against what its manifest says. A path that is there twice counts as changed. */
export function compareWith(manifest: PackManifest, found: readonly PackFile[]): PackComparison {
  const there = new Map<string, PackFile[]>();
  for (const file of found) there.set(file.path, [...(there.get(file.path) ?? []), file]);
  const named = new Set(manifest.files.map(({ path }) => path));
  const same = ({ path, sha256, size }: PackFile): boolean => {
    const files = there.get(path) ?? [];
    return files.length === 1 && files[0]?.sha256 === sha256 && files[0].size === size;
  };
  return {
    changed: manifest.files.filter((file) => there.has(file.path) && !same(file)).map(({ path }) => path),
    missing: manifest.files.filter(({ path }) => !there.has(path)).map(({ path }) => path),
    unknown: [...there.keys()].filter((path) => !named.has(path)),
  };
}

/** Null for what is no manifest of ours. */
export function readManifest(bytes: Buffer): PackManifest | null {
  try {
    const value = JSON.parse(bytes.toString('utf8')) as Partial<PackManifest> | null;
    if (value?.format !== 'madang-evidence/1' || !Array.isArray(value.files)) return null;
    const whole = (value.files as readonly Partial<PackFile>[]).every(
      ({ path, sha256, size }) => typeof path === 'string' && typeof sha256 === 'string' && typeof size === 'number',
    );
    return whole && value.unit !== undefined && value.mandate !== undefined ? (value as PackManifest) : null;
  } catch {
    return null;
  }
}

/** A name that every system can unpack: no path, nothing that Windows refuses. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_');
  return plain.slice(0, 100) || '_';
}
