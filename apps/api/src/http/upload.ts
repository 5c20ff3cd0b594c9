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
