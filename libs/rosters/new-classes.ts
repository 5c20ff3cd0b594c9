import { newId } from '#libs/database';
import type { Unit, UnitService } from '#libs/people';
import type { NewClass, RunContext, Summary } from './run.js';
import { classFromName } from './school-year.rules.js';
import type { KnownUnit } from './units.rules.js';

export function gradeCode(school: string, grade: number): string {
  return `${school}-g${String(grade)}`;
}

export function classCode(school: string, grade: number, className: string): string {
  return `${school}-${String(grade)}-${className}`;
}

/** The classes of a school by grade and name; one that is not there yet gets the id that it will have. */
export class ClassUnits {
  readonly made: NewClass[] = [];
  private readonly known: Map<string, string>;

  constructor(units: readonly KnownUnit[]) {
    this.known = new Map(
      units.flatMap(({ id, kind, names }) => {
        const found = kind === 'class' ? classFromName(names.at(-1)?.ko ?? '') : null;
        return found ? [[`${String(found.grade)}/${found.className}`, id] as const] : [];
      }),
    );
  }

  idOf(grade: number, className: string): string {
    const key = `${String(grade)}/${className}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = newId();
    this.known.set(key, id);
    this.made.push({ id, grade, className });
    return id;
  }
}

/** Makes the classes that a list names and nobody has made yet, with the grades above them. */
export async function makeClasses(
  units: UnitService,
  run: RunContext,
  school: Unit,
  classes: Summary['newClasses'],
): Promise<void> {
  const made = await units.unitsById(classes.map(({ id }) => id));
  const missing = classes.filter(({ id }) => !made.has(id));
  if (missing.length === 0) return;
  const common = {
    authorityId: school.authorityId,
    territory: school.territory,
    validFrom: `${String(run.schoolYear)}-03-01`,
  };
  const grades = new Map<number, string>();
  for (const grade of new Set(missing.map((each) => each.grade))) {
    const code = gradeCode(school.code, grade);
    const known = await units.findInAuthority(school.authorityId, code);
    const [id = ''] = known
      ? [known.id]
      : await units.create([
          {
            ...common,
            parentId: school.id,
            code,
            kind: 'grade',
            name: { ko: `${String(grade)}학년`, en: `Grade ${String(grade)}` },
          },
        ]);
    grades.set(grade, id);
  }
  await units.create(
    missing.map(({ id, grade, className }) => ({
      ...common,
      id,
      parentId: grades.get(grade) ?? school.id,
      code: classCode(school.code, grade, className),
      kind: 'class' as const,
      name: { ko: `${String(grade)}학년 ${className}반`, en: `Class ${String(grade)}-${className}` },
    })),
  );
}
