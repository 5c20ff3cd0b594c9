import type { Actor } from '#libs/actor';
import { Audit } from '#libs/audit';
import { Database, insertRows } from '#libs/database';
import { Clock } from '#libs/time';
import { Injectable } from '@nestjs/common';
import { readShared } from './course.disk.js';
import { canonicalJson } from './course.hash.js';
import type { SharedCase, Term } from './course.schema.js';
import type { CourseProblem } from './folder.files.js';
import type { SharedIds } from './markdown.check.js';

/** The words and cases that all courses share. */
@Injectable()
export class SharedContentService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly audit: Audit,
  ) {}

  /**
   * Takes the glossary and the case file below a root. What is right in them is taken, what is wrong is told; nothing is
   * ever deleted, since a published version may point at it.
   */
  async publishFolder(
    actor: Actor,
    root: string,
  ): Promise<{ terms: number; cases: number; problems: CourseProblem[] }> {
    const { terms, cases, problems } = await readShared(root);
    await this.db.run(async (tx) => {
      const at = this.clock.now();
      const before = await this.state();
      await insertRows(
        tx,
        'glossary_term',
        ['code', 'content', 'updated_at'],
        terms.map((term) => [term.id, canonicalJson(term), at]),
        'ON DUPLICATE KEY UPDATE updated_at = IF(content = VALUES(content), updated_at, VALUES(updated_at)), content = VALUES(content)',
      );
      await insertRows(
        tx,
        'shared_case',
        ['code', 'content', 'added_at', 'updated_at'],
        cases.map((shared) => [shared.id, canonicalJson(shared), at, at]),
        'ON DUPLICATE KEY UPDATE updated_at = IF(content = VALUES(content), updated_at, VALUES(updated_at)), content = VALUES(content)',
      );
      if ((await this.state()) !== before)
        await this.audit.record(actor, {
          action: 'course.shared',
          subjectKind: 'course',
          subjectId: null,
          detail: { terms: terms.length, cases: cases.length },
        });
    });
    return { terms: terms.length, cases: cases.length, problems };
  }

  /** Everything that texts may point at. */
  async ids(): Promise<SharedIds> {
    const codes = async (table: 'glossary_term' | 'shared_case') =>
      new Set((await this.db.query<{ code: string }[]>(`SELECT code FROM ${table}`)).map(({ code }) => code));
    return { terms: await codes('glossary_term'), cases: await codes('shared_case') };
  }

  /** The glossary in the order of its Korean words. */
  async glossary(): Promise<Term[]> {
    const rows = await this.db.query<{ content: string }[]>('SELECT content FROM glossary_term ORDER BY code');
    return rows
      .map(({ content }) => JSON.parse(content) as Term)
      .sort((a, b) => a.term.ko.localeCompare(b.term.ko, 'ko'));
  }

  async cases(): Promise<SharedCase[]> {
    const rows = await this.db.query<{ content: string }[]>('SELECT content FROM shared_case ORDER BY added_at, code');
    return rows.map(({ content }) => JSON.parse(content) as SharedCase);
  }

  /** Changes with every change of what is shared. */
  private async state(): Promise<string> {
    const [row] = await this.db.query<{ state: string | null }[]>(
      `SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM glossary_term), (SELECT MAX(updated_at) FROM glossary_term),
         (SELECT COUNT(*) FROM shared_case), (SELECT MAX(updated_at) FROM shared_case)) AS state`,
    );
    return row?.state ?? '';
  }
}
