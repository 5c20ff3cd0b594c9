import type { Unit } from './units.service.js';

/** The organisation as it was known at one moment: its units by their names of then, under the units of then. */
export class UnitTree {
  private readonly below = new Map<string, string[]>();

  constructor(
    private readonly units: ReadonlyMap<string, Unit>,
    private readonly parents: ReadonlyMap<string, string>,
  ) {
    for (const unit of [...units.values()].sort((a, b) => (a.code < b.code ? -1 : 1))) {
      const parent = parents.get(unit.id);
      if (parent === undefined) continue;
      const siblings = this.below.get(parent);
      if (siblings) siblings.push(unit.id);
      else this.below.set(parent, [unit.id]);
    }
  }

  unit(id: string): Unit | undefined {
    return this.units.get(id);
  }

  /** The units above, the highest first, and the unit itself last. */
  pathOf(id: string): readonly Unit[] {
    const path: Unit[] = [];
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = this.parents.get(at)) {
      seen.add(at);
      const unit = this.units.get(at);
      if (unit) path.unshift(unit);
    }
    return path;
  }

  /** Directly below, by code. */
  childrenOf(id: string): readonly string[] {
    return this.below.get(id) ?? [];
  }

  /** Every unit of the subtree with the branch it lies in: the child of `root` above it, or `root` itself. */
  branchesOf(root: string): ReadonlyMap<string, string> {
    const branches = new Map<string, string>([[root, root]]);
    for (const child of this.childrenOf(root)) {
      const open = [child];
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (branches.has(at)) continue;
        branches.set(at, child);
        open.push(...this.childrenOf(at));
      }
    }
    return branches;
  }
}
