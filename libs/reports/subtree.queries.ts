const COLUMNS = 't.mandate_id, t.cycle_key, t.due_on, t.state, t.in_time, t.obligations';

/** One row: whether sums of the tree as it stands are kept. */
const TREE = '(SELECT COALESCE(MAX(summed), 0) AS summed FROM org_tree) v';

/**
 * The figures of a unit with all below it, as rows to be summed: mandate_id, cycle_key, authority_id (of the units where
 * they are counted), due_on, state, in_time, band, obligations. All in one statement, since a fold between two reads
 * would count twice: the sums that are kept along the tree, or, while there are none of the tree as it stands, the
 * tallies of each unit; and what is not folded yet.
 */
export function belowSql(where: 'duty' | 'all'): string {
  const duty = where === 'duty' ? ' AND t.mandate_id = ? AND t.cycle_key = ?' : '';
  return `SELECT ${COLUMNS}, t.authority_id, t.band
      FROM ${TREE} STRAIGHT_JOIN tally_subtree t WHERE v.summed = 1 AND t.unit_id = ?${duty}
    UNION ALL
    SELECT ${COLUMNS}, u.authority_id, t.band
      FROM ${TREE} STRAIGHT_JOIN org_unit_closure sub STRAIGHT_JOIN tally t ON t.reporting_unit_id = sub.descendant_id
      JOIN org_unit u ON u.id = t.reporting_unit_id
      WHERE v.summed = 0 AND sub.ancestor_id = ?${duty}
    UNION ALL
    SELECT ${COLUMNS}, u.authority_id, t.band
      FROM tally_delta t
      STRAIGHT_JOIN org_unit_closure sub ON sub.descendant_id = t.reporting_unit_id AND sub.ancestor_id = ?
      JOIN org_unit u ON u.id = t.reporting_unit_id
      ${where === 'duty' ? 'WHERE t.mandate_id = ? AND t.cycle_key = ?' : ''}`;
}

/** What {@link belowSql} asks for, in its order. */
export function belowParameters(
  unitId: Buffer,
  duty?: readonly [mandateId: Buffer, cycleKey: string],
): readonly unknown[] {
  const one = [unitId, ...(duty ?? [])];
  return [...one, ...one, ...one];
}

/** The same for each unit directly below, as `unit_id`, and for what is counted in the unit itself. */
export const CHILDREN_BELOW = `SELECT child.descendant_id AS unit_id, t.state, t.in_time, t.due_on, t.obligations
    FROM ${TREE} STRAIGHT_JOIN org_unit_closure child
    STRAIGHT_JOIN tally_subtree t ON t.unit_id = child.descendant_id
    WHERE v.summed = 1 AND t.mandate_id = ? AND t.cycle_key = ? AND child.ancestor_id = ? AND child.depth = 1
  UNION ALL
  SELECT child.descendant_id, t.state, t.in_time, t.due_on, t.obligations
    FROM ${TREE} STRAIGHT_JOIN org_unit_closure child
    STRAIGHT_JOIN org_unit_closure sub ON sub.ancestor_id = child.descendant_id
    STRAIGHT_JOIN tally t ON t.reporting_unit_id = sub.descendant_id
    WHERE v.summed = 0 AND t.mandate_id = ? AND t.cycle_key = ? AND child.ancestor_id = ? AND child.depth = 1
  UNION ALL
  SELECT child.descendant_id, t.state, t.in_time, t.due_on, t.obligations
    FROM tally_delta t
    STRAIGHT_JOIN org_unit_closure sub ON sub.descendant_id = t.reporting_unit_id
    STRAIGHT_JOIN org_unit_closure child ON child.descendant_id = sub.ancestor_id AND child.depth = 1
    WHERE t.mandate_id = ? AND t.cycle_key = ? AND child.ancestor_id = ?
  UNION ALL
  SELECT t.reporting_unit_id, t.state, t.in_time, t.due_on, t.obligations
    FROM tally t WHERE t.mandate_id = ? AND t.cycle_key = ? AND t.reporting_unit_id = ?
  UNION ALL
  SELECT t.reporting_unit_id, t.state, t.in_time, t.due_on, t.obligations
    FROM tally_delta t WHERE t.mandate_id = ? AND t.cycle_key = ? AND t.reporting_unit_id = ?`;
/** How often {@link CHILDREN_BELOW} asks for mandate, cycle and unit. */
export const CHILDREN_PARTS = 5;
