import { InvalidInput } from '#libs/errors';
import { text } from '#libs/language';
import { PROOF_MAX_BYTES } from '#libs/requests';
import type { MadangRequest } from './request.js';

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The one file of a multipart form, whole in memory: it is small. @throws {InvalidInput} without one; 413 when larger */
export async function uploadedFile(request: MadangRequest, maxBytes = PROOF_MAX_BYTES): Promise<UploadedFile> {
  const part = request.isMultipart() ? await request.file({ limits: { fileSize: maxBytes, files: 1 } }) : undefined;
  if (!part) {
    throw new InvalidInput([
      { field: 'file', message: text('파일을 올려 주세요.', 'Send a file in a multipart form.') },
    ]);
  }
  return { name: part.filename, bytes: await part.toBuffer() };
}

export interface UploadedForm {
  readonly file: UploadedFile | null;
  /** The fields that are no file, by name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** A multipart form with at most one file and some short fields. @throws 413 when the file or a field is larger */
export async function uploadedForm(
  request: MadangRequest,
  limits: { readonly fileBytes: number; readonly fieldBytes: number },
): Promise<UploadedForm> {
  if (!request.isMultipart()) {
    throw new InvalidInput([
      { field: 'body', message: text('multipart/form-data로 보내 주세요.', 'Send multipart/form-data.') },
    ]);
  }
  let file: UploadedFile | null = null;
  const fields: Record<string, string> = {};
  const parts = request.parts({
    limits: { fileSize: limits.fileBytes, files: 1, fieldSize: limits.fieldBytes, fields: 30, parts: 32 },
  });
  for await (const part of parts) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() };
    else if (typeof part.value === 'string') fields[part.fieldname] = part.value;
  }
  return { file, fields };
}
