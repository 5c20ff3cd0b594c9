import type { Unit, UnitService } from '#libs/people';
import { classCode, gradeCode } from './new-classes.js';
import type { NewClass } from './run.js';
import type { UnitPlace } from './supposed.rules.js';
import type { KnownUnit } from './units.rules.js';

/** Where the units of a list stand, as far as duties depend on it; classes that are still to be made as well. */
export async function placesOf(
  tree: UnitService,
  root: Unit,
  units: readonly KnownUnit[],
  newClasses: readonly NewClass[],
): Promise<ReadonlyMap<string, UnitPlace>> {
  const above = (await tree.pathsOf([root.id])).get(root.id) ?? [];
  const codes = new Map([
    ...above.map(({ id, code }) => [id, code] as const),
    ...units.map(({ id, code }) => [id, code] as const),
  ]);
  const common = { territory: root.territory, authorityId: root.authorityId };
  const places = new Map<string, UnitPlace>(
    units.map((unit) => [
      unit.id,
      { ...common, kind: unit.kind, path: [...unit.above.map((id) => codes.get(id) ?? ''), unit.code].join('/') },
    ]),
  );
  const rootPath = above.map(({ code }) => code).join('/');
  for (const { id, grade, className } of newClasses) {
    const path = `${rootPath}/${gradeCode(root.code, grade)}/${classCode(root.code, grade, className)}`;
    places.set(id, { ...common, kind: 'class', path });
  }
  return places;
}
