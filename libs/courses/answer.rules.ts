/** A short answer as it is compared: without spaces, case and marks. */
export function comparable(answer: string): string {
  return answer
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
