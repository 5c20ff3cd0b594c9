import { verifyCms } from '#libs/certificates';
import { createHash } from 'node:crypto';
import yauzl from 'yauzl';
import {
  MANIFEST,
  type PackComparison,
  type PackFile,
  type PackManifest,
  SIGNATURE,
  compareWith,
  readManifest,
} from './evidence-pack.rules.js';

export interface PackCheck extends PackComparison {
  /** `none`: no evidence pack at all. `genuine`: whole and unchanged against its manifest. */
  readonly result: 'genuine' | 'changed' | 'none';
  readonly manifest: PackManifest | null;
  /** `absent` where it was made without a key: then whoever changes a file can change the manifest, too. */
  readonly signature: 'valid' | 'invalid' | 'absent';
  /** Whose certificate signed, and its SHA-256; whether to trust it is for the reader. */
  readonly signedBy: { readonly subject: string; readonly fingerprint: string } | null;
}

/** More than a manifest can be. */
const MANIFEST_BYTES = 64 * 1024 * 1024;

/** Holds a pack's files against its manifest, and the manifest against its signature. Needs nothing but the file. */
export async function checkPack(path: string): Promise<PackCheck> {
  const found: PackFile[] = [];
  const kept = new Map<string, Buffer>();
  let zip;
  try {
    zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch {
    return NO_PACK;
  }
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      const keep = entry.fileName === MANIFEST || entry.fileName === SIGNATURE;
      const hash = createHash('sha256');
      const pieces: Buffer[] = [];
      let size = 0;
      try {
        for await (const piece of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
          hash.update(piece);
          size += piece.length;
          if (keep && size <= MANIFEST_BYTES) pieces.push(piece);
        }
      } catch {
        // What cannot be unpacked is not what was packed.
        size = -1;
      }
      if (keep) kept.set(entry.fileName, Buffer.concat(pieces));
      else found.push({ path: entry.fileName, sha256: hash.digest('hex'), size });
    }
  } catch {
    return NO_PACK;
  } finally {
    zip.close();
  }
  const bytes = kept.get(MANIFEST);
  const manifest = bytes === undefined ? null : readManifest(bytes);
  if (bytes === undefined || manifest === null) return NO_PACK;
  const comparison = compareWith(manifest, found);
  const cms = kept.get(SIGNATURE);
  const certificate = cms === undefined ? null : verifyCms(cms, bytes);
  const signature = cms === undefined ? 'absent' : certificate === null ? 'invalid' : 'valid';
  const whole = Object.values(comparison).every(({ length }) => length === 0) && signature !== 'invalid';
  return {
    result: whole ? 'genuine' : 'changed',
    manifest,
    ...comparison,
    signature,
    signedBy:
      certificate === null
        ? null
        : { subject: certificate.subject.replaceAll('\n', ', '), fingerprint: certificate.fingerprint256 },
  };
}

const NO_PACK: PackCheck = {
  result: 'none',
  manifest: null,
  changed: [],
  missing: [],
  unknown: [],
  signature: 'absent',
  signedBy: null,
};
