import type { DocumentProblem } from './course.problems.js';
import { ROUTES, type Route } from './course.vocabulary.js';
import { looseList, looseRecord, type Loose } from './loose.js';

/** Whether each route leads somewhere, and takes the minutes that the course credits. */
export function checkRoutes(document: unknown): DocumentProblem[] {
  const course = looseRecord(document);
  const lessons = looseList(course['lessons']).map(looseRecord);
  const branches = lessons.some((lesson) => ROUTES.some((route) => !isOn(lesson, route)));
  const offered = ROUTES.filter(
    (route) => (route === 'solo' || branches) && lessons.some((lesson) => isOn(lesson, route)),
  );
  const problems = offered.flatMap((route) =>
    lessons.some((lesson) => isOn(lesson, route) && lesson['required'] !== false) ? [] : [noneRequired(route)],
  );
  lessons.forEach((lesson, index) => {
    // Whoever learns alone could never finish what only a meeting finishes.
    if (lesson['kind'] === 'live' && lesson['required'] !== false && isOn(lesson, 'solo'))
      problems.push({
        path: ['lessons', index, 'routes'],
        message: {
          ko: '함께 배우는 차시는 혼자 배우는 길에 필수일 수 없습니다. routes: [blended]를 적어 주세요.',
          en: 'A live lesson cannot be required on the solo route. Write routes: [blended].',
        },
      });
  });
  const credit = looseRecord(course['credit'])['minutes'];
  const [route] = offered;
  if (route === undefined || typeof credit !== 'number') return problems;
  const sum = routeMinutes(lessons, route);
  if (sum !== null && sum !== credit)
    problems.push({
      path: ['credit', 'minutes'],
      message: {
        ko: `인정 시간이 필수 차시의 합과 다릅니다(${route} 길의 합 ${String(sum)}분). credit.minutes나 차시의 minutes를 맞추어 주세요.`,
        en: `The credit differs from the required lessons of the ${route} route (${String(sum)} minutes). Make credit.minutes and the lessons agree.`,
      },
    });
  return problems;
}

/** Minutes of a route's required lessons; null where one has none yet. */
function routeMinutes(lessons: readonly Loose[], route: Route): number | null {
  const minutes = lessons
    .filter((lesson) => isOn(lesson, route) && lesson['required'] !== false)
    .map((lesson) => lesson['minutes']);
  return minutes.reduce<number | null>(
    (sum, value) => (sum === null || typeof value !== 'number' ? null : sum + value),
    0,
  );
}

function isOn(lesson: Loose, route: Route): boolean {
  return lesson['routes'] === undefined || looseList(lesson['routes']).includes(route);
}

function noneRequired(route: Route): DocumentProblem {
  return {
    path: ['lessons'],
    message: {
      ko: `${route} 길에 필수 차시가 하나도 없습니다. 한 차시 이상에서 required: false를 지워 주세요.`,
      en: `No lesson of the ${route} route is required. Remove required: false from at least one.`,
    },
  };
}
