import { ApiError, readProblem, Unreachable } from './errors';

/** Fetches a file and hands it to the browser; a refusal is shown on the page instead of being saved. @throws ApiError, Unreachable */
export async function download(path: string, query: Record<string, string | undefined>, name: string): Promise<void> {
  const parameters = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parameters.set(key, value);
  let response: Response;
  try {
    response = await fetch(`${path}?${parameters.toString()}`, {
      credentials: 'same-origin',
      headers: { 'Accept-Language': document.documentElement.lang },
    });
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
  if (!response.ok) throw new ApiError(readProblem(response.status, await response.json().catch(() => null)));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = /filename="?([^";]+)"?/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(url);
}
