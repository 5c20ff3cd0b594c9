import { ApiError, readProblem, Unreachable } from './errors';
import type { Proof } from './types';

interface NewList {
  unit: string;
  file: File | null;
  text: string;
  effectiveOn: string;
  /** Of a list of pupils; the one of the day on which it holds where it is not given. */
  schoolYear: number | null;
}

/** Sends a list as a form: the typed client does not speak multipart. @throws ApiError, Unreachable */
export async function uploadList({ unit, file, text, effectiveOn, schoolYear }: NewList): Promise<{ id: string }> {
  const form = new FormData();
  form.set('unit', unit);
  if (effectiveOn !== '') form.set('effectiveOn', effectiveOn);
  if (schoolYear !== null) form.set('schoolYear', String(schoolYear));
  if (file) form.set('file', file);
  else form.set('text', text);
  return (await send('/api/v1/imports', form)) as { id: string };
}

/** Sends the proof of something learned elsewhere. @throws ApiError, Unreachable */
export async function uploadProof(file: File): Promise<Proof> {
  const form = new FormData();
  form.set('file', file);
  return (await send('/api/v1/me/proofs', form)) as Proof;
}

async function send(address: string, form: FormData): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(address, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Accept-Language': document.documentElement.lang },
      body: form,
    });
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(readProblem(response.status, body));
  return body;
}
