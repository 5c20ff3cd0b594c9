import { createHash, verify, X509Certificate } from 'node:crypto';

/*
 * A detached CMS signature as PAdES baseline B-B wants it (ETSI EN 319 142-1, 6.3; EN 319 122-1): SignedData (RFC 5652)
 * with content type, message digest and the signing certificate (ESS signing-certificate-v2, RFC 5035) under the
 * signature. The time of signing stands in the PDF's own dictionary and, by that standard, not here. Only what this one
 * structure needs of DER (ITU-T X.690) is written: building it takes microseconds, a general ASN.1 library some 40 ms.
 */

export type SignatureAlgorithm = 'rsa-sha256' | 'ecdsa-sha256';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  'rsa-sha256': '1.2.840.113549.1.1.11',
  'ecdsa-sha256': '1.2.840.10045.4.3.2',
} as const;

const TAG = { integer: 0x02, octets: 0x04, null: 0x05, oid: 0x06, sequence: 0x30, set: 0x31 } as const;
const context = (number: number): number => 0xa0 | number;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthBytes(length), ...parts]);
}

function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(TAG.oid, Buffer.from(bytes));
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...parts);
const set = (...parts: readonly Uint8Array[]): Buffer => der(TAG.set, ...parts);
const version = (number: number): Buffer => der(TAG.integer, Buffer.from([number]));
const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const algorithm = (name: keyof typeof OID, parameters: Uint8Array = Buffer.alloc(0)): Buffer =>
  sequence(oid(OID[name]), parameters);
const SHA256 = algorithm('sha256');

/** One DER element: where it begins, where its content does, and where it ends. */
interface Element {
  readonly tag: number;
  readonly from: number;
  readonly content: number;
  readonly to: number;
}

function elementAt(bytes: Buffer, from: number): Element {
  let content = from + 2;
  let length = bytes.readUInt8(from + 1);
  if (length & 0x80) {
    const size = length & 0x7f;
    length = bytes.readUIntBE(content, size);
    content += size;
  }
  return { tag: bytes.readUInt8(from), from, content, to: content + length };
}

/** Issuer and serial number as they stand in the certificate (RFC 5280, 4.1). */
function issuerAndSerial(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  const body = elementAt(certificate, elementAt(certificate, 0).content);
  let next = elementAt(certificate, body.content);
  if (next.tag === context(0)) next = elementAt(certificate, next.to);
  const serial = next;
  const signature = elementAt(certificate, serial.to);
  const issuer = elementAt(certificate, signature.to);
  return {
    serial: certificate.subarray(serial.from, serial.to),
    issuer: certificate.subarray(issuer.from, issuer.to),
  };
}

/** What has to be signed for a content, and the whole once that is done. */
export interface PreparedCms {
  /** DER of the signed attributes: the bytes that the key signs with SHA-256. */
  readonly toSign: Buffer;
  readonly finish: (signature: Buffer) => Buffer;
}

/**
 * @param certificates the signer's own first, then those above it
 * @param content the bytes that are signed, in pieces
 */
export function prepareCms(
  certificates: readonly X509Certificate[],
  signing: SignatureAlgorithm,
  content: readonly Uint8Array[],
): PreparedCms {
  const own = certificates[0]?.raw;
  if (own === undefined) throw new Error('no certificate');
  const { issuer, serial } = issuerAndSerial(own);
  const generalName = der(context(4), issuer);
  const signingCertificate = sequence(
    sequence(sequence(der(TAG.octets, sha256(own)), sequence(sequence(generalName), serial))),
  );
  // DER wants the members of a SET in the order of their bytes.
  const attributes = [
    sequence(oid(OID.contentType), set(oid(OID.data))),
    sequence(oid(OID.messageDigest), set(der(TAG.octets, sha256(...content)))),
    sequence(oid(OID.signingCertificateV2), set(signingCertificate)),
  ].sort((a, b) => Buffer.compare(a, b));
  const toSign = set(...attributes);
  const signatureAlgorithm = algorithm(signing, signing === 'rsa-sha256' ? der(TAG.null) : undefined);
  const finish = (signature: Buffer): Buffer =>
    sequence(
      oid(OID.signedData),
      der(
        context(0),
        sequence(
          version(1),
          set(SHA256),
          sequence(oid(OID.data)),
          der(context(0), ...certificates.map(({ raw }) => raw)),
          set(
            sequence(
              version(1),
              sequence(issuer, serial),
              SHA256,
              der(context(0), ...attributes),
              signatureAlgorithm,
              der(TAG.octets, signature),
            ),
          ),
        ),
      ),
    );
  return { toSign, finish };
}

/**
 * Checks a detached signature of the shape that {@link prepareCms} makes. Whether its certificate is to be trusted is
 * for the caller to say. @returns the signer's certificate; null when it is no such signature, or not of this content
 */
export function verifyCms(cms: Buffer, content: Uint8Array): X509Certificate | null {
  try {
    const inside = (element: Element): Element => elementAt(cms, element.content);
    const after = (element: Element): Element => elementAt(cms, element.to);
    const signedData = inside(after(inside(elementAt(cms, 0))));
    const certificates = after(after(after(inside(signedData))));
    const own = inside(certificates);
    const attributes = after(after(after(inside(inside(after(certificates))))));
    const signature = after(after(attributes));
    const certificate = new X509Certificate(cms.subarray(own.from, own.to));
    if (!digestOf(cms, attributes)?.equals(sha256(content))) return null;
    const signed = set(cms.subarray(attributes.content, attributes.to));
    const right = verify('sha256', signed, certificate.publicKey, cms.subarray(signature.content, signature.to));
    return right ? certificate : null;
  } catch {
    // Cut short, or something else altogether.
    return null;
  }
}

function digestOf(cms: Buffer, attributes: Element): Buffer | null {
  const wanted = oid(OID.messageDigest);
  for (let at = attributes.content; at < attributes.to;) {
    const attribute = elementAt(cms, at);
    const name = elementAt(cms, attribute.content);
    const values = elementAt(cms, name.to);
    const value = elementAt(cms, values.content);
    if (cms.subarray(name.from, name.to).equals(wanted)) return cms.subarray(value.content, value.to);
    at = attribute.to;
  }
  return null;
}
