import { createPrivateKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { prepareCms, type SignatureAlgorithm } from './cms.js';

/**
 * Who signs the files. The key need not be in this process: a PKCS#11 token or a key service is another
 * implementation, which gives `sign` the same bytes and gets the same signature.
 */
export interface Signer {
  /** The signer's own first, then those above it. */
  readonly certificates: readonly X509Certificate[];
  readonly algorithm: SignatureAlgorithm;
  /** Signs with SHA-256: PKCS#1 v1.5 (RSA) or the DER form (ECDSA). */
  sign(bytes: Buffer): Promise<Buffer>;
}

export const SIGNER = Symbol('signer');

const signAsync = promisify(sign);
const BEGIN = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * A signer whose key is a PEM text or file.
 *
 * @throws with one line that names the variable, when a file is missing, is no PEM, or key and certificate don't match
 */
export function pemSigner(key: string, certificates: string, now: Date): Signer {
  const privateKey = readKey(pem('MADANG_SIGNING_KEY', key));
  const chain = readCertificates(pem('MADANG_SIGNING_CERTIFICATE', certificates));
  const [own] = chain;
  if (!own.checkPrivateKey(privateKey)) {
    throw new Error('MADANG_SIGNING_CERTIFICATE: 비밀 키와 맞지 않는 인증서입니다 / is not of this key');
  }
  if (now < new Date(own.validFrom) || now > new Date(own.validTo)) {
    throw new Error(
      `MADANG_SIGNING_CERTIFICATE: ${own.validFrom} – ${own.validTo} 동안만 유효합니다 / is valid only in that time`,
    );
  }
  return {
    certificates: chain,
    algorithm: privateKey.asymmetricKeyType === 'ec' ? 'ecdsa-sha256' : 'rsa-sha256',
    sign: (bytes) => signAsync('sha256', bytes, privateKey),
  };
}

function pem(variable: string, value: string): string {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n');
  if (!existsSync(value)) throw new Error(`${variable}: 파일이 없습니다 / there is no such file: ${value}`);
  return readFileSync(value, 'utf8');
}

function readKey(text: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    // The cause would be OpenSSL's words about a secret.
    throw new Error('MADANG_SIGNING_KEY: 암호 없는 PEM 비밀 키가 아닙니다 / is no PEM private key without a password');
  }
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key;
  const fit =
    kind === 'ec' ? details?.namedCurve === 'prime256v1' : kind === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
  if (!fit)
    throw new Error('MADANG_SIGNING_KEY: RSA 2048비트 이상 또는 P-256이어야 합니다 / must be RSA ≥ 2048 or P-256');
  return key;
}

function readCertificates(text: string): [X509Certificate, ...X509Certificate[]] {
  const [own, ...above] = (text.match(BEGIN) ?? []).map((each) => new X509Certificate(each));
  if (own === undefined)
    throw new Error('MADANG_SIGNING_CERTIFICATE: PEM 인증서가 없습니다 / holds no PEM certificate');
  return [own, ...above];
}

/** Room for a signature of this signer in a PDF, in bytes: its certificates, a key of up to 4,096 bits, and the rest. */
export function signatureRoom(signer: Signer): number {
  return signer.certificates.reduce((sum, { raw }) => sum + raw.length, 0) + 2_048;
}

const ROOM = /\/Contents <(0+)>/;
const RANGE = '/ByteRange [0 9999999999 9999999999 9999999999]';
const BYTE_RANGE = [0, 9_999_999_999, 9_999_999_999, 9_999_999_999] as const;

/** Fills the place that {@link reserveSignature} left in the file. @throws when the file has none */
export async function signPdf(file: Buffer, signer: Signer): Promise<Buffer> {
  const text = file.toString('latin1');
  const room = ROOM.exec(text);
  const range = text.indexOf(RANGE);
  if (room?.[1] === undefined || range < 0) throw new Error('no place for a signature');
  const from = room.index + '/Contents '.length;
  const to = from + room[1].length + 2;
  const places = `/ByteRange [0 ${String(from)} ${String(to)} ${String(file.length - to)}]`;
  file.write(places.padEnd(RANGE.length), range, 'latin1');
  const { toSign, finish } = prepareCms(signer.certificates, signer.algorithm, [
    file.subarray(0, from),
    file.subarray(to),
  ]);
  const cms = finish(await signer.sign(toSign)).toString('hex');
  if (cms.length > room[1].length) throw new Error('the signature is larger than the place reserved for it');
  file.write(cms, from + 1, 'latin1');
  return file;
}

/** PDFKit has no signatures; these parts of it are there, but not in its types. */
interface Internals {
  readonly page: { readonly annotations: unknown[]; readonly dictionary: { readonly data: { Tabs?: string } } };
  readonly _root: { readonly data: { AcroForm?: unknown } };
  endAcroForm: () => void;
  ref(data: object): { end(): void };
}

/**
 * The signature dictionary and its invisible field (ISO 32000-1, 12.7.4.5 and 12.8), to be filled by {@link signPdf}.
 * `F 132` is Print and Locked: PDF/A wants the first.
 */
export function reserveSignature(document: PDFKit.PDFDocument, room: number, name: string, at: Date): void {
  const doc = document as unknown as Internals;
  const signature = doc.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: BYTE_RANGE,
    Contents: Buffer.alloc(room),
    M: at,
  });
  signature.end();
  const field = doc.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    T: new String('signature'),
    TU: new String(name),
    F: 132,
    Rect: [0, 0, 0, 0],
    P: doc.page.dictionary,
    V: signature,
  });
  field.end();
  doc.page.annotations.push(field);
  doc.page.dictionary.data.Tabs = 'S';
  const form = doc.ref({ SigFlags: 3, Fields: [field] });
  form.end();
  // PDFKit would add the fonts of fields that are shown; this one is not.
  doc.endAcroForm = () => {
    doc._root.data.AcroForm = form;
  };
}
