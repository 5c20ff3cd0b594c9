import type { Language } from '#libs/language';

/** A report as it is read from top to bottom, whatever it is printed as. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly language: Language;
  readonly madeAt: Date;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly string[])[];
    };

export interface Column {
  readonly heading: string;
  /** Its part of the width, beside the others'. */
  readonly share: number;
  readonly numeric?: boolean;
}
