import request from 'supertest';
import { DEMO_PASSWORD, type TestServer } from '../support/server.js';

export type Client = ReturnType<typeof request.agent>;

const BASE = '/api/v1';

/** A browser of nobody yet. */
export function visitor(server: TestServer): Client {
  return request.agent(server.url);
}

/** A signed-in browser of one of the demo city's people. */
export async function signedIn(server: TestServer, login: string): Promise<Client> {
  const agent = visitor(server);
  await agent.post(`${BASE}/session`).send({ login, password: DEMO_PASSWORD }).expect(204);
  return agent;
}

export interface LessonState {
  id: string;
  slug: string;
  kind: string;
  state: string;
}

interface Choice {
  id: string;
  html: string;
}

interface QuizItem {
  id: string;
  kind: string;
  stemHtml: string;
  choices: Choice[];
}

/**
 * Takes a course to its end as a diligent person would: reads all, walks through the case, and repeats the quiz with
 * what its feedback taught.
 */
export async function takeCourse(
  agent: Client,
  course: string,
): Promise<{ enrollmentId: string; completionId: string }> {
  const { body: enrollment } = await agent.post(`${BASE}/enrollments`).send({ course }).expect(/./);
  const enrollmentId = (enrollment as { id: string }).id;
  const { body } = await agent.get(`${BASE}/enrollments/${enrollmentId}`).expect(200);
  for (const lesson of (body as { lessons: LessonState[] }).lessons) {
    const path = `${BASE}/enrollments/${enrollmentId}/lessons/${lesson.id}`;
    if (lesson.kind === 'quiz') await passQuiz(agent, path);
    else if (lesson.kind === 'scenario') await walk(agent, path);
    else await agent.put(`${path}/progress`).send({ event: 'open', done: true }).expect(200);
  }
  const { body: after } = await agent.get(`${BASE}/enrollments/${enrollmentId}`).expect(200);
  const { completion } = after as { completion: { id: string } | null };
  if (completion === null) throw new Error('the course did not end');
  return { enrollmentId, completionId: completion.id };
}

async function walk(agent: Client, path: string): Promise<void> {
  const { body } = await agent.get(path).expect(200);
  const { start, situations } = (body as { scenario: { start: string; situations: Situation[] } }).scenario;
  const answers: { situation: string; choice: string }[] = [];
  let at = start;
  for (let found = situations.find(({ id }) => id === at); found; found = situations.find(({ id }) => id === at)) {
    const choice = found.choices[0]!;
    answers.push({ situation: at, choice: choice.id });
    at = choice.to;
  }
  await agent.post(`${path}/attempts`).send({ answers }).expect(201);
}

interface Situation {
  id: string;
  choices: { id: string; to: string }[];
}

async function passQuiz(agent: Client, path: string): Promise<void> {
  const learned = new Map<string, string[]>();
  for (let round = 0; round < 60; round += 1) {
    const { body } = await agent.get(path).expect(200);
    const items = (body as { quiz: { items: QuizItem[] } }).quiz.items;
    const answers = items.map((item) => {
      const right = item.choices.filter(({ html }) => learned.get(item.stemHtml)?.includes(html));
      return { item: item.id, choices: (right.length > 0 ? right : item.choices.slice(0, 1)).map(({ id }) => id) };
    });
    const { body: result } = await agent.post(`${path}/attempts`).send({ answers }).expect(201);
    const marked = result as {
      passed: boolean;
      items: { item: string; choices: { id: string; correct: boolean }[] }[];
    };
    if (marked.passed) return;
    for (const { item, choices } of marked.items) {
      const shown = items.find(({ id }) => id === item)!;
      const right = choices
        .filter(({ correct }) => correct)
        .map(({ id }) => shown.choices.find((c) => c.id === id)!.html);
      learned.set(shown.stemHtml, right);
    }
  }
  throw new Error('the quiz was not passed');
}
