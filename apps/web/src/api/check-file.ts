import { unwrap } from './client';
import type { FileCheck } from './types';

/** The certificate's file as it is: a body that is no JSON, which the typed client does not send. */
export async function checkFile(file: File): Promise<FileCheck> {
  const call = async (): Promise<{ response: Response; data?: FileCheck; error?: unknown }> => {
    const response = await fetch('/api/v1/verify', {
      method: 'POST',
      headers: { 'Content-Type': 'application/pdf', 'Accept-Language': document.documentElement.lang || 'ko' },
      body: file,
    });
    const body: unknown = await response.json().catch(() => null);
    return response.ok ? { response, data: body as FileCheck } : { response, error: body };
  };
  return unwrap(call());
}
