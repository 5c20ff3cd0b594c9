import { create } from 'qrcode';

/** A QR code as one SVG path over a square of `size` modules. */
export interface QrPath {
  readonly size: number;
  readonly path: string;
}

/**
 * Opens the sign-in page with login and code filled in. Both stand behind `#`: a browser sends nothing of it, so that no
 * server on the way writes them down.
 */
export function signInQr(origin: string, login: string, code: string): QrPath {
  const card = new URLSearchParams({ login, code }).toString();
  return qrPath(`${origin}/sign-in#${card}`);
}

function qrPath(text: string): QrPath {
  const { size, data } = create(text, { errorCorrectionLevel: 'M' }).modules;
  const runs: string[] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const start = column;
      while (column < size && data[row * size + column]) column += 1;
      if (column > start) runs.push(`M${String(start)} ${String(row)}h${String(column - start)}v1H${String(start)}z`);
    }
  }
  return { size, path: runs.join('') };
}
