import type { CourseDocument } from '#libs/courses';

interface LessonRow {
  readonly id: string;
  readonly kind: string;
  readonly required: boolean;
}

export interface LessonContent {
  readonly scenario: {
    readonly start: string;
    readonly situations: readonly {
      readonly id: string;
      readonly choices: readonly { readonly id: string; readonly to: string }[];
    }[];
  } | null;
  readonly quiz: {
    readonly items: readonly {
      readonly id: string;
      readonly choices: readonly { readonly id: string; readonly html: string }[];
    }[];
  } | null;
}

interface Standing {
  readonly enrollment: { readonly completion: { readonly id: string } | null };
}

/** Someone who takes a course by HTTP, and knows the right answers by the words of the choices. */
export class Learner {
  /** Milliseconds of each request. */
  readonly times: number[] = [];
  /** Milliseconds of the request that completed the course. */
  completing = 0;

  private constructor(
    private readonly base: string,
    private readonly cookie: string,
    private readonly right: ReadonlySet<string>,
  ) {}

  static async signIn(base: string, login: string, password: string, document: CourseDocument): Promise<Learner> {
    const response = await fetch(`${base}/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password }),
    });
    if (response.status !== 204) throw new Error(`sign-in answered ${String(response.status)}`);
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    const right = document.items.flatMap((item) =>
      'choices' in item ? item.choices.filter((c) => c.correct).map((c) => wordsOf(c.text.ko)) : [],
    );
    return new Learner(base, cookie, new Set(right));
  }

  /** @throws when the course is not completed at its end */
  async complete(course: string): Promise<void> {
    const { id } = await this.call<{ id: string }>('POST', '/enrollments', { course });
    const { lessons } = await this.call<{ lessons: LessonRow[] }>('GET', `/enrollments/${id}`);
    let completed = false;
    for (const lesson of lessons.filter(({ required }) => required)) {
      const path = `/enrollments/${id}/lessons/${lesson.id}`;
      const content = await this.call<LessonContent>('GET', `${path}?language=ko`);
      await this.call('PUT', `${path}/progress`, { event: 'open' });
      const answers = answersFor(content, this.right);
      const standing = await (answers === null
        ? this.call<Standing>('PUT', `${path}/progress`, { event: 'leave', done: true })
        : this.call<Standing>('POST', `${path}/attempts`, { answers }));
      if (standing.enrollment.completion !== null && !completed) {
        completed = true;
        this.completing = this.times.at(-1) ?? 0;
      }
    }
    if (!completed) throw new Error('every lesson is done, and the course is not completed');
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const start = performance.now();
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: { Cookie: this.cookie, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    this.times.push(performance.now() - start);
    if (!response.ok) throw new Error(`${method} ${path} answered ${String(response.status)}: ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }
}

/** Right answers of a quiz, a way through a scenario, or null for what is read. */
export function answersFor({ quiz, scenario }: LessonContent, right: ReadonlySet<string>): unknown[] | null {
  if (quiz) {
    return quiz.items.map((item) => ({
      item: item.id,
      choices: item.choices.filter((choice) => right.has(wordsOf(choice.html))).map((choice) => choice.id),
    }));
  }
  if (!scenario) return null;
  const path: unknown[] = [];
  let at: string | undefined = scenario.start;
  while (at !== undefined) {
    const situation = scenario.situations.find(({ id }) => id === at);
    const [choice] = situation?.choices ?? [];
    if (situation && choice) path.push({ situation: situation.id, choice: choice.id });
    at = situation && choice?.to;
  }
  return path;
}

/** The bare words of Markdown or HTML, to tell one choice from another. */
export function wordsOf(text: string): string {
  return text
    .replace(/<[^>]*>/g, '')
    .replace(/&[a-z#0-9]+;/gi, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
