import { create as createQr } from 'qrcode';
import { ascentOf, fontRuns, printable, type Weight, widthIn, widthOf } from './certificate.fonts.js';
import { fitSize, wrapLines } from './certificate.layout.js';

export interface TextStyle {
  readonly size: number;
  readonly weight?: Weight;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly spacing?: number;
  readonly leading?: number;
  /** Where it differs from the document's. */
  readonly lang?: string;
}

/** Drawing on tagged pages: everything is either an element of the structure or an artifact. `y` runs down in points. */
export class Canvas {
  readonly root: PDFKit.PDFStructureElement;
  y = 0;

  constructor(readonly doc: PDFKit.PDFDocument) {
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  bytes(): Buffer {
    this.root.end();
    this.doc.end();
    return this.doc.read() as Buffer;
  }

  paragraph(tag: string, lines: readonly string[], style: TextStyle, left: number, width: number): void {
    const leading = style.size * (style.leading ?? 1.3);
    const top = this.y;
    const draw = (): void => {
      lines.forEach((line, i) => {
        const spacing = style.spacing ?? 0;
        const free =
          width - this.measure(line, style.size, style.weight ?? 'regular') - spacing * (Array.from(line).length - 1);
        const offset = style.align === 'center' ? free / 2 : style.align === 'right' ? free : 0;
        this.write(line, left + offset, top + i * leading, style);
      });
    };
    this.add(tag, draw, style.lang === undefined ? {} : { lang: style.lang });
    this.y = top + lines.length * leading;
  }

  write(text: string, x: number, y: number, style: TextStyle): void {
    const spacing = style.spacing ?? 0;
    this.doc.fillColor(style.color ?? '#1b2430');
    let left = x;
    const runs = fontRuns(text, style.weight ?? 'regular');
    for (const run of runs) {
      this.doc.font(run.font, style.size);
      // On the Korean font's baseline, whatever the other one's ascent is.
      this.doc.text(run.text, left, y + (ascentOf('korean-regular') - ascentOf(run.font)) * style.size, {
        lineBreak: false,
        characterSpacing: spacing,
      });
      if (runs.length > 1) left += widthIn(run.font, run.text) * style.size + spacing * Array.from(run.text).length;
    }
  }

  add(tag: string, draw: () => void, options: PDFKit.Mixins.StructureElementOptions = {}): void {
    const element = this.doc.struct(tag, options);
    this.root.add(element);
    element.add(draw);
    element.end();
  }

  figure(alt: string, bbox: [number, number, number, number], draw: () => void): void {
    this.add('Figure', draw, { alt, bbox } as PDFKit.Mixins.StructureElementOptions);
  }

  artifact(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw();
    this.doc.endMarkedContent();
  }

  qr(text: string, x: number, y: number, side: number): void {
    const { size, data } = createQr([{ data: Buffer.from(text), mode: 'byte' }], { errorCorrectionLevel: 'M' }).modules;
    const module = side / size;
    // Runs of dark modules in one path: a few hundred rectangles, one fill.
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const start = column;
        while (column < size && data[row * size + column]) column += 1;
        if (column > start) this.doc.rect(x + start * module, y + row * module, (column - start) * module, module);
      }
    }
    this.doc.fill('#000000');
  }

  fit(value: string, style: TextStyle, maxLines: number, width: number): { size: number; lines: string[] } {
    const sizes = [1, 0.88, 0.76, 0.66].map((factor) => Math.round(style.size * factor * 2) / 2);
    return fitSize(printable(value), width, maxLines, sizes, (text, size) =>
      this.measure(text, size, style.weight ?? 'regular'),
    );
  }

  lines(text: string, size: number, weight: Weight, width: number): string[] {
    return wrapLines(printable(text), width, (part) => this.measure(part, size, weight));
  }

  measure(text: string, size: number, weight: Weight): number {
    return widthOf(text, weight) * size;
  }
}
